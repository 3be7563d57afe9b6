/* A position goes before an alias: an outlet called "2" that is not the second is chosen by its id. */
#include "cli/outlet.h"

#include <stdbool.h>
#include <stdio.h>
#include <strings.h>

#include "base/err.h"
#include "base/str.h"
#include "cli/text.h"
#include "common/number.h"

/* "1 Desk lamp, 2 Fan": those whose alias matches as well as @p least says. */
static const char *
list_outlets(const struct kasa_state *state, const char *word, int least, char *list, size_t size)
{
	char shown[TEXT_SHOWN];
	size_t n = 0;

	list[0] = '\0';
	for (unsigned i = 0; i < state->outlet_count && n < size; i++)
		if (kasa_str_match(state->outlets[i].alias, word) >= least)
			n += (size_t)snprintf(list + n, size - n, "%s%u %s", n ? ", " : "", i + 1,
			                      text_show(shown, state->outlets[i].alias));
	return list;
}

static int
no_such(const struct kasa_state *state, const char *word, struct kasa_err *err)
{
	char list[KASA_ERR_TEXT_MAX], shown[TEXT_SHOWN];

	return kasa_err_set(err, KASA_EINVAL, "no outlet \"%.40s\"; there are: %s", text_show(shown, word),
	                    list_outlets(state, word, 0, list, sizeof list));
}

/* The best match, and how many are as good. */
static unsigned
by_alias(const struct kasa_state *state, const char *word, int *position)
{
	unsigned count = 0;
	int best = 0;

	for (unsigned i = 0; i < state->outlet_count; i++) {
		int match = kasa_str_match(state->outlets[i].alias, word);

		if (match == 0 || match < best)
			continue;
		count = match > best ? 1 : count + 1;
		best = match;
		*position = (int)i + 1;
	}
	return count;
}

static bool
by_id(const struct kasa_state *state, const char *word, int *position)
{
	for (unsigned i = 0; i < state->outlet_count; i++) {
		if (strcasecmp(state->outlets[i].id, word) != 0)
			continue;
		*position = (int)i + 1;
		return true;
	}
	return false;
}

int
outlet_find(const struct kasa_state *state, const char *word, int *position, struct kasa_err *err)
{
	char list[KASA_ERR_TEXT_MAX], shown[TEXT_SHOWN];
	uint32_t number;
	unsigned fit;

	if (state->outlet_count == 0)
		return kasa_err_set(err, KASA_ENOTSUP, "%s has no outlets to choose from", state->model);
	if (number_parse(word, 1, state->outlet_count, &number)) {
		*position = (int)number;
		return KASA_OK;
	}
	if (by_id(state, word, position))
		return KASA_OK;
	fit = by_alias(state, word, position);
	if (fit == 0)
		return no_such(state, word, err);
	if (fit > 1)
		return kasa_err_set(err, KASA_EAMBIGUOUS, "\"%.40s\" fits %u outlets: %s", text_show(shown, word), fit,
		                    list_outlets(state, word, kasa_str_match(state->outlets[*position - 1].alias, word),
		                                 list, sizeof list));
	return KASA_OK;
}
