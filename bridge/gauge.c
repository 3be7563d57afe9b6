/* From when the loop has events until it waits for the next ones. */
#include "bridge/gauge.h"

#include <time.h>

static struct {
	ev_check check;
	ev_prepare prepare;
	double since_s, worst_s, ever_s;
} gauge;

static double
now_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void
on_events(struct ev_loop *loop, ev_check *check, int events)
{
	(void)loop;
	(void)check;
	(void)events;
	gauge.since_s = now_s();
}

static void
on_idle(struct ev_loop *loop, ev_prepare *prepare, int events)
{
	double busy_s = gauge.since_s > 0 ? now_s() - gauge.since_s : 0;

	(void)loop;
	(void)prepare;
	(void)events;
	if (busy_s > gauge.worst_s)
		gauge.worst_s = busy_s;
	if (busy_s > gauge.ever_s)
		gauge.ever_s = busy_s;
}

/* First of all after waiting, last of all before. */
void
gauge_start(struct ev_loop *loop)
{
	ev_check_init(&gauge.check, on_events);
	ev_set_priority(&gauge.check, EV_MAXPRI);
	ev_check_start(loop, &gauge.check);
	ev_prepare_init(&gauge.prepare, on_idle);
	ev_set_priority(&gauge.prepare, EV_MINPRI);
	ev_prepare_start(loop, &gauge.prepare);
}

void
gauge_stop(struct ev_loop *loop)
{
	ev_check_stop(loop, &gauge.check);
	ev_prepare_stop(loop, &gauge.prepare);
}

double
gauge_worst_ms(void)
{
	double worst_ms = gauge.worst_s * 1e3;

	gauge.worst_s = 0;
	return worst_ms;
}

double
gauge_worst_ever_ms(void)
{
	return gauge.ever_s * 1e3;
}
