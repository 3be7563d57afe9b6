/*
 * Writes a meter's readings as CSV, for a spreadsheet: energy_log 192.0.2.4 60 1440 reads each minute for a day.
 * What the device does not tell stays empty; a reading that fails is a line on stderr, and the log goes on.
 */
#define _POSIX_C_SOURCE 200809L /* nanosleep */
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <kasa/kasa.h>

static void
print_value(double value, const char *end)
{
	if (!isnan(value))
		printf("%.3f", value);
	fputs(end, stdout);
}

static void
read_meter(struct kasa_device *dev, const struct kasa_energy *energy, const struct kasa_err *err, void *arg)
{
	(void)arg;
	if (!energy) {
		fprintf(stderr, "%s: %s\n", kasa_device_host(dev), err->text);
		return;
	}
	printf("%lld,", (long long)time(NULL));
	print_value(energy->power_w, ",");
	print_value(energy->voltage_v, ",");
	print_value(energy->current_a, ",");
	print_value(energy->total_kwh, "\n");
	fflush(stdout);
}

/* One reading after the other; the connection is kept open between them where the device allows. */
static int
write_log(struct kasa_context *ctx, struct kasa_device *dev, unsigned interval_s, unsigned count)
{
	const struct timespec interval = { .tv_sec = interval_s };

	puts("time,power_w,voltage_v,current_a,total_kwh");
	for (unsigned i = 0; i < count; i++) {
		int rc;

		if (i > 0)
			nanosleep(&interval, NULL);
		rc = kasa_energy_read(dev, 0, read_meter, NULL);
		if (rc != KASA_OK) {
			fprintf(stderr, "%s: %s\n", kasa_device_host(dev), kasa_error_word(rc));
			return rc;
		}
		kasa_wait(ctx, 0);
	}
	return KASA_OK;
}

/* A whole number in decimal, or 0. */
static unsigned
number(const char *text)
{
	char *end;
	unsigned long value = strtoul(text, &end, 10);

	return *text == '-' || *end != '\0' || value > UINT_MAX ? 0 : (unsigned)value;
}

int
main(int argc, char **argv)
{
	struct kasa_context *ctx;
	struct kasa_device *dev = NULL;
	struct kasa_err err = { 0 };
	int rc;

	if (argc != 4 || number(argv[2]) == 0 || number(argv[3]) == 0) {
		fprintf(stderr, "usage: energy_log ADDRESS INTERVAL_S COUNT\n");
		return 2;
	}
	ctx = kasa_context_new(NULL);
	if (!ctx)
		return 1;
	rc = kasa_device_new(ctx, argv[1], 0, &dev, &err);
	if (rc == KASA_OK)
		rc = write_log(ctx, dev, number(argv[2]), number(argv[3]));
	else
		fprintf(stderr, "%s\n", err.text);
	kasa_context_free(ctx); /* and the handle with it */
	return rc == KASA_OK ? 0 : 1;
}
