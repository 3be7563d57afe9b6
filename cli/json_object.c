/* Built with jansson, which keeps the order in which keys were set. */
#include "cli/json_object.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "cli/hints.h"
#include "cli/sheet.h"
#include "cli/words_text.h"
#include "common/amount.h"

/* An object under construction: once something failed, nothing is left of it. */
struct object {
	json_t *json;
	bool failed;
};

static struct object
begin(void)
{
	struct object object = { .json = json_object() };

	object.failed = !object.json;
	return object;
}

static json_t *
end(struct object *object)
{
	if (!object->failed)
		return object->json;
	json_decref(object->json);
	return NULL;
}

/* Steals @p value. */
static void
set(struct object *object, const char *key, json_t *value)
{
	if (!value || !object->json || json_object_set_new(object->json, key, value) != 0)
		object->failed = true;
	if (value && !object->json)
		json_decref(value);
}

json_t *
json_text(const char *text)
{
	const char *end_of_text = text + strlen(text);
	json_t *string = json_string(text);
	struct text whole;

	if (string)
		return string;
	text_init(&whole);
	while (text < end_of_text) {
		char character[4];

		text_bytes(&whole, character, kasa_utf8_put(character, kasa_utf8_next(&text, end_of_text)));
	}
	if (!whole.failed)
		string = json_stringn((const char *)whole.buf.data, whole.buf.len);
	text_finish(&whole);
	return string;
}

static void
set_text(struct object *object, const char *key, const char *text)
{
	if (text && text[0])
		set(object, key, json_text(text));
}

static void
set_bool(struct object *object, const char *key, int value)
{
	if (value != KASA_UNKNOWN)
		set(object, key, json_boolean(value));
}

static void
set_int(struct object *object, const char *key, int value)
{
	if (value != KASA_UNKNOWN)
		set(object, key, json_integer(value));
}

static void
set_real(struct object *object, const char *key, double value)
{
	if (isfinite(value))
		set(object, key, json_real(value));
}

static json_t *
energy_object(const struct writer_row *row, const struct kasa_energy *energy)
{
	struct object object = begin();
	int64_t hundredths;

	set_real(&object, "power_w", energy->power_w);
	set_real(&object, "voltage_v", energy->voltage_v);
	set_real(&object, "current_a", energy->current_a);
	set_real(&object, "total_kwh", energy->total_kwh);
	set_real(&object, "today_kwh", energy->today_kwh);
	set_real(&object, "month_kwh", energy->month_kwh);
	if (row->priced && amount_cost(row->price, energy->total_kwh, &hundredths))
		set_real(&object, "cost", (double)hundredths / 100);
	return end(&object);
}

static json_t *
light_object(const struct kasa_state *state)
{
	const struct kasa_light *light = &state->light;
	struct object object = begin();

	set_int(&object, "brightness", light->brightness);
	set_int(&object, "color_temp_k", light->color_temp_k);
	set_int(&object, "hue", light->hue);
	set_int(&object, "saturation", light->saturation);
	set_text(&object, "effect", state->effect);
	return end(&object);
}

static bool
is_lit(const struct kasa_light *light)
{
	return light->brightness != KASA_UNKNOWN || light->color_temp_k != KASA_UNKNOWN || light->hue != KASA_UNKNOWN
	       || light->saturation != KASA_UNKNOWN;
}

static json_t *
next_object(const struct kasa_next *next)
{
	struct object object = begin();
	char at[16];

	set_text(&object, "by", kasa_mode_word(next->by));
	set_bool(&object, "on", next->on);
	set_text(&object, "at", word_second(next->at_s, at));
	return end(&object);
}

/* Nothing is what is next, or it is not known: then there is none. */
static void
set_next(struct object *object, const struct kasa_next *next)
{
	if (next->by != KASA_MODE_UNKNOWN && next->by != KASA_MODE_NONE)
		set(object, "next", next_object(next));
}

static json_t *
outlet_object(const struct writer_row *row, unsigned index)
{
	const struct kasa_outlet *outlet = &row->state->outlets[index - 1];
	struct object object = begin();

	set_int(&object, "index", (int)index);
	set_text(&object, "id", outlet->id);
	set_text(&object, "alias", outlet->alias);
	set_bool(&object, "on", outlet->on);
	set_int(&object, "on_time_s", outlet->on_time_s);
	set_next(&object, &outlet->next);
	if (row->meters && word_metered(&row->meters[index - 1]))
		set(&object, "energy", energy_object(row, &row->meters[index - 1]));
	return end(&object);
}

/* Steals @p value. */
static void
append(struct object *owner, json_t *array, json_t *value)
{
	if (!value || !array || json_array_append_new(array, value) != 0)
		owner->failed = true;
	if (value && !array)
		json_decref(value);
}

static void
set_outlets(struct object *object, const struct writer_row *row)
{
	json_t *array = json_array();

	for (unsigned i = 0; i < row->state->outlet_count; i++)
		append(object, array, outlet_object(row, i + 1));
	set(object, "outlets", array);
}

static void
set_features(struct object *object, unsigned features)
{
	json_t *array = json_array();
	const char *word;

	for (unsigned bit = 0; (word = kasa_feature_word(bit)); bit++)
		if (features & 1u << bit)
			append(object, array, json_text(word));
	set(object, "features", array);
}

static void
set_identity(struct object *object, const struct kasa_state *state)
{
	set_text(object, "id", state->id);
	set_text(object, "mac", state->mac);
}

static void
set_description(struct object *object, const struct kasa_state *state)
{
	set_text(object, "alias", state->alias);
	set_text(object, "model", state->model);
	if (state->family != KASA_FAMILY_UNKNOWN)
		set_text(object, "family", kasa_family_word(state->family));
	set_text(object, "hw", state->hw);
	set_text(object, "fw", state->fw);
}

static void
set_condition(struct object *object, const struct writer_row *row)
{
	const struct kasa_state *state = row->state;

	set_bool(object, "on", word_on(row));
	set_int(object, "on_time_s", word_on_time(row));
	set_bool(object, "led", state->led);
	set_int(object, "rssi_dbm", state->rssi_dbm);
	if (state->mode != KASA_MODE_UNKNOWN)
		set_text(object, "mode", kasa_mode_word(state->mode));
	set_next(object, word_next_of(row));
	if (state->outlet_count > 0)
		set_outlets(object, row);
	set_features(object, state->features);
}

/* Not the owner: it is a hash of somebody's e-mail address, and a short list of these finds it. */
static json_t *
announcement_object(const struct kasa_announcement *said)
{
	struct object object = begin();

	set_text(&object, "family", said->family);
	set_text(&object, "encryption", said->encryption);
	set_int(&object, "port", said->port);
	set_int(&object, "login_version", said->login_version);
	set_bool(&object, "https", said->https);
	set_bool(&object, "new_klap", said->new_klap);
	set_bool(&object, "owned", said->owner[0] != '\0');
	set_bool(&object, "factory_default", said->factory_default);
	set_text(&object, "device_id", said->device_id);
	return end(&object);
}

json_t *
json_device(const struct writer_row *row)
{
	struct object object = begin();
	const struct kasa_state *state = row->state;

	if (state)
		set_identity(&object, state);
	set_text(&object, "host", row->host);
	set_int(&object, "port", row->port);
	if (state)
		set_description(&object, state);
	set_text(&object, "payload", row->payload);
	set_text(&object, "transport", row->transport);
	if (row->outlet > 0)
		set_int(&object, "outlet", row->outlet);
	if (state && !row->error)
		set_condition(&object, row);
	if (row->energy)
		set(&object, "energy", energy_object(row, row->energy));
	if (state && is_lit(&state->light))
		set(&object, "light", light_object(state));
	if (row->announcement)
		set(&object, "announced", announcement_object(row->announcement));
	if (row->error)
		set(&object, "error", json_error(row->error));
	return end(&object);
}

json_t *
json_error(const struct kasa_err *err)
{
	struct object object = begin();

	set_text(&object, "code", kasa_error_word((int)err->code));
	if (err->device_code)
		set_int(&object, "device_code", err->device_code);
	set(&object, "message", json_text(err->text));
	return end(&object);
}

json_t *
json_failure(const struct writer_failure *failure)
{
	struct object object = begin();

	set_text(&object, "host", failure->host);
	set_text(&object, "device", failure->device);
	if (failure->outlet > 0)
		set_int(&object, "outlet", failure->outlet);
	set(&object, "error", json_error(failure->err));
	return end(&object);
}

static json_t *
interface_object(const struct kasa_interface *interface)
{
	struct object object = begin();

	set_text(&object, "name", interface->name);
	set_text(&object, "address", interface->address);
	set_text(&object, "broadcast", interface->broadcast);
	set_bool(&object, "up", interface->up);
	set_bool(&object, "loopback", interface->loopback);
	return end(&object);
}

static void
set_report(struct object *object, const struct kasa_discover_report *report)
{
	set(object, "found", json_integer(report->found));
	set(object, "probes_sent", json_integer(report->sent));
	set(object, "probes_refused", json_integer(report->send_failed));
	set(object, "duplicates", json_integer(report->duplicates));
	set(object, "strangers", json_integer(report->strangers));
	set(object, "garbage", json_integer(report->garbage));
	set(object, "receive_buffer", json_integer(report->receive_buffer));
	set_text(object, "last_error", report->last_error);
}

static json_t *
hint_object(const struct hint *hint)
{
	char address[HINT_ADDRESS], mac[KASA_MAC_TEXT];
	struct object object = begin();

	kasa_mac_format(hint->mac, mac);
	set_text(&object, "host", hint_address(hint, address));
	set_text(&object, "mac", mac);
	set_text(&object, "name", hint->name);
	set_text(&object, "from", hint->leased ? "lease" : "neighbour");
	return end(&object);
}

static void
set_hints(struct object *object, const struct hints *hints)
{
	json_t *silent = json_array();

	set(object, "hints", json_integer(hints ? (json_int_t)hints->count : 0));
	for (size_t i = 0; hints && i < hints->count; i++)
		if (!hints->list[i].answered)
			append(object, silent, hint_object(&hints->list[i]));
	set(object, "silent", silent);
}

static json_t *
ports_array(const uint16_t ports[2])
{
	json_t *array = json_array();

	for (size_t i = 0; array && i < 2 && ports[i]; i++)
		json_array_append_new(array, json_integer(ports[i]));
	return array;
}

json_t *
json_checkup(const struct writer_checkup *checkup)
{
	struct object object = begin();
	json_t *interfaces = json_array(), *targets = json_array(), *advice = json_array();

	for (size_t i = 0; i < checkup->interface_count; i++)
		append(&object, interfaces, interface_object(&checkup->interfaces[i]));
	set(&object, "interfaces", interfaces);
	set_int(&object, "port", checkup->port);
	set(&object, "tdp_ports", ports_array(checkup->tdp_ports));
	set(&object, "accounts", json_integer((json_int_t)checkup->accounts));
	set_text(&object, "accounts_from", checkup->accounts > 0 ? checkup->accounts_from : NULL);
	set_text(&object, "accounts_error", checkup->accounts_wrong);
	for (size_t i = 0; i < checkup->target_count; i++)
		append(&object, targets, json_text(checkup->targets[i]));
	set(&object, "targets", targets);
	set_report(&object, checkup->report);
	set_hints(&object, checkup->hints);
	for (size_t i = 0; i < CHECKUP_ADVICE_MAX && checkup->advice[i]; i++)
		append(&object, advice, json_text(checkup->advice[i]));
	set(&object, "advice", advice);
	return end(&object);
}

/* A member of that name which a device has always, as a light's, gives way. */
json_t *
json_device_sheet(const struct writer_row *row, const struct sheet *sheet)
{
	struct object object = { .json = json_device(row) };

	object.failed = !object.json;
	set(&object, sheet->name, json_sheet(sheet));
	return end(&object);
}

json_t *
json_visit(const struct writer_visit *visit)
{
	struct object object = { .json = json_device(&visit->row) };

	object.failed = !object.json;
	set(&object, "tcp", json_text(kasa_error_word((int)visit->tcp->code)));
	if (visit->udp_tried)
		set_bool(&object, "udp", visit->udp);
	set_text(&object, "announced", visit->way);
	if (visit->tcp->code != KASA_OK)
		set(&object, "error", json_error(visit->tcp));
	set_text(&object, "advice", visit->advice);
	return end(&object);
}

/* "2025-11-22T11:00:00.123Z" */
static void
set_time(struct object *object, const struct timespec *time)
{
	char second[32], text[48];
	struct tm tm;

	gmtime_r(&time->tv_sec, &tm);
	strftime(second, sizeof second, "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(text, sizeof text, "%s.%03dZ", second, (int)(time->tv_nsec / 1000000));
	set_text(object, "time", text);
}

json_t *
json_reading(const struct writer_reading *reading)
{
	json_t *seen = reading->failure ? json_failure(reading->failure) : json_device(&reading->row);
	struct object object = begin();

	set_time(&object, &reading->time);
	if (!seen || !object.json || json_object_update(object.json, seen) != 0)
		object.failed = true;
	json_decref(seen);
	if (reading->away_ms > 0)
		set_real(&object, "away_s", (double)reading->away_ms / 1e3);
	return end(&object);
}
