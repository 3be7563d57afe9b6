#include "bridge/webhook/webhook_record.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"

// clang-format off
static const char *const kinds[] = {
	[WEBHOOK_RECORD_ADD] = "add",
	[WEBHOOK_RECORD_END] = "end",
	[WEBHOOK_RECORD_DEAD] = "dead",
	[WEBHOOK_RECORD_AGAIN] = "again",
};
// clang-format on

enum {
	KINDS = sizeof kinds / sizeof kinds[0],
};

/* Takes the object over. */
static int
put_line(struct kasa_buf *out, json_t *line)
{
	char *text = line ? json_dumps(line, JSON_COMPACT) : NULL;
	int rc = text ? kasa_buf_add(out, text, strlen(text)) : KASA_ENOMEM;

	if (rc == KASA_OK)
		rc = kasa_buf_add(out, "\n", 1);
	free(text);
	json_decref(line);
	return rc;
}

int
webhook_record_add(struct kasa_buf *out, const struct webhook_content *content)
{
	return put_line(out,
	                json_pack("{ss sI sI ss ss ss ss ss%}", "add", content->id, "time", (json_int_t)content->time_s,
	                          "key", (json_int_t)content->key, "event", content->event, "device", content->device,
	                          "type", content->type, "to", content->to, "body", content->body, content->length));
}

int
webhook_record_other(struct kasa_buf *out, const struct webhook_record *record)
{
	json_t *line = json_pack("{ss sI}", kinds[record->kind], record->id, "time", (json_int_t)record->time_s);

	if (line && record->why[0] && json_object_set_new(line, "why", json_string(record->why)) != 0) {
		json_decref(line);
		line = NULL;
	}
	return put_line(out, line);
}

static bool
read_kind(const json_t *line, struct webhook_record *out)
{
	unsigned kind = 0;
	const char *id;

	while (kind < KINDS && !json_object_get(line, kinds[kind]))
		kind++;
	if (kind == KINDS)
		return false;
	out->kind = (enum webhook_record_kind)kind;
	id = json_string_value(json_object_get(line, kinds[kind]));
	return id && id[0] && kasa_str_copy(out->id, sizeof out->id, id);
}

static bool
read_content(json_t *line, struct webhook_content *out)
{
	json_int_t time_s, key;

	if (json_unpack(line, "{s:s s:I s:I s:s s:s s:s s:s s:s%}", "add", &out->id, "time", &time_s, "key", &key,
	                "event", &out->event, "device", &out->device, "type", &out->type, "to", &out->to, "body",
	                &out->body, &out->length)
	    != 0)
		return false;
	out->time_s = time_s;
	out->key = (uint64_t)key;
	return out->length <= WEBHOOK_BODY_MAX;
}

bool
webhook_record_parse(const char *text, size_t length, struct webhook_record *out)
{
	json_auto_t *line = json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL);
	const json_t *time = json_object_get(line, "time");
	const char *why = json_string_value(json_object_get(line, "why"));
	struct webhook_content content;

	*out = (struct webhook_record){ 0 };
	if (!read_kind(line, out) || !json_is_integer(time))
		return false;
	out->time_s = json_integer_value(time);
	if (why)
		kasa_str_copy(out->why, sizeof out->why, why);
	if (out->kind != WEBHOOK_RECORD_ADD)
		return true;
	if (!read_content(line, &content))
		return false;
	out->key = content.key;
	return true;
}

bool
webhook_record_content(const char *line, size_t length, struct webhook_content *out, json_t **keep)
{
	*keep = json_loadb(line, length, JSON_REJECT_DUPLICATES, NULL);
	return *keep && read_content(*keep, out);
}
