/* Grammar: kasa COMMAND [VERB] DEVICE... [VALUE], the verb also last. */
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
	char form[COMMAND_FORM];

	return kasa_err_set(err, KASA_EINVAL, "%s: %s: %s", call->command->name, wrong,
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

int
call_find(struct call *call, const struct options *opts, struct kasa_err *err)
{
	const char *name = opts->named_by ? "state" : "help";

	if (opts->words.count > 0)
		name = opts->words.item[0];
	*call = (struct call){ .command = call_command(name, err) };
	return call->command ? KASA_OK : KASA_EINVAL;
}

static const char *
find_verb(const struct command *command, const char *word)
{
	for (size_t i = 0; command->verbs[i]; i++)
		if (strcmp(command->verbs[i], word) == 0)
			return command->verbs[i];
	return NULL;
}

/* "on or off is missing" */
static const char *
say_verbs(const struct command *command, char *out, size_t size, const char *behind)
{
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; command->verbs[i] && n < size; i++)
		n += (size_t)snprintf(out + n, size - n, "%s%s", i ? " or " : "", command->verbs[i]);
	if (n < size)
		snprintf(out + n, size - n, "%s", behind);
	return out;
}

static int
say_verb(const struct call *call, const char *word, struct kasa_err *err)
{
	struct suggest near;
	char wrong[160], verbs[64], shown[TEXT_SHOWN];

	if (!word)
		return say_form(call, say_verbs(call->command, wrong, sizeof wrong, " is missing"), err);
	suggest_start(&near, word);
	for (size_t i = 0; call->command->verbs[i]; i++)
		suggest_offer(&near, call->command->verbs[i]);
	snprintf(wrong, sizeof wrong, "\"%s\" is not %s%s%s%s", text_show(shown, word),
	         say_verbs(call->command, verbs, sizeof verbs, ""), near.best ? ", did you mean \"" : "",
	         near.best ? near.best : "", near.best ? "\"?" : "");
	return say_form(call, wrong, err);
}

static int
take_verb(struct call *call, struct rest *rest, struct kasa_err *err)
{
	const struct command *command = call->command;

	if (!command->verbs)
		return KASA_OK;
	if (rest->count > 0)
		call->verb = find_verb(command, rest->word[0]);
	if (call->verb) {
		rest->word++;
		rest->count--;
		return KASA_OK;
	}
	if (rest->count > 0)
		call->verb = find_verb(command, rest->word[rest->count - 1]);
	if (!call->verb)
		return say_verb(call, rest->count > 0 ? rest->word[0] : NULL, err);
	rest->count--;
	return KASA_OK;
}

static int
take_value(struct call *call, struct rest *rest, struct kasa_err *err)
{
	const struct command *command = call->command;
	char wrong[80];

	if (!command->value)
		return KASA_OK;
	if (rest->count > 0) {
		call->value = rest->word[--rest->count];
		return command->check ? command->check(call->value, err) : KASA_OK;
	}
	if (command->flags & COMMAND_VALUE_OPTIONAL)
		return KASA_OK;
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
	snprintf(wrong, sizeof wrong, "DEVICE or %s is missing", command->value);
	return say_form(call, wrong, err);
}

static int
check_devices(const struct call *call, const struct options *opts, struct kasa_err *err)
{
	const struct command *command = call->command;
	char wrong[200], shown[TEXT_SHOWN];
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
	return say_form(call, wrong, err);
}

int
call_parse(struct call *call, const struct options *opts, struct kasa_err *err)
{
	struct rest rest = { .word = opts->words.item, .count = opts->words.count };
	int rc;

	if (rest.count > 0) {
		rest.word++;
		rest.count--;
	}
	rc = take_verb(call, &rest, err);
	if (rc == KASA_OK)
		rc = check_pair(call, opts, &rest, err);
	if (rc == KASA_OK)
		rc = take_value(call, &rest, err);
	if (rc != KASA_OK)
		return rc;
	call->devices = rest.word;
	call->device_count = rest.count;
	return check_devices(call, opts, err);
}
