#include "datagram.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "wire/xor.h"

#include "request.h"
#include "restart.h"
#include "socket.h"

enum {
	PROBE_MAX = 2048,    /* a request in a datagram; longer ones are none of a client's */
	PROBES_AT_ONCE = 64, /* then the loop comes round */
	ANSWERS_AT_ONCE = 256,
	JOBS_MAX = 1024, /* probes that wait; more are lost, as on a real network */
};

/* A probe that waits to be answered: by one device, or by one after the other of all. */
struct job {
	struct kasa_list node;
	struct sim_server *server;
	ev_timer timer; /* of a slow device */
	struct sockaddr_in to;
	size_t at, end; /* devices that are still to answer */
	bool slept;     /* the wait of a slow device is over */
	size_t len;
	char text[];
};

/* One datagram on its way out or in, with the address of ours that it is about. */
struct packet {
	struct sockaddr_in peer;
	uint32_t own; /* host byte order */
	void *data;
	size_t len;
};

union control {
	struct cmsghdr align;
	char space[CMSG_SPACE(sizeof(struct in_pktinfo))];
};

static struct msghdr
message(struct packet *packet, struct iovec *iov, union control *control)
{
	*iov = (struct iovec){ packet->data, packet->len };
	memset(control, 0, sizeof *control);
	return (struct msghdr){
		.msg_name = &packet->peer,
		.msg_namelen = sizeof packet->peer,
		.msg_iov = iov,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof control->space,
	};
}

/* False with errno. */
static bool
send_packet(int fd, struct packet *packet)
{
	union control control;
	struct iovec iov;
	struct msghdr msg = message(packet, &iov, &control);
	struct cmsghdr *head = CMSG_FIRSTHDR(&msg);
	struct in_pktinfo info = { .ipi_spec_dst.s_addr = htonl(packet->own) };

	head->cmsg_level = IPPROTO_IP;
	head->cmsg_type = IP_PKTINFO;
	head->cmsg_len = CMSG_LEN(sizeof info);
	memcpy(CMSG_DATA(head), &info, sizeof info);
	return sendmsg(fd, &msg, MSG_DONTWAIT) >= 0;
}

static bool
receive_packet(int fd, struct packet *packet)
{
	union control control;
	struct iovec iov;
	struct msghdr msg = message(packet, &iov, &control);
	ssize_t n = recvmsg(fd, &msg, MSG_DONTWAIT);
	struct in_pktinfo info;

	packet->own = 0;
	if (n < 0)
		return false;
	packet->len = (size_t)n;
	for (struct cmsghdr *head = CMSG_FIRSTHDR(&msg); head; head = CMSG_NXTHDR(&msg, head)) {
		if (head->cmsg_level != IPPROTO_IP || head->cmsg_type != IP_PKTINFO)
			continue;
		memcpy(&info, CMSG_DATA(head), sizeof info);
		packet->own = ntohl(info.ipi_addr.s_addr);
	}
	return true;
}

static bool
mute(const struct sim_device *dev)
{
	return sim_device_absent(dev) || dev->fault.kind == SIM_FAULT_SILENT || dev->fault.kind == SIM_FAULT_REFUSE
	       || dev->fault.kind == SIM_FAULT_RESET;
}

static void
drop(struct job *job)
{
	ev_timer_stop(job->server->loop, &job->timer);
	kasa_list_remove(&job->node);
	job->server->job_count--;
	free(job);
}

/* Runs the request and puts the datagram into the server's frame. False: there is no answer. */
static bool
make_answer(struct sim_server *server, struct sim_device *dev, const char *text, size_t len)
{
	const struct sim_fault *fault = &dev->fault;
	struct sim_result result;

	dev->datagrams++;
	result = sim_request(dev, text, len, sim_server_now_ms(server), &server->reply);
	if (result.outcome == SIM_CRASHED || result.restarts)
		sim_restart(server, dev, result.outcome == SIM_CRASHED ? 0 : result.restart_s);
	if (result.outcome != SIM_ANSWERED || fault->kind == SIM_FAULT_DIE_AFTER_APPLY)
		return false;
	if (fault->kind == SIM_FAULT_LOSS && sim_chance(&server->house->rng, fault->value))
		return false;
	sim_server_log(server, dev, "udp reply", &server->reply);
	kasa_buf_clear(&server->frame);
	if (kasa_xor_seal_datagram((const char *)server->reply.data, server->reply.len, &server->frame) != KASA_OK
	    || sim_fault_spoil(fault, &server->house->rng, &server->frame, false) != KASA_OK)
		return false;
	if (fault->kind == SIM_FAULT_CUT && server->frame.len > (size_t)fault->value)
		server->frame.len = (size_t)fault->value;
	return true;
}

/* False when the socket takes no more now. */
static bool
answer(struct sim_server *server, struct sim_device *dev, const struct job *job)
{
	struct packet packet = { .peer = job->to, .own = dev->address };

	if (!make_answer(server, dev, job->text, job->len))
		return true;
	packet.data = server->frame.data;
	packet.len = server->frame.len;
	if (!send_packet(server->all.udp.fd, &packet) && (errno == EAGAIN || errno == ENOBUFS))
		return false;
	if (dev->fault.kind == SIM_FAULT_TWICE)
		send_packet(server->all.udp.fd, &packet);
	return true;
}

static void enqueue(struct sim_server *server, const struct sockaddr_in *to, size_t at, size_t end, const char *text,
                    size_t len, double delay_s);

static void
on_slept(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct job *job = timer->data;

	(void)loop;
	(void)events;
	job->slept = true;
	ev_io_start(job->server->loop, &job->server->udp_write);
}

/* Answers for the device that is next in the job. False when the socket takes no more now. */
static bool
step(struct sim_server *server, struct job *job)
{
	struct sim_device *dev = server->house->devices[job->at];

	if (mute(dev)) {
		job->at++;
		return true;
	}
	if (dev->fault.kind == SIM_FAULT_SLOW && dev->fault.value > 0 && !job->slept)
		enqueue(server, &job->to, job->at, job->at + 1, job->text, job->len, dev->fault.value / 1000);
	else if (!answer(server, dev, job))
		return false;
	job->at++;
	return true;
}

/* Lets devices answer until the job or the budget is at its end. False when the socket takes no more now. */
static bool
advance(struct sim_server *server, struct job *job, int *budget)
{
	for (; job->at<job->end && * budget> 0; --*budget)
		if (!step(server, job))
			return false;
	return true;
}

/* Goes on with what waits, in portions, so that connections get their turn. */
static void
work(struct sim_server *server)
{
	int budget = ANSWERS_AT_ONCE;
	struct kasa_list *node = server->jobs.next;

	while (node != &server->jobs) {
		struct job *job = KASA_CONTAINER(node, struct job, node);

		node = node->next;
		if (ev_is_active(&job->timer))
			continue;
		if (!advance(server, job, &budget) || job->at < job->end)
			return; /* goes on when the socket is writable */
		drop(job);
	}
	ev_io_stop(server->loop, &server->udp_write);
}

static void
on_writable(struct ev_loop *loop, ev_io *io, int events)
{
	(void)loop;
	(void)events;
	work(io->data);
}

static void
enqueue(struct sim_server *server, const struct sockaddr_in *to, size_t at, size_t end, const char *text, size_t len,
        double delay_s)
{
	struct job *job = server->job_count < JOBS_MAX ? malloc(sizeof *job + len) : NULL;

	if (!job)
		return;
	*job = (struct job){ .server = server, .to = *to, .at = at, .end = end, .len = len };
	memcpy(job->text, text, len);
	ev_timer_init(&job->timer, on_slept, delay_s, 0);
	job->timer.data = job;
	kasa_list_append(&server->jobs, &job->node);
	server->job_count++;
	if (delay_s > 0) {
		ev_now_update(server->loop);
		ev_timer_start(server->loop, &job->timer);
	} else {
		ev_io_start(server->loop, &server->udp_write);
	}
}

/* Index of the device that a datagram is for; false: for none. */
static bool
index_of(const struct sim_server *server, uint32_t address, size_t *index)
{
	const uint32_t *found = kasa_hash_get(&server->house->by_address, address);

	if (!found || !sim_house_at(server->house, address))
		return false;
	*index = *found;
	return true;
}

static void
take(struct sim_server *server, const struct packet *packet)
{
	size_t index;

	if (kasa_xor_open_datagram(packet->data, packet->len, &server->text) != KASA_OK)
		return;
	if (server->verbose)
		fprintf(stderr, "udp request bytes=%zu\n", packet->len);
	if (index_of(server, packet->own, &index))
		enqueue(server, &packet->peer, index, index + 1, (const char *)server->text.data, server->text.len, 0);
	else if (sim_is_broadcast(server->interface, packet->own))
		enqueue(server, &packet->peer, 0, server->house->count, (const char *)server->text.data,
		        server->text.len, 0);
}

static void
on_readable(struct ev_loop *loop, ev_io *io, int events)
{
	struct sim_server *server = io->data;
	uint8_t data[PROBE_MAX];

	(void)loop;
	(void)events;
	for (int i = 0; i < PROBES_AT_ONCE; i++) {
		struct packet packet = { .data = data, .len = sizeof data };

		if (!receive_packet(io->fd, &packet))
			break;
		take(server, &packet);
	}
	work(server);
}

void
sim_datagram_init(struct sim_server *server)
{
	kasa_list_init(&server->jobs);
	ev_io_init(&server->udp_write, on_writable, -1, EV_WRITE);
	server->udp_write.data = server;
}

int
sim_datagram_listen(struct sim_server *server, struct sim_listener *listener, uint32_t address, struct kasa_err *err)
{
	int fd = sim_socket_udp(server->interface, address, server->port, err);

	if (fd < 0)
		return fd;
	ev_io_init(&listener->udp, on_readable, fd, EV_READ);
	listener->udp.data = server;
	ev_io_start(server->loop, &listener->udp);
	if (listener == &server->all)
		ev_io_set(&server->udp_write, fd, EV_WRITE);
	return KASA_OK;
}

void
sim_datagram_finish(struct sim_server *server)
{
	struct kasa_list *next;

	for (struct kasa_list *node = server->jobs.next; node != &server->jobs; node = next) {
		next = node->next;
		drop(KASA_CONTAINER(node, struct job, node));
	}
	ev_io_stop(server->loop, &server->udp_write);
}
