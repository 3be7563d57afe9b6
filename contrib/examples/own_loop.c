/*
 * The library in a program that has a libev loop of its own: own_loop 192.0.2.4 192.0.2.5 watches
 * devices and tells when one is switched, until Ctrl-C.
 */
#include <ev.h>
#include <stdio.h>
#include <stdlib.h>

#include <kasa/kasa.h>

static const double INTERVAL_S = 2.0;

/* A device that is watched, and the timer that asks it. */
struct watch {
	ev_timer timer;
	struct kasa_device *dev;
	int on; /* as last told, or KASA_UNKNOWN */
};

static void
polled(struct kasa_device *dev, const struct kasa_err *err, void *arg)
{
	struct watch *watch = arg;
	int on = err->code == KASA_OK ? kasa_device_state(dev)->on : KASA_UNKNOWN;

	if (err->code == KASA_ECANCELED)
		return;
	if (err->code != KASA_OK && watch->on != KASA_UNKNOWN)
		printf("%s is gone: %s\n", kasa_device_host(dev), err->text);
	if (on != watch->on && on != KASA_UNKNOWN)
		printf("%s is %s\n", kasa_device_host(dev), on ? "on" : "off");
	fflush(stdout);
	watch->on = on;
}

static void
on_timer(struct ev_loop *loop, ev_timer *timer, int revents)
{
	struct watch *watch = timer->data;

	(void)loop;
	(void)revents;
	/* Refused while it rests or the last question is still open: then the next turn asks. */
	kasa_device_poll(watch->dev, polled, watch);
}

static void
on_interrupt(struct ev_loop *loop, ev_signal *watcher, int revents)
{
	(void)watcher;
	(void)revents;
	ev_break(loop, EVBREAK_ALL);
}

static int
start(struct watch *watch, struct kasa_context *ctx, const char *host)
{
	struct kasa_err err = { 0 };

	if (kasa_device_new(ctx, host, 0, &watch->dev, &err) != KASA_OK) {
		fprintf(stderr, "%s\n", err.text);
		return -1;
	}
	watch->on = KASA_UNKNOWN;
	watch->timer.data = watch;
	ev_timer_start(kasa_context_loop(ctx), &watch->timer);
	return 0;
}

static int
watch_all(struct ev_loop *loop, struct kasa_context *ctx, struct watch *watches, char **hosts)
{
	ev_signal interrupt;

	for (size_t i = 0; hosts[i]; i++) {
		ev_timer_init(&watches[i].timer, on_timer, 0.0, INTERVAL_S);
		if (start(&watches[i], ctx, hosts[i]) != 0)
			return -1;
	}
	ev_signal_init(&interrupt, on_interrupt, SIGINT);
	ev_signal_start(loop, &interrupt);
	ev_run(loop, 0);
	ev_signal_stop(loop, &interrupt);
	return 0;
}

int
main(int argc, char **argv)
{
	struct ev_loop *loop = ev_default_loop(0);
	struct watch *watches = calloc((size_t)argc, sizeof *watches);
	struct kasa_context *ctx = loop ? kasa_context_new(loop) : NULL;
	int rc = -1;

	if (argc < 2)
		fprintf(stderr, "usage: own_loop ADDRESS...\n");
	else if (watches && ctx)
		rc = watch_all(loop, ctx, watches, argv + 1);
	kasa_context_free(ctx); /* ends what is open: before the watches go, for they are told */
	free(watches);
	return rc == 0 ? 0 : 1;
}
