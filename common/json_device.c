/* Built with jansson, which keeps the order in which keys were set. */
#include "common/json_device.h"

#include "common/amount.h"
#include "common/json_draft.h"

json_t *
json_energy(const struct device_row *row, const struct kasa_energy *energy)
{
	struct json_draft object = json_draft_begin();
	int64_t hundredths;

	json_draft_real(&object, "power_w", energy->power_w);
	json_draft_real(&object, "voltage_v", energy->voltage_v);
	json_draft_real(&object, "current_a", energy->current_a);
	json_draft_real(&object, "total_kwh", energy->total_kwh);
	json_draft_real(&object, "today_kwh", energy->today_kwh);
	json_draft_real(&object, "month_kwh", energy->month_kwh);
	if (row->priced && amount_cost(row->price, energy->total_kwh, &hundredths))
		json_draft_real(&object, "cost", (double)hundredths / 100);
	return json_draft_end(&object);
}

static json_t *
light_object(const struct kasa_state *state)
{
	const struct kasa_light *light = &state->light;
	struct json_draft object = json_draft_begin();

	json_draft_int(&object, "brightness", light->brightness);
	json_draft_int(&object, "color_temp_k", light->color_temp_k);
	json_draft_int(&object, "hue", light->hue);
	json_draft_int(&object, "saturation", light->saturation);
	json_draft_text(&object, "effect", state->effect);
	return json_draft_end(&object);
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
	struct json_draft object = json_draft_begin();
	char at[16];

	json_draft_text(&object, "by", kasa_mode_word(next->by));
	json_draft_bool(&object, "on", next->on);
	json_draft_text(&object, "at", device_row_second(next->at_s, at));
	return json_draft_end(&object);
}

/* Nothing is what is next, or it is not known: then there is none. */
static void
set_next(struct json_draft *object, const struct kasa_next *next)
{
	if (next->by != KASA_MODE_UNKNOWN && next->by != KASA_MODE_NONE)
		json_draft_set(object, "next", next_object(next));
}

json_t *
json_outlet(const struct device_row *row, unsigned index)
{
	const struct kasa_outlet *outlet = &row->state->outlets[index - 1];
	struct json_draft object = json_draft_begin();

	json_draft_int(&object, "index", (int)index);
	json_draft_text(&object, "id", outlet->id);
	json_draft_text(&object, "alias", outlet->alias);
	json_draft_bool(&object, "on", outlet->on);
	json_draft_int(&object, "on_time_s", outlet->on_time_s);
	set_next(&object, &outlet->next);
	if (row->meters && device_row_metered(&row->meters[index - 1]))
		json_draft_set(&object, "energy", json_energy(row, &row->meters[index - 1]));
	return json_draft_end(&object);
}

static void
set_outlets(struct json_draft *object, const struct device_row *row)
{
	json_t *array = json_array();

	for (unsigned i = 0; i < row->state->outlet_count; i++)
		json_draft_append(object, array, json_outlet(row, i + 1));
	json_draft_set(object, "outlets", array);
}

static void
set_features(struct json_draft *object, unsigned features)
{
	json_t *array = json_array();
	const char *word;

	for (unsigned bit = 0; (word = kasa_feature_word(bit)); bit++)
		if (features & 1u << bit)
			json_draft_append(object, array, json_text(word));
	json_draft_set(object, "features", array);
}

static void
set_identity(struct json_draft *object, const struct kasa_state *state)
{
	json_draft_text(object, "id", state->id);
	json_draft_text(object, "mac", state->mac);
}

static void
set_description(struct json_draft *object, const struct kasa_state *state)
{
	json_draft_text(object, "alias", state->alias);
	json_draft_text(object, "model", state->model);
	if (state->family != KASA_FAMILY_UNKNOWN)
		json_draft_text(object, "family", kasa_family_word(state->family));
	json_draft_text(object, "hw", state->hw);
	json_draft_text(object, "fw", state->fw);
}

static void
set_condition(struct json_draft *object, const struct device_row *row)
{
	const struct kasa_state *state = row->state;

	json_draft_bool(object, "on", device_row_on(row));
	json_draft_int(object, "on_time_s", device_row_on_time(row));
	json_draft_bool(object, "led", state->led);
	json_draft_int(object, "rssi_dbm", state->rssi_dbm);
	if (state->mode != KASA_MODE_UNKNOWN)
		json_draft_text(object, "mode", kasa_mode_word(state->mode));
	set_next(object, device_row_next(row));
	if (state->outlet_count > 0)
		set_outlets(object, row);
	set_features(object, state->features);
}

/* Not the owner: it is a hash of somebody's e-mail address, and a short list of these finds it. */
static json_t *
announcement_object(const struct kasa_announcement *said)
{
	struct json_draft object = json_draft_begin();

	json_draft_text(&object, "family", said->family);
	json_draft_text(&object, "encryption", said->encryption);
	json_draft_int(&object, "port", said->port);
	json_draft_int(&object, "login_version", said->login_version);
	json_draft_bool(&object, "https", said->https);
	json_draft_bool(&object, "new_klap", said->new_klap);
	json_draft_bool(&object, "owned", said->owner[0] != '\0');
	json_draft_bool(&object, "factory_default", said->factory_default);
	json_draft_text(&object, "device_id", said->device_id);
	return json_draft_end(&object);
}

json_t *
json_device(const struct device_row *row)
{
	struct json_draft object = json_draft_begin();
	const struct kasa_state *state = row->state;

	if (state)
		set_identity(&object, state);
	json_draft_text(&object, "host", row->host);
	if (row->port > 0)
		json_draft_int(&object, "port", row->port);
	if (state)
		set_description(&object, state);
	json_draft_text(&object, "payload", row->payload);
	json_draft_text(&object, "transport", row->transport);
	if (row->outlet > 0)
		json_draft_int(&object, "outlet", row->outlet);
	if (state && !row->error)
		set_condition(&object, row);
	if (row->energy)
		json_draft_set(&object, "energy", json_energy(row, row->energy));
	if (state && is_lit(&state->light))
		json_draft_set(&object, "light", light_object(state));
	if (row->announcement)
		json_draft_set(&object, "announced", announcement_object(row->announcement));
	if (row->error)
		json_draft_set(&object, "error", json_error(row->error));
	return json_draft_end(&object);
}

json_t *
json_error(const struct kasa_err *err)
{
	struct json_draft object = json_draft_begin();

	json_draft_text(&object, "code", kasa_error_word((int)err->code));
	if (err->device_code)
		json_draft_int(&object, "device_code", err->device_code);
	json_draft_set(&object, "message", json_text(err->text));
	return json_draft_end(&object);
}
