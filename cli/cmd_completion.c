/* completion: scripts for shells, made of the tables; names of devices come from the cache as one types. */
#include <string.h>

#include "base/str.h"
#include "cli/cmd.h"
#include "cli/exit.h"

/* ---- lists of words ---- */

static void
add_command_names(struct text *text, const char *between)
{
	const struct command *command;
	const char *before = "";

	for (size_t i = 0; (command = command_at(i)); i++) {
		if (command->flags & COMMAND_HIDDEN)
			continue;
		text_printf(text, "%s%s", before, command->name);
		before = between;
		if (command->alias)
			text_printf(text, "%s%s", between, command->alias);
	}
}

static void
add_verbs(struct text *text, const struct command *command)
{
	for (size_t i = 0; command->verbs[i]; i++)
		text_printf(text, "%s%s", i ? " " : "", command->verbs[i]);
}

static void
add_option_names(struct text *text)
{
	const struct option_row *row;

	for (size_t i = 0; (row = option_at(i)); i++)
		text_printf(text, "%s--%s", i ? " " : "", row->name);
}

/* Options after which a value follows, as a pattern of the shell's case: "--host|-H|...". */
static void
add_value_options(struct text *text)
{
	const struct option_row *row;
	const char *before = "";

	for (size_t i = 0; (row = option_at(i)); i++) {
		if (!row->value)
			continue;
		text_printf(text, "%s--%s", before, row->name);
		if (row->letter)
			text_printf(text, "|-%c", row->letter);
		before = "|";
	}
}

/* In single quotes, with those inside kept. */
static void
add_quoted(struct text *text, const char *string)
{
	text_add(text, "'");
	for (; *string; string++)
		if (*string == '\'')
			text_add(text, "'\\''");
		else
			text_bytes(text, string, 1);
	text_add(text, "'");
}

/* ---- bash ---- */

static const char bash_head[] = "# bash completion for kasa: eval \"$(kasa completion bash)\"\n"
				"_kasa_devices() {\n"
				"\tlocal name begun=$1\n"
				"\tbegun=${begun//[\\\\\\\"\\']/}\n"
				"\twhile IFS= read -r name; do\n"
				"\t\t[[ ${name,,} == \"${begun,,}\"* ]] && COMPREPLY+=(\"$(printf %q \"$name\")\")\n"
				"\tdone < <(kasa __complete devices 2>/dev/null)\n"
				"}\n"
				"_kasa() {\n"
				"\tlocal cur=${COMP_WORDS[COMP_CWORD]} command= i words=0\n"
				"\tCOMPREPLY=()\n"
				"\tcase ${COMP_WORDS[COMP_CWORD - 1]} in\n"
				"\t--alias | -a) _kasa_devices \"$cur\"; return ;;\n"
				"\t";

static const char bash_value[] = ") return ;;\n"
				 "\tesac\n"
				 "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
				 "\t\tcase ${COMP_WORDS[i]} in\n"
				 "\t\t";

static const char bash_words[] = ") ((i++)) ;;\n"
				 "\t\t-*) ;;\n"
				 "\t\t*) [[ $command ]] && ((words++)) || command=${COMP_WORDS[i]} ;;\n"
				 "\t\tesac\n"
				 "\tdone\n"
				 "\tif [[ $cur == -* ]]; then\n"
				 "\t\tCOMPREPLY=($(compgen -W '";

static void
add_bash_case(struct text *text, const struct command *command)
{
	if (command->flags & COMMAND_HIDDEN || (!command->verbs && !command->start))
		return;
	text_printf(text, "\t%s", command->name);
	if (command->alias)
		text_printf(text, "|%s", command->alias);
	text_add(text, ")\n");
	if (command->verbs) {
		text_add(text, "\t\tif ((words == 0)); then COMPREPLY=($(compgen -W '");
		add_verbs(text, command);
		text_add(text, "' -- \"$cur\")); return; fi\n");
	}
	if (command->start)
		text_add(text, "\t\t_kasa_devices \"$cur\"\n");
	text_add(text, "\t\t;;\n");
}

static void
bash(struct text *text)
{
	const struct command *command;

	text_add(text, bash_head);
	add_value_options(text);
	text_add(text, bash_value);
	add_value_options(text);
	text_add(text, bash_words);
	add_option_names(text);
	text_add(text,
	         "' -- \"$cur\"))\n\t\treturn\n\tfi\n\tcase $command in\n\t'' | help)\n\t\tCOMPREPLY=($(compgen -W '");
	add_command_names(text, " ");
	text_add(text, "' -- \"$cur\"))\n\t\t;;\n");
	for (size_t i = 0; (command = command_at(i)); i++)
		add_bash_case(text, command);
	text_add(text, "\tesac\n}\ncomplete -F _kasa kasa\n");
}

/* ---- zsh ---- */

static void
add_zsh_commands(struct text *text)
{
	const struct command *command;

	for (size_t i = 0; (command = command_at(i)); i++) {
		char line[160];

		if (command->flags & COMMAND_HIDDEN)
			continue;
		text_printf(text, "\t\t");
		line[0] = '\0';
		kasa_str_copy(line, sizeof line, command->name);
		strncat(line, ":", sizeof line - strlen(line) - 1);
		strncat(line, command->summary, sizeof line - strlen(line) - 1);
		add_quoted(text, line);
		text_add(text, "\n");
	}
}

static void
add_zsh_options(struct text *text)
{
	const struct option_row *row;

	for (size_t i = 0; (row = option_at(i)); i++) {
		text_printf(text, "\t\t'--%s%s[", row->name, row->value ? "=" : "");
		for (const char *at = row->help; *at; at++) {
			if (strchr("[]:'", *at))
				text_add(text, *at == '\'' ? "'\\'" : "\\");
			text_bytes(text, at, 1);
		}
		text_printf(text, "]%s%s'\n", row->value ? ":" : "", row->value ? row->value : "");
	}
}

static void
add_zsh_case(struct text *text, const struct command *command)
{
	if (command->flags & COMMAND_HIDDEN || (!command->verbs && !command->start))
		return;
	text_printf(text, "\t%s%s%s)\n", command->name, command->alias ? "|" : "",
	            command->alias ? command->alias : "");
	if (command->verbs) {
		text_add(text, "\t\tif ((CURRENT == 2)); then compadd -- ");
		add_verbs(text, command);
		text_add(text, "; return; fi\n");
	}
	if (command->start)
		text_add(text, "\t\tcompadd -M 'm:{a-zA-Z}={A-Za-z}' -- $devices\n");
	text_add(text, "\t\t;;\n");
}

static void
zsh(struct text *text)
{
	const struct command *command;

	text_add(text, "#compdef kasa\n# zsh completion for kasa\n_kasa() {\n\tlocal context state line\n"
	               "\tlocal -a commands devices options\n\tcommands=(\n");
	add_zsh_commands(text);
	text_add(text, "\t)\n\toptions=(\n");
	add_zsh_options(text);
	text_add(text, "\t)\n\t_arguments -C $options '1:command:->command' '*::word:->word'\n\tcase $state in\n"
	               "\tcommand) _describe command commands; return ;;\n\tword) ;;\n\t*) return ;;\n\tesac\n"
	               "\tdevices=(\"${(@f)$(kasa __complete devices 2>/dev/null)}\")\n\tcase $words[1] in\n"
	               "\thelp) _describe command commands ;;\n");
	for (size_t i = 0; (command = command_at(i)); i++)
		add_zsh_case(text, command);
	text_add(text, "\tesac\n}\nif [[ $funcstack[1] == _kasa ]]; then _kasa \"$@\"; else compdef _kasa kasa; fi\n");
}

/* ---- fish ---- */

static void
add_fish_command(struct text *text, const struct command *command)
{
	text_printf(text, "complete -c kasa -n __fish_use_subcommand -a %s -d ", command->name);
	add_quoted(text, command->summary);
	text_add(text, "\n");
	if (command->verbs) {
		text_printf(text, "complete -c kasa -n '__fish_seen_subcommand_from %s' -a '", command->name);
		add_verbs(text, command);
		text_add(text, "'\n");
	}
	if (command->start)
		text_printf(
			text,
			"complete -c kasa -n '__fish_seen_subcommand_from %s%s%s' -a '(kasa __complete devices 2>/dev/null)'\n",
			command->name, command->alias ? " " : "", command->alias ? command->alias : "");
}

static void
add_fish_option(struct text *text, const struct option_row *row)
{
	text_printf(text, "complete -c kasa -l %s", row->name);
	if (row->letter)
		text_printf(text, " -s %c", row->letter);
	text_printf(text, "%s -d ", row->value ? " -x" : "");
	add_quoted(text, row->help);
	text_add(text, "\n");
}

static void
fish(struct text *text)
{
	const struct command *command;
	const struct option_row *row;

	text_add(text, "# fish completion for kasa: kasa completion fish | source\ncomplete -c kasa -f\n");
	for (size_t i = 0; (command = command_at(i)); i++)
		if (!(command->flags & COMMAND_HIDDEN))
			add_fish_command(text, command);
	text_add(text, "complete -c kasa -n '__fish_seen_subcommand_from help' -a '");
	add_command_names(text, " ");
	text_add(text, "'\n");
	for (size_t i = 0; (row = option_at(i)); i++)
		add_fish_option(text, row);
}

// clang-format off
static const struct {
	const char *shell;
	void (*add)(struct text *text);
} scripts[] = {
	{ "bash", bash },
	{ "zsh",  zsh },
	{ "fish", fish },
};
// clang-format on

int
cmd_completion(struct cli *cli)
{
	struct text text;

	text_init(&text);
	for (size_t i = 0; i < sizeof scripts / sizeof scripts[0]; i++)
		if (strcmp(cli->call.verb, scripts[i].shell) == 0)
			scripts[i].add(&text);
	out_failure(&cli->out, &text);
	text_finish(&text);
	return EXIT_DONE;
}

/* A name that a terminal must not get raw is not completed. */
static bool
is_plain(const char *name)
{
	const char *end = name + strlen(name);

	while (name < end)
		if (kasa_str_unsafe(kasa_utf8_next(&name, end)))
			return false;
	return true;
}

/* One name a line, as the scripts want them. */
int
cmd_complete(struct cli *cli)
{
	struct text text;

	text_init(&text);
	cache_load(&cli->cache);
	for (size_t i = 0; i < cli->cache.count; i++) {
		const char *alias = cli->cache.entries[i].alias;

		if (alias[0] && is_plain(alias))
			text_printf(&text, "%s\n", alias);
	}
	text_add(&text, "all\n");
	out_failure(&cli->out, &text);
	text_finish(&text);
	cache_finish(&cli->cache);
	return EXIT_DONE;
}
