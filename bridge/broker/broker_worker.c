#include "bridge/broker/broker_worker.h"

#include <stdlib.h>
#include <sys/random.h>
#include <unistd.h>

#include "bridge/broker/broker_worker_body.h"
#include "bridge/clock.h"

enum {
	SLEPT_MS = 5000, /* no load keeps the thread from the processor for so long */
	AWAKE_MS = 1000, /* while there is a connection it looks so often, to know that it did not sleep */
	FULL = 50,       /* percent of the queue to the loop: then nothing more is read, and from RESUME on again */
	RESUME = 25,
};

struct broker_worker *
broker_worker_new(struct broker_share *share)
{
	struct broker_worker *worker = calloc(1, sizeof *worker);
	uint64_t seed = 0;

	if (!worker)
		return NULL;
	if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) < 0)
		seed = clock_ms() ^ (uint64_t)getpid();
	worker->share = share;
	broker_news_init(&worker->news, share);
	broker_filters_init(&worker->filters);
	broker_retry_init(&worker->retry, share->settings.version, seed, clock_ms());
	return worker;
}

void
broker_worker_free(struct broker_worker *worker)
{
	broker_session_free(worker->session);
	broker_tls_free(worker->tls);
	broker_filters_finish(&worker->filters);
	free(worker->held);
	free(worker);
}

static void
close_session(struct broker_worker *worker, const struct broker_end *end)
{
	bool welcome = worker->welcome;

	broker_session_free(worker->session);
	worker->session = NULL;
	worker->welcome = worker->up = false;
	broker_filters_forget(&worker->filters);
	if (welcome)
		broker_worker_lost(worker, end);
	else
		broker_worker_failed(worker, end);
}

static void
welcomed(struct broker_worker *worker, uint64_t now)
{
	struct kasa_list *list = &worker->filters.list;

	worker->welcome = true;
	worker->connection++;
	broker_dial_worked(&worker->dial);
	broker_retry_up(&worker->retry, now);
	for (struct kasa_list *at = list->next; at != list; at = at->next)
		broker_worker_subscribe(worker, KASA_CONTAINER(at, struct broker_filter, node));
}

static void
stand(struct broker_worker *worker)
{
	worker->up = true;
	broker_session_complete(worker->session);
	broker_news_up(&worker->news, worker->retry.version, worker->connection);
}

/* Nothing is read while the loop does not keep up, so that the broker, and not we, keeps what comes. */
static bool
is_paused(struct broker_worker *worker)
{
	struct broker_share *share = worker->share;

	if (broker_queue_level(share->in) >= FULL)
		atomic_store(&share->paused, true);
	/* Looked at once more after the flag was set: the loop may have taken all of it in between. */
	if (atomic_load(&share->paused) && broker_queue_level(share->in) <= RESUME)
		atomic_store(&share->paused, false);
	return atomic_load(&share->paused) && !atomic_load(&share->end_ms);
}

static void
serve(struct broker_worker *worker, short happened, uint64_t now)
{
	struct broker_end end = { .kind = BROKER_END_GONE };

	if (!broker_session_turn(worker->session, happened, is_paused(worker), now, &end)) {
		close_session(worker, &end);
		return;
	}
	if (!worker->welcome && broker_session_welcome(worker->session))
		welcomed(worker, now);
}

/*
 * The host slept, or this process was stopped: what the broker sent meanwhile is in the socket, nobody knows how old, and a
 * lamp is not switched an hour late. With the connection it is gone, for the next one is given only what is retained.
 */
static void
forget_the_night(struct broker_worker *worker, uint64_t now)
{
	struct broker_end end;

	if (!worker->session || worker->rested_ms == 0 || now - worker->rested_ms < SLEPT_MS)
		return;
	broker_end_set(&end, BROKER_END_GONE, "we slept for %u s, and what the broker sent meanwhile is too old",
	               (unsigned)((now - worker->rested_ms) / 1000));
	close_session(worker, &end);
}

static void
hurry(struct broker_worker *worker, uint64_t now)
{
	if (atomic_exchange(&worker->share->hurry, false) && worker->next_ms > now)
		worker->next_ms = now;
}

/* Whether it may end: all that was wanted is done, or the time is over. */
static bool
is_done(struct broker_worker *worker, uint64_t now, uint64_t end_ms)
{
	bool late = now >= end_ms;

	if (!worker->session || !worker->up)
		return true;
	if (!worker->leaving && (late || !atomic_load(&worker->share->unfinished))) {
		worker->leaving = true;
		broker_session_goodbye(worker->session);
	}
	return late;
}

static void
wish_for(struct broker_worker *worker, uint64_t end_ms, struct broker_wish *wish)
{
	*wish = (struct broker_wish){ .fd = -1, .due_ms = worker->next_ms };
	if (worker->session) {
		wish->fd = broker_session_fd(worker->session);
		wish->events = broker_session_interest(worker->session, is_paused(worker));
		wish->due_ms = wish->fd < 0 ? 0 : broker_session_due(worker->session);
		worker->rested_ms = clock_boot_ms();
		if (wish->due_ms > clock_ms() + AWAKE_MS)
			wish->due_ms = clock_ms() + AWAKE_MS;
	}
	if (end_ms && end_ms < wish->due_ms)
		wish->due_ms = end_ms;
}

bool
broker_worker_turn(struct broker_worker *worker, short happened, struct broker_wish *wish)
{
	uint64_t now = clock_ms();
	uint64_t end_ms;

	forget_the_night(worker, clock_boot_ms());
	hurry(worker, now);
	broker_worker_pump(worker);
	if (worker->session)
		serve(worker, happened, now);
	else if (now >= worker->next_ms && !atomic_load(&worker->share->end_ms))
		broker_worker_dial(worker, now);
	broker_worker_pump(worker);
	if (worker->welcome && !worker->up && !worker->filters.unanswered)
		stand(worker);
	end_ms = atomic_load(&worker->share->end_ms);
	if (end_ms && is_done(worker, now, end_ms))
		return false;
	wish_for(worker, end_ms, wish);
	return true;
}
