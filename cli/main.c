/* kasa: reads what is asked, runs the command, tells the shell how it went. */
#include <errno.h>
#include <ev.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "cli/cmd.h"
#include "cli/confirm.h"
#include "cli/exit.h"
#include "cli/hints.h"
#include "cli/screen.h"
#include "cli/writer.h"

enum {
	WARNINGS_MAX = 256, /* a house where more devices are fought for knows it by then */
};

/* A warning is told once, however often the library has it: it names its device. */
static bool
is_repeated(struct cli *cli, const char *line)
{
	struct words *told = &cli->warnings;

	for (size_t i = 0; i < told->count; i++)
		if (strcmp(told->item[i], line) == 0)
			return true;
	if (told->count < WARNINGS_MAX)
		words_add(told, line, strlen(line));
	return false;
}

/* Log lines of the library: warnings always, others as they are asked for with -v. */
static void
on_log(enum kasa_log_level level, const char *line, void *arg)
{
	if (level != KASA_LOG_WARNING || !is_repeated(arg, line))
		complain("%s", line);
}

static enum kasa_log_level
log_level(const struct options *opts)
{
	return opts->verbose > 1 ? KASA_LOG_DEBUG : opts->verbose > 0 ? KASA_LOG_INFO : KASA_LOG_WARNING;
}

/* libev knows no other way than abort(): without a descriptor for its pipe there is no Ctrl-C, and nothing to do. */
static void
on_loop_failure(const char *what) EV_NOEXCEPT
{
	screen_rescue();
	complain("the event loop cannot run: %s: %s", what, strerror(errno));
	_exit(EXIT_DEVICE);
}

static void
save_cache(struct cli *cli)
{
	struct kasa_err err;

	if (cache_save(&cli->cache, &err) != KASA_OK && cli->opts.verbose > 0)
		complain("cache not written: %s", err.text);
}

/* Commands about devices. */
static int
run_online(struct cli *cli)
{
	const struct command *command = cli->call.command;
	bool devices = command->start && (cli->call.device_count > 0 || cli->opts.named_by);
	int status;

	ev_set_syserr_cb(on_loop_failure);
	cli->ctx = kasa_context_new(NULL);
	if (!cli->ctx) {
		complain("no memory, or no event loop to be had");
		return EXIT_DEVICE;
	}
	if (!cli->opts.quiet || cli->opts.verbose > 0)
		kasa_context_log(cli->ctx, on_log, cli, log_level(&cli->opts));
	accounts_offer(cli);
	status = devices ? run_devices(cli) : command->run(cli);
	kasa_context_free(cli->ctx);
	save_cache(cli);
	hints_free(cli->hints);
	cache_finish(&cli->cache);
	return status;
}

static int
fail(const struct kasa_err *err)
{
	complain("%s", err->text);
	return exit_status((int)err->code);
}

static int
print_help(struct cli *cli)
{
	const struct call *call = &cli->call;

	if (cli->opts.words.count == 0)
		return help_print(cli, NULL, true);
	return help_print(cli, call->verb ? call->command : command_find(call->command->name), !call->verb);
}

/* Whatever is wrong with the file is a mistake of who wrote it. */
static int
read_config(struct cli *cli, struct kasa_err *err)
{
	struct mistakes mistakes = { 0 };
	int rc = config_load(&cli->config, cli->opts.config, &mistakes, err);

	mistakes_print(&mistakes, cli->config.path);
	if (rc == KASA_EINVAL)
		kasa_err_set(err, rc, "nothing was done, because of what is wrong in the configuration");
	mistakes_finish(&mistakes);
	return rc == KASA_OK || rc == KASA_ENOMEM ? rc : (int)(err->code = KASA_EINVAL);
}

/* What the command line left open: the environment says it, or the configuration. */
static int
read_surroundings(struct cli *cli, struct kasa_err *err)
{
	const char *const *own = cli->call.command->options;
	int rc = options_environment(&cli->opts, own, err);

	if (rc == KASA_OK)
		rc = read_config(cli, err);
	if (rc == KASA_OK)
		rc = config_defaults(&cli->config, &cli->opts, own, err);
	return rc == KASA_OK ? accounts_prepare(cli, err) : rc;
}

/* The rest of the line, and what surrounds it, once it is known which command is meant. */
static int
understand(struct cli *cli, struct kasa_err *err)
{
	const struct command *command = cli->call.command;
	struct options *opts = &cli->opts;

	if (!(command->flags & COMMAND_OFFLINE) && read_surroundings(cli, err) != KASA_OK)
		return err->code;
	if (call_parse(&cli->call, opts, err) != KASA_OK)
		return err->code;
	if (!opts->timeout_ms)
		opts->timeout_ms = command->limit_ms ? command->limit_ms : TIMEOUT_MS;
	if (opts->json && options_given(opts, "csv"))
		return kasa_err_set(err, KASA_EINVAL, "%s: --json or --csv, not both", command->name);
	return command->check ? command->check(cli, err) : KASA_OK;
}

static int
prepare(struct cli *cli, struct kasa_err *err)
{
	const struct command *command = cli->call.command;

	return command->prepare ? command->prepare(cli, err) : KASA_OK;
}

static int
run(struct cli *cli, int argc, char **argv)
{
	struct options *opts = &cli->opts;
	struct kasa_err err;

	if (options_parse(opts, argc, argv, &err) != KASA_OK)
		return fail(&err);
	if (opts->version)
		return cmd_version(cli);
	if (call_find(&cli->call, opts, &err) != KASA_OK)
		return fail(&err);
	if (opts->help)
		return print_help(cli);
	if (understand(cli, &err) != KASA_OK || confirm(cli, &err) != KASA_OK || prepare(cli, &err) != KASA_OK)
		return fail(&err);
	cli->writer = opts->json ? &writer_json : options_given(opts, "csv") ? &writer_csv : &writer_text;
	cli->out.quiet = opts->quiet;
	cli->out.detailed = opts->verbose > 0;
	if (cli->call.command->flags & COMMAND_OFFLINE)
		return cli->call.command->run(cli);
	out_colour(&cli->out, cli->writer == &writer_text);
	return run_online(cli);
}

int
main(int argc, char **argv)
{
	struct cli cli = { .account_count = SIZE_MAX };
	int status, written;

	out_guard();
	signal(SIGPIPE, SIG_IGN);
	options_init(&cli.opts);
	status = run(&cli, argc, argv);
	explicit_bzero(cli.secret, sizeof cli.secret);
	accounts_wipe(&cli.accounts);
	kasa_credentials_wipe(&cli.login);
	words_finish(&cli.warnings);
	options_finish(&cli.opts);
	config_finish(&cli.config);
	written = out_finish(&cli.out);
	return status ? status : written;
}
