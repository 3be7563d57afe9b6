#include "api/context.h"

#include <assert.h>
#include <stdlib.h>

#include "api/device.h"
#include "api/discover.h"
#include "api/locate.h"
#include "net/clock.h"

void
kasa_task_init(struct kasa_task *task, void (*run)(struct kasa_task *task))
{
	kasa_list_init(&task->node);
	task->run = run;
}

void
kasa_task_defer(struct kasa_context *ctx, struct kasa_task *task)
{
	kasa_list_remove(&task->node);
	kasa_list_append(&ctx->tasks, &task->node);
	if (!ctx->running) {
		ev_feed_event(ctx->loop, &ctx->kick, EV_CUSTOM);
	} else if (!ev_is_active(&ctx->later)) {
		ev_timer_set(&ctx->later, 0, 0);
		ev_timer_start(ctx->loop, &ctx->later);
	}
}

/* Those that wait now; what they defer waits a turn, so that none can keep the loop to itself. */
static void
run_tasks(struct kasa_context *ctx)
{
	struct kasa_list last;

	ctx->running = true;
	kasa_list_append(&ctx->tasks, &last);
	while (ctx->tasks.next != &last) {
		struct kasa_task *task = KASA_CONTAINER(ctx->tasks.next, struct kasa_task, node);

		kasa_list_remove(&task->node);
		task->run(task);
	}
	kasa_list_remove(&last);
	ctx->running = false;
}

static void
on_kick(struct ev_loop *loop, ev_prepare *kick, int events)
{
	(void)loop;
	(void)events;
	run_tasks(kick->data);
}

static void
on_later(struct ev_loop *loop, ev_timer *later, int events)
{
	(void)loop;
	(void)events;
	run_tasks(later->data);
}

static bool
fill(struct kasa_context *ctx, struct ev_loop *loop)
{
	ctx->shared.received = malloc(KASA_TCP_RECEIVE); /* never touched where answers are short */
	if (!ctx->shared.received)
		return false;
	ctx->own_loop = !loop;
	ctx->loop = loop ? loop : ev_loop_new(EVFLAG_AUTO);
	return ctx->loop;
}

/* Base64 of 16 random bytes: 21 characters of six bits, and one of two. */
static void
invent_terminal(struct kasa_context *ctx)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	char *terminal = ctx->asker.terminal;

	for (size_t i = 0; i < 21; i++)
		terminal[i] = digits[kasa_rng_below(&ctx->rng, 64)];
	terminal[21] = "AQgw"[kasa_rng_below(&ctx->rng, 4)];
	terminal[22] = terminal[23] = '=';
}

struct kasa_context *
kasa_context_new(struct ev_loop *loop)
{
	struct kasa_context *ctx = calloc(1, sizeof *ctx);

	if (!ctx)
		return NULL;
	if (!fill(ctx, loop)) {
		free(ctx->shared.received);
		free(ctx);
		return NULL;
	}
	kasa_list_init(&ctx->tasks);
	kasa_list_init(&ctx->devices);
	kasa_list_init(&ctx->searches);
	kasa_list_init(&ctx->locates);
	kasa_random(&ctx->rng.state, sizeof ctx->rng.state);
	invent_terminal(ctx);
	kasa_buf_init(&ctx->request, KASA_MESSAGE_MAX);
	kasa_buf_init(&ctx->shared.link.text, KASA_WIRE_TEXT);
	ev_prepare_init(&ctx->kick, on_kick);
	ev_init(&ctx->later, on_later);
	ctx->kick.data = ctx->later.data = ctx;
	return ctx;
}

void
kasa_context_free(struct kasa_context *ctx)
{
	if (!ctx)
		return;
	assert(ctx->inside == 0);
	ctx->dying = true;
	while (!kasa_list_empty(&ctx->locates))
		kasa_locate_stop(KASA_CONTAINER(ctx->locates.next, struct kasa_locate, node));
	while (!kasa_list_empty(&ctx->searches))
		kasa_discover_stop(KASA_CONTAINER(ctx->searches.next, struct kasa_discover, node));
	while (!kasa_list_empty(&ctx->devices))
		kasa_device_free(KASA_CONTAINER(ctx->devices.next, struct kasa_device, node));
	while (!kasa_list_empty(&ctx->tasks))
		run_tasks(ctx);
	ev_clear_pending(ctx->loop, &ctx->kick);
	ev_timer_stop(ctx->loop, &ctx->later);
	if (ctx->own_loop)
		ev_loop_destroy(ctx->loop);
	kasa_context_forget_credentials(ctx);
	kasa_buf_finish(&ctx->request);
	kasa_buf_finish(&ctx->shared.link.text);
	free(ctx->shared.received);
	free(ctx);
}

struct ev_loop *
kasa_context_loop(const struct kasa_context *ctx)
{
	return ctx->loop;
}

void
kasa_context_log(struct kasa_context *ctx, kasa_log_fn *fn, void *arg, enum kasa_log_level level)
{
	ctx->log = (struct kasa_log){ .fn = fn, .arg = arg, .level = level };
}

uint64_t
kasa_context_seed(struct kasa_context *ctx)
{
	return (uint64_t)kasa_rng_below(&ctx->rng, UINT32_MAX) << 32 | kasa_rng_below(&ctx->rng, UINT32_MAX);
}

static void
on_wait_over(struct ev_loop *loop, ev_timer *timer, int events)
{
	(void)loop;
	(void)events;
	*(bool *)timer->data = true;
}

int
kasa_wait(struct kasa_context *ctx, unsigned timeout_ms)
{
	bool over = false;
	ev_timer limit;

	if (ctx->inside > 0)
		return KASA_EINVAL;
	if (ctx->open == 0)
		return KASA_OK;
	ev_now_update(ctx->loop);
	ev_timer_init(&limit, on_wait_over, timeout_ms / 1e3, 0);
	limit.data = &over;
	if (timeout_ms > 0)
		ev_timer_start(ctx->loop, &limit);
	while (ctx->open > 0 && !over) {
		if (!ev_is_active(&ctx->later))
			run_tasks(ctx); /* what they end needs no event, and the loop would wait for one */
		if (ctx->open > 0)
			ev_run(ctx->loop, EVRUN_ONCE);
	}
	ev_timer_stop(ctx->loop, &limit);
	return ctx->open == 0 ? KASA_OK : KASA_ETIMEOUT;
}
