/* Unknown is "-", never 0. */
#include "cli/words_text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <kasa/device.h>

enum {
	HTTP_PORT = 80, /* of all transports but XOR */
};

const char *
word_or_dash(const char *text)
{
	return text[0] ? text : "-";
}

const char *
word_switch(int on)
{
	return on == KASA_UNKNOWN ? "-" : on ? "on" : "off";
}

static uint16_t
usual_port(const struct device_row *row)
{
	return row->transport && strcmp(row->transport, "xor") != 0 ? HTTP_PORT : KASA_PORT;
}

const char *
word_host(const struct device_row *row, char out[80])
{
	bool v6 = strchr(row->host, ':');

	if (row->port == usual_port(row))
		return row->host;
	snprintf(out, 80, v6 ? "[%s]:%u" : "%s:%u", row->host, row->port);
	return out;
}

const char *
word_way(const struct device_row *row, char out[24])
{
	snprintf(out, 24, "%.11s/%.11s", word_or_dash(row->transport), word_or_dash(row->payload));
	return out;
}

const char *
word_signal(int rssi_dbm, char out[24])
{
	if (rssi_dbm == KASA_UNKNOWN)
		return "-";
	snprintf(out, 24, "%d dBm", rssi_dbm);
	return out;
}

const char *
word_time(long s, char out[32])
{
	if (s < 60)
		snprintf(out, 32, "%ld s", s);
	else if (s < 3600)
		snprintf(out, 32, "%ld min", s / 60);
	else if (s < 86400)
		snprintf(out, 32, "%ld h %ld min", s / 3600, s / 60 % 60);
	else
		snprintf(out, 32, "%ld d %ld h", s / 86400, s / 3600 % 24);
	return out;
}

const char *
word_on_for(int on, int s, char out[48])
{
	char time[32];

	if (on != 1 || s == KASA_UNKNOWN)
		return word_switch(on);
	snprintf(out, 48, "on for %s", word_time(s, time));
	return out;
}

static unsigned
outlets_on(const struct kasa_state *state)
{
	unsigned n = 0;

	for (unsigned i = 0; i < state->outlet_count; i++)
		n += state->outlets[i].on == 1;
	return n;
}

const char *
word_condition(const struct kasa_state *state, char out[32])
{
	if (state->outlet_count == 0 || state->on == KASA_UNKNOWN)
		return word_switch(state->on);
	snprintf(out, 32, "%u/%u on", outlets_on(state), state->outlet_count);
	return out;
}

const char *
word_state(const struct kasa_state *state, char out[128])
{
	if (state->outlet_count == 0)
		return word_on_for(state->on, state->on_time_s, out);
	snprintf(out, 128, "%u of %u outlets on", outlets_on(state), state->outlet_count);
	return out;
}

const char *
word_light(const struct kasa_light *light, char out[128])
{
	size_t n = 0;

	out[0] = '\0';
	if (light->brightness != KASA_UNKNOWN)
		n += (size_t)snprintf(out + n, 128 - n, "brightness %d %%", light->brightness);
	if (light->color_temp_k > 0) /* neither 0, of a coloured light, nor KASA_UNKNOWN */
		n += (size_t)snprintf(out + n, 128 - n, "%swhite %d K", n ? ", " : "", light->color_temp_k);
	if (light->color_temp_k > 0) /* and whatever colour it tells beside that is not seen */
		return out;
	if (light->hue != KASA_UNKNOWN)
		n += (size_t)snprintf(out + n, 128 - n, "%shue %d°", n ? ", " : "", light->hue);
	if (light->saturation != KASA_UNKNOWN)
		snprintf(out + n, 128 - n, "%ssaturation %d %%", n ? ", " : "", light->saturation);
	return out;
}

const char *
word_next(const struct kasa_next *next, char out[64])
{
	char at[16];

	if (next->by == KASA_MODE_UNKNOWN || next->by == KASA_MODE_NONE)
		return memcpy(out, "", sizeof "");
	device_row_second(next->at_s, at);
	snprintf(out, 64, "%s%s%s (%s)", next->on == KASA_UNKNOWN ? "something" : word_switch(next->on),
	         at[0] ? " at " : "", at, kasa_mode_word(next->by));
	return out;
}

const char *
word_name(const struct device_row *row, char out[2 * KASA_ALIAS_MAX])
{
	const struct kasa_outlet *outlet = device_row_outlet(row);
	const char *name = row->state && row->state->alias[0] ? row->state->alias : row->host;

	if (!outlet)
		return name;
	snprintf(out, 2 * KASA_ALIAS_MAX, "%s/%s", name, outlet->alias);
	return out;
}

const char *
word_row_condition(const struct device_row *row, char out[32])
{
	const struct kasa_state *state = row->state;

	/* "on" when all of a strip is, for that is what was asked for */
	if (row->outlet > 0 || !state || state->outlet_count == 0 || outlets_on(state) == state->outlet_count)
		return word_switch(device_row_on(row));
	return state->on == 1 ? word_condition(state, out) : word_switch(state->on);
}

void
word_quantity(struct text *text, double value, int digits, const char *unit)
{
	if (isfinite(value))
		text_printf(text, "  %8.*f %s", digits, value, unit);
	else
		text_printf(text, "  %8s %s", "-", unit);
}

void
word_colour(const struct out *out, struct text *text, int on)
{
	if (out->colour && on != KASA_UNKNOWN)
		text_add(text, on ? "\033[32m" : "\033[2m");
}

void
word_bold(const struct out *out, struct text *text)
{
	if (out->colour)
		text_add(text, "\033[1m");
}

void
word_plain(const struct out *out, struct text *text)
{
	if (out->colour)
		text_add(text, "\033[0m");
}
