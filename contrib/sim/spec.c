#include "spec.h"

#include <stdio.h>
#include <string.h>

#include "common/suggest.h"

#include "spec_value.h"

static const struct sim_spec_row *const tables[] = { sim_spec_device, sim_spec_login, sim_spec_smart };

/* Rows of all tables, from 0; NULL past the last. */
static const struct sim_spec_row *
row_at(size_t index)
{
	for (size_t t = 0; t < sizeof tables / sizeof tables[0]; t++)
		for (const struct sim_spec_row *row = tables[t]; row->key; row++)
			if (index-- == 0)
				return row;
	return NULL;
}

static int
unknown(const char *key, struct kasa_err *err)
{
	const struct sim_spec_row *row;
	char keys[480] = "address";
	struct suggest suggest;

	suggest_start(&suggest, key);
	suggest_offer(&suggest, "address");
	for (size_t i = 0; (row = row_at(i)); i++) {
		suggest_offer(&suggest, row->key);
		snprintf(keys + strlen(keys), sizeof keys - strlen(keys), " %s", row->key);
	}
	if (suggest.best)
		return kasa_err_set(err, KASA_EINVAL, "a device has no \"%.40s\"; did you mean %s?", key, suggest.best);
	return kasa_err_set(err, KASA_EINVAL, "a device has no \"%.40s\"; there are: %.480s", key, keys);
}

static int
apply(const struct sim_spec_row *row, const struct sim_change *change)
{
	if (change->outlet != SIM_WHOLE_DEVICE && !row->of_outlet)
		return kasa_err_set(change->err, KASA_EINVAL, "an outlet has no \"%s\"; its strip may", row->key);
	if (row->iot_only && change->dev->smart)
		return sim_change_wrong(change, "a device that speaks SMART has no such thing");
	return row->set(change);
}

int
sim_spec_apply(struct sim_device *dev, int outlet, const char *key, const char *value, int64_t now_ms,
               struct kasa_err *err)
{
	struct sim_change change = { dev, outlet, key, value, now_ms, err };
	const struct sim_spec_row *row;

	for (size_t i = 0; (row = row_at(i)); i++)
		if (strcmp(row->key, key) == 0)
			return apply(row, &change);
	return unknown(key, err);
}

const char *
sim_spec_help(size_t index, const char **key)
{
	const struct sim_spec_row *row = row_at(index);

	if (!row)
		return NULL;
	*key = row->key;
	return row->help;
}
