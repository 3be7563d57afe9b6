/* Two watchers that the loop does not count. */
#include "cli/interrupt.h"

#include <signal.h>

static void
on_signal(struct ev_loop *loop, ev_signal *watcher, int events)
{
	struct interrupt *interrupt = watcher->data;

	(void)loop;
	(void)events;
	interrupt->fn(watcher->signum, interrupt->arg);
}

static void
watch(struct interrupt *interrupt, ev_signal *watcher, int signo)
{
	ev_signal_init(watcher, on_signal, signo);
	watcher->data = interrupt;
	ev_signal_start(interrupt->loop, watcher);
	ev_unref(interrupt->loop);
}

static void
unwatch(struct interrupt *interrupt, ev_signal *watcher)
{
	ev_ref(interrupt->loop);
	ev_signal_stop(interrupt->loop, watcher);
}

void
interrupt_start(struct interrupt *interrupt, struct kasa_context *ctx, void (*fn)(int signo, void *arg), void *arg)
{
	*interrupt = (struct interrupt){ .loop = kasa_context_loop(ctx), .fn = fn, .arg = arg };
	watch(interrupt, &interrupt->interrupt, SIGINT);
	watch(interrupt, &interrupt->terminate, SIGTERM);
}

void
interrupt_stop(struct interrupt *interrupt)
{
	unwatch(interrupt, &interrupt->interrupt);
	unwatch(interrupt, &interrupt->terminate);
}
