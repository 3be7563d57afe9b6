#include "net/tcp.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <unistd.h>

#include "net/clock.h"

static void
close_fd(struct kasa_tcp *tcp)
{
	if (tcp->fd < 0)
		return;
	ev_io_stop(tcp->loop, &tcp->io);
	close(tcp->fd);
	tcp->fd = -1;
	tcp->connecting = false;
}

static void
lost(struct kasa_tcp *tcp, int number)
{
	struct kasa_err err;

	if (number == 0)
		kasa_err_set(&err, KASA_ERESET, "the device closed the connection before it had answered");
	else
		kasa_errno(&err, number, "connection");
	kasa_link_lost(&tcp->link, kasa_clock_ms(), &err);
}

static void
connected(struct kasa_tcp *tcp)
{
	uint8_t random[KASA_WIRE_RANDOM] = { 0 };

	tcp->connecting = false;
	if (tcp->link.wire->greet)
		kasa_random(random, sizeof random);
	kasa_link_connected(&tcp->link, kasa_clock_ms(), random);
}

static void
watch(struct kasa_tcp *tcp, int events)
{
	if (tcp->fd < 0 || (ev_is_active(&tcp->io) && (tcp->io.events & (EV_READ | EV_WRITE)) == events))
		return;
	ev_io_stop(tcp->loop, &tcp->io);
	ev_io_set(&tcp->io, tcp->fd, events);
	ev_io_start(tcp->loop, &tcp->io);
}

/* On a LAN the handshake takes a round trip; on loopback it is over before connect() returns. */
static void
open_connection(struct kasa_tcp *tcp)
{
	struct sockaddr_storage peer;
	socklen_t len = sizeof peer;
	int on = 1;

	tcp->fd = socket(tcp->address.at.any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (tcp->fd < 0) {
		tcp->late_error = errno;
		return;
	}
	setsockopt(tcp->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	tcp->connecting = true;
	if (connect(tcp->fd, &tcp->address.at.any, kasa_address_length(&tcp->address)) != 0 && errno != EINPROGRESS) {
		tcp->late_error = errno;
		return;
	}
	if (getpeername(tcp->fd, (struct sockaddr *)&peer, &len) == 0)
		connected(tcp);
	else
		watch(tcp, EV_WRITE);
}

static void
handle(struct kasa_tcp *tcp, const struct kasa_link_event *event)
{
	switch (event->kind) {
	case KASA_LINK_OPEN:
		open_connection(tcp);
		return;
	case KASA_LINK_CLOSE:
		close_fd(tcp);
		return;
	case KASA_LINK_ASK:
	case KASA_LINK_ANSWER:
	case KASA_LINK_FAILED:
	case KASA_LINK_RIVAL:
		tcp->on_event(tcp, event);
		return;
	}
}

/* Sends what waits. False when that lost the connection, so that the link has new events. */
static bool
flush(struct kasa_tcp *tcp)
{
	const uint8_t *data;
	size_t len;
	ssize_t n;

	if (tcp->fd < 0 || tcp->connecting)
		return true;
	data = kasa_link_down(&tcp->link, &len);
	while (data) {
		n = send(tcp->fd, data, len, MSG_NOSIGNAL);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			break;
		if (n < 0) {
			lost(tcp, errno);
			return false;
		}
		kasa_link_sent(&tcp->link, (size_t)n);
		data = kasa_link_down(&tcp->link, &len);
	}
	watch(tcp, data ? EV_READ | EV_WRITE : EV_READ);
	return true;
}

/* One timer, moved lazily: most deadlines are met, and then it is not touched at all. */
static void
arm(struct kasa_tcp *tcp)
{
	uint64_t due = tcp->late_error ? 0 : tcp->link.deadline_ms, now;

	if (ev_is_active(&tcp->timer) && tcp->timer_ms <= due && due != KASA_NEVER)
		return;
	if (due == KASA_NEVER) {
		ev_timer_stop(tcp->loop, &tcp->timer);
		return;
	}
	now = kasa_clock_ms();
	tcp->timer_ms = due;
	tcp->timer.repeat = due > now ? (ev_tstamp)(due - now) / 1e3 : 1e-6;
	ev_timer_again(tcp->loop, &tcp->timer);
}

void
kasa_tcp_pump(struct kasa_tcp *tcp)
{
	struct kasa_link_event event;

	do {
		while (!tcp->stopped && kasa_link_next(&tcp->link, kasa_clock_ms(), &event))
			handle(tcp, &event);
	} while (!tcp->stopped && !flush(tcp));
	if (!tcp->stopped)
		arm(tcp);
}

static void
finish_connecting(struct kasa_tcp *tcp)
{
	int number = 0;
	socklen_t len = sizeof number;

	if (getsockopt(tcp->fd, SOL_SOCKET, SO_ERROR, &number, &len) != 0)
		number = errno;
	if (number == 0)
		connected(tcp);
	else
		lost(tcp, number);
}

static void
receive(struct kasa_tcp *tcp)
{
	ssize_t n = recv(tcp->fd, tcp->shared->received, KASA_TCP_RECEIVE, 0);

	if (n > 0)
		kasa_link_up(&tcp->link, kasa_clock_ms(), tcp->shared->received, (size_t)n);
	else if (n == 0)
		lost(tcp, 0);
	else if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
		lost(tcp, errno);
}

static void
on_io(struct ev_loop *loop, ev_io *io, int events)
{
	struct kasa_tcp *tcp = io->data;

	(void)loop;
	if (tcp->connecting)
		finish_connecting(tcp);
	else if (events & EV_READ)
		receive(tcp);
	kasa_tcp_pump(tcp);
}

static void
on_timer(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct kasa_tcp *tcp = timer->data;
	int number = tcp->late_error;

	(void)events;
	ev_timer_stop(loop, timer);
	tcp->late_error = 0;
	if (number)
		lost(tcp, number);
	else
		kasa_link_tick(&tcp->link, kasa_clock_ms());
	kasa_tcp_pump(tcp);
}

void
kasa_tcp_init(struct kasa_tcp *tcp, struct ev_loop *loop, struct kasa_tcp_shared *shared,
              const struct kasa_address *address, kasa_tcp_event_fn *on_event)
{
	*tcp = (struct kasa_tcp){
		.loop = loop,
		.shared = shared,
		.address = *address,
		.on_event = on_event,
		.fd = -1,
	};
	ev_init(&tcp->io, on_io);
	ev_init(&tcp->timer, on_timer);
	tcp->io.data = tcp->timer.data = tcp;
}

void
kasa_tcp_abort(struct kasa_tcp *tcp)
{
	kasa_link_abort(&tcp->link);
	close_fd(tcp);
	ev_timer_stop(tcp->loop, &tcp->timer);
	tcp->late_error = 0;
}

void
kasa_tcp_stop(struct kasa_tcp *tcp)
{
	kasa_tcp_abort(tcp);
	tcp->stopped = true;
}
