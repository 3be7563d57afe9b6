/* One run of the program: what was asked, what is known, where results go. */
#ifndef KASA_CLI_CLI_H
#define KASA_CLI_CLI_H

#include <kasa/context.h>
#include <kasa/discover.h>

#include "cli/accounts.h"
#include "cli/cache.h"
#include "cli/call.h"
#include "cli/config.h"
#include "cli/options.h"
#include "cli/out.h"
#include "cli/secret.h"

struct hints;
struct writer;

struct cli {
	struct options opts;
	struct call call;
	struct config config;          /* of commands about devices */
	struct accounts accounts;      /* until the context has them */
	struct kasa_credentials login; /* the account that `kasa login` was given */
	size_t account_count;          /* how many it got; SIZE_MAX before a device wanted one */
	struct out out;
	const struct writer *writer;
	struct kasa_context *ctx; /* NULL for commands about kasa itself */
	struct cache cache;
	struct hints *hints;     /* where searches ask besides; NULL before the first */
	struct words warnings;   /* lines of the library that were told */
	int signal;              /* the one that ended it, or 0 */
	char secret[SECRET_MAX]; /* a password for this call, wiped when it is over */
};

/*
 * How --target, --interface, --leases, --port and --wait want a search, and where neighbours are; lent by @p cli.
 * KASA_EINVAL with a sentence about a file of --leases, KASA_ENOMEM.
 */
int cli_search_options(struct cli *cli, struct kasa_discover_options *options, struct kasa_err *err);

/* A device that answered: a row of results, and known from now on. */
void cli_search_show(struct cli *cli, const struct kasa_found *found);

#endif
