/* What commands that search have in common. */
#include "cli/cli.h"
#include "cli/writer.h"

struct kasa_discover_options
cli_search_options(const struct cli *cli)
{
	const struct options *opts = &cli->opts;

	return (struct kasa_discover_options){
		.targets = opts->targets.count ? (const char *const *)opts->targets.item : NULL,
		.target_count = opts->targets.count,
		.interfaces = opts->interfaces.count ? (const char *const *)opts->interfaces.item : NULL,
		.interface_count = opts->interfaces.count,
		.port = opts->port,
		.wait_ms = opts->wait_ms,
	};
}

void
cli_search_show(struct cli *cli, const struct kasa_found *found)
{
	const struct writer_row row = {
		.host = found->host,
		.port = found->port,
		.transport = found->transport,
		.payload = found->payload,
		.state = found->state,
	};

	cache_put(&cli->cache, found->host, found->port, found->state);
	cli->writer->found(&cli->out, &row);
}
