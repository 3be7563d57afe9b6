#include "connection.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "request.h"
#include "restart.h"
#include "socket.h"
#include "transport.h"

enum {
	IN_MAX = 2 * SIM_FRAME_MAX, /* a whole request and what follows it at once */
	READ_AT_ONCE = 16 << 10,
	FLOOD_CHUNK = 4096,
};

/* What happens when the bytes of a reply are out. */
enum ending {
	GO_ON,
	CLOSE,
	RESET,
	HUSH,  /* stays open and says nothing more */
	FLOOD, /* goes on for ever */
};

struct connection {
	struct kasa_list node; /* in the device's list */
	struct sim_server *server;
	struct sim_device *dev;
	const struct sim_transport *transport; /* of the device when it began */
	struct sim_exchange exchange;          /* the last one */
	ev_io read, write;
	ev_timer timer; /* until a slow reply goes, or the next byte of a trickle */
	struct kasa_buf in;
	struct kasa_buf out; /* the reply under way; empty between replies */
	enum ending ending;
	double trickle_s;   /* above 0: a byte at a time */
	bool hushed, ended; /* ended: the client sends no more */
	int fd;
};

static void
finish(struct connection *conn, void (*close_fd)(int fd))
{
	struct ev_loop *loop = conn->server->loop;

	ev_io_stop(loop, &conn->read);
	ev_io_stop(loop, &conn->write);
	ev_timer_stop(loop, &conn->timer);
	kasa_list_remove(&conn->node);
	close_fd(conn->fd);
	kasa_buf_finish(&conn->in);
	kasa_buf_finish(&conn->out);
	free(conn);
}

/* For those below: false tells that the connection is no more. */
static bool
end(struct connection *conn, void (*close_fd)(int fd))
{
	finish(conn, close_fd);
	return false;
}

static bool
busy(const struct connection *conn)
{
	return conn->out.len > 0 || ev_is_active(&conn->timer) || conn->ending == FLOOD;
}

static void
wait_s(struct connection *conn, double seconds)
{
	ev_now_update(conn->server->loop); /* the reply may have taken its time */
	ev_timer_set(&conn->timer, seconds, 0);
	ev_timer_start(conn->server->loop, &conn->timer);
}

static void
shorten(struct connection *conn, size_t limit, enum ending ending)
{
	if (limit < conn->out.len)
		conn->out.len = limit;
	conn->ending = ending;
}

/* How the reply in the buffer goes out, when the device took @p delay_s to make it. */
static void
plan(struct connection *conn, double delay_s)
{
	const struct sim_fault *fault = &conn->dev->fault;

	conn->ending = conn->exchange.closes ? CLOSE : GO_ON;
	conn->trickle_s = 0;
	if (fault->kind == SIM_FAULT_SLOW)
		delay_s += fault->value / 1000;
	if (delay_s > 0 || fault->kind == SIM_FAULT_SLOW)
		wait_s(conn, delay_s);
	switch (fault->kind) {
	case SIM_FAULT_SILENT_AFTER:
		shorten(conn, (size_t)fault->value, HUSH);
		break;
	case SIM_FAULT_RESET_AFTER:
		shorten(conn, (size_t)fault->value, RESET);
		break;
	case SIM_FAULT_CUT:
		shorten(conn, (size_t)fault->value, CLOSE);
		break;
	case SIM_FAULT_TRICKLE:
		conn->trickle_s = fault->value / 1000;
		break;
	case SIM_FAULT_FLOOD:
		conn->ending = FLOOD;
		break;
	case SIM_FAULT_NONE:
	case SIM_FAULT_SLOW:
	case SIM_FAULT_SILENT:
	case SIM_FAULT_REFUSE:
	case SIM_FAULT_RESET:
	case SIM_FAULT_GARBAGE:
	case SIM_FAULT_FLIP:
	case SIM_FAULT_LENGTH:
	case SIM_FAULT_TWICE:
	case SIM_FAULT_DIE_AFTER_APPLY:
	case SIM_FAULT_LOSS:
	case SIM_FAULT_FORGED:
	case SIM_FAULT_STATUS:
	case SIM_FAULT_HANDSHAKE:
		break;
	}
}

/* The reply stands in the buffer, as it should be. */
static bool
send_off(struct connection *conn, double delay_s)
{
	if (sim_fault_spoil(&conn->dev->fault, &conn->server->house->rng, &conn->out, true) != KASA_OK)
		return end(conn, sim_socket_reset);
	plan(conn, delay_s);
	return true;
}

/* The request stands in the server's text. */
static bool
answer(struct connection *conn)
{
	struct sim_server *server = conn->server;
	struct sim_device *dev = conn->dev;
	struct sim_result result;

	sim_server_log(server, dev, "request", &server->text);
	dev->requests++;
	result = sim_request(dev, (const char *)server->text.data, server->text.len, sim_server_now_ms(server),
	                     &server->reply);
	if (result.outcome == SIM_IGNORED)
		return end(conn, sim_socket_close);
	if (result.outcome == SIM_CRASHED) {
		sim_restart(server, dev, 0); /* resets this connection too */
		return false;
	}
	if (result.outcome == SIM_HUSHED) {
		conn->hushed = true;
		return true;
	}
	if (result.restarts)
		sim_restart(server, dev, result.restart_s);
	if (dev->fault.kind == SIM_FAULT_DIE_AFTER_APPLY)
		return end(conn, sim_socket_reset);
	sim_server_log(server, dev, "reply", &server->reply);
	if (conn->transport->seal(&conn->exchange, &server->reply, &conn->out) != KASA_OK)
		return end(conn, sim_socket_reset);
	return send_off(conn, result.delay_s);
}

/* Takes the next whole request, when there is one and nothing is under way. */
static bool
take(struct connection *conn)
{
	conn->exchange = (struct sim_exchange){ .server = conn->server, .dev = conn->dev };
	switch (conn->transport->take(&conn->exchange, &conn->in, &conn->out)) {
	case SIM_TAKEN_REQUEST:
		return answer(conn);
	case SIM_TAKEN_ANSWERED:
		return send_off(conn, 0);
	case SIM_TAKEN_BROKEN:
		return end(conn, sim_socket_close);
	case SIM_TAKEN_NOTHING:
		break;
	}
	return true;
}

static bool
wait_writable(struct connection *conn)
{
	if (errno != EAGAIN && errno != EINTR)
		return end(conn, sim_socket_reset);
	ev_io_start(conn->server->loop, &conn->write);
	return true;
}

static void
refill(struct connection *conn)
{
	uint8_t *room = kasa_buf_room(&conn->out, FLOOD_CHUNK);

	for (size_t i = 0; room && i < FLOOD_CHUNK; i++)
		room[i] = (uint8_t)kasa_rng_below(&conn->server->house->rng, 256);
	conn->out.len += room ? FLOOD_CHUNK : 0;
}

/* The reply is out: what the plan has for then. */
static bool
conclude(struct connection *conn)
{
	switch (conn->ending) {
	case CLOSE:
		return end(conn, sim_socket_close);
	case RESET:
		return end(conn, sim_socket_reset);
	case HUSH:
		conn->hushed = true;
		break;
	case FLOOD:
		refill(conn);
		ev_io_start(conn->server->loop, &conn->write); /* the loop comes round between chunks */
		break;
	case GO_ON:
		break;
	}
	return true;
}

static bool
flush(struct connection *conn)
{
	while (conn->out.len > 0) {
		size_t n = conn->trickle_s > 0 ? 1 : conn->out.len;
		ssize_t sent = send(conn->fd, conn->out.data, n, MSG_NOSIGNAL);

		if (sent < 0)
			return wait_writable(conn);
		kasa_buf_take(&conn->out, (size_t)sent);
		if (conn->trickle_s > 0 && conn->out.len > 0) {
			wait_s(conn, conn->trickle_s);
			return true;
		}
	}
	ev_io_stop(conn->server->loop, &conn->write);
	return conclude(conn);
}

static bool
send_if_due(struct connection *conn)
{
	bool planned = conn->out.len > 0 || conn->ending == CLOSE || conn->ending == RESET || conn->ending == HUSH;

	if (!planned || ev_is_active(&conn->timer) || ev_is_active(&conn->write))
		return true;
	return flush(conn);
}

/* One request after the other, for as long as they are there and their replies get out. */
static bool
serve(struct connection *conn)
{
	size_t before;

	do {
		before = conn->in.len;
		if (!take(conn))
			return false;
		if (conn->in.len != before && !send_if_due(conn))
			return false;
	} while (conn->in.len != before && !busy(conn) && !conn->hushed);
	return true;
}

static bool
pump(struct connection *conn)
{
	if (conn->hushed || conn->dev->fault.kind == SIM_FAULT_SILENT)
		kasa_buf_clear(&conn->in); /* read and not heeded, so that the client's end is seen */
	else if (!busy(conn) && !serve(conn))
		return false;
	if (conn->ended && !busy(conn))
		return end(conn, sim_socket_close);
	if (busy(conn) || conn->ended)
		ev_io_stop(conn->server->loop, &conn->read);
	else
		ev_io_start(conn->server->loop, &conn->read);
	return true;
}

static void
on_readable(struct ev_loop *loop, ev_io *io, int events)
{
	struct connection *conn = io->data;
	uint8_t data[READ_AT_ONCE]; /* and not the connection's own: thousands of them wait with a few bytes each */
	ssize_t n = recv(conn->fd, data, sizeof data, 0);

	(void)loop;
	(void)events;
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n < 0 || kasa_buf_add(&conn->in, data, (size_t)n) != KASA_OK) {
		finish(conn, sim_socket_reset);
		return;
	}
	if (conn->transport != conn->dev->transport) { /* other firmware */
		finish(conn, sim_socket_reset);
		return;
	}
	conn->ended = n == 0;
	pump(conn);
}

static void
on_writable(struct ev_loop *loop, ev_io *io, int events)
{
	struct connection *conn = io->data;

	(void)loop;
	(void)events;
	if (flush(conn))
		pump(conn);
}

static void
on_timer(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct connection *conn = timer->data;

	(void)loop;
	(void)events;
	if (flush(conn))
		pump(conn);
}

void
sim_connection_start(struct sim_server *server, struct sim_device *dev, int fd)
{
	struct connection *conn = malloc(sizeof *conn);

	if (!conn) {
		sim_socket_reset(fd);
		return;
	}
	*conn = (struct connection){ .server = server, .dev = dev, .transport = dev->transport, .fd = fd };
	kasa_buf_init(&conn->in, IN_MAX);
	kasa_buf_init(&conn->out, server->frame.max);
	kasa_list_append(&dev->connections, &conn->node);
	ev_io_init(&conn->read, on_readable, fd, EV_READ);
	ev_io_init(&conn->write, on_writable, fd, EV_WRITE);
	ev_timer_init(&conn->timer, on_timer, 0, 0);
	conn->read.data = conn->write.data = conn->timer.data = conn;
	ev_io_start(server->loop, &conn->read);
}

void
sim_connections_reset(struct sim_device *dev)
{
	struct kasa_list *next;

	for (struct kasa_list *node = dev->connections.next; node != &dev->connections; node = next) {
		next = node->next;
		finish(KASA_CONTAINER(node, struct connection, node), sim_socket_reset);
	}
}
