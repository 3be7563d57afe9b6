/*
 * The same work through the library: every answer read whole into typed values, with deadlines and retries armed.
 *
 *   kasa_poller [DEVICES [POLLS [TRANSPORT [anew|few]]]]
 *
 * anew: each poll on a handle of its own, with a log-in of its own; few: not all devices are met at once.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <kasa/kasa.h>

#include "poller.h"

static struct kasa_context *ctx;
static struct kasa_device_options options;
enum {
	FEW = 256, /* a simulated house logs them in one by one */
};

static unsigned devices, met, asked, done, polls, on;
static bool anew, few;

static void on_energy(struct kasa_device *dev, const struct kasa_energy *energy, const struct kasa_err *err, void *arg);

static void
ask(struct kasa_device *dev, const char *host)
{
	struct kasa_err err;

	asked++;
	options.host = host;
	if (!dev && kasa_device_open(ctx, &options, &dev, &err) != KASA_OK) {
		fprintf(stderr, "%s: %s\n", host, err.text);
		exit(1);
	}
	kasa_energy_poll(dev, 0, on_energy, NULL);
}

static void
on_energy(struct kasa_device *dev, const struct kasa_energy *energy, const struct kasa_err *err, void *arg)
{
	if (err->code != KASA_OK) {
		fprintf(stderr, "%s: %s\n", kasa_device_host(dev), err->text);
		exit(1);
	}
	(void)arg;
	on += energy->power_w > 0 && kasa_device_state(dev)->on == 1;
	done++;
	if (met < devices)
		ask(NULL, bench_address_text(met++));
	else if (asked < polls)
		ask(anew ? NULL : dev, kasa_device_host(dev));
	if (anew)
		kasa_device_free(dev);
}

int
main(int argc, char **argv)
{
	struct kasa_credentials account;
	long before_kb;

	ctx = kasa_context_new(NULL);
	kasa_credentials_derive(&account, BENCH_USER, BENCH_PASSWORD);
	kasa_context_add_credentials(ctx, &account);
	options.transport = argc > 3 ? argv[3] : "xor";
	anew = argc > 4 && strcmp(argv[4], "anew") == 0;
	few = argc > 4 && strcmp(argv[4], "few") == 0;
	before_kb = bench_resident_kb();
	devices = argc > 1 ? (unsigned)atoi(argv[1]) : 64;
	polls = argc > 2 ? (unsigned)atoi(argv[2]) : 100000;
	bench_more_files();
	while (met < devices && (met < FEW || !few))
		ask(NULL, bench_address_text(met++));
	kasa_wait(ctx, 0);
	bench_report("kasa", done, on);
	printf("kasa devices=%u resident_bytes_each=%ld\n", devices,
	       (bench_resident_kb() - before_kb) * 1024 / devices);
	kasa_context_free(ctx);
	return 0;
}
