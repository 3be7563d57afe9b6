#include "spec_value.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/number.h"

int
sim_change_wrong(const struct sim_change *change, const char *right)
{
	return kasa_err_set(change->err, KASA_EINVAL, "%s=%.80s: %s", change->key, change->value, right);
}

int
sim_change_bool(const struct sim_change *change, bool *value)
{
	if (strcmp(change->value, "0") != 0 && strcmp(change->value, "1") != 0)
		return sim_change_wrong(change, "0 or 1 is expected");
	*value = change->value[0] == '1';
	return KASA_OK;
}

int
sim_change_number(const struct sim_change *change, double least, double most, double *value)
{
	char *end;

	*value = strtod(change->value, &end);
	if (end == change->value || *end || !(*value >= least && *value <= most))
		return kasa_err_set(change->err, KASA_EINVAL, "%s=%.80s: a number from %g to %g is expected",
		                    change->key, change->value, least, most);
	return KASA_OK;
}

int
sim_change_count(const struct sim_change *change, uint32_t least, uint32_t most, uint32_t *value)
{
	if (number_parse(change->value, least, most, value))
		return KASA_OK;
	return kasa_err_set(change->err, KASA_EINVAL, "%s=%.80s: a number from %u to %u is expected", change->key,
	                    change->value, (unsigned)least, (unsigned)most);
}

int
sim_change_choice(const struct sim_change *change, const char *no, const char *yes, bool *value)
{
	*value = strcmp(change->value, yes) == 0;
	if (*value || strcmp(change->value, no) == 0)
		return KASA_OK;
	return kasa_err_set(change->err, KASA_EINVAL, "%s=%.80s: %s or %s is expected", change->key, change->value, no,
	                    yes);
}

int
sim_change_word(const struct sim_change *change, const char *const *words, int *value)
{
	char list[120] = "";

	for (size_t i = 0; words[i]; i++) {
		if (strcmp(change->value, words[i]) == 0) {
			*value = (int)i;
			return KASA_OK;
		}
		snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s", i ? " " : "", words[i]);
	}
	return kasa_err_set(change->err, KASA_EINVAL, "%s=%.80s: one of these is expected: %s", change->key,
	                    change->value, list);
}
