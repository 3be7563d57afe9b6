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

#include "announcement.h"
#include "connection.h"
#include "datagram.h"
#include "report.h"
#include "restart.h"
#include "socket.h"
#include "transport.h"

enum {
	ACCEPTS_AT_ONCE = 64, /* the loop comes round in between */
	/* a recorded reply may be long; garbage of the same size before it, and all that twice */
	FRAMES_MAX = 4 * SIM_FRAME_MAX,
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

/* The socket that a device's connections come by. */
static enum sim_socket
door(const struct sim_device *dev)
{
	return dev->transport->door == SIM_DOOR_XOR ? SIM_XOR_TCP : SIM_HTTP_TCP;
}

static void
welcome(struct sim_server *server, enum sim_socket came_by, int fd)
{
	struct sim_device *dev = asked(server, fd);
	int on = 1;

	if (!dev || sim_device_absent(dev) || dev->fault.kind == SIM_FAULT_REFUSE || door(dev) != came_by) {
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
	enum sim_socket which = io == &listener->io[SIM_XOR_TCP] ? SIM_XOR_TCP : SIM_HTTP_TCP;

	(void)loop;
	(void)events;
	for (int i = 0; i < ACCEPTS_AT_ONCE; i++) {
		int fd = accept4(io->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

		if (fd < 0 && (errno == EMFILE || errno == ENFILE))
			turn_away(server, io->fd);
		if (fd < 0)
			return;
		welcome(server, which, fd);
	}
}

static void
init_listener(struct sim_server *server, struct sim_listener *listener)
{
	*listener = (struct sim_listener){ .server = server };
	for (size_t i = 0; i < SIM_SOCKETS; i++)
		ev_io_init(&listener->io[i], NULL, -1, EV_READ);
}

uint16_t
sim_server_port(const struct sim_server *server, enum sim_socket which)
{
	if (which >= SIM_TDP_UDP)
		return server->tdp_ports[which - SIM_TDP_UDP];
	return which == SIM_HTTP_TCP ? server->http_port : server->port;
}

static int
open_stream(struct sim_server *server, struct sim_listener *listener, enum sim_socket which, uint32_t address,
            struct kasa_err *err)
{
	ev_io *io = &listener->io[which];
	int fd = sim_socket_tcp(server->interface, address, sim_server_port(server, which), err);

	if (fd < 0)
		return fd;
	ev_io_init(io, on_connection, fd, EV_READ);
	io->data = listener;
	ev_io_start(server->loop, io);
	return KASA_OK;
}

static void
close_socket(struct sim_server *server, ev_io *io)
{
	if (io->fd < 0)
		return;
	ev_io_stop(server->loop, io);
	close(io->fd);
	ev_io_set(io, -1, EV_READ);
}

static void
finish_listener(struct sim_server *server, struct sim_listener *listener)
{
	for (size_t i = 0; i < SIM_SOCKETS; i++)
		close_socket(server, &listener->io[i]);
}

/* Opens what is wanted and not there. */
static int
open_wanted(struct sim_server *server, struct sim_listener *listener, unsigned wanted, uint32_t address,
            struct kasa_err *err)
{
	int rc = KASA_OK;

	for (enum sim_socket i = 0; i < SIM_SOCKETS && rc == KASA_OK; i++) {
		if (!(wanted >> i & 1) || listener->io[i].fd >= 0 || sim_server_port(server, i) == 0)
			continue;
		rc = i < SIM_XOR_UDP ? open_stream(server, listener, i, address, err)
		                     : sim_datagram_listen(server, listener, i, address, err);
	}
	return rc;
}

static void
close_unwanted(struct sim_server *server, struct sim_listener *listener, unsigned wanted)
{
	for (size_t i = 0; i < SIM_SOCKETS; i++)
		if (!(wanted >> i & 1))
			close_socket(server, &listener->io[i]);
}

/* A set of sockets. */
static unsigned
wanted_by(const struct sim_device *dev)
{
	unsigned wanted = 1u << door(dev);

	if (sim_device_absent(dev) || dev->fault.kind == SIM_FAULT_REFUSE)
		return 0;
	if (dev->transport->door == SIM_DOOR_XOR)
		wanted |= 1u << SIM_XOR_UDP;
	if (sim_announces(dev))
		for (unsigned i = 0; i < SIM_TDP_PORTS; i++)
			wanted |= 1u << (SIM_TDP_UDP + i);
	return wanted;
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

static int
listen_for(struct sim_server *server, struct sim_device *dev, unsigned wanted, struct kasa_err *err)
{
	int rc;

	if (!dev->listener) {
		dev->listener = malloc(sizeof *dev->listener);
		if (!dev->listener)
			return kasa_err_set(err, KASA_ENOMEM, "no memory for a listener");
		init_listener(server, dev->listener);
	}
	close_unwanted(server, dev->listener, wanted);
	rc = open_wanted(server, dev->listener, wanted, dev->address, err);
	if (rc != KASA_OK)
		deafen(server, dev);
	return rc;
}

int
sim_server_update(struct sim_server *server, struct sim_device *dev, struct kasa_err *err)
{
	const unsigned streams = 1u << SIM_XOR_TCP | 1u << SIM_HTTP_TCP;
	unsigned wanted = wanted_by(dev);
	int rc;

	if (wanted == 0) {
		deafen(server, dev);
		return KASA_OK;
	}
	if (!server->shares) {
		/* TCP first: it is what tells that another program has the address */
		rc = listen_for(server, dev, wanted, err);
		if (rc != KASA_OK)
			return rc;
	}
	/* broadcasts are for all; what was opened for one stays for the others */
	return open_wanted(server, &server->all, server->shares ? wanted : wanted & ~streams, INADDR_ANY, err);
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
	for (size_t i = 0; i < server->house->count && rc == KASA_OK; i++)
		rc = sim_server_update(server, server->house->devices[i], err);
	return rc;
}

int
sim_server_start(struct sim_server *server, struct kasa_err *err)
{
	init_listener(server, &server->all);
	sim_datagram_init(server);
	server->spare_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	kasa_buf_init(&server->text, KASA_MESSAGE_MAX + 1);
	kasa_buf_init(&server->reply, KASA_MESSAGE_MAX);
	kasa_buf_init(&server->frame, FRAMES_MAX);
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
