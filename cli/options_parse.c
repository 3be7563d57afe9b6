/* Arguments by getopt_long(3), then the environment, both through the table of options.c. */
#include <assert.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "cli/options.h"
#include "cli/text.h"
#include "common/suggest.h"

enum {
	ROWS_MAX = 32, /* bits of options.given */
	LONG = 256,    /* what getopt_long() tells for a row: this and its position */
	WORD = 1,      /* and for what is no option, because of the '-' before the letters */
};

struct getopt_table {
	struct option longs[ROWS_MAX + 1];
	char letters[2 + 2 * ROWS_MAX + 1];
};

static void
fill_table(struct getopt_table *table)
{
	const struct option_row *row;
	char *letter = table->letters;

	memset(table, 0, sizeof *table);
	*letter++ = '-'; /* words come in their order, wherever they stand, whatever POSIXLY_CORRECT says */
	*letter++ = ':'; /* a missing value is told apart */
	for (int i = 0; (row = option_at((size_t)i)); i++) {
		table->longs[i] = (struct option){
			.name = row->name,
			.has_arg = row->value ? required_argument : no_argument,
			.val = LONG + i,
		};
		if (row->letter)
			*letter++ = row->letter;
		if (row->letter && row->value)
			*letter++ = ':';
	}
}

static int
row_of(int told)
{
	const struct option_row *row;

	if (told >= LONG)
		return told - LONG;
	for (int i = 0; (row = option_at((size_t)i)); i++)
		if (row->letter && row->letter == told)
			return i;
	return -1;
}

static int
say_unknown(const char *argument, struct kasa_err *err)
{
	const struct option_row *row;
	struct suggest near;
	char shown[TEXT_SHOWN];
	char name[32];

	snprintf(name, sizeof name, "%.*s", (int)strcspn(argument, "="), argument);
	suggest_start(&near, strncmp(name, "--", 2) == 0 ? name + 2 : "");
	for (size_t i = 0; (row = option_at(i)); i++)
		suggest_offer(&near, row->name);
	if (near.best)
		return kasa_err_set(err, KASA_EINVAL, "there is no option \"%s\": did you mean --%s?",
		                    text_show(shown, argument), near.best);
	return kasa_err_set(err, KASA_EINVAL, "there is no option \"%s\" (kasa --help lists them)",
	                    text_show(shown, argument));
}

/* optopt is 0 for a long option that is unknown or ambiguous, LONG and more for one that takes no value. */
static int
say_refused(const char *argument, struct kasa_err *err)
{
	char letter[] = { '-', (char)optopt, '\0' };
	const struct option_row *row;

	if (optopt >= LONG && (row = option_at((size_t)optopt - LONG)))
		return kasa_err_set(err, KASA_EINVAL, "--%s takes no value", row->name);
	return say_unknown(optopt ? letter : argument, err);
}

static int
say_missing(struct kasa_err *err)
{
	const struct option_row *row = option_at((size_t)row_of(optopt));

	return kasa_err_set(err, KASA_EINVAL, "--%s: a value is missing: --%s %s", row->name, row->name, row->value);
}

static int
take(struct options *opts, int position, const char *value, struct kasa_err *err)
{
	const struct option_row *row = option_at((size_t)position);
	char from[32];

	assert(position >= 0); /* getopt_long() tells only what fill_table() gave it */
	snprintf(from, sizeof from, "--%s", row->name);
	opts->given |= 1u << position;
	return row->set(opts, value, from, err);
}

static int
take_word(struct options *opts, const char *word, struct kasa_err *err)
{
	if (words_add(&opts->words, word, strlen(word)) == KASA_OK)
		return KASA_OK;
	return kasa_err_set(err, KASA_ENOMEM, "no memory for the arguments");
}

static void
name_source(struct options *opts, const char *host, const char *alias)
{
	if (!opts->named_by && opts->hosts.count > 0)
		opts->named_by = host;
	else if (!opts->named_by && opts->aliases.count > 0)
		opts->named_by = alias;
}

static int
check_named(const struct options *opts, struct kasa_err *err)
{
	if (opts->hosts.count > 0 && opts->aliases.count > 0)
		return kasa_err_set(err, KASA_EINVAL,
		                    "the device is named twice, by its host and by its alias: give one of them");
	return KASA_OK;
}

int
options_parse(struct options *opts, int argc, char **argv, struct kasa_err *err)
{
	struct getopt_table table;
	int told, rc = KASA_OK;

	fill_table(&table);
	opterr = 0;
	optind = 0; /* begins anew, whatever was read before */
	while (rc == KASA_OK && (told = getopt_long(argc, argv, table.letters, table.longs, NULL)) != -1) {
		if (told == WORD)
			rc = take_word(opts, optarg, err);
		else if (told == ':')
			rc = say_missing(err);
		else if (told == '?')
			rc = say_refused(argv[optind - 1], err);
		else
			rc = take(opts, row_of(told), optarg, err);
	}
	while (rc == KASA_OK && optind < argc)
		rc = take_word(opts, argv[optind++], err);
	name_source(opts, "--host", "--alias");
	return rc == KASA_OK ? check_named(opts, err) : rc;
}

/* The command line wins; a device that it names is not named a second time by a variable. */
static bool
is_open(const struct options *opts, size_t position, const struct option_row *row, bool named)
{
	if (!row->env || opts->given & 1u << position)
		return false;
	return !named || (strcmp(row->name, "host") != 0 && strcmp(row->name, "alias") != 0);
}

int
options_environment(struct options *opts, struct kasa_err *err)
{
	bool named = opts->named_by;
	const struct option_row *row;

	for (size_t i = 0; (row = option_at(i)); i++) {
		const char *value = is_open(opts, i, row, named) ? getenv(row->env) : NULL;

		if (value && value[0] && row->set(opts, value, row->env, err) != KASA_OK)
			return err->code;
	}
	name_source(opts, "KASA_HOST", "KASA_ALIAS");
	return check_named(opts, err);
}
