/* Lists the devices of the network as they answer: discover, or discover 192.0.2.0/24 for a part of it. */
#include <stdio.h>

#include <kasa/kasa.h>

/* A name may hold anything, also what moves a terminal's cursor. */
static void
print_plain(const char *text)
{
	for (; *text; text++)
		putchar((unsigned char)*text < ' ' || *text == 0x7f ? '?' : *text);
}

static void
found(const struct kasa_found *device, void *arg)
{
	(void)arg;
	printf("%-15s  %-10s  ", device->host, kasa_family_word(device->state->family));
	print_plain(device->err->code == KASA_OK ? device->state->alias : device->err->text);
	putchar('\n');
}

static void
done(const struct kasa_discover_report *report, const struct kasa_err *err, void *arg)
{
	int *rc = arg;

	*rc = err->code;
	if (err->code != KASA_OK)
		fprintf(stderr, "%s\n", err->text);
	else if (report->found == 0)
		fprintf(stderr, "no device answered %u probes\n", report->sent);
}

int
main(int argc, char **argv)
{
	struct kasa_discover_options options = {
		.targets = argc > 1 ? (const char *const *)&argv[1] : NULL,
		.target_count = (size_t)(argc > 1 ? argc - 1 : 0),
	};
	struct kasa_context *ctx = kasa_context_new(NULL);
	struct kasa_err err = { 0 };
	int searched = KASA_OK, rc;

	if (!ctx)
		return 1;
	rc = kasa_discover_start(ctx, &options, found, done, &searched, NULL, &err);
	if (rc == KASA_OK)
		kasa_wait(ctx, 0);
	else
		fprintf(stderr, "%s\n", err.text);
	kasa_context_free(ctx);
	return rc == KASA_OK && searched == KASA_OK ? 0 : 1;
}
