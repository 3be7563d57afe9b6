/* The same work through the library: every answer read whole into typed values, with deadlines and retries armed. */
#include <stdio.h>
#include <stdlib.h>

#include <kasa/kasa.h>

#include "poller.h"

static unsigned asked, done, polls, on;

static void
on_energy(struct kasa_device *dev, const struct kasa_energy *energy, const struct kasa_err *err, void *arg)
{
	if (err->code != KASA_OK) {
		fprintf(stderr, "%s: %s\n", kasa_device_host(dev), err->text);
		exit(1);
	}
	on += energy->power_w > 0 && kasa_device_state(dev)->on == 1;
	done++;
	if (asked++ < polls)
		kasa_energy_poll(dev, 0, on_energy, arg);
}

int
main(int argc, char **argv)
{
	unsigned devices = argc > 1 ? (unsigned)atoi(argv[1]) : 64;
	struct kasa_context *ctx = kasa_context_new(NULL);
	long before_kb = bench_resident_kb();

	polls = argc > 2 ? (unsigned)atoi(argv[2]) : 100000;
	bench_more_files();
	for (unsigned i = 0; i < devices; i++) {
		struct kasa_device *dev;
		struct kasa_err err;

		if (kasa_device_new(ctx, bench_address_text(i), 0, &dev, &err) != KASA_OK)
			return 1;
		kasa_energy_poll(dev, 0, on_energy, NULL);
		asked++;
	}
	kasa_wait(ctx, 0);
	bench_report("kasa", done, on);
	printf("kasa devices=%u resident_bytes_each=%ld\n", devices,
	       (bench_resident_kb() - before_kb) * 1024 / devices);
	kasa_context_free(ctx);
	return 0;
}
