/* The inside of a context: its loop, what is open, and what waits for the loop to come round. */
#ifndef KASA_API_CONTEXT_H
#define KASA_API_CONTEXT_H

#include <kasa/context.h>
#include <kasa/credentials.h>

#include "base/backoff.h"
#include "base/buf.h"
#include "base/list.h"
#include "base/log.h"
#include "model/order.h"
#include "net/tcp.h"

enum {
	KASA_DEFAULT_ACCOUNTS = 6,
};

/* Something to do from the loop: callbacks never run inside the call that caused them. Lies in its owner. */
struct kasa_task {
	struct kasa_list node;
	void (*run)(struct kasa_task *task);
};

struct kasa_context {
	struct ev_loop *loop;
	bool own_loop;
	struct kasa_log log;
	ev_prepare kick; /* never started: only fed, to be run next */
	ev_timer later;  /* for what tasks defer: not before the sockets were looked at */
	bool running;    /* tasks are */
	bool dying;      /* being freed: nothing new begins */
	unsigned inside; /* callbacks that are running, one within another */
	struct kasa_list tasks;
	struct kasa_list devices, searches, locates;
	unsigned open; /* calls, searches and locates that kasa_wait() waits for */
	struct kasa_rng rng;
	struct kasa_buf request; /* the text that is being built */
	struct kasa_asker asker;
	struct kasa_credentials
		accounts[KASA_CREDENTIALS_MAX + KASA_DEFAULT_ACCOUNTS]; /* shared.link.keyring lists them */
	size_t account_count;
	bool defaults;           /* TP-Link's own stand behind them */
	kasa_login_fn *on_login; /* asked for more of them before they are used first */
	void *on_login_arg;
	struct kasa_tcp_shared shared;
};

void kasa_task_init(struct kasa_task *task, void (*run)(struct kasa_task *task));

/* Runs the task when the loop comes round, once, however often it was deferred till then. */
void kasa_task_defer(struct kasa_context *ctx, struct kasa_task *task);

/* Round each callback: the loop must not be run from inside of one. */
static inline void
kasa_context_enter(struct kasa_context *ctx)
{
	ctx->inside++;
}

static inline void
kasa_context_leave(struct kasa_context *ctx)
{
	ctx->inside--;
}

/* A seed for what must not beat in time with others. */
uint64_t kasa_context_seed(struct kasa_context *ctx);

#endif
