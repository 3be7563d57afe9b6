/* Switches a plug and tells what came of it: switch 192.0.2.4 on. One call, then kasa_wait(). */
#include <stdio.h>
#include <string.h>

#include <kasa/kasa.h>

static void
switched(struct kasa_device *dev, const struct kasa_err *err, void *arg)
{
	int *outcome = arg;

	*outcome = err->code;
	if (err->code == KASA_OK)
		printf("%s is %s\n", kasa_device_host(dev), kasa_device_state(dev)->on ? "on" : "off");
	else
		fprintf(stderr, "%s: %s\n", kasa_device_host(dev), err->text);
}

static int
switch_plug(struct kasa_context *ctx, const char *host, bool on)
{
	struct kasa_device *dev = NULL;
	struct kasa_err err = { 0 };
	int outcome = KASA_OK;
	int rc = kasa_device_new(ctx, host, 0, &dev, &err);

	if (rc != KASA_OK) {
		fprintf(stderr, "%s\n", err.text);
		return rc;
	}
	rc = kasa_relay_set(dev, 0, on, switched, &outcome);
	if (rc == KASA_OK)
		kasa_wait(ctx, 0);
	kasa_device_free(dev);
	return rc == KASA_OK ? outcome : rc;
}

int
main(int argc, char **argv)
{
	struct kasa_context *ctx;
	int rc;

	if (argc != 3 || (strcmp(argv[2], "on") != 0 && strcmp(argv[2], "off") != 0)) {
		fprintf(stderr, "usage: switch ADDRESS on|off\n");
		return 2;
	}
	ctx = kasa_context_new(NULL);
	if (!ctx)
		return 1;
	rc = switch_plug(ctx, argv[1], strcmp(argv[2], "on") == 0);
	kasa_context_free(ctx);
	return rc == KASA_OK ? 0 : 1;
}
