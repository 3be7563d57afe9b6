/* A device that restarts: it goes after a delay, is away for a second, and comes back. */
#ifndef KASA_SIM_RESTART_H
#define KASA_SIM_RESTART_H

#include "server.h"

/* With a delay of 0 it goes before this returns. One that is to restart already does not do it twice. */
void sim_restart(struct sim_server *server, struct sim_device *dev, double delay_s);

/* Forgets the timers of a device that goes for good. */
void sim_restart_cancel(struct sim_server *server, struct sim_device *dev);

#endif
