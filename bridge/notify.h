/* What systemd is told: ready, reloading, stopping, a line of status, and that the loop turns. Nothing where there is none. */
#ifndef KASA_BRIDGE_NOTIFY_H
#define KASA_BRIDGE_NOTIFY_H

#include <ev.h>

void notify_ready(void);
void notify_reloading(void);
void notify_stopping(void);
void notify_status(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Feeds the watchdog of the unit from the loop, if there is one. */
void notify_watchdog_start(struct ev_loop *loop);
void notify_watchdog_stop(struct ev_loop *loop);

#endif
