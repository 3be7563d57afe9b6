/* Lines and columns for people. */
#include <math.h>
#include <stdio.h>

#include "cli/words_text.h"
#include "cli/writer.h"
#include "cli/writer_doctor.h"
#include "cli/writer_sheet.h"
#include "cli/writer_watch.h"
#include "common/amount.h"

enum {
	KEY_WIDTH = 10,  /* of the list that `state` prints */
	NAME_WIDTH = 24, /* of the column of names; longer ones push the rest aside */
	HOST_WIDTH = 21, /* an IPv4 address and a port */
	VIA_WIDTH = 5,   /* "klap2"; what is not supported has a sentence behind it */
	WAY_WIDTH = 11,  /* and "/smart" */
	FIRMWARE_WIDTH = 30,
};

static void
write_line(struct out *out, struct text *text)
{
	text_add(text, "\n");
	out_result(out, text);
	text_finish(text);
}

/* ---- rows of a search ---- */

static int
way_width(const struct out *out)
{
	return out->detailed ? WAY_WIDTH : VIA_WIDTH;
}

static void
head(struct out *out)
{
	struct text line;

	if (out->headed)
		return;
	out->headed = true;
	text_init(&line);
	text_printf(&line, "%-*s %-17s  %-14s %-*s %-9s %8s  ", HOST_WIDTH, "HOST", "MAC", "MODEL", way_width(out),
	            "VIA", "STATE", "SIGNAL");
	if (out->detailed)
		text_printf(&line, "%-*s ", FIRMWARE_WIDTH, "FIRMWARE");
	text_add(&line, "ALIAS");
	write_line(out, &line);
}

/* How it stands, what it is called. */
static void
add_condition(struct out *out, struct text *line, const struct kasa_state *state)
{
	char condition[32], signal[24];

	word_colour(out, line, state->on);
	text_pad(line, word_condition(state, condition), 9);
	word_plain(out, line);
	text_printf(line, " %8s  ", word_signal(state->rssi_dbm, signal));
	if (out->detailed) {
		text_pad(line, word_or_dash(state->fw), FIRMWARE_WIDTH);
		text_add(line, " ");
	}
	text_safe(line, state->alias);
}

/* One that could only be seen has the reason in place of all that was not read. */
static void
found(struct out *out, const struct device_row *row)
{
	const struct kasa_state *state = row->state;
	char host[80], way[24];
	struct text line;

	head(out);
	text_init(&line);
	text_pad(&line, word_host(row, host), HOST_WIDTH);
	text_add(&line, " ");
	text_pad(&line, word_or_dash(state->mac), 17);
	text_add(&line, "  ");
	text_pad(&line, word_or_dash(state->model), 14);
	text_add(&line, " ");
	text_pad(&line, out->detailed ? word_way(row, way) : word_or_dash(row->transport), (size_t)way_width(out));
	text_add(&line, " ");
	if (row->error)
		text_safe(&line, row->error->text[0] ? row->error->text : kasa_error_word((int)row->error->code));
	else
		add_condition(out, &line, state);
	write_line(out, &line);
}

/* ---- one line after a command ---- */

static void
changed(struct out *out, const struct device_row *row, const char *what)
{
	char condition[32], name[2 * KASA_ALIAS_MAX];
	struct text line;

	text_init(&line);
	text_pad(&line, word_name(row, name), NAME_WIDTH);
	text_add(&line, "  ");
	word_colour(out, &line, what ? KASA_UNKNOWN : device_row_on(row));
	text_safe(&line, what ? what : word_row_condition(row, condition));
	word_plain(out, &line);
	write_line(out, &line);
}

/* ---- meters ---- */

/* Most meters do not tell it. */
static void
since(struct text *text, const char *when, double kwh)
{
	if (!isfinite(kwh))
		return;
	text_printf(text, "  %s", when);
	word_quantity(text, kwh, 3, "kWh");
}

static void
meter(struct out *out, const struct device_row *row, const char *name, size_t indent, const struct kasa_energy *energy)
{
	char cost[AMOUNT_TEXT];
	int64_t hundredths;
	struct text line;

	text_init(&line);
	text_printf(&line, "%*s", (int)indent, "");
	text_pad(&line, name, NAME_WIDTH - indent);
	word_quantity(&line, energy->power_w, 1, "W");
	word_quantity(&line, energy->voltage_v, 1, "V");
	word_quantity(&line, energy->current_a, 3, "A");
	word_quantity(&line, energy->total_kwh, 3, "kWh");
	since(&line, "today", energy->today_kwh);
	since(&line, "month", energy->month_kwh);
	if (row->priced && amount_cost(row->price, energy->total_kwh, &hundredths))
		text_printf(&line, "  %9s", amount_format(cost, hundredths));
	write_line(out, &line);
}

static void
energy(struct out *out, const struct device_row *row)
{
	char name[2 * KASA_ALIAS_MAX];

	meter(out, row, word_name(row, name), 0, row->energy);
	for (unsigned i = 0; row->meters && i < row->state->outlet_count; i++) {
		snprintf(name, sizeof name, "%u  %s", i + 1, row->state->outlets[i].alias);
		meter(out, row, name, 2, &row->meters[i]);
	}
}

/* ---- all there is to know ---- */

/* "  key       value"; nothing when the value is empty. */
static void
entry(struct text *text, const char *key, const char *value)
{
	if (!value || !value[0])
		return;
	text_printf(text, "  %-*s", KEY_WIDTH, key);
	text_safe(text, value);
	text_add(text, "\n");
}

static void
entry_model(struct text *text, const struct kasa_state *state)
{
	char model[80];

	snprintf(model, sizeof model, "%s  %s", word_or_dash(state->model), kasa_family_word(state->family));
	entry(text, "model", model);
}

static void
entry_features(struct text *text, unsigned features)
{
	const char *word;

	if (!features)
		return;
	text_printf(text, "  %-*s", KEY_WIDTH - 1, "can");
	for (unsigned bit = 0; (word = kasa_feature_word(bit)); bit++)
		if (features & 1u << bit)
			text_printf(text, " %s", word);
	text_add(text, "\n");
}

static void
entry_energy(struct text *text, const struct kasa_energy *energy_now)
{
	if (!energy_now)
		return;
	text_printf(text, "  %-*s", KEY_WIDTH - 2, "energy");
	word_quantity(text, energy_now->power_w, 1, "W");
	word_quantity(text, energy_now->voltage_v, 1, "V");
	word_quantity(text, energy_now->current_a, 3, "A");
	word_quantity(text, energy_now->total_kwh, 3, "kWh");
	since(text, "today", energy_now->today_kwh);
	since(text, "month", energy_now->month_kwh);
	text_add(text, "\n");
}

/* All of them, or the one that was asked for. */
static void
entry_outlets(struct out *out, struct text *text, const struct device_row *row)
{
	for (unsigned i = 0; i < row->state->outlet_count; i++) {
		const struct kasa_outlet *outlet = &row->state->outlets[i];
		char number[24], time[48], next[64];

		if (row->outlet > 0 && (unsigned)row->outlet != i + 1)
			continue;
		snprintf(number, sizeof number, "outlet %u", i + 1);
		text_printf(text, "  %-*s", KEY_WIDTH, number);
		word_colour(out, text, outlet->on);
		text_pad(text, word_on_for(outlet->on, outlet->on_time_s, time), 22);
		word_plain(out, text);
		text_safe(text, outlet->alias);
		if (row->outlet == 0 && word_next(&outlet->next, next)[0])
			text_printf(text, "  next: %s", next);
		text_add(text, "\n");
	}
}

static void
state_entries(struct out *out, struct text *text, const struct device_row *row)
{
	const struct kasa_state *state = row->state;
	char value[128];

	text_printf(text, "  %-*s", KEY_WIDTH, "state");
	word_colour(out, text, device_row_on(row));
	text_add(text, row->outlet > 0 ? word_on_for(device_row_on(row), device_row_on_time(row), value)
	                               : word_state(state, value));
	word_plain(out, text);
	text_add(text, "\n");
	entry(text, "next", word_next(device_row_next(row), value));
	entry_outlets(out, text, row);
	entry_energy(text, row->energy);
	entry(text, "light", word_light(&state->light, value));
	entry(text, "effect", state->effect);
	entry_model(text, state);
	entry(text, "host", word_host(row, value));
	if (out->detailed)
		entry(text, "via", word_way(row, value));
	entry(text, "mac", state->mac);
	entry(text, "id", state->id);
	entry(text, "hardware", state->hw);
	entry(text, "firmware", state->fw);
	entry(text, "led", state->led == KASA_UNKNOWN ? NULL : word_switch(state->led));
	entry(text, "signal", state->rssi_dbm == KASA_UNKNOWN ? NULL : word_signal(state->rssi_dbm, value));
	entry_features(text, state->features);
}

static void
state(struct out *out, const struct device_row *row)
{
	char name[2 * KASA_ALIAS_MAX];
	struct text text;

	text_init(&text);
	word_bold(out, &text);
	text_safe(&text, word_name(row, name));
	word_plain(out, &text);
	text_add(&text, "\n");
	state_entries(out, &text, row);
	out_result(out, &text);
	text_finish(&text);
}

/* ---- the rest ---- */

static void
failure(struct out *out, const struct writer_failure *failed)
{
	const char *text = failed->err->text[0] ? failed->err->text : kasa_error_word((int)failed->err->code);
	char outlet[16] = "";

	(void)out;
	if (failed->outlet > 0 && !failed->device)
		snprintf(outlet, sizeof outlet, "/%d", failed->outlet);
	if (failed->device && failed->host)
		complain("%s (%s): %s", failed->device, failed->host, text);
	else if (failed->device || failed->host)
		complain("%s%s: %s", failed->device ? failed->device : failed->host, outlet, text);
	else
		complain("%s", text);
}

/* JSON is what a raw answer is, for people too. */
static void
reply(struct out *out, const struct device_row *row, const char *json, size_t n, bool several)
{
	writer_json.reply(out, row, json, n, several);
}

const struct writer writer_text = {
	.found = found,
	.state = state,
	.changed = changed,
	.energy = energy,
	.sheet = text_sheet,
	.reply = reply,
	.failure = failure,
	.checkup = text_checkup,
	.visit = text_visit,
	.reading = text_reading,
};
