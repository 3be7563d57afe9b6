/* Options by their names, as the commands that have them ask. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "cli/options.h"
#include "cli/text.h"
#include "common/duration.h"
#include "common/number.h"

void
options_init(struct options *opts)
{
	*opts = (struct options){ .wait_ms = WAIT_MS };
}

void
options_finish(struct options *opts)
{
	words_finish(&opts->hosts);
	words_finish(&opts->aliases);
	words_finish(&opts->targets);
	words_finish(&opts->interfaces);
	words_finish(&opts->leases);
	words_finish(&opts->words);
	for (size_t i = 0; i < OPTIONS_MAX; i++)
		words_finish(&opts->texts[i]);
}

const struct option_row *
option_find(const char *name)
{
	const struct option_row *row;

	for (size_t i = 0; (row = option_at(i)); i++)
		if (strcmp(row->name, name) == 0)
			return row;
	return NULL;
}

/* Names in our own code are right. */
static size_t
position_of(const char *name)
{
	const struct option_row *row;
	size_t i = 0;

	while ((row = option_at(i)) && strcmp(row->name, name) != 0)
		i++;
	assert(row && !row->set);
	return i;
}

bool
option_has_default(const struct option_row *row)
{
	static const char *const none[] = { "host", "alias", "config" };

	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
		if (strcmp(row->name, none[i]) == 0)
			return false;
	return row->env;
}

bool
options_given(const struct options *opts, const char *name)
{
	return opts->source[position_of(name)] != OPTION_UNSAID;
}

const struct words *
options_list(const struct options *opts, const char *name)
{
	return &opts->texts[position_of(name)];
}

const char *
options_text(const struct options *opts, const char *name)
{
	const struct words *texts = options_list(opts, name);

	return texts->count > 0 && option_find(name)->value ? texts->item[texts->count - 1] : NULL;
}

const char *
options_from(const struct options *opts, const char *name, char from[OPTION_FROM])
{
	size_t i = position_of(name);

	if (opts->source[i] == OPTION_VARIABLE)
		snprintf(from, OPTION_FROM, "%s", option_at(i)->env);
	else
		snprintf(from, OPTION_FROM, "%s%s", opts->source[i] == OPTION_DEFAULT ? "defaults: " : "--", name);
	return from;
}

int
options_number(const struct options *opts, const char *name, uint32_t least, uint32_t most, uint32_t *out,
               struct kasa_err *err)
{
	const char *text = options_text(opts, name);
	char from[OPTION_FROM], shown[TEXT_SHOWN];

	if (!text || number_parse(text, least, most, out))
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL, "%s: \"%s\" is no whole number from %u to %u",
	                    options_from(opts, name, from), text_show(shown, text), (unsigned)least, (unsigned)most);
}

int
options_seconds(const struct options *opts, const char *name, uint32_t least_ms, uint32_t most_ms, uint32_t *out_ms,
                struct kasa_err *err)
{
	const char *text = options_text(opts, name);
	char from[OPTION_FROM], shown[TEXT_SHOWN];

	if (!text || seconds_parse(text, least_ms, most_ms, out_ms))
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL, "%s: \"%s\" is no time in seconds from %g to %g, as 2 or 0.5",
	                    options_from(opts, name, from), text_show(shown, text), least_ms / 1000.0,
	                    most_ms / 1000.0);
}

int
options_duration(const struct options *opts, const char *name, uint64_t least_ms, uint64_t most_ms, uint64_t *out_ms,
                 struct kasa_err *err)
{
	const char *text = options_text(opts, name);
	char from[OPTION_FROM];

	if (!text || duration_parse(text, least_ms, most_ms, out_ms, err) == KASA_OK)
		return KASA_OK;
	return kasa_err_wrap(err, "%s", options_from(opts, name, from));
}
