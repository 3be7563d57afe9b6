/* completion: scripts for shells, made of the tables; names of devices come from the cache as one types. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "cli/cmd.h"
#include "cli/exit.h"

/* ---- lists of words ---- */

static bool
is_first(const struct command *row)
{
	return !(row->flags & COMMAND_HIDDEN) && command_find(row->name) == row;
}

static void
add_command_names(struct text *text, const char *between)
{
	const struct command *row;
	const char *before = "";

	for (size_t i = 0; (row = command_at(i)); i++) {
		if (!is_first(row))
			continue;
		text_printf(text, "%s%s", before, row->name);
		before = between;
		if (row->alias)
			text_printf(text, "%s%s", between, row->alias);
	}
}

static void
add_verbs(struct text *text, const struct command *first)
{
	const char *before = "";

	for (const struct command *row = first; row; row = command_next(row)) {
		if (!row->verb)
			continue;
		text_printf(text, "%s%s", before, row->verb);
		before = " ";
	}
}

static void
add_choices(struct text *text, const struct command *row)
{
	for (size_t i = 0; row->choices && row->choices[i]; i++)
		text_printf(text, "%s%s", i ? " " : "", row->choices[i]);
}

/* Those that every command has. */
static void
add_option_names(struct text *text)
{
	const struct option_row *row;
	const char *before = "";

	for (size_t i = 0; (row = option_at(i)); i++) {
		if (!row->set)
			continue;
		text_printf(text, "%s--%s", before, row->name);
		before = " ";
	}
}

static void
add_own_names(struct text *text, const struct command *row)
{
	for (size_t i = 0; row->options && row->options[i]; i++)
		text_printf(text, "%s--%s", i ? " " : "", row->options[i]);
}

/* Options after which a value follows, for the shell's case: "--host|-H|...". */
static void
add_value_options(struct text *text, const char *between)
{
	const struct option_row *row;
	const char *before = "";

	for (size_t i = 0; (row = option_at(i)); i++) {
		if (!row->value || row->looks)
			continue;
		text_printf(text, "%s--%s", before, row->name);
		if (row->letter)
			text_printf(text, "%s-%c", between, row->letter);
		before = between;
	}
}

static bool
is_file(const struct option_row *row)
{
	return row->value && strcmp(row->value, "FILE") == 0;
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

/* Part of a script of bash and zsh: from the words so far, the command and the first word after it. */
static void
add_scan(struct text *text, const char *words)
{
	text_printf(text, "\tfor word in %s; do\n\t\tif [[ $skip ]]; then skip=; continue; fi\n\t\tcase $word in\n\t\t",
	            words);
	add_value_options(text, "|");
	text_add(text, ") skip=1 ;;\n\t\t-*) ;;\n"
	               "\t\t*) if [[ ! $command ]]; then command=$word\n"
	               "\t\t   else [[ $first ]] || first=$word; ((++count)); fi ;;\n\t\tesac\n\tdone\n");
}

/* "schedule/add) ... ;;" */
static void
add_case(struct text *text, const struct command *row, const char *begin,
         void (*add)(struct text *text, const struct command *row))
{
	const char *alias = command_find(row->name)->alias, *verb = row->verb ? row->verb : "*";

	text_printf(text, "\t%s%s/%s", begin, row->name, verb);
	if (alias)
		text_printf(text, "|%s/%s", alias, verb);
	text_add(text, ")");
	add(text, row);
	text_add(text, " ;;\n");
}

/* And: a case for each row, those with a verb before that of the name alone; add() writes what it is worth. */
static void
add_cases(struct text *text, const char *begin, void (*add)(struct text *text, const struct command *row))
{
	const struct command *row;

	text_add(text, "\tcase $command/$first in\n");
	for (size_t i = 0; (row = command_at(i)); i++)
		if (row->verb && !(row->flags & COMMAND_HIDDEN))
			add_case(text, row, begin, add);
	for (size_t i = 0; (row = command_at(i)); i++)
		if (!row->verb && !(row->flags & COMMAND_HIDDEN))
			add_case(text, row, begin, add);
	text_add(text, "\tesac\n");
}

/* And: the verbs of each command that has some. */
static void
add_verb_cases(struct text *text)
{
	const struct command *row;

	text_add(text, "\tcase $command in\n");
	for (size_t i = 0; (row = command_at(i)); i++) {
		if (!is_first(row) || (!row->verb && !command_next(row)))
			continue;
		text_printf(text, "\t%s%s%s) verbs='", row->name, row->alias ? "|" : "", row->alias ? row->alias : "");
		add_verbs(text, row);
		text_add(text, "' ;;\n");
	}
	text_add(text, "\thelp) verbs=$commands ;;\n\tesac\n");
}

/* ---- bash ---- */

static const char bash_head[] =
	"# bash completion for kasa: eval \"$(kasa completion bash)\"\n"
	"_kasa_devices() {\n"
	"\tlocal name begun=$1\n"
	"\tbegun=${begun//[\\\\\\\"\\']/}\n"
	"\twhile IFS= read -r name; do\n"
	"\t\t[[ ${name,,} == \"${begun,,}\"* ]] && COMPREPLY+=(\"$(printf %q \"$name\")\")\n"
	"\tdone < <(kasa __complete devices 2>/dev/null)\n"
	"}\n"
	"_kasa() {\n"
	"\tlocal cur=${COMP_WORDS[COMP_CWORD]} command= first= word= skip= count=0\n"
	"\tlocal verbs= choices= own= devices=\n"
	"\t[[ ${COMP_WORDS[COMP_CWORD - 1]} == @ ]] && cur=@$cur # bash takes @ for the end of a word\n"
	"\tCOMPREPLY=()\n";

static const char bash_tail[] = "\tif [[ $cur == -* ]]; then\n"
				"\t\tCOMPREPLY=($(compgen -W \"$general $own\" -- \"$cur\"))\n"
				"\telif [[ ! $command ]]; then\n"
				"\t\tCOMPREPLY=($(compgen -W \"$commands\" -- \"$cur\"))\n"
				"\telse\n"
				"\t\t((count == 0)) || verbs=\n"
				"\t\t((count == 0)) && [[ ! $verbs && $choices ]] && devices=\n"
				"\t\t[[ \" $choices \" == *\" $first \"* && $first ]] && choices=\n"
				"\t\tCOMPREPLY=($(compgen -W \"$verbs $choices\" -- \"$cur\"))\n"
				"\t\t[[ ! $devices ]] || _kasa_devices \"$cur\"\n"
				"\tfi\n}\ncomplete -F _kasa kasa\n";

static void
add_shell_case(struct text *text, const struct command *row)
{
	text_add(text, " choices='");
	add_choices(text, row);
	text_add(text, "' own='");
	add_own_names(text, row);
	text_printf(text, "' devices=%s", row->start ? "1" : "");
}

/* What follows an option that has a value: the names of devices, files, or nothing that could be known. */
static void
add_bash_values(struct text *text)
{
	const struct option_row *row;

	text_add(text, "\tcase ${COMP_WORDS[COMP_CWORD - 1]} in\n\t--alias|-a) _kasa_devices \"$cur\"; return ;;\n");
	for (size_t i = 0; (row = option_at(i)); i++)
		if (is_file(row))
			text_printf(text, "\t--%s) COMPREPLY=($(compgen -f -- \"$cur\")); return ;;\n", row->name);
	text_add(text, "\t");
	add_value_options(text, "|");
	text_add(text, ") return ;;\n\tesac\n");
}

static void
bash(struct text *text)
{
	text_add(text, bash_head);
	text_add(text, "\tlocal general='");
	add_option_names(text);
	text_add(text, "' commands='");
	add_command_names(text, " ");
	text_add(text, "'\n");
	add_bash_values(text);
	add_scan(text, "\"${COMP_WORDS[@]:1:COMP_CWORD-1}\"");
	add_verb_cases(text);
	add_cases(text, "", add_shell_case);
	text_add(text, bash_tail);
}

/* ---- zsh ---- */

static void
add_zsh_commands(struct text *text)
{
	const struct command *row;

	for (size_t i = 0; (row = command_at(i)); i++) {
		char line[200];

		if (!is_first(row))
			continue;
		snprintf(line, sizeof line, "%s:%s", row->name, row->topic ? row->topic : row->summary);
		text_add(text, "\t\t");
		add_quoted(text, line);
		text_add(text, "\n");
	}
}

/* "'--host=[the device]:HOST'" */
static void
add_zsh_option(struct text *text, const struct option_row *row)
{
	text_printf(text, "'%s--%s%s[", row->many || row->set ? "*" : "", row->name,
	            !row->value  ? ""
	            : row->looks ? "=-"
	                         : "=");
	for (const char *at = row->help; *at; at++) {
		if (strchr("[]:'", *at))
			text_add(text, *at == '\'' ? "'\\'" : "\\");
		text_bytes(text, at, 1);
	}
	text_add(text, "]");
	if (row->value)
		text_printf(text, "%s%s%s", row->looks ? "::" : ":", row->value, is_file(row) ? ":_files" : "");
	text_add(text, "'");
}

static void
add_zsh_case(struct text *text, const struct command *row)
{
	add_shell_case(text, row);
	if (!row->options)
		return;
	text_add(text, "; flags+=(");
	for (size_t i = 0; row->options[i]; i++) {
		text_add(text, i ? " " : "");
		add_zsh_option(text, option_find(row->options[i]));
	}
	text_add(text, ")");
}

static const char zsh_tail[] =
	"\t_arguments -C $flags '1:command:->command' '*::word:->word'\n"
	"\tcase $state in\n\tcommand) _describe command described; return ;;\n\tword) ;;\n\t*) return ;;\n\tesac\n"
	"\t((count == 0)) || verbs=\n"
	"\t((count == 0)) && [[ ! $verbs && $choices ]] && devices=\n"
	"\t[[ \" $choices \" == *\" $first \"* && $first ]] && choices=\n"
	"\tcompadd -- ${=verbs} ${=choices}\n"
	"\t[[ ! $devices ]] || compadd -M 'm:{a-zA-Z}={A-Za-z}' -- \"${(@f)$(kasa __complete devices 2>/dev/null)}\"\n"
	"}\nif [[ $funcstack[1] == _kasa ]]; then _kasa \"$@\"; else compdef _kasa kasa; fi\n";

static void
zsh(struct text *text)
{
	const struct option_row *row;

	text_add(text, "#compdef kasa\n# zsh completion for kasa\n_kasa() {\n\tlocal context state line\n"
	               "\tlocal command= first= word= skip= count=0 verbs= choices= own= devices=\n"
	               "\tlocal -a described flags\n\tlocal commands='");
	add_command_names(text, " ");
	text_add(text, "'\n\tdescribed=(\n");
	add_zsh_commands(text);
	text_add(text, "\t)\n\tflags=(\n");
	for (size_t i = 0; (row = option_at(i)); i++) {
		if (!row->set)
			continue;
		text_add(text, "\t\t");
		add_zsh_option(text, row);
		text_add(text, "\n");
	}
	text_add(text, "\t)\n");
	add_scan(text, "\"${(@)words[2,CURRENT-1]}\"");
	add_verb_cases(text);
	add_cases(text, "(", add_zsh_case);
	text_add(text, zsh_tail);
}

/* ---- fish ---- */

static const char fish_head[] = "# fish completion for kasa: kasa completion fish | source\n"
				"complete -c kasa -f\n"
				"# true when the command is $argv[1] and, if it is given, the word after it $argv[2]\n"
				"function __kasa_at\n"
				"\tset -l words\n"
				"\tset -l skip 0\n"
				"\tfor word in (commandline -opc)[2..-1]\n"
				"\t\tif test $skip = 1\n"
				"\t\t\tset skip 0\n"
				"\t\t\tcontinue\n"
				"\t\tend\n"
				"\t\tswitch $word\n"
				"\t\t\tcase ";

static const char fish_mid[] = "\n"
			       "\t\t\t\tset skip 1\n"
			       "\t\t\tcase '-*'\n"
			       "\t\t\tcase '*'\n"
			       "\t\t\t\tset -a words $word\n"
			       "\t\tend\n"
			       "\tend\n"
			       "\ttest \"$words[1]\" = $argv[1]; or return 1\n"
			       "\tnot set -q argv[2]; or test \"$words[2]\" = $argv[2]\n"
			       "end\n";

/* When a row is meant: its command and its verb, or its command and none of the verbs. */
static void
add_fish_condition(struct text *text, const struct command *row, const char *name)
{
	text_printf(text, "complete -c kasa -n \"__kasa_at %s%s%s", name, row->verb ? " " : "",
	            row->verb ? row->verb : "");
	for (const struct command *next = row->verb ? NULL : command_find(name); next; next = command_next(next))
		if (next->verb)
			text_printf(text, "; and not __kasa_at %s %s", name, next->verb);
	text_add(text, "\" ");
}

static void
add_fish_option(struct text *text, const struct option_row *row)
{
	text_printf(text, "-l %s", row->name);
	if (row->letter)
		text_printf(text, " -s %c", row->letter);
	text_printf(text, "%s -d ", is_file(row) ? " -rF" : row->value && !row->looks ? " -x" : "");
	add_quoted(text, row->help);
	text_add(text, "\n");
}

static void
add_fish_row(struct text *text, const struct command *row, const char *name)
{
	if (row->choices) {
		add_fish_condition(text, row, name);
		text_add(text, "-a '");
		add_choices(text, row);
		text_add(text, "'\n");
	}
	if (row->start) {
		add_fish_condition(text, row, name);
		text_add(text, "-a '(kasa __complete devices 2>/dev/null)'\n");
	}
	for (size_t i = 0; row->options && row->options[i]; i++) {
		add_fish_condition(text, row, name);
		add_fish_option(text, option_find(row->options[i]));
	}
}

static void
add_fish_command(struct text *text, const struct command *first)
{
	const char *const names[] = { first->name, first->alias };

	text_printf(text, "complete -c kasa -n __fish_use_subcommand -a %s -d ", first->name);
	add_quoted(text, first->topic ? first->topic : first->summary);
	text_add(text, "\n");
	for (size_t i = 0; i < 2 && names[i]; i++)
		for (const struct command *row = first; row; row = command_next(row)) {
			if (row->verb) {
				text_printf(text, "complete -c kasa -n \"__kasa_at %s ''\" -a %s -d ", names[i],
				            row->verb);
				add_quoted(text, row->summary);
				text_add(text, "\n");
			}
			add_fish_row(text, row, names[i]);
		}
}

static void
fish(struct text *text)
{
	const struct command *command;
	const struct option_row *row;

	text_add(text, fish_head);
	add_value_options(text, " ");
	text_add(text, fish_mid);
	for (size_t i = 0; (command = command_at(i)); i++)
		if (is_first(command))
			add_fish_command(text, command);
	text_add(text, "complete -c kasa -n '__kasa_at help' -a '");
	add_command_names(text, " ");
	text_add(text, "'\n");
	for (size_t i = 0; (row = option_at(i)); i++) {
		if (!row->set)
			continue;
		text_add(text, "complete -c kasa ");
		add_fish_option(text, row);
	}
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
		if (strcmp(cli->call.choice, scripts[i].shell) == 0)
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

static void
add_names(struct text *text, const struct yaml_node *names, const char *before)
{
	for (const struct yaml_node *at = names ? names->first : NULL; at; at = at->next)
		if (is_plain(at->key->text))
			text_printf(text, "%s%s\n", before, at->key->text);
}

/* What is wrong in the file is told when a command is run, not while one is typed. */
static void
add_config(struct cli *cli, struct text *text)
{
	const char *named = getenv("KASA_CONFIG");
	struct mistakes mistakes = { 0 };

	config_load(&cli->config, named && named[0] ? named : NULL, &mistakes, NULL);
	mistakes_finish(&mistakes);
	add_names(text, cli->config.names, "");
	add_names(text, cli->config.groups, "@");
}

/* One name a line, as the scripts want them. */
int
cmd_complete(struct cli *cli)
{
	struct text text;

	text_init(&text);
	add_config(cli, &text);
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
