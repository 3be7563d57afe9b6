#include "bridge/webhook/webhook_body.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/hash.h"
#include "bridge/documents/documents.h"
#include "bridge/hub/device.h"
#include "bridge/webhook/webhook_values.h"

enum {
	TO_MAX = 256,
	SUBJECT_MAX = DEVICE_NAME_MAX + 12,
};

/* ---- what it is about ---- */

/* "lamp", "strip/2", "" */
static void
subject_of(const struct event *event, char out[SUBJECT_MAX])
{
	out[0] = '\0';
	if (event->device && event->outlet > 0)
		snprintf(out, SUBJECT_MAX, "%s/%u", event->device->name, event->outlet);
	else if (event->device)
		snprintf(out, SUBJECT_MAX, "%s", event->device->name);
}

/* Of those with the same letter only the last one counts. */
static char
class_of(enum event_kind kind)
{
	switch (kind) {
	case EVENT_STATE_CHANGED:
		return 's';
	case EVENT_ONLINE:
	case EVENT_OFFLINE:
		return 'a';
	case EVENT_POWER_ABOVE:
	case EVENT_POWER_BELOW:
		return 'p';
	case EVENT_CHANGED_LOCALLY:
	case EVENT_FOUND:
	case EVENT_REFUSED:
	case EVENT_RENAMED:
	case EVENT_ALIAS:
	case EVENT_MOVED:
	case EVENT_FIRMWARE:
	case EVENT_COMMAND_FAILED:
	case EVENT_REMOVED:
	case EVENT_CYCLE_STARTED:
	case EVENT_CYCLE_FINISHED:
	case EVENT_ENERGY_BUDGET:
	case EVENT_RULE:
	case EVENT_KINDS:
		break;
	}
	return '\0';
}

static uint64_t
key_of(const struct event *event)
{
	char text[DEVICE_KEY + 16];
	char class = class_of(event->kind);

	if (!class || !event->device)
		return 0;
	snprintf(text, sizeof text, "%c %s %u", class, event->device->key, event->outlet);
	return kasa_hash_text(text);
}

/* ---- bodies ---- */

static json_t *
standard(const struct webhook_about *about)
{
	return json_pack("{so so so}", "type", json_sprintf("kasa.%s", event_name(about->event)), "timestamp",
	                 document_time(about->now_s), "data", document_report(about->event, about->now_s));
}

static json_t *
cloudevent(const struct webhook_about *about)
{
	char subject[SUBJECT_MAX];
	json_t *out =
		json_pack("{ss ss so so so ss so}", "specversion", "1.0", "id", about->id, "source",
	                  json_sprintf("/kasa/%s", about->instance), "type",
	                  json_sprintf("kasa.%s", event_name(about->event)), "time", document_time(about->now_s),
	                  "datacontenttype", "application/json", "data", document_report(about->event, about->now_s));

	subject_of(about->event, subject);
	if (out && subject[0] && json_object_set_new(out, "subject", json_string(subject)) != 0) {
		json_decref(out);
		return NULL;
	}
	return out;
}

static json_t *
text_or_empty(const char *text)
{
	return json_string(text ? text : "");
}

/* Three values: who, what, and how it is now. */
static json_t *
ifttt(const struct config_webhook *config, const struct webhook_about *about, const struct webhook_sheet *sheet)
{
	static const enum webhook_value values[] = { WEBHOOK_ERROR, WEBHOOK_STATE, WEBHOOK_POWER_W };
	const struct event *event = about->event;
	bool powered = event->kind == EVENT_POWER_ABOVE || event->kind == EVENT_POWER_BELOW;
	const char *value = powered ? sheet->values.text[WEBHOOK_POWER_W] : NULL;

	if (config->json)
		return document_report(event, about->now_s);
	for (size_t i = 0; !value && i < sizeof values / sizeof values[0]; i++)
		value = sheet->values.text[values[i]];
	return json_pack("{so ss so}", "value1", text_or_empty(sheet->values.text[WEBHOOK_DEVICE_ALIAS]), "value2",
	                 event_name(event), "value3", text_or_empty(value));
}

static int
render(const char *template, enum webhook_escape escape, const struct webhook_sheet *sheet, size_t most, char **out,
       size_t *length)
{
	struct kasa_buf buf;
	int rc;

	kasa_buf_init(&buf, most + 1);
	rc = webhook_template_render(template, escape, &sheet->values, &buf);
	if (rc == KASA_OK)
		rc = kasa_buf_add(&buf, "", 1);
	if (rc == KASA_OK) {
		*out = (char *)buf.data;
		*length = buf.len - 1;
	} else {
		kasa_buf_finish(&buf);
	}
	return rc;
}

/* The name of an event at IFTTT: what is no letter, digit or underscore becomes one. */
static int
make_word(const char *template, const struct webhook_sheet *sheet, char **out)
{
	size_t n;
	int rc = render(template, WEBHOOK_PLAIN, sheet, TO_MAX, out, &n);

	for (char *at = *out; rc == KASA_OK && *at; at++)
		if (!isalnum((unsigned char)*at))
			*at = '_';
	return rc;
}

/* Takes the object over. */
static int
take_json(json_t *json, char **out, size_t *length)
{
	*out = json ? document_text(json, length) : NULL;
	json_decref(json);
	if (!*out)
		return KASA_ENOMEM;
	return *length <= WEBHOOK_BODY_MAX ? KASA_OK : KASA_EPROTO;
}

/* *@p body is the caller's in any case. */
static int
make(const struct config_webhook *config, const struct webhook_about *about, const struct webhook_sheet *sheet,
     char **body, struct webhook_content *content)
{
	content->type = "application/json";
	switch (config->format) {
	case CONFIG_WEBHOOK_STANDARD:
		return take_json(standard(about), body, &content->length);
	case CONFIG_WEBHOOK_CLOUDEVENTS:
		content->type = "application/cloudevents+json";
		return take_json(cloudevent(about), body, &content->length);
	case CONFIG_WEBHOOK_IFTTT:
		return take_json(ifttt(config, about, sheet), body, &content->length);
	case CONFIG_WEBHOOK_TEMPLATE:
		break;
	}
	if (config->method == CONFIG_WEBHOOK_GET) {
		content->type = "";
		return render(config->body, WEBHOOK_FORM, sheet, WEBHOOK_BODY_MAX, body, &content->length);
	}
	content->type = config->content_type;
	return render(config->body, webhook_escape_of(config->content_type), sheet, WEBHOOK_BODY_MAX, body,
	              &content->length);
}

int
webhook_body_make(const struct config_webhook *config, const struct webhook_about *about, struct kasa_buf *out,
                  struct kasa_err *err)
{
	struct webhook_content content = { .id = about->id, .time_s = about->now_s, .to = "" };
	char subject[SUBJECT_MAX], *body = NULL, *to = NULL;
	struct webhook_sheet sheet;
	int rc;

	subject_of(about->event, subject);
	webhook_sheet_fill(&sheet, about->event, about->id, about->now_s);
	content.event = event_name(about->event);
	content.device = subject;
	content.key = key_of(about->event);
	rc = make(config, about, &sheet, &body, &content);
	if (rc == KASA_OK && config->format == CONFIG_WEBHOOK_IFTTT)
		rc = make_word(config->ifttt_event, &sheet, &to);
	content.body = body;
	content.to = to ? to : "";
	if (rc == KASA_OK)
		rc = webhook_record_add(out, &content);
	free(body);
	free(to);
	if (rc == KASA_OK)
		return KASA_OK;
	return kasa_err_set(err, rc,
	                    rc == KASA_EPROTO ? "the event would be larger than 20 kB" : "no memory for an event");
}

/* ---- who wants it ---- */

static bool
names(const char *const *list, const char *name)
{
	for (size_t i = 0; list[i]; i++)
		if (strcmp(list[i], name) == 0 || strcmp(list[i], "all") == 0)
			return true;
	return false;
}

/* Whether an entry of `devices` means this part of the device; without an outlet it means all of them. */
static bool
means(const char *entry, const struct event *event)
{
	const struct device *device = event->device;
	const char *slash = strchr(entry, '/');
	size_t n = slash ? (size_t)(slash - entry) : strlen(entry);
	const char *const own[] = { device->name, device->key, device->mac, device->id, device_alias(device, 0) };

	if (slash && strtoul(slash + 1, NULL, 10) != event->outlet)
		return false;
	for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
		if (strlen(own[i]) == n && strncasecmp(own[i], entry, n) == 0)
			return true;
	return false;
}

bool
webhook_wants(const struct config_webhook *config, const struct event *event)
{
	static const char *const usual[] = { "state_changed", "device_online",  "device_offline",
		                             "power_above",   "power_below",    "cycle_finished",
		                             "energy_budget", "command_failed", NULL };

	if (!names(config->events ? (const char *const *)config->events : usual, event_name(event)))
		return false;
	if (!config->devices)
		return true;
	for (size_t i = 0; event->device && config->devices[i]; i++)
		if (means(config->devices[i], event))
			return true;
	return false;
}
