#include <string.h>

#include "bridge/clock.h"
#include "bridge/log.h"
#include "bridge/webhook/webhook_endpoint_own.h"

enum {
	RENEW_EVERY_S = 10, /* a disk that is full is asked so often whether it still is */
};

/* ---- the disk ---- */

static void
renew(struct webhook_endpoint *endpoint)
{
	struct kasa_err err;
	bool behind = endpoint->file.behind;

	if (webhook_file_renew(&endpoint->file, &endpoint->queue, &err) == KASA_OK) {
		if (behind)
			log_info("events are kept on the disk again webhook=%s", endpoint->name);
	} else if (!behind) {
		log_warning("events are kept in memory only webhook=%s error=\"%s\"", endpoint->name, err.text);
	}
}

/* Also when no further event comes. */
static void
on_renewal(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct webhook_endpoint *endpoint = timer->data;

	(void)events;
	renew(endpoint);
	if (!endpoint->file.behind)
		ev_timer_stop(loop, timer);
}

static void
renew_later(struct webhook_endpoint *endpoint)
{
	if (endpoint->file.behind && !ev_is_active(&endpoint->renewal))
		ev_timer_again(endpoint->loop, &endpoint->renewal);
}

void
webhook_keep_init(struct webhook_endpoint *endpoint)
{
	ev_timer_init(&endpoint->renewal, on_renewal, RENEW_EVERY_S, RENEW_EVERY_S);
	endpoint->renewal.data = endpoint;
}

static void
append(struct webhook_endpoint *endpoint, const void *lines, size_t length)
{
	struct webhook_file *file = &endpoint->file;
	struct kasa_err err;

	if (webhook_file_none(file) || file->behind)
		return;
	if (webhook_file_append(file, lines, length, &err) != KASA_OK)
		log_warning("events are kept in memory only webhook=%s error=\"%s\"", endpoint->name, err.text);
	else if (webhook_file_stale(file, &endpoint->queue))
		renew(endpoint);
	renew_later(endpoint);
}

/* After the queue was changed, so that a file that is written anew has it already. */
static void
note(struct webhook_endpoint *endpoint, const struct webhook_record *record)
{
	struct kasa_buf line;

	kasa_buf_init(&line, WEBHOOK_LINE_MAX);
	if (webhook_record_other(&line, record) == KASA_OK)
		append(endpoint, line.data, line.len);
	else
		endpoint->file.behind = true;
	renew_later(endpoint);
	kasa_buf_finish(&line);
}

void
webhook_keep_open(struct webhook_endpoint *endpoint, const char *folder)
{
	struct webhook_file *file = &endpoint->file;
	struct kasa_err err;
	size_t broken = 0;

	file->fd = -1;
	if (!folder)
		return;
	if (webhook_file_open(file, folder, endpoint->name, &endpoint->queue, &broken, &err) != KASA_OK)
		log_warning("events are kept in memory only webhook=%s error=\"%s\"", endpoint->name, err.text);
	if (broken > 0)
		log_warning("file of events was broken webhook=%s lines=%zu kept=\"%s.broken\"", endpoint->name, broken,
		            file->path);
	renew_later(endpoint);
	webhook_keep_trim(endpoint);
}

/* ---- the queue ---- */

static struct webhook_record
record_of(enum webhook_record_kind kind, const struct webhook_message *message)
{
	struct webhook_record record = { .kind = kind, .time_s = clock_utc_s() };

	memcpy(record.id, message->id, sizeof record.id);
	return record;
}

void
webhook_keep_end(struct webhook_endpoint *endpoint, struct webhook_message *message)
{
	const struct webhook_record record = record_of(WEBHOOK_RECORD_END, message);

	webhook_queue_end(&endpoint->queue, message);
	note(endpoint, &record);
}

static void
trim_dead(struct webhook_endpoint *endpoint)
{
	struct webhook_message *message;

	while ((message = webhook_queue_forgettable(&endpoint->queue, endpoint->config->queue_bytes, clock_utc_s())))
		webhook_keep_end(endpoint, message);
}

/* One line for each time that it fills up, not for each event. */
static void
drop(struct webhook_endpoint *endpoint, struct webhook_message *message)
{
	endpoint->counts.dropped++;
	if (!endpoint->told_full)
		log_warning("too many events wait, the oldest are dropped webhook=%s waiting=%zu", endpoint->name,
		            endpoint->queue.waiting.count);
	endpoint->told_full = true;
	webhook_keep_end(endpoint, message);
}

void
webhook_keep_trim(struct webhook_endpoint *endpoint)
{
	const struct config_webhook *config = endpoint->config;
	struct webhook_message *message;

	while ((message = webhook_queue_over(&endpoint->queue, config->queue_count, config->queue_bytes)))
		drop(endpoint, message);
	if (endpoint->queue.waiting.count <= config->queue_count / 2)
		endpoint->told_full = false;
	trim_dead(endpoint);
}

void
webhook_keep_add(struct webhook_endpoint *endpoint, const struct kasa_buf *line)
{
	struct webhook_message *message, *older;

	message = webhook_queue_add(&endpoint->queue, (const char *)line->data, line->len - 1);
	if (!message) {
		endpoint->counts.dropped++;
		log_error("no memory for an event webhook=%s", endpoint->name);
		return;
	}
	append(endpoint, line->data, line->len);
	older = endpoint->config->latest_only ? webhook_queue_overtaken(&endpoint->queue, message) : NULL;
	if (older) {
		endpoint->counts.overtaken++;
		webhook_keep_end(endpoint, older);
	}
	webhook_keep_trim(endpoint);
}

void
webhook_keep_bury(struct webhook_endpoint *endpoint, struct webhook_message *message, const char *why)
{
	struct webhook_record record = record_of(WEBHOOK_RECORD_DEAD, message);

	webhook_queue_bury(&endpoint->queue, message, record.time_s, why);
	memcpy(record.why, message->why, sizeof record.why);
	note(endpoint, &record);
	trim_dead(endpoint);
}

void
webhook_keep_revive(struct webhook_endpoint *endpoint, struct webhook_message *message)
{
	const struct webhook_record record = record_of(WEBHOOK_RECORD_AGAIN, message);

	webhook_queue_revive(&endpoint->queue, message, record.time_s);
	note(endpoint, &record);
	webhook_keep_trim(endpoint);
}
