#include "model/record.h"

#include <stdlib.h>

void
kasa_state_init(struct kasa_state *state)
{
	*state = (struct kasa_state){
		.on = KASA_UNKNOWN,
		.on_time_s = KASA_UNKNOWN,
		.led = KASA_UNKNOWN,
		.rssi_dbm = KASA_UNKNOWN,
		.located = KASA_UNKNOWN,
		.next = { .on = KASA_UNKNOWN, .at_s = KASA_UNKNOWN },
		.light = { KASA_UNKNOWN, KASA_UNKNOWN, KASA_UNKNOWN, KASA_UNKNOWN },
		.white_least_k = KASA_UNKNOWN,
		.white_most_k = KASA_UNKNOWN,
	};
}

int
kasa_state_any_on(const struct kasa_state *state)
{
	int on = KASA_UNKNOWN;

	for (unsigned i = 0; i < state->outlet_count; i++)
		if (state->outlets[i].on > on)
			on = state->outlets[i].on;
	return on;
}

void
kasa_record_init(struct kasa_record *record)
{
	*record = (struct kasa_record){ .outlets = NULL };
	kasa_state_init(&record->state);
}

void
kasa_record_finish(struct kasa_record *record)
{
	free(record->outlets);
	kasa_record_init(record);
}

int
kasa_record_outlets(struct kasa_record *record, unsigned count)
{
	struct kasa_outlet *outlets = record->outlets;

	if (count > record->state.outlet_count) {
		outlets = realloc(outlets, count * sizeof *outlets);
		if (!outlets)
			return KASA_ENOMEM;
	}
	record->outlets = outlets;
	record->state.outlets = count > 0 ? outlets : NULL;
	record->state.outlet_count = count;
	return KASA_OK;
}

const struct kasa_outlet *
kasa_record_outlet(const struct kasa_record *record, int position, struct kasa_err *err)
{
	const struct kasa_state *state = &record->state;

	if (position >= 1 && (unsigned)position <= state->outlet_count)
		return &record->outlets[position - 1];
	if (state->outlet_count == 0)
		kasa_err_set(err, KASA_ENOTSUP, "%s has no outlets to choose from", state->model);
	else
		kasa_err_set(err, KASA_ENOTSUP, "%s has outlets 1 to %u, not %d", state->model, state->outlet_count,
		             position);
	return NULL;
}

// clang-format off
static const char *const families[] = {
	[KASA_FAMILY_UNKNOWN]    = "unknown",
	[KASA_FAMILY_PLUG]       = "plug",
	[KASA_FAMILY_SWITCH]     = "switch",
	[KASA_FAMILY_DIMMER]     = "dimmer",
	[KASA_FAMILY_STRIP]      = "strip",
	[KASA_FAMILY_BULB]       = "bulb",
	[KASA_FAMILY_LIGHTSTRIP] = "lightstrip",
};

static const char *const modes[] = {
	[KASA_MODE_UNKNOWN]   = "unknown",
	[KASA_MODE_NONE]      = "none",
	[KASA_MODE_SCHEDULE]  = "schedule",
	[KASA_MODE_COUNTDOWN] = "countdown",
	[KASA_MODE_OTHER]     = "other",
};

/* in the order of the bits of enum kasa_feature */
static const char *const features[] = {
	"relay",
	"outlets",
	"led",
	"energy",
	"timer",
	"brightness",
	"color_temp",
	"color",
	"effects",
	"motion",
	"ambient_light",
};
// clang-format on

const char *
kasa_family_word(enum kasa_family family)
{
	return (unsigned)family < sizeof families / sizeof families[0] ? families[family] : families[0];
}

const char *
kasa_mode_word(enum kasa_mode mode)
{
	return (unsigned)mode < sizeof modes / sizeof modes[0] ? modes[mode] : modes[0];
}

const char *
kasa_feature_word(unsigned bit)
{
	return bit < sizeof features / sizeof features[0] ? features[bit] : NULL;
}
