/* Grammar: kasa COMMAND [VERB] DEVICE... [VALUE]; a choice, as on or off, stands before the devices or after them. */
#include "cli/call.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "cli/text.h"
#include "common/suggest.h"

/* The words that are not taken yet. */
struct rest {
	char **word;
	size_t count;
};

static int
say_form(const struct call *call, const char *wrong, struct kasa_err *err)
{
	char title[COMMAND_TITLE], form[COMMAND_FORM];

	return kasa_err_set(err, KASA_EINVAL, "%s: %s: %s", command_title(call->command, title), wrong,
	                    command_form(call->command, form));
}

static void
say_unknown(const char *word, struct kasa_err *err)
{
	const struct command *command;
	struct suggest near;
	char shown[TEXT_SHOWN];

	suggest_start(&near, word);
	for (size_t i = 0; (command = command_at(i)); i++) {
		suggest_offer(&near, command->flags & COMMAND_HIDDEN ? NULL : command->name);
		suggest_offer(&near, command->alias);
	}
	text_show(shown, word);
	if (near.best)
		kasa_err_set(err, KASA_EINVAL, "there is no command \"%s\": did you mean \"%s\"?", shown, near.best);
	else
		kasa_err_set(err, KASA_EINVAL, "there is no command \"%s\" (kasa help lists them)", shown);
}

const struct command *
call_command(const char *name, struct kasa_err *err)
{
	const struct command *command = command_find(name);

	if (!command)
		say_unknown(name, err);
	return command;
}

/* "list, add or clear" */
static const char *
list_verbs(const struct command *first, char *out, size_t size)
{
	const char *before = "";
	size_t n = 0;

	out[0] = '\0';
	for (const struct command *row = first, *next; row && n < size; row = next) {
		next = command_next(row);
		if (!row->verb)
			continue;
		n += (size_t)snprintf(out + n, size - n, "%s%s", before, row->verb);
		before = next && !command_next(next) ? " or " : ", ";
	}
	return out;
}

static void
offer_verbs(struct suggest *near, const struct command *first)
{
	for (const struct command *row = first; row; row = command_next(row))
		suggest_offer(near, row->verb);
}

static void
say_verb(const struct command *first, const char *verb, struct kasa_err *err)
{
	char verbs[160], shown[TEXT_SHOWN];
	struct suggest near;

	list_verbs(first, verbs, sizeof verbs);
	if (!verb) {
		kasa_err_set(err, KASA_EINVAL, "%s: a verb is missing: %s", first->name, verbs);
		return;
	}
	text_show(shown, verb);
	suggest_start(&near, verb);
	offer_verbs(&near, first);
	if (!verbs[0])
		kasa_err_set(err, KASA_EINVAL, "%s: \"%s\" is one word too many: %s has no verbs", first->name, shown,
		             first->name);
	else if (near.best)
		kasa_err_set(err, KASA_EINVAL, "%s: \"%s\" is not %s: did you mean \"%s\"?", first->name, shown, verbs,
		             near.best);
	else
		kasa_err_set(err, KASA_EINVAL, "%s: \"%s\" is not %s (kasa help %s tells more)", first->name, shown,
		             verbs, first->name);
}

const struct command *
call_verb(const struct command *first, const char *verb, struct kasa_err *err)
{
	const struct command *row = verb ? command_verb(first, verb) : NULL;

	if (!row)
		say_verb(first, verb, err);
	return row;
}

static void
pick_row(struct call *call, const char *word)
{
	const struct command *first = call->command;
	const struct command *row = word ? command_verb(first, word) : NULL;

	if (row)
		call->verb = row->verb;
	else
		row = command_verb(first, NULL);
	if (row)
		call->command = row;
}

int
call_find(struct call *call, const struct options *opts, struct kasa_err *err)
{
	const char *name = opts->named_by ? "state" : "help";

	if (opts->words.count > 0)
		name = opts->words.item[0];
	*call = (struct call){ .command = call_command(name, err) };
	if (!call->command)
		return KASA_EINVAL;
	pick_row(call, opts->words.count > 1 ? opts->words.item[1] : NULL);
	return KASA_OK;
}

static const char *
find_choice(const struct command *command, const char *word)
{
	for (size_t i = 0; command->choices[i]; i++)
		if (strcmp(command->choices[i], word) == 0)
			return command->choices[i];
	return NULL;
}

/* "on or off is missing" */
static const char *
list_choices(const struct command *command, char *out, size_t size, const char *behind)
{
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; command->choices[i] && n < size; i++)
		n += (size_t)snprintf(out + n, size - n, "%s%s", i ? " or " : "", command->choices[i]);
	if (n < size)
		snprintf(out + n, size - n, "%s", behind);
	return out;
}

/* The suggestion for a word that ought to be one of the choices, or a verb that stands in their place; or NULL. */
static const char *
near_choice(const struct call *call, const char *word)
{
	const struct command *command = call->command;
	struct suggest near;

	suggest_start(&near, word);
	for (size_t i = 0; command->choices[i]; i++)
		suggest_offer(&near, command->choices[i]);
	if (!call->verb)
		offer_verbs(&near, command_find(command->name));
	return near.best;
}

/* A choice is wanted first or last: of two words that one is told which looks like it, or both. */
static int
say_choice(const struct call *call, const struct rest *rest, struct kasa_err *err)
{
	const char *first = rest->count > 0 ? rest->word[0] : "", *best = near_choice(call, first);
	const char *last = rest->count > 1 ? rest->word[rest->count - 1] : NULL;
	char wrong[320], choices[64], shown[TEXT_SHOWN], other[TEXT_SHOWN];

	if (rest->count == 0)
		return say_form(call, list_choices(call->command, wrong, sizeof wrong, " is missing"), err);
	list_choices(call->command, choices, sizeof choices, "");
	if (last && !best) {
		best = near_choice(call, last);
		first = best ? last : first;
	}
	text_show(shown, first);
	if (best)
		snprintf(wrong, sizeof wrong, "\"%s\" is not %s, did you mean \"%s\"?", shown, choices, best);
	else if (last)
		snprintf(wrong, sizeof wrong, "neither \"%s\" nor \"%s\" is %s", shown, text_show(other, last),
		         choices);
	else
		snprintf(wrong, sizeof wrong, "\"%s\" is not %s", shown, choices);
	return say_form(call, wrong, err);
}

static int
take_choice(struct call *call, struct rest *rest, struct kasa_err *err)
{
	const struct command *command = call->command;

	if (!command->choices)
		return KASA_OK;
	if (rest->count > 0)
		call->choice = find_choice(command, rest->word[0]);
	if (call->choice) {
		rest->word++;
		rest->count--;
		return KASA_OK;
	}
	if (rest->count > 0)
		call->choice = find_choice(command, rest->word[rest->count - 1]);
	if (!call->choice)
		return say_choice(call, rest, err);
	rest->count--;
	return KASA_OK;
}

/* Whether the last word is a value that might as well be missing: not when it is the only one and names the device. */
static bool
ends_with_value(const struct call *call, const struct options *opts, const struct rest *rest)
{
	const struct command *command = call->command;

	if (rest->count == 0 || (rest->count == 1 && command->start && !opts->named_by))
		return false;
	return !command->looks || command->looks(rest->word[rest->count - 1]);
}

static int
take_value(struct call *call, const struct options *opts, struct rest *rest, struct kasa_err *err)
{
	const struct command *command = call->command;
	bool may = command->flags & COMMAND_VALUE_OPTIONAL;
	char wrong[80];

	if (!command->value || (may && !ends_with_value(call, opts, rest)))
		return KASA_OK;
	if (rest->count > 0) {
		call->value = rest->word[--rest->count];
		return KASA_OK;
	}
	snprintf(wrong, sizeof wrong, "%s is missing", command->value);
	return say_form(call, wrong, err);
}

/* With one word where two are wanted nobody knows which one is missing. */
static int
check_pair(const struct call *call, const struct options *opts, const struct rest *rest, struct kasa_err *err)
{
	const struct command *command = call->command;
	char wrong[80];

	if (!command->value || !command->start || opts->named_by || rest->count != 1)
		return KASA_OK;
	if (command->flags & COMMAND_VALUE_OPTIONAL)
		return KASA_OK;
	snprintf(wrong, sizeof wrong, "DEVICE or %s is missing", command->value);
	return say_form(call, wrong, err);
}

const char *
call_near_verb(const struct call *call)
{
	struct suggest near;

	suggest_start(&near, call->device_count > 0 && !call->verb ? call->devices[0] : "");
	offer_verbs(&near, command_find(call->command->name));
	return near.best;
}

/* Words too many may be a mistyped verb and what follows it. */
static void
offer_verb(const struct call *call, char *wrong, size_t size)
{
	const char *verb = call_near_verb(call);
	size_t n = strlen(wrong);

	if (verb && n < size)
		snprintf(wrong + n, size - n, ", did you mean \"%s\"?", verb);
}

static int
check_devices(const struct call *call, const struct options *opts, struct kasa_err *err)
{
	const struct command *command = call->command;
	char wrong[240], shown[TEXT_SHOWN];
	size_t n = call->device_count;

	if (n > 0)
		text_show(shown, call->devices[0]);
	if (n > 0 && !command->start)
		snprintf(wrong, sizeof wrong, "\"%s\" is one word too many", shown);
	else if (n > 0 && opts->named_by)
		snprintf(wrong, sizeof wrong, "\"%s\" is one word too many, for %s names the device already", shown,
		         opts->named_by);
	else if (n > 1 && command->flags & COMMAND_ONE_DEVICE)
		snprintf(wrong, sizeof wrong, "one DEVICE at a time; what holds blanks goes into quotes");
	else if (n == 0 && command->start && !command->run && !opts->named_by)
		snprintf(wrong, sizeof wrong, "DEVICE is missing (kasa discover lists them)");
	else
		return KASA_OK;
	offer_verb(call, wrong, sizeof wrong);
	return say_form(call, wrong, err);
}

/* ---- options that belong to commands ---- */

/* The one row that has the option, of the command @p name or, with NULL, of all; or NULL when several have. */
static const struct command *
owner_of(const char *option, const char *name)
{
	const struct command *row, *owner = NULL;

	for (size_t i = 0; (row = command_at(i)); i++) {
		if (!command_has(row, option) || (name && strcmp(row->name, name) != 0))
			continue;
		if (owner)
			return NULL;
		owner = row;
	}
	return owner;
}

static int
say_foreign(const struct call *call, const char *option, struct kasa_err *err)
{
	const struct command *verb = owner_of(option, call->command->name);
	const struct command *owner = verb ? verb : owner_of(option, NULL);
	char title[COMMAND_TITLE], other[COMMAND_TITLE], belongs[80] = "", own[160] = "";
	const char *const *names = call->command->options;

	if (owner)
		snprintf(belongs, sizeof belongs, "; it belongs to kasa %s", command_title(owner, other));
	for (size_t i = 0, n = 0; names && names[i] && n < sizeof own; i++)
		n += (size_t)snprintf(own + n, sizeof own - n, "%s--%s", i ? ", " : "; here are ", names[i]);
	return kasa_err_set(err, KASA_EINVAL, "%s: there is no --%s here%s%s", command_title(call->command, title),
	                    option, belongs, own);
}

static int
check_options(const struct call *call, const struct options *opts, struct kasa_err *err)
{
	const struct option_row *row;

	for (size_t i = 0; (row = option_at(i)); i++)
		if (!row->set && opts->source[i] == OPTION_ARGUMENT && !command_has(call->command, row->name))
			return say_foreign(call, row->name, err);
	return KASA_OK;
}

/* ---- the whole ---- */

static int
take_words(struct call *call, const struct options *opts, struct rest *rest, struct kasa_err *err)
{
	int rc;

	if (call->command->flags & COMMAND_WORDS)
		return KASA_OK;
	rc = take_choice(call, rest, err);
	if (rc == KASA_OK)
		rc = check_pair(call, opts, rest, err);
	return rc == KASA_OK ? take_value(call, opts, rest, err) : rc;
}

int
call_parse(struct call *call, const struct options *opts, struct kasa_err *err)
{
	size_t taken = call->verb ? 2 : opts->words.count > 0;
	struct rest rest = { .word = opts->words.item, .count = opts->words.count - taken };
	int rc;

	if (taken > 0)
		rest.word += taken;
	if (call->command->verb && !call->verb
	    && !call_verb(command_find(call->command->name), rest.count > 0 ? rest.word[0] : NULL, err))
		return KASA_EINVAL;
	rc = check_options(call, opts, err);
	if (rc == KASA_OK)
		rc = take_words(call, opts, &rest, err);
	if (rc != KASA_OK)
		return rc;
	call->devices = rest.word;
	call->device_count = rest.count;
	return call->command->flags & COMMAND_WORDS ? KASA_OK : check_devices(call, opts, err);
}
