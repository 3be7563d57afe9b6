#include "api/device.h"

#include <stdlib.h>
#include <string.h>

#include "api/approach.h"
#include "api/device_way.h"
#include "base/redact.h"
#include "base/str.h"
#include "net/clock.h"

static void
log_message(const struct kasa_device *dev, const char *event, const char *text, size_t len)
{
	char safe[1536];

	if (!kasa_log_wants(&dev->ctx->log, KASA_LOG_DEBUG))
		return;
	kasa_redact(safe, sizeof safe, text, len);
	kasa_log_line(&dev->ctx->log, KASA_LOG_DEBUG, "%s device=%s bytes=%zu text=%s", event, dev->host, len, safe);
}

static void
log_end(const struct kasa_device *dev, const struct kasa_call *call, const struct kasa_err *err)
{
	unsigned ms = (unsigned)(kasa_clock_ms() - call->begun_ms);
	enum kasa_log_level level = call->once ? KASA_LOG_DEBUG : KASA_LOG_INFO; /* polls come by the thousand */

	if (!kasa_log_wants(&dev->ctx->log, level))
		return;
	if (err->code == KASA_OK)
		kasa_log_line(&dev->ctx->log, level, "call done device=%s ms=%u", dev->host, ms);
	else
		kasa_log_line(&dev->ctx->log, level, "call failed device=%s ms=%u code=%s error=\"%s\"", dev->host, ms,
		              kasa_error_word((int)err->code), err->text);
}

/* The one place where a call's callback runs. The handle may be dead afterwards. */
static void
tell(struct kasa_device *dev, struct kasa_call *call, const struct kasa_outcome *outcome)
{
	log_end(dev, call, outcome->err);
	dev->ctx->open--;
	kasa_context_enter(dev->ctx);
	call->told(dev, call, outcome);
	kasa_context_leave(dev->ctx);
	kasa_call_free(call);
}

static void
tell_error(struct kasa_device *dev, struct kasa_call *call, const struct kasa_err *err)
{
	tell(dev, call, &(struct kasa_outcome){ .err = err });
}

static struct kasa_call *
take_next(struct kasa_device *dev)
{
	struct kasa_call *call = KASA_CONTAINER(dev->calls.next, struct kasa_call, node);

	kasa_list_remove(&call->node);
	dev->waiting--;
	return call;
}

/* Nothing takes effect late: who waited past the deadline is told so and not sent. */
static int
begin(struct kasa_device *dev, struct kasa_call *call, struct kasa_err *err)
{
	uint64_t now_ms = kasa_clock_ms();
	unsigned flags = call->once ? KASA_CALL_ONCE : 0;

	if (now_ms >= call->deadline_ms)
		return kasa_err_set(err, KASA_ETIMEOUT, "waited %u ms behind other calls",
		                    (unsigned)(now_ms - call->begun_ms));
	if (!dev->peer.payload->repeatable(&call->job.order))
		flags |= KASA_CALL_FRESH;
	return kasa_link_begin(&dev->tcp.link, now_ms, call->deadline_ms, flags, err);
}

static void
begin_next(struct kasa_device *dev)
{
	unsigned most = dev->waiting; /* a callback that asks again at once waits a turn */
	struct kasa_err err;

	while (!dev->dead && !dev->current && dev->waiting > 0 && most-- > 0) {
		struct kasa_call *call = take_next(dev);

		dev->approached = false;
		if (begin(dev, call, &err) == KASA_OK)
			dev->current = call;
		else
			tell_error(dev, call, &err);
	}
}

static void
finish(struct kasa_device *dev, const struct kasa_outcome *outcome)
{
	struct kasa_call *call = dev->current;

	dev->current = NULL;
	kasa_approach_stop(dev);
	tell(dev, call, outcome);
	begin_next(dev);
}

static void
ask(struct kasa_device *dev, enum kasa_job_line line)
{
	struct kasa_call *call = dev->current;
	struct kasa_buf *request = &dev->ctx->request;
	uint64_t now_ms = kasa_clock_ms();
	struct kasa_err err;
	bool repeatable;

	kasa_buf_clear(request);
	dev->ctx->asker.utc_ms = kasa_clock_utc_ms();
	if (kasa_job_ask(&call->job, &dev->peer, line, request, &repeatable, &err) != KASA_OK) {
		kasa_link_end(&dev->tcp.link, now_ms, false);
		finish(dev, &(struct kasa_outcome){ .err = &err });
		return;
	}
	log_message(dev, "asked", (const char *)request->data, request->len);
	kasa_link_say(&dev->tcp.link, now_ms, (const char *)request->data, request->len,
	              repeatable ? KASA_SAY_REPEATABLE : 0, kasa_order_reply_ms(&call->job.order));
	if (kasa_order_secret(&call->job.order))
		explicit_bzero(request->data, request->len);
}

static void
answered(struct kasa_device *dev, const char *text, size_t len)
{
	struct kasa_call *call = dev->current;
	struct kasa_link *link = &dev->tcp.link;
	uint64_t now_ms = kasa_clock_ms();
	struct kasa_err err;
	struct kasa_outcome outcome = { .err = &err };

	log_message(dev, "answered", text, len);
	switch (kasa_job_answer(&call->job, &dev->peer, text, len, &err)) {
	case KASA_JOB_ASK:
		kasa_link_more(link, now_ms, false);
		return;
	case KASA_JOB_ASK_FRESH:
		kasa_link_more(link, now_ms, true);
		return;
	case KASA_JOB_RENEW:
		kasa_link_renew(link, now_ms, &err);
		return;
	case KASA_JOB_DONE:
		kasa_link_end(link, now_ms, false);
		outcome.answer = call->job.answer;
		outcome.text = text;
		outcome.len = len;
		break;
	case KASA_JOB_FAILED:
		kasa_link_end(link, now_ms, false);
		if (kasa_job_acted(&call->job) && err.code != KASA_EIDENTITY) { /* a refusal in its own words */
			outcome.text = text;
			outcome.len = len;
		}
		break;
	case KASA_JOB_GARBAGE:
		kasa_link_end(link, now_ms, true);
		break;
	}
	finish(dev, &outcome);
}

static void
on_event(struct kasa_tcp *tcp, const struct kasa_link_event *event)
{
	struct kasa_device *dev = KASA_CONTAINER(tcp, struct kasa_device, tcp);
	struct kasa_err err;

	switch (event->kind) {
	case KASA_LINK_ASK:
		ask(dev, event->reopened ? KASA_JOB_REOPENED : event->fresh ? KASA_JOB_NEW : KASA_JOB_SAME);
		return;
	case KASA_LINK_ANSWER:
		answered(dev, event->text, event->len);
		return;
	case KASA_LINK_FAILED:
		err = *event->err;
		if (kasa_approach_wanted(dev, &err) && kasa_approach_start(dev, &err))
			return;
		kasa_approach_explain(dev, &err);
		finish(dev, &(struct kasa_outcome){ .err = &err });
		return;
	case KASA_LINK_RIVAL:
		kasa_log_line(&dev->ctx->log, KASA_LOG_WARNING,
		              "another client, perhaps the phone's app, logs in and ends our session device=%s",
		              dev->host);
		return;
	case KASA_LINK_OPEN:
	case KASA_LINK_CLOSE:
		return;
	}
}

void
kasa_device_fail(struct kasa_device *dev, const struct kasa_err *err)
{
	finish(dev, &(struct kasa_outcome){ .err = err });
	kasa_tcp_pump(&dev->tcp);
}

void
kasa_device_resume(struct kasa_device *dev)
{
	struct kasa_err err;

	if (begin(dev, dev->current, &err) == KASA_OK)
		kasa_tcp_pump(&dev->tcp);
	else
		kasa_device_fail(dev, &err);
}

static void
run(struct kasa_task *task)
{
	struct kasa_device *dev = KASA_CONTAINER(task, struct kasa_device, task);

	if (!dev->dead) {
		begin_next(dev);
		kasa_tcp_pump(&dev->tcp);
		return;
	}
	kasa_way_finish(dev);
	kasa_record_finish(&dev->peer.record);
	free(dev);
}

int
kasa_device_new(struct kasa_context *ctx, const char *host, uint16_t port, struct kasa_device **out,
                struct kasa_err *err)
{
	return kasa_device_open(ctx, &(struct kasa_device_options){ .host = host, .port = port }, out, err);
}

int
kasa_device_open(struct kasa_context *ctx, const struct kasa_device_options *options, struct kasa_device **out,
                 struct kasa_err *err)
{
	struct kasa_device *dev = malloc(sizeof *dev);
	int rc;

	if (!dev)
		return kasa_err_set(err, KASA_ENOMEM, "no memory for a device");
	*dev = (struct kasa_device){ .ctx = ctx, .timeout_ms = KASA_CALL_MS };
	rc = kasa_way_init(dev, options, on_event, err);
	if (rc != KASA_OK) {
		free(dev);
		return rc;
	}
	kasa_record_init(&dev->peer.record);
	kasa_list_init(&dev->calls);
	kasa_task_init(&dev->task, run);
	kasa_list_append(&ctx->devices, &dev->node);
	*out = dev;
	return KASA_OK;
}

void
kasa_device_cancel(struct kasa_device *dev)
{
	struct kasa_err err;
	struct kasa_call *call = dev->current;
	unsigned most = dev->waiting; /* what a callback begins now is a new call */

	dev->current = NULL;
	kasa_approach_stop(dev);
	kasa_tcp_abort(&dev->tcp);
	kasa_err_set(&err, KASA_ECANCELED, "cancelled");
	if (call)
		tell_error(dev, call, &err);
	while (most-- > 0 && dev->waiting > 0)
		tell_error(dev, take_next(dev), &err);
}

void
kasa_device_free(struct kasa_device *dev)
{
	if (!dev || dev->dead)
		return;
	dev->dead = true;
	kasa_tcp_stop(&dev->tcp);
	kasa_list_remove(&dev->node);
	kasa_device_cancel(dev);
	kasa_task_defer(dev->ctx, &dev->task);
}

int
kasa_device_expect(struct kasa_device *dev, const char *id, const char *mac)
{
	struct kasa_peer *peer = &dev->peer;
	uint8_t bytes[6];

	if ((id && strlen(id) >= sizeof peer->expect_id) || (mac && !kasa_mac_parse(mac, bytes)))
		return KASA_EINVAL;
	kasa_str_copy(peer->expect_id, sizeof peer->expect_id, id ? id : "");
	peer->expect_mac[0] = '\0';
	if (mac)
		kasa_mac_format(bytes, peer->expect_mac);
	peer->proven = false;
	return KASA_OK;
}

void
kasa_device_timeout(struct kasa_device *dev, unsigned timeout_ms)
{
	dev->timeout_ms = timeout_ms ? timeout_ms : KASA_CALL_MS;
}

const char *
kasa_device_host(const struct kasa_device *dev)
{
	return dev->host;
}

uint16_t
kasa_device_port(const struct kasa_device *dev)
{
	return kasa_address_port(&dev->tcp.address);
}

const char *
kasa_device_transport(const struct kasa_device *dev)
{
	return dev->tcp.link.wire->name;
}

const char *
kasa_device_payload(const struct kasa_device *dev)
{
	return dev->peer.payload->name;
}

const struct kasa_state *
kasa_device_state(const struct kasa_device *dev)
{
	return dev->peer.record.known ? &dev->peer.record.state : NULL;
}

void
kasa_device_heard(struct kasa_device *dev)
{
	kasa_link_heard(&dev->tcp.link);
}

/* What the order points to goes behind the call: its rule, then its text. */
struct kasa_call *
kasa_call_new(struct kasa_device *dev, const struct kasa_order *order)
{
	const struct kasa_rule *rule = kasa_order_rule(order);
	size_t rule_size = rule ? sizeof *rule : 0, text = order->text ? strlen(order->text) + 1 : 0;
	struct kasa_call *call = malloc(sizeof *call + rule_size + text);
	struct kasa_order own = *order;

	if (!call)
		return NULL;
	*call = (struct kasa_call){ .begun_ms = kasa_clock_ms(), .told = kasa_call_done };
	call->deadline_ms = call->begun_ms + dev->timeout_ms;
	kasa_list_init(&call->node);
	own.asker = &dev->ctx->asker;
	if (rule)
		own.rules.rule = memcpy(call + 1, rule, sizeof *rule);
	if (text > 0)
		own.text = memcpy((char *)(call + 1) + rule_size, order->text, text);
	kasa_job_init(&call->job, &own, false);
	return call;
}

void
kasa_call_free(struct kasa_call *call)
{
	if (!call)
		return;
	kasa_job_finish(&call->job);
	if (kasa_order_secret(&call->job.order))
		explicit_bzero((char *)(call + 1), strlen(call->job.order.text));
	free(call);
}

void
kasa_call_done(struct kasa_device *dev, const struct kasa_call *call, const struct kasa_outcome *outcome)
{
	if (call->fn.done)
		call->fn.done(dev, outcome->err, call->arg);
}

int
kasa_device_submit(struct kasa_device *dev, struct kasa_call *call)
{
	if (!call)
		return KASA_ENOMEM;
	if (dev->dead || dev->ctx->dying || dev->waiting >= KASA_CALLS_WAITING_MAX) {
		int rc = dev->dead || dev->ctx->dying ? KASA_ECANCELED : KASA_EBUSY;

		kasa_call_free(call);
		return rc;
	}
	kasa_list_append(&dev->calls, &call->node);
	dev->waiting++;
	dev->ctx->open++;
	kasa_task_defer(dev->ctx, &dev->task);
	return KASA_OK;
}

int
kasa_device_order(struct kasa_device *dev, const struct kasa_order *order, kasa_done_fn *done, void *arg)
{
	struct kasa_call *call = kasa_call_new(dev, order);

	if (call) {
		call->fn.done = done;
		call->arg = arg;
	}
	return kasa_device_submit(dev, call);
}

int
kasa_device_refresh(struct kasa_device *dev, kasa_done_fn *done, void *arg)
{
	return kasa_device_order(dev, &(struct kasa_order){ .kind = KASA_ORDER_LOOK }, done, arg);
}

int
kasa_device_poll(struct kasa_device *dev, kasa_done_fn *done, void *arg)
{
	struct kasa_call *call = kasa_call_new(dev, &(struct kasa_order){ .kind = KASA_ORDER_LOOK });

	if (call) {
		call->once = true;
		call->fn.done = done;
		call->arg = arg;
	}
	return kasa_device_submit(dev, call);
}
