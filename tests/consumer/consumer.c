/* A program from outside: built against what was installed, it makes a handle and tells which library it runs with. */
#include <kasa/kasa.h>

#include <stdio.h>
#include <string.h>

static int
make_a_handle(void)
{
	struct kasa_context *ctx = kasa_context_new(NULL);
	struct kasa_device *dev = NULL;
	struct kasa_err err = { 0 };
	int rc = KASA_ENOMEM;

	if (!ctx)
		return KASA_ENOMEM;
	rc = kasa_device_new(ctx, "192.0.2.4", 0, &dev, &err);
	if (rc == KASA_OK && kasa_device_port(dev) != KASA_PORT)
		rc = KASA_EINVAL;
	kasa_device_free(dev);
	kasa_context_free(ctx);
	return rc;
}

int
main(void)
{
	int rc = make_a_handle();

	if (rc != KASA_OK) {
		fprintf(stderr, "no handle: %s\n", kasa_error_word(rc));
		return 1;
	}
	if (strcmp(kasa_version(), KASA_VERSION) != 0) {
		fprintf(stderr, "compiled with %s, runs with %s\n", KASA_VERSION, kasa_version());
		return 1;
	}
	printf("libkasa %s\n", kasa_version());
	return 0;
}
