/* kasa-sim: a house of simulated Kasa devices, for people without hardware and for tests. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include <kasa/version.h>

#include "control.h"
#include "options.h"
#include "report.h"
#include "server.h"
#include "usage.h"

enum {
	LISTED_MAX = 50, /* a house above it is announced by its number only */
	TDP_PORT = 20002,
	TDP_PORT_TOO = 20004, /* some newer devices listen there alone */
	STATUS_FAILED = 1,
	STATUS_USAGE = 2,
};

/* Thousands of connections need descriptors. */
static void
raise_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}

static void
on_signal(struct ev_loop *loop, ev_signal *signal, int events)
{
	(void)signal;
	(void)events;
	ev_break(loop, EVBREAK_ALL);
}

static void
on_time_up(struct ev_loop *loop, ev_timer *timer, int events)
{
	(void)timer;
	(void)events;
	ev_break(loop, EVBREAK_ALL);
}

static void
announce(const struct sim_server *server)
{
	const struct sim_house *house = server->house;
	char address[SIM_ADDRESS_TEXT];

	for (size_t i = 0; house->count <= LISTED_MAX && i < house->count; i++) {
		const struct sim_device *dev = house->devices[i];

		sim_address_format(dev->address, address);
		printf("%s ", address);
		sim_print_plain(sim_device_model(dev), strlen(sim_device_model(dev)), stdout);
		putchar(' ');
		sim_print_plain(sim_device_alias(dev), strlen(sim_device_alias(dev)), stdout);
		putchar('\n');
	}
	printf("ready %zu device%s port %u\n", house->count, house->count == 1 ? "" : "s", (unsigned)server->port);
	fflush(stdout);
}

static void
run(struct sim_server *server, const struct sim_options *options)
{
	struct sim_control control = { 0 };
	ev_signal interrupt, terminate;
	ev_timer time_up;

	ev_signal_init(&interrupt, on_signal, SIGINT);
	ev_signal_init(&terminate, on_signal, SIGTERM);
	ev_timer_init(&time_up, on_time_up, options->exit_after_s, 0);
	ev_signal_start(server->loop, &interrupt);
	ev_signal_start(server->loop, &terminate);
	if (options->exit_after_s > 0)
		ev_timer_start(server->loop, &time_up);
	if (options->control)
		sim_control_start(&control, server);
	announce(server);
	ev_run(server->loop, 0);
	sim_control_stop(&control);
	ev_timer_stop(server->loop, &time_up);
	ev_signal_stop(server->loop, &interrupt);
	ev_signal_stop(server->loop, &terminate);
}

static int
serve(struct sim_house *house, const struct sim_options *options)
{
	struct sim_server server = {
		.house = house,
		.interface = options->interface,
		.port = options->port,
		.http_port = options->http_port,
		.tdp_ports = { options->tdp_port ? options->tdp_port : TDP_PORT, options->tdp_port ? 0 : TDP_PORT_TOO },
		.verbose = options->verbose,
	};
	struct kasa_err err;
	int rc;

	sim_accounts_init(&server.accounts, options->username, options->password);
	signal(SIGPIPE, SIG_IGN);
	raise_limit();
	server.loop = ev_loop_new(EVFLAG_AUTO);
	if (!server.loop) {
		fputs("kasa-sim: no event loop\n", stderr);
		return STATUS_FAILED;
	}
	rc = sim_server_start(&server, &err);
	if (rc == KASA_OK)
		run(&server, options);
	else
		fprintf(stderr, "kasa-sim: %s\n", err.text);
	sim_server_stop(&server);
	ev_loop_destroy(server.loop);
	return rc == KASA_OK ? EXIT_SUCCESS : STATUS_FAILED;
}

static int
act(struct sim_house *house, const struct sim_options *options)
{
	switch (options->task) {
	case SIM_HELP:
		sim_usage_print(stdout);
		return EXIT_SUCCESS;
	case SIM_VERSION:
		puts("kasa-sim " KASA_VERSION);
		return EXIT_SUCCESS;
	case SIM_LIST:
		sim_models_print(stdout);
		return EXIT_SUCCESS;
	case SIM_SERVE:
		break;
	}
	return serve(house, options);
}

int
main(int argc, char *argv[])
{
	struct sim_options options;
	struct sim_house house;
	struct kasa_err err;
	int status;

	if (sim_options_read(&options, &house, argc, argv, sim_now_ms(), &err) != KASA_OK) {
		fprintf(stderr, "kasa-sim: %s\n", err.text);
		status = STATUS_USAGE;
	} else {
		sim_house_wind(&house, sim_utc_ms(), sim_now_ms());
		status = act(&house, &options);
	}
	sim_house_finish(&house);
	return status;
}
