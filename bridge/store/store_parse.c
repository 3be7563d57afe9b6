/* The two files read back. Whoever edits them by hand may have made any mistake: what makes sense is kept. */
#include "bridge/store/store_file.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <kasa/state.h>

#include "base/err.h"

enum {
	SHOWN = 48, /* bytes of a name in a sentence */
};

/* A reading in progress: the first complaint is the one to tell. */
struct reading {
	struct store_values *values;
	struct kasa_err *err;
	int rc;
};

static void
complain(struct reading *reading, int code, const char *what, const char *where)
{
	if (reading->rc == KASA_OK || code == KASA_ENOMEM)
		reading->rc = kasa_err_set(reading->err, code, "%s is not what kasad writes: %.*s", what, SHOWN, where);
}

/* A text of at most @p max bytes with its NUL; "" when it is not there, NULL when it is something else. */
static const char *
text(const json_t *object, const char *key, size_t max)
{
	const json_t *value = json_object_get(object, key);

	if (!value)
		return "";
	if (!json_is_string(value) || json_string_length(value) >= max
	    || strlen(json_string_value(value)) != json_string_length(value))
		return NULL;
	return json_string_value(value);
}

/* A number from 0 to @p max; 0 when it is not there, -1 when it is something else. */
static json_int_t
number(const json_t *object, const char *key, json_int_t max)
{
	const json_t *value = json_object_get(object, key);

	if (!value)
		return 0;
	if (!json_is_integer(value) || json_integer_value(value) < 0 || json_integer_value(value) > max)
		return -1;
	return json_integer_value(value);
}

/* An amount of energy, @p none when it is not there; what is no such amount is refused. */
static bool
kwh(const json_t *object, const char *key, double none, double *out)
{
	const json_t *value = json_object_get(object, key);

	*out = value ? json_number_value(value) : none;
	return !value || (json_is_number(value) && isfinite(*out) && *out >= 0 && *out < 1e12);
}

/* The key of a device: hex digits, as many as a MAC has at most. */
static bool
is_key(const char *key)
{
	return key && key[0] != '\0' && strlen(key) < DEVICE_KEY && key[strspn(key, "0123456789abcdef")] == '\0';
}

static void
read_counter(struct reading *reading, struct store_record *record, const json_t *object)
{
	json_int_t outlet = number(object, "outlet", STORE_OUTLETS - 1), day = number(object, "day", 99991231);
	struct counter counter;
	bool good = outlet >= 0 && day >= 0;

	counter_init(&counter);
	good = kwh(object, "offset", 0, &counter.offset_kwh) && good;
	good = kwh(object, "last", (double)NAN, &counter.last_kwh) && good;
	good = kwh(object, "today", (double)NAN, &counter.base_today_kwh) && good;
	good = kwh(object, "month", (double)NAN, &counter.base_month_kwh) && good;
	if (!good || isnan(counter.last_kwh)) {
		complain(reading, KASA_EINVAL, "a counter", record->item.name);
		return;
	}
	counter.day = isnan(counter.base_today_kwh) || isnan(counter.base_month_kwh) ? 0 : (int32_t)day;
	if (store_record_count(record, (unsigned)outlet, &counter) == KASA_ENOMEM)
		complain(reading, KASA_ENOMEM, "a counter", record->item.name);
}

static void
read_counters(struct reading *reading, struct store_record *record, const json_t *counters)
{
	const json_t *counter;
	size_t i;

	if (counters && !json_is_array(counters))
		complain(reading, KASA_EINVAL, "the list of counters", record->item.name);
	json_array_foreach(counters, i, counter)
		read_counter(reading, record, counter);
}

/* False when something in it is no text, or too long. */
static bool
read_place(const json_t *object, struct store_device *out)
{
	json_int_t port = number(object, "port", 65535), seen = number(object, "seen", INT64_MAX / 2);

	*out = (struct store_device){
		.key = text(object, "key", DEVICE_KEY),
		.id = text(object, "id", KASA_ID_MAX),
		.mac = text(object, "mac", 18),
		.alias = text(object, "alias", KASA_ALIAS_MAX),
		.model = text(object, "model", 64),
		.host = text(object, "host", 256),
		.transport = text(object, "transport", 32),
		.payload = text(object, "payload", 32),
		.port = (uint16_t)port,
		.seen_s = seen,
	};
	return is_key(out->key) && out->id && out->mac && out->alias && out->model && out->host && out->transport
	       && out->payload && port >= 0 && seen >= 0;
}

static void
read_record(struct reading *reading, const json_t *object)
{
	struct store_device device;
	struct store_record *record;
	int rc;

	if (!read_place(object, &device)) {
		complain(reading, KASA_EINVAL, "a device", device.key ? device.key : "?");
		return;
	}
	if (store_table_find(&reading->values->records, device.key)) {
		complain(reading, KASA_EINVAL, "a device that is there twice", device.key);
		return;
	}
	rc = store_record_put(reading->values, &device, &record);
	if (rc != KASA_OK)
		complain(reading, rc == KASA_ENOMEM ? rc : KASA_EINVAL, "a device", device.key);
	else
		read_counters(reading, record, json_object_get(object, "counters"));
}

static void
read_topic(struct reading *reading, const json_t *value)
{
	const char *topic = json_string_value(value);
	int rc = KASA_EINVAL;

	if (topic && topic[0] != '\0' && strlen(topic) == json_string_length(value))
		rc = store_table_find(&reading->values->topics, topic) ? KASA_OK
		                                                       : store_topic_put(reading->values, topic);
	if (rc != KASA_OK)
		complain(reading, rc == KASA_ENOMEM ? rc : KASA_EINVAL, "a topic", topic ? topic : "?");
}

/* The root of a file of ours, or NULL with a sentence. */
static json_t *
root_of(const char *content, size_t length, int *rc, struct kasa_err *err)
{
	json_error_t error;
	json_t *root = json_loadb(content, length, JSON_REJECT_DUPLICATES, &error);
	const json_t *version = json_object_get(root, "version");

	if (!root)
		*rc = kasa_err_set(err, KASA_EINVAL, "line %d: %s", error.line, error.text);
	else if (!json_is_integer(version) || json_integer_value(version) < 1)
		*rc = kasa_err_set(err, KASA_EINVAL, "it has no version");
	else if (json_integer_value(version) > STORE_VERSION)
		*rc = kasa_err_set(err, KASA_ENOTSUP, "a newer kasad wrote it, as version %lld; this one knows %d",
		                   (long long)json_integer_value(version), STORE_VERSION);
	else
		return root;
	json_decref(root);
	return NULL;
}

int
store_state_parse(struct store_values *values, const char *content, size_t length, struct kasa_err *err)
{
	struct reading reading = { .values = values, .err = err };
	json_t *root = root_of(content, length, &reading.rc, err);
	const json_t *devices = json_object_get(root, "devices"), *topics = json_object_get(root, "topics"), *value;
	size_t i;

	if (!root)
		return reading.rc;
	if (!json_is_array(devices) || !json_is_array(topics))
		complain(&reading, KASA_EINVAL, "the file", "devices, topics");
	json_array_foreach(devices, i, value)
		read_record(&reading, value);
	json_array_foreach(topics, i, value)
		read_topic(&reading, value);
	json_decref(root);
	return reading.rc;
}

static bool
choice(const json_t *object, const char *key, int *out)
{
	const json_t *value = json_object_get(object, key);

	if (value)
		*out = json_is_true(value);
	return !value || json_is_boolean(value);
}

static bool
interval(const json_t *object, const char *key, uint32_t *out)
{
	json_int_t ms = number(object, key, UINT32_MAX);

	*out = ms > 0 ? (uint32_t)ms : 0;
	return ms >= 0;
}

/* A name, without the characters @p refused. "" is as good as none. */
static bool
name_of(const json_t *object, const char *key, const char *refused, char **out)
{
	const char *value = text(object, key, DEVICE_NAME_MAX);

	if (!value || value[strcspn(value, refused)] != '\0')
		return false;
	free(*out);
	*out = value[0] != '\0' ? strdup(value) : NULL;
	return value[0] == '\0' || *out;
}

static bool
read_poll(const json_t *object, struct config_poll *out)
{
	bool good = !object || json_is_object(object);

	good = interval(object, "state_ms", &out->state_ms) && good;
	good = interval(object, "meter_ms", &out->meter_ms) && good;
	good = interval(object, "outlets_ms", &out->outlets_ms) && good;
	return interval(object, "settings_ms", &out->settings_ms) && good;
}

static void
read_setting(struct reading *reading, const char *key, const json_t *object)
{
	struct store_setting *setting;
	struct store_options *options;
	bool good = json_is_object(object);
	int rc = is_key(key) ? store_setting_put(reading->values, key, &setting) : KASA_EINVAL;

	if (rc != KASA_OK) {
		complain(reading, rc == KASA_ENOMEM ? rc : KASA_EINVAL, "a device", key);
		return;
	}
	options = &setting->options;
	good = name_of(object, "name", "/+#\n\r\t", &options->name) && good;
	good = name_of(object, "area", "\n\r\t", &options->area) && good;
	good = choice(object, "enabled", &options->enabled) && good;
	good = choice(object, "hidden", &options->hidden) && good;
	good = choice(object, "protected", &options->protected) && good;
	good = interval(object, "throttle_ms", &options->throttle_ms) && good;
	good = read_poll(json_object_get(object, "poll"), &options->poll) && good;
	if (!good)
		complain(reading, KASA_EINVAL, "what was set for a device", key);
}

static void
read_text(struct reading *reading, const char *name, const json_t *value)
{
	char *json = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
	int rc = json ? store_text_put(reading->values, name, json) : KASA_ENOMEM;

	free(json);
	if (rc != KASA_OK)
		complain(reading, rc == KASA_ENOMEM ? rc : KASA_EINVAL, "a text", name);
}

int
store_settings_parse(struct store_values *values, const char *content, size_t length, struct kasa_err *err)
{
	struct reading reading = { .values = values, .err = err };
	json_t *root = root_of(content, length, &reading.rc, err), *value;
	json_t *devices = json_object_get(root, "devices"), *texts = json_object_get(root, "texts");
	const char *name;

	if (!root)
		return reading.rc;
	if (!json_is_object(devices) || !json_is_object(texts))
		complain(&reading, KASA_EINVAL, "the file", "devices, texts");
	json_object_foreach(devices, name, value)
		read_setting(&reading, name, value);
	json_object_foreach(texts, name, value)
		read_text(&reading, name, value);
	json_decref(root);
	return reading.rc;
}
