/* kasad: the bridge from plugs to MQTT and Home Assistant. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bridge/config/options.h"
#include "bridge/daemon.h"
#include "bridge/log.h"

/* ---- beginning anew ---- */

/* Secrets in the environment are removed once they were read: a restart must find them again. */
static const char *const kept_names[] = { "KASAD_MQTT_PASSWORD", "KASA_USERNAME", "KASA_PASSWORD" };
static char *kept[sizeof kept_names / sizeof kept_names[0]];

static void
keep_environment(void)
{
	const char *value;

	for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
		if ((value = getenv(kept_names[i])))
			kept[i] = strdup(value);
}

static void
forget_environment(void)
{
	for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
		if (kept[i])
			explicit_bzero(kept[i], strlen(kept[i]));
		free(kept[i]);
	}
}

static int
begin_anew(char **argv)
{
	for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
		if (kept[i])
			setenv(kept_names[i], kept[i], 1);
	execv("/proc/self/exe", argv);
	log_error("cannot restart: the program is not to be found any more");
	return DAEMON_FAILED;
}

int
main(int argc, char **argv)
{
	struct options options;
	struct config *config;
	bool restart = false;
	int status = options_parse(&options, argc, argv);

	if (status >= 0)
		return status;
	if (options.check)
		return options_check(&options);
	signal(SIGPIPE, SIG_IGN);
	setenv("RES_OPTIONS", "timeout:1 attempts:1", 0); /* a name that nobody answers for is asked for again later */
	keep_environment();
	config = daemon_load(&options);
	status = config ? daemon_run(&options, config, &restart) : DAEMON_CONFIG;
	if (restart && status == DAEMON_DONE)
		status = begin_anew(argv);
	forget_environment();
	return status;
}
