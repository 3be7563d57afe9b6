/*
 * libmosquitto's own loops are not used: they wait with select(), which ends at descriptor 1023, and do not tell errors
 * apart. The thread polls the socket and the descriptor by which the loop wakes it, and looks once a second whether it slept.
 */
#include "bridge/broker/broker_link.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/err.h"
#include "bridge/broker/broker_worker.h"
#include "bridge/clock.h"

enum {
	GRACE_MS = 100, /* for the last steps of a thread that does not hang */
};

struct broker_link {
	pthread_t thread;
	struct broker_share *share;
};

static int
timeout_until(uint64_t due_ms)
{
	uint64_t now = clock_ms();

	if (due_ms == UINT64_MAX)
		return -1;
	if (due_ms <= now)
		return 0;
	return due_ms - now > 60000 ? 60000 : (int)(due_ms - now);
}

/* Waits for something to happen, and returns what happened to the socket. */
static short
wait_for(struct broker_share *share, const struct broker_wish *wish)
{
	struct pollfd fds[] = {
		{ .fd = share->wake_fd, .events = POLLIN },
		{ .fd = wish->fd, .events = wish->events },
	};

	if (poll(fds, wish->fd < 0 ? 1 : 2, timeout_until(wish->due_ms)) <= 0)
		return 0;
	if (fds[0].revents)
		broker_share_awake(share);
	if (wish->fd < 0)
		return 0;
	return fds[1].revents;
}

static void
wait_for_the_loop(struct broker_share *share)
{
	const struct broker_wish wish = { .fd = -1, .due_ms = UINT64_MAX };

	while (!atomic_load(&share->begun))
		wait_for(share, &wish);
}

static void
work(struct broker_share *share)
{
	struct broker_worker *worker = broker_worker_new(share);
	struct broker_wish wish;
	short happened = 0;

	if (!worker)
		return;
	wait_for_the_loop(share);
	while (broker_worker_turn(worker, happened, &wish))
		happened = wait_for(share, &wish);
	broker_worker_free(worker);
}

static void *
run(void *arg)
{
	struct broker_share *share = arg;
	uint64_t one = 1;

	prctl(PR_SET_NAME, "kasad-mqtt");
	work(share);
	if (write(share->ended_fd, &one, sizeof one) < 0)
		abort(); /* a counter that was never written to cannot be full */
	broker_share_drop(share);
	return NULL;
}

/* With all signals blocked: they are for the thread of the loop. */
static int
spawn(pthread_t *thread, struct broker_share *share)
{
	sigset_t all, before;
	int rc;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	rc = pthread_create(thread, NULL, run, share);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return rc;
}

int
broker_link_start(struct broker_share *share, struct broker_link **out, struct kasa_err *err)
{
	struct broker_link *link = calloc(1, sizeof *link);
	int rc;

	if (!link)
		return kasa_err_set(err, KASA_ENOMEM, "out of memory");
	link->share = share;
	broker_share_hold(share);
	rc = spawn(&link->thread, share);
	if (rc != 0) {
		broker_share_drop(share);
		free(link);
		return kasa_err_set(err, KASA_EIO, "no thread for the broker: %s", strerror(rc));
	}
	*out = link;
	return KASA_OK;
}

static bool
has_ended(const struct broker_share *share, unsigned wait_ms)
{
	struct pollfd fd = { .fd = share->ended_fd, .events = POLLIN };
	uint64_t end = clock_ms() + wait_ms;
	int rc;

	do
		rc = poll(&fd, 1, timeout_until(end));
	while (rc < 0 && errno == EINTR);
	return rc > 0;
}

void
broker_link_end(struct broker_link *link, unsigned wait_ms)
{
	struct broker_share *share = link->share;

	atomic_store(&share->end_ms, clock_ms() + wait_ms);
	atomic_store(&share->begun, true);
	broker_share_wake(share);
	if (has_ended(share, wait_ms + GRACE_MS))
		pthread_join(link->thread, NULL);
	else
		pthread_detach(link->thread);
	free(link);
}
