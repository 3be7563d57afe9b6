/* Commands on standard input: one a line, one line of answer each. */
#ifndef KASA_SIM_CONTROL_H
#define KASA_SIM_CONTROL_H

#include "server.h"

enum {
	SIM_CONTROL_LINE = 4096,
};

struct sim_control {
	struct sim_server *server;
	ev_io io;
	char line[SIM_CONTROL_LINE];
	size_t len;
	bool skips; /* inside a line that is too long */
};

/* Ends the loop at the end of the input or at "quit". */
void sim_control_start(struct sim_control *control, struct sim_server *server);
void sim_control_stop(struct sim_control *control);

#endif
