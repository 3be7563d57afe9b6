/* Ctrl-C and kill as events of the loop. */
#ifndef KASA_CLI_INTERRUPT_H
#define KASA_CLI_INTERRUPT_H

#include <ev.h>

#include <kasa/context.h>

struct interrupt {
	struct ev_loop *loop;
	ev_signal interrupt, terminate;
	void (*fn)(int signo, void *arg);
	void *arg;
};

/* From now on SIGINT and SIGTERM run @p fn from the loop. They do not keep the loop alive. */
void interrupt_start(struct interrupt *interrupt, struct kasa_context *ctx, void (*fn)(int signo, void *arg),
                     void *arg);
void interrupt_stop(struct interrupt *interrupt);

#endif
