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
	LONG = 256, /* what getopt_long() tells for a row: this and its position */
	WORD = 1,   /* and for what is no option, because of the '-' before the letters */
};

#define DIGITS "0::1::2::3::4::5::6::7::8::9::" /* what follows one is its value, if anything does */

struct getopt_table {
	struct option longs[OPTIONS_MAX + 1];
	char letters[2 + 2 * OPTIONS_MAX + sizeof DIGITS];
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
			.has_arg = !row->value  ? no_argument
			           : row->looks ? optional_argument
			                        : required_argument,
			.val = LONG + i,
		};
		if (row->letter)
			*letter++ = row->letter;
		if (row->letter && row->value)
			*letter++ = ':';
	}
	memcpy(letter, DIGITS, sizeof DIGITS);
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

/* "--day or --days", when an abbreviation may be each of them; else "". */
static const char *
say_candidates(const char *name, char *out, size_t size)
{
	const struct option_row *row;
	size_t n = 0, count = 0;

	out[0] = '\0';
	for (size_t i = 0; name[0] && (row = option_at(i)) && n < size; i++)
		if (strncmp(row->name, name, strlen(name)) == 0)
			n += (size_t)snprintf(out + n, size - n, "%s--%s", count++ ? " or " : "", row->name);
	if (count < 2)
		out[0] = '\0';
	return out;
}

static int
say_unknown(const char *argument, struct kasa_err *err)
{
	const struct option_row *row;
	struct suggest near;
	char shown[TEXT_SHOWN], candidates[160];
	char name[32];

	text_show(shown, argument);
	snprintf(name, sizeof name, "%.*s", (int)strcspn(argument, "="), argument);
	suggest_start(&near, strncmp(name, "--", 2) == 0 ? name + 2 : "");
	if (say_candidates(near.word, candidates, sizeof candidates)[0])
		return kasa_err_set(err, KASA_EINVAL, "\"%s\" is short for %s: which one?", shown, candidates);
	for (size_t i = 0; (row = option_at(i)); i++)
		suggest_offer(&near, row->name);
	if (near.best)
		return kasa_err_set(err, KASA_EINVAL, "there is no option \"%s\": did you mean --%s?", shown,
		                    near.best);
	return kasa_err_set(err, KASA_EINVAL, "there is no option \"%s\" (kasa --help lists them)", shown);
}

static int
say_no_value(const struct option_row *row, struct kasa_err *err)
{
	return kasa_err_set(err, KASA_EINVAL, "--%s takes no value", row->name);
}

/* optopt is 0 for a long option that is unknown or ambiguous, LONG and more for one that takes no value. */
static int
say_refused(const char *argument, struct kasa_err *err)
{
	char letter[] = { '-', (char)optopt, '\0' };
	const struct option_row *row;

	if (optopt >= LONG && (row = option_at((size_t)optopt - LONG)))
		return say_no_value(row, err);
	return say_unknown(optopt ? letter : argument, err);
}

static int
say_missing(const struct option_row *row, struct kasa_err *err)
{
	return kasa_err_set(err, KASA_EINVAL, "--%s: a value is missing: --%s %s", row->name, row->name, row->value);
}

/* Those of commands are kept for them. Twice is one too many where nobody knows which one is meant. */
static int
keep(struct options *opts, size_t position, const char *value, struct kasa_err *err)
{
	const struct option_row *row = option_at(position);

	if (value && !row->many && opts->texts[position].count > 0)
		return kasa_err_set(err, KASA_EINVAL, "--%s: given twice, and it has one value", row->name);
	if (value && words_add(&opts->texts[position], value, strlen(value)) != KASA_OK)
		return kasa_err_set(err, KASA_ENOMEM, "no memory for the arguments");
	return KASA_OK;
}

static int
take(struct options *opts, int position, const char *value, struct kasa_err *err)
{
	const struct option_row *row = option_at((size_t)position);
	char from[OPTION_FROM];

	assert(position >= 0); /* getopt_long() tells only what fill_table() gave it */
	snprintf(from, sizeof from, "--%s", row->name);
	opts->source[position] = OPTION_ARGUMENT;
	return row->set ? row->set(opts, value, from, err) : keep(opts, (size_t)position, value, err);
}

/* What follows an option whose value may be left out is its value when it looks like one: it is taken. */
static const char *
optional_word(int told, int argc, char **argv)
{
	const struct option_row *row = option_at((size_t)row_of(told));

	return row->looks && optind < argc && row->looks(argv[optind]) ? argv[optind++] : NULL;
}

/* The general option that an abbreviation means when those of commands do not count, or -1. */
static int
general_of(const char *name, size_t n)
{
	const struct option_row *row;
	int found = -1;

	for (int i = 0; (row = option_at((size_t)i)); i++) {
		if (!row->set || strncmp(row->name, name, n) != 0)
			continue;
		if (found >= 0)
			return -1;
		found = i;
	}
	return found;
}

/* getopt_long() refused an option. Those of commands take no abbreviation away from the general ones. */
static int
take_abbreviation(struct options *opts, int argc, char **argv, struct kasa_err *err)
{
	const char *argument = argv[optind - 1], *value = strchr(argument, '=');
	bool is_long = optopt == 0 && strncmp(argument, "--", 2) == 0;
	int position = is_long ? general_of(argument + 2, strcspn(argument + 2, "=")) : -1;
	const struct option_row *row;

	if (position < 0)
		return say_refused(argument, err);
	row = option_at((size_t)position);
	if (value && !row->value)
		return say_no_value(row, err);
	if (!value && row->value && optind == argc)
		return say_missing(row, err);
	if (row->value)
		value = value ? value + 1 : argv[optind++];
	return take(opts, position, value, err);
}

static int
take_word(struct options *opts, const char *word, struct kasa_err *err)
{
	assert(word); /* getopt_long() gives none without */
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

/* "-1" is a number where none below 0 is wanted, and no option: the command that gets it tells what it takes. */
static int
take_number(struct options *opts, char digit, const char *rest, char **argv, struct kasa_err *err)
{
	const char *argument = rest ? rest - 2 : argv[optind - 1];
	char letter[] = { '-', digit, '\0' };

	if (argument[0] == '-' && argument[1] == digit)
		return take_word(opts, argument, err);
	return say_unknown(letter, err); /* behind letters of options */
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
			rc = say_missing(option_at((size_t)row_of(optopt)), err);
		else if (told == '?')
			rc = take_abbreviation(opts, argc, argv, err);
		else if (told >= '0' && told <= '9')
			rc = take_number(opts, (char)told, optarg, argv, err);
		else
			rc = take(opts, row_of(told), optarg ? optarg : optional_word(told, argc, argv), err);
	}
	while (rc == KASA_OK && optind < argc)
		rc = take_word(opts, argv[optind++], err);
	name_source(opts, "--host", "--alias");
	return rc == KASA_OK ? check_named(opts, err) : rc;
}

static const char *
subject(const struct option_row *row)
{
	return row->same ? row->same : row->name;
}

/* True when nobody who counts more spoke of this option, or of one that says the same. */
static bool
is_unsaid(const struct options *opts, size_t position, enum option_source source)
{
	const char *name = subject(option_at(position));
	const struct option_row *row;

	for (size_t i = 0; (row = option_at(i)); i++)
		if (opts->source[i] > source && strcmp(subject(row), name) == 0)
			return false;
	return true;
}

/* The command line wins; a device that it names is not named a second time by a variable. */
static bool
is_open(const struct options *opts, size_t position, bool named)
{
	const struct option_row *row = option_at(position);

	if (!is_unsaid(opts, position, OPTION_VARIABLE))
		return false;
	return !named || (strcmp(row->name, "host") != 0 && strcmp(row->name, "alias") != 0);
}

static bool
is_among(const char *const *names, const char *name)
{
	while (names && *names && strcmp(*names, name) != 0)
		names++;
	return names && *names;
}

static int
take_variable(struct options *opts, size_t position, const char *value, struct kasa_err *err)
{
	const struct option_row *row = option_at(position);

	opts->source[position] = OPTION_VARIABLE;
	return row->set ? row->set(opts, value, row->env, err) : keep(opts, position, value, err);
}

int
options_environment(struct options *opts, const char *const *own, struct kasa_err *err)
{
	bool named = opts->named_by;
	const struct option_row *row;

	for (size_t i = 0; (row = option_at(i)); i++) {
		const char *value = row->env && (row->set || is_among(own, row->name)) ? getenv(row->env) : NULL;

		if (!value || !value[0] || !is_open(opts, i, named))
			continue;
		if (take_variable(opts, i, value, err) != KASA_OK)
			return err->code;
	}
	name_source(opts, "KASA_HOST", "KASA_ALIAS");
	return check_named(opts, err);
}

int
options_default(struct options *opts, const char *const *own, const char *name, const char *value, struct kasa_err *err)
{
	const struct option_row *row;
	char from[OPTION_FROM];
	size_t i = 0;

	while ((row = option_at(i)) && strcmp(row->name, name) != 0)
		i++;
	if (!row || !(row->set || is_among(own, name)) || !is_unsaid(opts, i, OPTION_DEFAULT))
		return KASA_OK;
	opts->source[i] = OPTION_DEFAULT;
	snprintf(from, sizeof from, "defaults: %s", name);
	return row->set ? row->set(opts, value, from, err) : keep(opts, i, value, err);
}
