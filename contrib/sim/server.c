#include "server.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "wire/xor.h"

#include "connection.h"
#include "datagram.h"
#include "report.h"
#include "restart.h"
#include "socket.h"

enum {
	ACCEPTS_AT_ONCE = 64, /* the loop comes round in between */
	/* a recorded reply may be long; garbage of the same size before it, and all that twice */
	FRAME_MAX = 4 * (KASA_MESSAGE_MAX + KASA_XOR_HEADER),
};

static int64_t
read_ms(clockid_t id)
{
	struct timespec now;

	clock_gettime(id, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t
sim_now_ms(void)
{
	return read_ms(CLOCK_BOOTTIME);
}

int64_t
sim_utc_ms(void)
{
	return read_ms(CLOCK_REALTIME);
}

int64_t
sim_server_now_ms(const struct sim_server *server)
{
	return sim_now_ms() + server->ahead_ms;
}

void
sim_server_log(const struct sim_server *server, const struct sim_device *dev, const char *what,
               const struct kasa_buf *text)
{
	char address[SIM_ADDRESS_TEXT];

	if (!server->verbose)
		return;
	sim_address_format(dev->address, address);
	fprintf(stderr, "%s device=%s bytes=%zu text=", what, address, text->len);
	sim_print_plain((const char *)text->data, text->len, stderr);
	fputc('\n', stderr);
}

/* The device at the address that the client connected to. */
static struct sim_device *
asked(const struct sim_server *server, int fd)
{
	struct sockaddr_in own = { 0 };
	socklen_t len = sizeof own;

	if (getsockname(fd, (struct sockaddr *)&own, &len) != 0)
		return NULL;
	return sim_house_at(server->house, ntohl(own.sin_addr.s_addr));
}

static void
welcome(struct sim_server *server, int fd)
{
	struct sim_device *dev = asked(server, fd);
	int on = 1;

	if (!dev || sim_device_absent(dev) || dev->fault.kind == SIM_FAULT_REFUSE) {
		sim_socket_reset(fd);
		return;
	}
	dev->accepted++;
	if (dev->fault.kind == SIM_FAULT_RESET) {
		sim_socket_reset(fd);
		return;
	}
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	sim_connection_start(server, dev, fd);
}

/* Out of descriptors: the client is told at once, instead of an endless ready listener. */
static void
turn_away(struct sim_server *server, int listener)
{
	int fd;

	close(server->spare_fd);
	fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	if (fd >= 0)
		sim_socket_reset(fd);
	server->spare_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
}

static void
on_connection(struct ev_loop *loop, ev_io *io, int events)
{
	const struct sim_listener *listener = io->data;
	struct sim_server *server = listener->server;

	(void)loop;
	(void)events;
	for (int i = 0; i < ACCEPTS_AT_ONCE; i++) {
		int fd = accept4(io->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

		if (fd < 0 && (errno == EMFILE || errno == ENFILE))
			turn_away(server, io->fd);
		if (fd < 0)
			return;
		welcome(server, fd);
	}
}

static void
init_listener(struct sim_server *server, struct sim_listener *listener)
{
	*listener = (struct sim_listener){ .server = server };
	ev_io_init(&listener->tcp, on_connection, -1, EV_READ);
	ev_io_init(&listener->udp, NULL, -1, EV_READ);
	listener->tcp.data = listener;
}

static int
listen_at(struct sim_server *server, struct sim_listener *listener, uint32_t address, struct kasa_err *err)
{
	int fd = sim_socket_tcp(server->interface, address, server->port, err);

	if (fd < 0)
		return fd;
	ev_io_set(&listener->tcp, fd, EV_READ);
	ev_io_start(server->loop, &listener->tcp);
	return KASA_OK;
}

static void
close_socket(struct sim_server *server, ev_io *io)
{
	if (io->fd < 0)
		return;
	ev_io_stop(server->loop, io);
	close(io->fd);
}

static void
finish_listener(struct sim_server *server, struct sim_listener *listener)
{
	close_socket(server, &listener->tcp);
	close_socket(server, &listener->udp);
}

static void
deafen(struct sim_server *server, struct sim_device *dev)
{
	if (!dev->listener)
		return;
	finish_listener(server, dev->listener);
	free(dev->listener);
	dev->listener = NULL;
}

/* TCP first: it is what tells that another program has the address. */
static int
listen_for(struct sim_server *server, struct sim_device *dev, struct kasa_err *err)
{
	int rc;

	dev->listener = malloc(sizeof *dev->listener);
	if (!dev->listener)
		return kasa_err_set(err, KASA_ENOMEM, "no memory for a listener");
	init_listener(server, dev->listener);
	rc = listen_at(server, dev->listener, dev->address, err);
	if (rc == KASA_OK)
		rc = sim_datagram_listen(server, dev->listener, dev->address, err);
	if (rc != KASA_OK)
		deafen(server, dev);
	return rc;
}

int
sim_server_update(struct sim_server *server, struct sim_device *dev, struct kasa_err *err)
{
	bool wanted = !sim_device_absent(dev) && dev->fault.kind != SIM_FAULT_REFUSE;

	if (server->shares || wanted == (dev->listener != NULL))
		return KASA_OK;
	if (wanted)
		return listen_for(server, dev, err);
	deafen(server, dev);
	return KASA_OK;
}

void
sim_server_vanish(struct sim_server *server, struct sim_device *dev)
{
	deafen(server, dev);
	sim_connections_reset(dev);
}

static int
listen_all(struct sim_server *server, struct kasa_err *err)
{
	int rc = KASA_OK;

	server->shares = server->house->count > SIM_OWN_SOCKETS_MAX;
	if (server->shares)
		rc = listen_at(server, &server->all, INADDR_ANY, err);
	for (size_t i = 0; i < server->house->count && rc == KASA_OK; i++)
		rc = sim_server_update(server, server->house->devices[i], err);
	return rc == KASA_OK ? sim_datagram_listen(server, &server->all, INADDR_ANY, err) : rc;
}

int
sim_server_start(struct sim_server *server, struct kasa_err *err)
{
	init_listener(server, &server->all);
	sim_datagram_init(server);
	server->spare_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	kasa_buf_init(&server->text, KASA_MESSAGE_MAX + 1);
	kasa_buf_init(&server->reply, KASA_MESSAGE_MAX);
	kasa_buf_init(&server->frame, FRAME_MAX);
	return listen_all(server, err);
}

void
sim_server_stop(struct sim_server *server)
{
	for (size_t i = 0; i < server->house->count; i++) {
		sim_restart_cancel(server, server->house->devices[i]);
		sim_server_vanish(server, server->house->devices[i]);
	}
	sim_datagram_finish(server);
	finish_listener(server, &server->all);
	close(server->spare_fd);
	kasa_buf_finish(&server->text);
	kasa_buf_finish(&server->reply);
	kasa_buf_finish(&server->frame);
}
