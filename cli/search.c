/* What commands that search have in common. */
#include <time.h>

#include "base/err.h"
#include "cli/cli.h"
#include "cli/hints.h"
#include "cli/writer.h"
#include "common/leases.h"
#include "common/neighbours.h"
#include "common/whole_file.h"

enum {
	LEASES_TEXT_MAX = 32 << 20, /* of 65 536 leases, each told twice in ISC's journal */
};

/* ---- hints ---- */

static int
no_memory(struct kasa_err *err)
{
	return kasa_err_set(err, KASA_ENOMEM, "no memory for a search");
}

/* A kernel that does not tell is no failure: it is only a hint. */
static int
add_neighbours(struct cli *cli, struct kasa_err *err)
{
	struct kasa_buf text;
	int rc = KASA_OK;

	kasa_buf_init(&text, NEIGHBOURS_TEXT_MAX);
	if (whole_file_read(NEIGHBOURS_FILE, &text, err) == KASA_OK)
		rc = hints_add_neighbours(cli->hints, (const char *)text.data, text.len, &cli->opts.interfaces);
	else if (cli->opts.verbose > 0)
		complain("%s", err->text);
	kasa_buf_finish(&text);
	return rc == KASA_OK ? KASA_OK : no_memory(err);
}

/* The file was named: what it is good for, and what it is not, is told. */
static void
tell(const struct cli *cli, const char *path, const struct leases *leases, size_t added)
{
	if (cli->opts.quiet)
		return;
	if (leases->damaged > 0)
		complain("%s%s", leases->damage.text,
		         leases->damaged > 1 ? " (and so on; the other lines are used)"
		                             : " (the other lines are used)");
	if (added == 0)
		complain("%s: %zu lease%s, none of TP-Link's hardware that has not ended", path, leases->count,
		         leases->count == 1 ? "" : "s");
	else if (cli->opts.verbose > 0)
		complain("%s: %zu lease%s, %zu of TP-Link's hardware", path, leases->count,
		         leases->count == 1 ? "" : "s", added);
}

static int
add_text(struct cli *cli, const char *path, const struct kasa_buf *text, struct kasa_err *err)
{
	struct leases leases;
	size_t added = 0;
	int rc;

	leases_init(&leases);
	rc = leases_parse(&leases, path, (const char *)text->data, text->len, (uint64_t)time(NULL), err);
	if (rc == KASA_OK && hints_add_leases(cli->hints, &leases, &added) != KASA_OK)
		rc = no_memory(err);
	if (rc == KASA_OK)
		tell(cli, path, &leases, added);
	leases_finish(&leases);
	return rc;
}

static int
add_leases(struct cli *cli, const char *path, struct kasa_err *err)
{
	struct kasa_buf text;
	int rc;

	kasa_buf_init(&text, LEASES_TEXT_MAX);
	rc = whole_file_read(path, &text, err);
	if (rc == KASA_OK)
		rc = add_text(cli, path, &text, err);
	kasa_buf_finish(&text);
	return rc;
}

/* Neighbours are within reach of the broadcasts that --target replaces, and so they go with them. */
static int
gather(struct cli *cli, struct kasa_err *err)
{
	const struct words *files = &cli->opts.leases;
	int rc = KASA_OK;

	cli->hints = hints_new();
	if (!cli->hints)
		return no_memory(err);
	if (cli->opts.targets.count == 0)
		rc = add_neighbours(cli, err);
	for (size_t i = 0; i < files->count && rc == KASA_OK; i++)
		rc = add_leases(cli, files->item[i], err);
	if (rc == KASA_OK && hints_targets(cli->hints, &cli->opts.targets) != KASA_OK)
		rc = no_memory(err);
	if (rc != KASA_OK) {
		hints_free(cli->hints);
		cli->hints = NULL;
	}
	return rc;
}

/* ---- the search ---- */

int
cli_search_options(struct cli *cli, struct kasa_discover_options *options, struct kasa_err *err)
{
	const struct options *opts = &cli->opts;
	int rc = cli->hints ? KASA_OK : gather(cli, err);

	if (rc != KASA_OK)
		return rc;
	*options = (struct kasa_discover_options){
		.targets = (const char *const *)cli->hints->targets.item,
		.target_count = cli->hints->targets.count,
		.interfaces = opts->interfaces.count ? (const char *const *)opts->interfaces.item : NULL,
		.interface_count = opts->interfaces.count,
		.port = opts->port,
		.tdp_port = opts->tdp_port,
		.timeout_ms = opts->timeout_ms,
		.wait_ms = opts->wait_ms,
	};
	return KASA_OK;
}

void
cli_search_show(struct cli *cli, const struct kasa_found *found)
{
	struct kasa_err told = *found->err;
	const struct device_row row = {
		.host = found->host,
		.port = found->port,
		.transport = found->transport,
		.payload = found->payload,
		.state = found->state,
		.announcement = found->announcement,
		.error = told.code == KASA_OK ? NULL : &told,
	};

	const struct cache_place place = { found->host, found->port, found->transport, found->payload };

	accounts_explain(cli, &told);
	hints_heard(cli->hints, found);
	if (found->err->code == KASA_OK)
		cache_put(&cli->cache, &place, found->state);
	cli->writer->found(&cli->out, &row);
}
