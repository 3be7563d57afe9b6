#include "bridge/webhook/webhook_endpoint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/str.h"
#include "bridge/clock.h"
#include "bridge/config/secrets.h"
#include "bridge/hook/signature.h"
#include "bridge/log.h"
#include "bridge/webhook/webhook_endpoint_own.h"

enum {
	NO_MEMORY_MS = 1000, /* until it is tried again to make a request */
};

/* ---- how a try ended ---- */

static void
rest(struct webhook_endpoint *endpoint, enum webhook_rest why)
{
	endpoint->rest = why;
	log_warning("webhook rests until it is enabled webhook=%s why=\"%s\" waiting=%zu", endpoint->name,
	            why == WEBHOOK_UNWANTED ? "410 Gone" : "five days without a success",
	            endpoint->queue.waiting.count);
	if (endpoint->on_rest)
		endpoint->on_rest(endpoint, endpoint->arg);
}

static void
refuse(struct webhook_endpoint *endpoint, struct webhook_message *message)
{
	char why[WEBHOOK_WHY_MAX];

	endpoint->counts.refused++;
	snprintf(why, sizeof why, "status %d", endpoint->status);
	log_warning("event refused webhook=%s id=%s status=%d", endpoint->name, message->id, endpoint->status);
	webhook_keep_bury(endpoint, message, why);
}

static bool
too_old(const struct webhook_endpoint *endpoint, const struct webhook_message *message, int64_t now_s)
{
	return now_s - message->since_s >= endpoint->config->max_age_ms / 1000;
}

static void
expire(struct webhook_endpoint *endpoint, struct webhook_message *message)
{
	char why[WEBHOOK_WHY_MAX];

	endpoint->counts.expired++;
	if (message->tries == 0)
		snprintf(why, sizeof why, "too old");
	else if (endpoint->status)
		snprintf(why, sizeof why, "too old, last of %u tries: status %d", message->tries, endpoint->status);
	else
		snprintf(why, sizeof why, "too old, last of %u tries: %.50s", message->tries, endpoint->why);
	if (message->tries > 0)
		log_warning("event given up webhook=%s id=%s why=\"%s\"", endpoint->name, message->id, why);
	webhook_keep_bury(endpoint, message, why);
}

/* Also of what it was asked for: a receiver that says when, is there. */
static void
fail(struct webhook_endpoint *endpoint, struct webhook_message *message, const struct courier_result *result)
{
	const struct config_webhook *config = endpoint->config;
	uint64_t now_ms = clock_ms();
	uint32_t wait;

	endpoint->counts.failed++;
	if (!endpoint->failing_ms)
		endpoint->failing_ms = now_ms;
	webhook_breaker_failed(&endpoint->breaker, config->breaker_failures, config->breaker_pause_ms, now_ms);
	wait = webhook_retry_ms(&endpoint->rng, message->tries, config->retry_first_ms, config->retry_most_ms,
	                        result->retry_after_s);
	endpoint->due_ms = now_ms + wait;
	if (webhook_breaker_open(&endpoint->breaker) && endpoint->due_ms < endpoint->breaker.until_ms)
		endpoint->due_ms = endpoint->breaker.until_ms;
	log_info("event not delivered webhook=%s id=%s try=%u status=%d ms=%u next=%llums error=\"%s\"", endpoint->name,
	         message->id, message->tries, result->status, (unsigned)result->took_ms,
	         (unsigned long long)(endpoint->due_ms - now_ms), result->why);
	if (too_old(endpoint, message, clock_utc_s() + (int64_t)(endpoint->due_ms - now_ms) / 1000))
		expire(endpoint, message);
	if (webhook_hopeless(endpoint->failing_ms, now_ms))
		rest(endpoint, WEBHOOK_HOPELESS);
}

static void
succeed(struct webhook_endpoint *endpoint, struct webhook_message *message, const struct courier_result *result)
{
	endpoint->counts.delivered++;
	endpoint->failing_ms = 0;
	webhook_breaker_succeeded(&endpoint->breaker);
	log_debug("event delivered webhook=%s id=%s status=%d ms=%u", endpoint->name, message->id, result->status,
	          (unsigned)result->took_ms);
	webhook_keep_end(endpoint, message);
}

static void
judge(struct webhook_endpoint *endpoint, struct webhook_message *message, const struct courier_result *result)
{
	switch (webhook_judge(result->status)) {
	case WEBHOOK_DELIVERED:
		succeed(endpoint, message, result);
		break;
	case WEBHOOK_AGAIN:
		fail(endpoint, message, result);
		break;
	case WEBHOOK_REFUSED:
		endpoint->failing_ms = 0; /* somebody is there, and understands */
		webhook_breaker_succeeded(&endpoint->breaker);
		refuse(endpoint, message);
		break;
	case WEBHOOK_GONE:
		refuse(endpoint, message);
		rest(endpoint, WEBHOOK_UNWANTED);
		break;
	}
}

static void
on_result(const struct courier_result *result, void *arg)
{
	struct webhook_endpoint *endpoint = arg;
	struct webhook_message *message = endpoint->flying;

	endpoint->job = NULL;
	endpoint->flying = NULL;
	endpoint->status = result->status;
	endpoint->tried_s = clock_utc_s();
	kasa_str_copy(endpoint->why, sizeof endpoint->why, result->why);
	message->busy = false;
	message->tries++;
	judge(endpoint, message, result);
	webhook_pump(endpoint);
}

/* ---- the next one ---- */

static uint64_t
due_of(const struct webhook_endpoint *endpoint)
{
	uint64_t spaced_ms = endpoint->sent_ms ? endpoint->sent_ms + endpoint->config->min_interval_ms : 0;

	return endpoint->due_ms > spaced_ms ? endpoint->due_ms : spaced_ms;
}

static void
wait_until(struct webhook_endpoint *endpoint, uint64_t due_ms, uint64_t now_ms)
{
	ev_timer_stop(endpoint->loop, &endpoint->timer);
	ev_now_update(endpoint->loop);
	ev_timer_set(&endpoint->timer, (double)(due_ms - now_ms) / 1000, 0);
	ev_timer_start(endpoint->loop, &endpoint->timer);
}

static void
begin(struct webhook_endpoint *endpoint, struct webhook_message *message)
{
	message->busy = true;
	endpoint->flying = message;
	endpoint->sent_ms = clock_ms();
	if (webhook_send(endpoint, message, on_result))
		return;
	message->busy = false;
	endpoint->flying = NULL;
	endpoint->due_ms = endpoint->sent_ms + NO_MEMORY_MS;
	wait_until(endpoint, endpoint->due_ms, endpoint->sent_ms);
}

/* The first that is not too old. After a long time there may be many that are, and one line for all of them. */
static struct webhook_message *
next_of(struct webhook_endpoint *endpoint)
{
	struct webhook_message *message = webhook_queue_first(&endpoint->queue);
	unsigned expired = 0;

	for (; message && too_old(endpoint, message, clock_utc_s()); message = webhook_queue_first(&endpoint->queue)) {
		expired++;
		expire(endpoint, message);
	}
	if (expired > 0)
		log_warning("events were too old webhook=%s events=%u", endpoint->name, expired);
	return message;
}

void
webhook_pump(struct webhook_endpoint *endpoint)
{
	struct webhook_message *message;
	uint64_t now_ms = clock_ms();

	if (endpoint->job || endpoint->rest != WEBHOOK_RUNS)
		return;
	message = next_of(endpoint);
	if (!message)
		return;
	if (due_of(endpoint) > now_ms)
		wait_until(endpoint, due_of(endpoint), now_ms);
	else
		begin(endpoint, message);
}

static void
on_timer(struct ev_loop *loop, ev_timer *timer, int events)
{
	(void)loop;
	(void)events;
	webhook_pump(timer->data);
}

void
webhook_endpoint_wake(struct webhook_endpoint *endpoint)
{
	endpoint->rest = WEBHOOK_RUNS;
	endpoint->due_ms = endpoint->sent_ms = endpoint->failing_ms = 0;
	webhook_breaker_succeeded(&endpoint->breaker);
	webhook_pump(endpoint);
}

int64_t
webhook_endpoint_next_s(const struct webhook_endpoint *endpoint)
{
	uint64_t due_ms = due_of(endpoint), now_ms = clock_ms();

	if (endpoint->job || endpoint->rest != WEBHOOK_RUNS || !webhook_queue_first(&endpoint->queue))
		return 0;
	return clock_utc_s() + (due_ms > now_ms ? (int64_t)((due_ms - now_ms) / 1000) : 0);
}

/* ---- events and dead letters ---- */

void
webhook_endpoint_take(struct webhook_endpoint *endpoint, const struct webhook_about *about)
{
	struct kasa_buf line;
	struct kasa_err err;

	kasa_buf_init(&line, WEBHOOK_LINE_MAX);
	if (webhook_body_make(endpoint->config, about, &line, &err) == KASA_OK) {
		webhook_keep_add(endpoint, &line);
		webhook_pump(endpoint);
	} else {
		endpoint->counts.dropped++;
		log_error("event dropped webhook=%s error=\"%s\"", endpoint->name, err.text);
	}
	kasa_buf_finish(&line);
}

bool
webhook_endpoint_again(struct webhook_endpoint *endpoint, const char *id)
{
	struct webhook_message *message = webhook_queue_dead(&endpoint->queue, id);

	if (!message)
		return false;
	webhook_keep_revive(endpoint, message);
	webhook_pump(endpoint);
	return true;
}

bool
webhook_endpoint_forget(struct webhook_endpoint *endpoint, const char *id)
{
	struct webhook_message *message = webhook_queue_dead(&endpoint->queue, id);

	if (message)
		webhook_keep_end(endpoint, message);
	return message;
}

/* ---- life ---- */

static void
check_secret(struct webhook_endpoint *endpoint)
{
	bool wanted = endpoint->config->format == CONFIG_WEBHOOK_STANDARD && endpoint->secret;

	endpoint->signs = wanted && signature_keys_good(endpoint->secret);
	if (wanted && !endpoint->signs)
		log_error("secret is no base64 of 16 to 64 bytes, events are not signed webhook=%s", endpoint->name);
}

/* The credential of systemd goes first, as everywhere. */
static void
read_secret(struct webhook_endpoint *endpoint)
{
	const struct config_webhook *config = endpoint->config;
	char credential[CONFIG_WEBHOOK_NAME_MAX + sizeof "webhook_"];
	struct kasa_err err;

	secret_free(endpoint->secret);
	endpoint->secret = NULL;
	snprintf(credential, sizeof credential, "webhook_%s", config->name);
	if (secret_read(credential, config->secret_file, NULL, &endpoint->secret, &err) != KASA_OK)
		log_error("secret not read webhook=%s error=\"%s\"", endpoint->name, err.text);
	if (!endpoint->secret && config->secret)
		endpoint->secret = strdup(config->secret);
	if (!endpoint->secret && config->format == CONFIG_WEBHOOK_IFTTT)
		log_error("IFTTT wants its key as the secret webhook=%s", endpoint->name);
	check_secret(endpoint);
}

void
webhook_endpoint_configure(struct webhook_endpoint *endpoint, const struct config_webhook *config)
{
	endpoint->config = config;
	read_secret(endpoint);
	webhook_keep_trim(endpoint);
	webhook_endpoint_wake(endpoint);
}

struct webhook_endpoint *
webhook_endpoint_new(struct ev_loop *loop, struct courier *courier, const struct config_webhook *config,
                     const char *folder)
{
	struct webhook_endpoint *endpoint = calloc(1, sizeof *endpoint);

	if (!endpoint)
		return NULL;
	endpoint->loop = loop;
	endpoint->courier = courier;
	endpoint->config = config;
	kasa_str_copy(endpoint->name, sizeof endpoint->name, config->name);
	if (getrandom(&endpoint->rng, sizeof endpoint->rng, GRND_NONBLOCK) < 0)
		endpoint->rng.state = clock_ms();
	kasa_list_init(&endpoint->node);
	webhook_queue_init(&endpoint->queue);
	ev_timer_init(&endpoint->timer, on_timer, 0, 0);
	endpoint->timer.data = endpoint;
	webhook_keep_init(endpoint);
	webhook_keep_open(endpoint, folder);
	read_secret(endpoint);
	webhook_pump(endpoint);
	return endpoint;
}

void
webhook_endpoint_free(struct webhook_endpoint *endpoint)
{
	kasa_list_remove(&endpoint->node);
	courier_cancel(endpoint->job);
	ev_timer_stop(endpoint->loop, &endpoint->timer);
	ev_timer_stop(endpoint->loop, &endpoint->renewal);
	webhook_queue_finish(&endpoint->queue);
	webhook_file_close(&endpoint->file);
	secret_free(endpoint->secret);
	free(endpoint);
}
