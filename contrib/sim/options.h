/* The command line of kasa-sim, made into a house. */
#ifndef KASA_SIM_OPTIONS_H
#define KASA_SIM_OPTIONS_H

#include "house.h"

enum sim_task {
	SIM_SERVE,
	SIM_HELP,
	SIM_VERSION,
	SIM_LIST,
};

struct sim_options {
	enum sim_task task;
	const char *interface;
	uint16_t port, http_port;
	uint16_t tdp_port;               /* 0: the usual two */
	const char *username, *password; /* of the house's account */
	double exit_after_s;             /* 0: never */
	bool control;
	bool verbose;
};

/*
 * Reads the command line and fills the house, which was not initialised before; finish it in any case.
 *
 * @retval KASA_EINVAL  the sentence names what is wrong and what would be right
 */
int sim_options_read(struct sim_options *options, struct sim_house *house, int argc, char *argv[], int64_t now_ms,
                     struct kasa_err *err);

#endif
