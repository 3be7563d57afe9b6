/* How long the loop was busy in one turn, at worst: what waits for it waits as long. */
#ifndef KASA_BRIDGE_GAUGE_H
#define KASA_BRIDGE_GAUGE_H

#include <ev.h>

void gauge_start(struct ev_loop *loop);
void gauge_stop(struct ev_loop *loop);

/* The longest turn since this was last asked, and since the start, in milliseconds. */
double gauge_worst_ms(void);
double gauge_worst_ever_ms(void);

#endif
