/* One run of the program: what was asked, what is known, where results go. */
#ifndef KASA_CLI_CLI_H
#define KASA_CLI_CLI_H

#include <kasa/context.h>
#include <kasa/discover.h>

#include "cli/cache.h"
#include "cli/call.h"
#include "cli/options.h"
#include "cli/out.h"

struct writer;

struct cli {
	struct options opts;
	struct call call;
	struct out out;
	const struct writer *writer;
	struct kasa_context *ctx; /* NULL for commands about kasa itself */
	struct cache cache;
	int signal; /* the one that ended it, or 0 */
};

/* How --target, --interface, --port and --wait want a search; lent by the options. */
struct kasa_discover_options cli_search_options(const struct cli *cli);

/* A device that answered: a row of results, and known from now on. */
void cli_search_show(struct cli *cli, const struct kasa_found *found);

#endif
