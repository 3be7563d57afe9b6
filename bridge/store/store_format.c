/* Values written as JSON, a device or a topic on each line: only one of them is an object in memory at a time. */
#include "bridge/store/store_file.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <kasa/state.h>

#include "base/str.h"

/* Text of a device may be anything; what is no UTF-8 is made so. */
static json_t *
text(const char *value)
{
	json_t *good = json_string(value);
	char *copy;

	if (good)
		return good;
	copy = strdup(value);
	if (!copy)
		return NULL;
	kasa_str_plain(copy);
	good = json_string(copy);
	free(copy);
	return good;
}

static int
add_text(json_t *object, const char *key, const char *value)
{
	return value && value[0] != '\0' ? json_object_set_new(object, key, text(value)) : 0;
}

static int
add_number(json_t *object, const char *key, json_int_t value)
{
	return value != 0 ? json_object_set_new(object, key, json_integer(value)) : 0;
}

static int
add_choice(json_t *object, const char *key, int value)
{
	return value != KASA_UNKNOWN ? json_object_set_new(object, key, json_boolean(value)) : 0;
}

static int
add_kwh(json_t *object, const char *key, double value)
{
	return isfinite(value) ? json_object_set_new(object, key, json_real(value)) : 0;
}

static int
write_bytes(const char *bytes, size_t n, void *arg)
{
	return kasa_buf_add(arg, bytes, n) == KASA_OK ? 0 : -1;
}

/* Steals the value, which is NULL when there was no memory for it. */
static int
write_json(struct kasa_buf *out, json_t *value)
{
	int rc = KASA_ENOMEM;

	if (value && json_dump_callback(value, write_bytes, out, JSON_COMPACT | JSON_ENCODE_ANY) == 0)
		rc = KASA_OK;
	else if (value && out->len + (1 << 16) > out->max)
		rc = KASA_EPROTO;
	json_decref(value);
	return rc;
}

static json_t *
counter_json(const struct counter *counter, unsigned outlet)
{
	json_t *object = json_pack("{s:i, s:i}", "outlet", (int)outlet, "day", (int)counter->day);

	if (!object)
		return NULL;
	if (add_kwh(object, "offset", counter->offset_kwh) == 0 && add_kwh(object, "last", counter->last_kwh) == 0
	    && add_kwh(object, "today", counter->base_today_kwh) == 0
	    && add_kwh(object, "month", counter->base_month_kwh) == 0)
		return object;
	json_decref(object);
	return NULL;
}

static int
add_counters(json_t *object, const struct store_record *record)
{
	json_t *counters = json_array();

	for (unsigned i = 0; i < record->counter_count; i++)
		if (!isnan(record->counters[i].last_kwh)
		    && json_array_append_new(counters, counter_json(&record->counters[i], i)) != 0) {
			json_decref(counters);
			return -1;
		}
	if (json_array_size(counters) > 0)
		return json_object_set_new(object, "counters", counters);
	json_decref(counters);
	return 0;
}

static int
fill_record(json_t *object, const struct store_record *record)
{
	struct store_device device;

	store_record_show(record, &device);
	if (add_text(object, "key", device.key) != 0 || add_text(object, "id", device.id) != 0
	    || add_text(object, "mac", device.mac) != 0 || add_text(object, "alias", device.alias) != 0
	    || add_text(object, "model", device.model) != 0 || add_text(object, "host", device.host) != 0
	    || add_number(object, "port", device.port) != 0 || add_text(object, "transport", device.transport) != 0
	    || add_text(object, "payload", device.payload) != 0 || add_number(object, "seen", device.seen_s) != 0)
		return -1;
	return add_counters(object, record);
}

static int
write_record(struct kasa_buf *out, const struct store_record *record)
{
	json_t *object = json_object();

	if (object && fill_record(object, record) != 0) {
		json_decref(object);
		return KASA_ENOMEM;
	}
	return write_json(out, object);
}

/* What stands between two lines of a list. */
static int
next_line(struct kasa_buf *out, size_t index)
{
	return kasa_buf_printf(out, index > 0 ? ",\n" : "\n");
}

int
store_state_format(const struct store_sheet *sheet, struct kasa_buf *out)
{
	int rc = kasa_buf_printf(out, "{\"version\":%d,\"devices\":[", STORE_VERSION);

	for (size_t i = 0; i < sheet->record_count && rc == KASA_OK; i++) {
		rc = next_line(out, i);
		if (rc == KASA_OK)
			rc = write_record(out, &sheet->records[i]);
	}
	if (rc == KASA_OK)
		rc = kasa_buf_printf(out, "],\n\"topics\":[");
	for (size_t i = 0; i < sheet->topic_count && rc == KASA_OK; i++) {
		rc = next_line(out, i);
		if (rc == KASA_OK)
			rc = write_json(out, text(sheet->topics[i]));
	}
	return rc == KASA_OK ? kasa_buf_printf(out, "]}\n") : rc;
}

static int
fill_poll(json_t *object, const struct config_poll *poll)
{
	json_t *every = json_object();

	if (!every)
		return -1;
	if (add_number(every, "state_ms", poll->state_ms) != 0 || add_number(every, "meter_ms", poll->meter_ms) != 0
	    || add_number(every, "outlets_ms", poll->outlets_ms) != 0
	    || add_number(every, "settings_ms", poll->settings_ms) != 0 || json_object_size(every) == 0) {
		int rc = json_object_size(every) == 0 ? 0 : -1;

		json_decref(every);
		return rc;
	}
	return json_object_set_new(object, "poll", every);
}

static int
fill_options(json_t *object, const struct store_options *options)
{
	if (add_text(object, "name", options->name) != 0 || add_text(object, "area", options->area) != 0
	    || add_choice(object, "enabled", options->enabled) != 0
	    || add_choice(object, "hidden", options->hidden) != 0
	    || add_choice(object, "protected", options->protected) != 0
	    || add_number(object, "throttle_ms", options->throttle_ms) != 0)
		return -1;
	return fill_poll(object, &options->poll);
}

static int
write_setting(struct kasa_buf *out, const struct store_setting_copy *setting)
{
	json_t *object = json_object();
	int rc = kasa_buf_printf(out, "\"%s\":", setting->key);

	if (rc != KASA_OK || (object && fill_options(object, &setting->options) != 0)) {
		json_decref(object);
		return rc != KASA_OK ? rc : KASA_ENOMEM;
	}
	return write_json(out, object);
}

/* The text is JSON already, that was looked at when it was set. */
static int
write_text(struct kasa_buf *out, const struct store_text_copy *copy)
{
	int rc = write_json(out, text(copy->name));

	return rc == KASA_OK ? kasa_buf_printf(out, ":%s", copy->json) : rc;
}

int
store_settings_format(const struct store_sheet *sheet, struct kasa_buf *out)
{
	int rc = kasa_buf_printf(out, "{\"version\":%d,\"devices\":{", STORE_VERSION);

	for (size_t i = 0; i < sheet->setting_count && rc == KASA_OK; i++) {
		rc = next_line(out, i);
		if (rc == KASA_OK)
			rc = write_setting(out, &sheet->settings[i]);
	}
	if (rc == KASA_OK)
		rc = kasa_buf_printf(out, "},\n\"texts\":{");
	for (size_t i = 0; i < sheet->text_count && rc == KASA_OK; i++) {
		rc = next_line(out, i);
		if (rc == KASA_OK)
			rc = write_text(out, &sheet->texts[i]);
	}
	return rc == KASA_OK ? kasa_buf_printf(out, "}}\n") : rc;
}
