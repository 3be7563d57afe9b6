/* discover: a line for each device as it answers. */
#include <string.h>

#include "base/err.h"
#include "base/str.h"
#include "cli/cmd.h"
#include "cli/exit.h"
#include "cli/interrupt.h"
#include "cli/writer.h"

struct search {
	struct cli *cli;
	struct kasa_discover *handle; /* NULL once it is over */
	unsigned found;
	struct kasa_err err;
	char refused[120]; /* a probe that could not be sent, and why, or "" */
};

/* `kasa --host H discover` asks H alone; what stands in KASA_HOST for other commands is no wish of this one. */
static int
search_options(struct cli *cli, struct kasa_discover_options *options, struct kasa_err *err)
{
	int rc = cli_search_options(cli, options, err);

	if (cli->opts.named_by && strcmp(cli->opts.named_by, "--host") == 0) {
		options->targets = (const char *const *)cli->opts.hosts.item;
		options->target_count = cli->opts.hosts.count;
	}
	return rc;
}

static void
stop(struct search *search)
{
	kasa_discover_stop(search->handle);
	search->handle = NULL;
}

static void
on_found(const struct kasa_found *found, void *arg)
{
	struct search *search = arg;
	struct cli *cli = search->cli;

	search->found++;
	cli_search_show(cli, found);
	if (cli->out.error) /* nobody reads any more */
		stop(search);
}

static void
on_done(const struct kasa_discover_report *report, const struct kasa_err *err, void *arg)
{
	struct search *search = arg;

	search->handle = NULL;
	search->err = *err;
	kasa_str_copy(search->refused, sizeof search->refused, report->last_error);
}

static void
on_signal(int signo, void *arg)
{
	struct search *search = arg;

	search->cli->signal = signo;
	stop(search);
	complain("interrupted; %u found so far", search->found);
}

static void
say_nothing_found(const struct search *search)
{
	struct kasa_err err;

	if (search->err.code != KASA_OK)
		kasa_err_set(&err, (int)search->err.code, "%s", search->err.text);
	else
		kasa_err_set(
			&err, KASA_ENOTFOUND,
			"no device found; kasa doctor looks for the reason, --target ADDR searches another network");
	if (search->err.code == KASA_OK && search->refused[0])
		kasa_err_append(&err, " (not everybody was asked: %s)", search->refused);
	search->cli->writer->failure(&search->cli->out, &(struct writer_failure){ .err = &err });
}

static int
status(const struct search *search)
{
	if (search->cli->signal)
		return EXIT_SIGNAL + search->cli->signal;
	if (search->found > 0)
		return EXIT_DONE;
	say_nothing_found(search);
	return EXIT_NOT_FOUND;
}

int
cmd_discover(struct cli *cli)
{
	struct search search = { .cli = cli };
	struct kasa_discover_options options;
	struct interrupt interrupt;
	struct kasa_err err;

	cache_load(&cli->cache);
	if (search_options(cli, &options, &err) != KASA_OK
	    || kasa_discover_start(cli->ctx, &options, on_found, on_done, &search, &search.handle, &err) != KASA_OK) {
		complain("%s", err.text);
		return exit_status((int)err.code);
	}
	interrupt_start(&interrupt, cli->ctx, on_signal, &search);
	kasa_wait(cli->ctx, 0);
	interrupt_stop(&interrupt);
	return status(&search);
}
