#include "bridge/once.h"

#include "bridge/clock.h"
#include "bridge/daemon.h"
#include "bridge/hub/finder.h"
#include "bridge/hub/hub.h"
#include "bridge/log.h"
#include "bridge/mqtt/mqtt.h"

enum {
	ONCE_MS = 45000, /* devices that do not answer count as offline after 30 s */
};

/* Devices that were not heard yet, one way or the other. */
static size_t
open_questions(struct hub *hub)
{
	size_t open = 0;

	HUB_EACH(hub, device)
	if (device->handle && (device->availability == AVAILABILITY_UNKNOWN || device->poll.asking))
		open++;
	return open;
}

static void
end(struct once *once, int status)
{
	once_stop(once);
	once->done(status, once->arg);
}

static void
on_timer(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct once *once = timer->data;
	size_t open = open_questions(once->hub);
	bool published = !once->mqtt || mqtt_drained(once->mqtt);

	(void)loop;
	(void)events;
	if (finder_settled(once->hub->finder) && open == 0 && published) {
		log_info("all is read and published devices=%zu online=%zu", once->hub->device_count,
		         once->hub->online_count);
		end(once, DAEMON_DONE);
	} else if (clock_ms() >= once->end_ms) {
		log_error("not all could be done silent=%zu published=%s", open, published ? "yes" : "no");
		end(once, DAEMON_UNREACHABLE);
	}
}

void
once_start(struct once *once, struct hub *hub, struct mqtt *mqtt, once_done_fn *done, void *arg)
{
	*once = (struct once){ .loop = hub->loop, .hub = hub, .mqtt = mqtt, .done = done, .arg = arg };
	once->end_ms = clock_ms() + ONCE_MS;
	ev_timer_init(&once->timer, on_timer, 0.1, 0.1);
	once->timer.data = once;
	ev_timer_start(once->loop, &once->timer);
}

void
once_stop(struct once *once)
{
	if (once->loop)
		ev_timer_stop(once->loop, &once->timer);
}
