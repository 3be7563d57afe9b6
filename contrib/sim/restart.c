#include "restart.h"

#include <stdio.h>
#include <stdlib.h>

static const double AWAY_S = 1;

struct sim_restart {
	ev_timer timer;
	struct sim_server *server;
	struct sim_device *dev;
};

static void
come_back(struct sim_restart *restart)
{
	struct sim_server *server = restart->server;
	struct sim_device *dev = restart->dev;
	struct kasa_err err;

	dev->away = false;
	sim_restart_cancel(server, dev);
	if (sim_server_update(server, dev, &err) != KASA_OK)
		fprintf(stderr, "kasa-sim: a device cannot come back: %s\n", err.text);
}

/* A plug counts its on-time anew. */
static void
go(struct sim_restart *restart)
{
	struct sim_device *dev = restart->dev;
	int64_t now_ms = sim_server_now_ms(restart->server);

	dev->away = true;
	if (dev->login)
		sim_login_forget(dev->login);
	sim_device_tick(dev, now_ms);
	for (size_t i = 0; i < dev->outlet_count; i++) {
		sim_outlet_wake(&dev->outlets[i], now_ms);
		dev->outlets[i].since_ms = now_ms;
	}
	sim_server_vanish(restart->server, dev);
	ev_timer_set(&restart->timer, AWAY_S, 0);
	ev_timer_start(restart->server->loop, &restart->timer);
}

static void
on_timer(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct sim_restart *restart = timer->data;

	(void)loop;
	(void)events;
	if (restart->dev->away)
		come_back(restart);
	else
		go(restart);
}

void
sim_restart(struct sim_server *server, struct sim_device *dev, double delay_s)
{
	struct sim_restart *restart;

	if (delay_s == 0)
		sim_restart_cancel(server, dev); /* now, and not when it was meant to */
	restart = dev->restart ? NULL : malloc(sizeof *restart);
	if (!restart)
		return;
	*restart = (struct sim_restart){ .server = server, .dev = dev };
	dev->restart = restart;
	ev_timer_init(&restart->timer, on_timer, delay_s, 0);
	restart->timer.data = restart;
	if (delay_s > 0) {
		ev_now_update(server->loop);
		ev_timer_start(server->loop, &restart->timer);
	} else {
		go(restart);
	}
}

void
sim_restart_cancel(struct sim_server *server, struct sim_device *dev)
{
	if (!dev->restart)
		return;
	ev_timer_stop(server->loop, &dev->restart->timer);
	free(dev->restart);
	dev->restart = NULL;
}
