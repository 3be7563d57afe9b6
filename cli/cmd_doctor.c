/* doctor: why is nothing found? The network as discovery sees it, what came of a search, and what to try. */
#include <string.h>

#include "cli/cmd.h"
#include "cli/exit.h"
#include "cli/hints.h"
#include "cli/interrupt.h"
#include "cli/writer.h"

enum {
	INTERFACES_MAX = 64,
	TDP_PORT = 20002,
	TDP_PORT_TOO = 20004,
	BUFFER_SMALL = 256 << 10, /* holds some hundred answers of less than 1 KiB that come at once */
};

struct checkup {
	struct cli *cli;
	struct kasa_discover *search;
	struct kasa_discover_report report;
	struct kasa_interface interfaces[INTERFACES_MAX];
	struct writer_checkup told;
	struct kasa_err accounts; /* why none could be read */
	unsigned closed;          /* devices that want an account, or another */
};

static void
advise(struct checkup *checkup, const char *sentence)
{
	for (size_t i = 0; i < CHECKUP_ADVICE_MAX; i++)
		if (!checkup->told.advice[i]) {
			checkup->told.advice[i] = sentence;
			return;
		}
}

/* Interfaces that reach somebody else. */
static unsigned
ways_out(const struct checkup *checkup, bool broadcast)
{
	unsigned n = 0;

	for (size_t i = 0; i < checkup->told.interface_count; i++) {
		const struct kasa_interface *at = &checkup->interfaces[i];

		n += at->up && !at->loopback && (!broadcast || at->broadcast[0]);
	}
	return n;
}

static void
advise_network(struct checkup *checkup)
{
	if (ways_out(checkup, false) == 0)
		advise(checkup,
		       "no network interface but loopback is up with an IPv4 address: join the network of the plugs first");
	else if (ways_out(checkup, true) == 0)
		advise(checkup, "no network interface can broadcast: name the plugs' addresses with --target");
	if (checkup->report.send_failed > 0)
		advise(checkup,
		       "the system refused probes: a firewall of this machine, or a missing route, is the likely reason");
	if (checkup->report.strangers > 0)
		advise(checkup, "answers came from another network and do not count: name that network with --target");
	if (checkup->report.garbage > 0)
		advise(checkup, "something that is no Kasa device answers on that port");
}

static void
advise_accounts(struct checkup *checkup)
{
	if (checkup->told.accounts_wrong)
		advise(checkup, checkup->told.accounts_wrong);
	else if (checkup->closed > 0 && checkup->told.accounts == 0)
		advise(checkup,
		       "devices with newer firmware want the account that they belong to: kasa login stores it");
	else if (checkup->closed > 0)
		advise(checkup,
		       "no known account fits some devices: kasa login DEVICE tries one; the case of the e-mail address "
		       "counts, and an account made through Apple or Google has no password of its own");
}

static bool
knows_silent(const struct checkup *checkup)
{
	return checkup->told.hints && hints_silent(checkup->told.hints) > 0;
}

static void
advise_hints(struct checkup *checkup)
{
	if (knows_silent(checkup))
		advise(checkup,
		       "silent hardware of TP-Link is a router, a camera, a plug that is off, or one whose newer firmware "
		       "closed port 9999: on many, Third-Party Compatibility in the app's settings opens it again");
}

static void
advise_search(struct checkup *checkup)
{
	if (checkup->report.found > 0) {
		if (checkup->report.receive_buffer < BUFFER_SMALL)
			advise(checkup,
			       "the receive buffer is small: of some hundred plugs a few may be missed in one search "
			       "(net.core.rmem_max)");
		return;
	}
	advise(checkup,
	       "the plug must be on the same network: not on the guest Wi-Fi, and no client isolation in the router");
	if (checkup->told.target_count > 0)
		advise(checkup,
		       "only the targets above were asked: leave --target out, or unset KASA_TARGET, to ask all");
	if (checkup->told.port != KASA_PORT)
		advise(checkup, "plugs listen on port 9999: leave --port out, or unset KASA_PORT");
	advise(checkup, "a firewall must let UDP answers from ports 9999, 20002 and 20004 in");
	advise(checkup,
	       "another network: kasa discover --target 192.0.2.255 (its broadcast address), --leases FILE (of its "
	       "DHCP server), or kasa doctor ADDRESS");
	if (!knows_silent(checkup))
		advise(checkup, "newer firmware closes port 9999 and speaks another protocol: on many, Third-Party "
		                "Compatibility in the app's settings opens it again");
}

static void
on_found(const struct kasa_found *found, void *arg)
{
	struct checkup *checkup = arg;

	checkup->closed += found->err->code == KASA_EAUTH;
	cli_search_show(checkup->cli, found);
}

static void
on_done(const struct kasa_discover_report *report, const struct kasa_err *err, void *arg)
{
	struct checkup *checkup = arg;

	(void)err;
	checkup->search = NULL;
	checkup->report = *report;
}

static void
on_signal(int signo, void *arg)
{
	struct checkup *checkup = arg;

	checkup->cli->signal = signo;
	kasa_discover_stop(checkup->search);
	checkup->search = NULL;
}

static int
search(struct checkup *checkup)
{
	struct cli *cli = checkup->cli;
	struct kasa_discover_options options;
	struct interrupt interrupt;
	struct kasa_err err;
	int rc = cli_search_options(cli, &options, &err);

	if (rc == KASA_OK)
		rc = kasa_discover_start(cli->ctx, &options, on_found, on_done, checkup, &checkup->search, &err);
	if (rc == KASA_EIO) { /* that is what the doctor is asked about */
		memcpy(checkup->report.last_error, err.text, sizeof checkup->report.last_error - 1);
		return KASA_OK;
	}
	if (rc != KASA_OK) {
		complain("%s", err.text);
		return rc;
	}
	interrupt_start(&interrupt, cli->ctx, on_signal, checkup);
	kasa_wait(cli->ctx, 0);
	interrupt_stop(&interrupt);
	return KASA_OK;
}

static void
list_interfaces(struct checkup *checkup)
{
	struct kasa_err err;
	int n = kasa_interfaces(checkup->interfaces, INTERFACES_MAX, &err);

	if (n < 0)
		complain("%s", err.text);
	checkup->told.interfaces = checkup->interfaces;
	checkup->told.interface_count = n < 0 ? 0 : n > INTERFACES_MAX ? INTERFACES_MAX : (size_t)n;
}

/* As the library takes these options. */
static void
list_ports(struct checkup *checkup)
{
	const struct options *opts = &checkup->cli->opts;
	struct writer_checkup *told = &checkup->told;

	told->port = opts->port ? opts->port : KASA_PORT;
	if (opts->tdp_port) {
		told->tdp_ports[0] = opts->tdp_port;
	} else if (!opts->port) {
		told->tdp_ports[0] = TDP_PORT;
		told->tdp_ports[1] = TDP_PORT_TOO;
	}
}

static void
list_accounts(struct checkup *checkup)
{
	struct writer_checkup *told = &checkup->told;

	if (accounts_look(checkup->cli, &told->accounts_from, &checkup->accounts) != KASA_OK)
		told->accounts_wrong = checkup->accounts.text;
	told->accounts = checkup->cli->accounts.count;
}

int
cmd_doctor(struct cli *cli)
{
	struct checkup checkup = { .cli = cli };
	int rc;

	cache_load(&cli->cache);
	list_interfaces(&checkup);
	checkup.told.report = &checkup.report;
	list_ports(&checkup);
	list_accounts(&checkup);
	checkup.told.targets = (const char *const *)cli->opts.targets.item;
	checkup.told.target_count = cli->opts.targets.count;
	rc = search(&checkup);
	if (rc != KASA_OK)
		return exit_status(rc);
	if (cli->signal)
		return EXIT_SIGNAL + cli->signal;
	checkup.told.hints = cli->hints;
	advise_network(&checkup);
	advise_accounts(&checkup);
	advise_hints(&checkup);
	advise_search(&checkup);
	cli->writer->checkup(&cli->out, &checkup.told);
	return checkup.report.found > 0 ? EXIT_DONE : EXIT_NOT_FOUND;
}
