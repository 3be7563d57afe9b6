/* What holds of a state, whoever told it. */
#ifndef KASA_TESTS_FUZZ_STATE_H
#define KASA_TESTS_FUZZ_STATE_H

#include <limits.h>

#include <kasa/state.h>

#include "base/str.h"
#include "fuzz/fuzz.h"

static inline bool
fuzz_is_text(const char *text, size_t size)
{
	size_t n = strnlen(text, size);

	return n < size && kasa_utf8_valid(text, n);
}

static inline bool
fuzz_is_flag(int n)
{
	return n == 0 || n == 1 || n == KASA_UNKNOWN;
}

static inline bool
fuzz_is_within(int n, int low, int high)
{
	return n == KASA_UNKNOWN || (n >= low && n <= high);
}

static inline void
fuzz_check_outlets(const struct kasa_state *state)
{
	PROMISE(state->outlet_count <= KASA_OUTLETS_MAX);
	PROMISE((state->outlets != NULL) == (state->outlet_count > 0));
	for (unsigned i = 0; i < state->outlet_count; i++) {
		const struct kasa_outlet *outlet = &state->outlets[i];

		PROMISE(fuzz_is_text(outlet->id, sizeof outlet->id)
		        && fuzz_is_text(outlet->alias, sizeof outlet->alias));
		PROMISE(fuzz_is_flag(outlet->on) && fuzz_is_within(outlet->on_time_s, 0, INT_MAX));
	}
}

static inline bool
fuzz_is_next(const struct kasa_next *next)
{
	return fuzz_is_flag(next->on) && fuzz_is_within(next->at_s, 0, 86399) && next->by <= KASA_MODE_OTHER;
}

static inline void
fuzz_check_state(const struct kasa_state *state)
{
	PROMISE(fuzz_is_next(&state->next) && fuzz_is_flag(state->located)
	        && strcmp(kasa_mode_word(state->mode), "") != 0);
	PROMISE(fuzz_is_text(state->id, sizeof state->id) && fuzz_is_text(state->alias, sizeof state->alias));
	PROMISE(fuzz_is_text(state->model, sizeof state->model) && fuzz_is_text(state->hw, sizeof state->hw));
	PROMISE(fuzz_is_text(state->fw, sizeof state->fw) && fuzz_is_text(state->mac, sizeof state->mac));
	PROMISE(strlen(state->mac) == 0 || strlen(state->mac) == 17);
	PROMISE(fuzz_is_flag(state->on) && fuzz_is_flag(state->led) && fuzz_is_within(state->on_time_s, 0, INT_MAX));
	PROMISE(fuzz_is_within(state->light.brightness, 0, 100) && fuzz_is_within(state->light.hue, 0, 360));
	PROMISE(strcmp(kasa_family_word(state->family), "unknown") != 0 || state->family == KASA_FAMILY_UNKNOWN);
	fuzz_check_outlets(state);
}

#endif
