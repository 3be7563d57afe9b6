/* By libsystemd where it was there when kasad was built; without it nobody is told. */
#include "bridge/notify.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include "bridge/clock.h"

#ifdef KASA_SYSTEMD
#include <systemd/sd-daemon.h>
#else
static int
sd_notify(int unset, const char *state)
{
	(void)unset;
	(void)state;
	return 0;
}

static int
sd_watchdog_enabled(int unset, uint64_t *usec)
{
	(void)unset;
	(void)usec;
	return 0;
}
#endif

static ev_timer watchdog;

void
notify_ready(void)
{
	sd_notify(0, "READY=1");
}

/* systemd wants to know when, to tell it from an earlier one. */
void
notify_reloading(void)
{
	char state[80];

	snprintf(state, sizeof state, "RELOADING=1\nMONOTONIC_USEC=%llu", (unsigned long long)clock_ms() * 1000);
	sd_notify(0, state);
}

void
notify_stopping(void)
{
	sd_notify(0, "STOPPING=1");
}

void
notify_status(const char *fmt, ...)
{
	char state[400] = "STATUS=";
	va_list args;

	va_start(args, fmt);
	vsnprintf(state + 7, sizeof state - 7, fmt, args);
	va_end(args);
	sd_notify(0, state);
}

static void
on_watchdog(struct ev_loop *loop, ev_timer *timer, int events)
{
	(void)loop;
	(void)timer;
	(void)events;
	sd_notify(0, "WATCHDOG=1");
}

void
notify_watchdog_start(struct ev_loop *loop)
{
	uint64_t usec = 0;
	double every_s;

	ev_init(&watchdog, on_watchdog);
	if (sd_watchdog_enabled(0, &usec) <= 0 || usec == 0)
		return;
	every_s = (double)usec / 2e6;
	ev_timer_set(&watchdog, 0, every_s);
	ev_timer_start(loop, &watchdog);
}

void
notify_watchdog_stop(struct ev_loop *loop)
{
	ev_timer_stop(loop, &watchdog);
}
