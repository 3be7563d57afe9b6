#include "datagram.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wire/xor.h"

#include "announcement.h"
#include "packet.h"
#include "request.h"
#include "restart.h"
#include "socket.h"
#include "transport.h"

enum {
	PROBE_MAX = 2048,    /* a request in a datagram; longer ones are none of a client's */
	PROBES_AT_ONCE = 64, /* then the loop comes round */
	ANSWERS_AT_ONCE = 256,
	JOBS_MAX = 1024, /* probes that wait; more are lost, as on a real network */
};

/* A probe that waits to be answered: by one device, or by one after the other of all. */
struct job {
	struct kasa_list node;
	struct sim_mailbox *mailbox;
	ev_timer timer; /* of a slow device */
	struct sockaddr_in to;
	size_t at, end; /* devices that are still to answer */
	bool slept;     /* the wait of a slow device is over */
	size_t len;
	char text[];
};

/* True when the device says nothing at that port. */
static bool
mute(const struct sim_device *dev, enum sim_socket which)
{
	if (which == SIM_XOR_UDP ? dev->transport->door != SIM_DOOR_XOR : !sim_announces(dev))
		return true;
	return sim_device_absent(dev) || dev->fault.kind == SIM_FAULT_SILENT || dev->fault.kind == SIM_FAULT_REFUSE
	       || dev->fault.kind == SIM_FAULT_RESET;
}

static void
drop(struct job *job)
{
	ev_timer_stop(job->mailbox->server->loop, &job->timer);
	kasa_list_remove(&job->node);
	job->mailbox->job_count--;
	free(job);
}

/* Runs a request of the old discovery, or any other, and puts the datagram into the server's frame. */
static bool
make_reply(struct sim_server *server, struct sim_device *dev, const char *text, size_t len)
{
	struct sim_result result;

	dev->datagrams++;
	result = sim_request(dev, text, len, sim_server_now_ms(server), &server->reply);
	if (result.outcome == SIM_CRASHED || result.restarts)
		sim_restart(server, dev, result.outcome == SIM_CRASHED ? 0 : result.restart_s);
	if (result.outcome != SIM_ANSWERED || dev->fault.kind == SIM_FAULT_DIE_AFTER_APPLY)
		return false;
	sim_server_log(server, dev, "udp reply", &server->reply);
	kasa_buf_clear(&server->frame);
	return kasa_xor_seal_datagram((const char *)server->reply.data, server->reply.len, &server->frame) == KASA_OK;
}

/* False: there is no answer. */
static bool
make_answer(const struct job *job, struct sim_device *dev)
{
	struct sim_server *server = job->mailbox->server;
	const struct sim_fault *fault = &dev->fault;

	if (job->mailbox->socket == SIM_XOR_UDP ? !make_reply(server, dev, job->text, job->len)
	                                        : !sim_announce(server, dev, &server->frame))
		return false;
	if (fault->kind == SIM_FAULT_LOSS && sim_chance(&server->house->rng, fault->value))
		return false;
	if (sim_fault_spoil(fault, &server->house->rng, &server->frame, false) != KASA_OK)
		return false;
	if (fault->kind == SIM_FAULT_CUT && server->frame.len > (size_t)fault->value)
		server->frame.len = (size_t)fault->value;
	return true;
}

/* False when the socket takes no more now. */
static bool
answer(const struct job *job, struct sim_device *dev)
{
	struct sim_server *server = job->mailbox->server;
	int fd = server->all.io[job->mailbox->socket].fd;
	struct sim_packet packet = { .peer = job->to, .own = dev->address };

	if (!make_answer(job, dev))
		return true;
	packet.data = server->frame.data;
	packet.len = server->frame.len;
	if (!sim_packet_send(fd, &packet) && (errno == EAGAIN || errno == ENOBUFS))
		return false;
	if (dev->fault.kind == SIM_FAULT_TWICE)
		sim_packet_send(fd, &packet);
	return true;
}

/* What a job is made from. */
struct errand {
	struct sockaddr_in to;
	size_t at, end;
	const char *text;
	size_t len;
};

static void enqueue(struct sim_mailbox *mailbox, const struct errand *errand, double delay_s);

static void
on_slept(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct job *job = timer->data;

	(void)loop;
	(void)events;
	job->slept = true;
	ev_io_start(job->mailbox->server->loop, &job->mailbox->write);
}

/* The answer of one slow device is a job of its own. */
static void
put_off(const struct job *job, double delay_s)
{
	const struct errand errand = { job->to, job->at, job->at + 1, job->text, job->len };

	enqueue(job->mailbox, &errand, delay_s);
}

/* Answers for the device that is next in the job. False when the socket takes no more now. */
static bool
step(struct job *job)
{
	struct sim_device *dev = job->mailbox->server->house->devices[job->at];

	if (mute(dev, job->mailbox->socket)) {
		job->at++;
		return true;
	}
	if (dev->fault.kind == SIM_FAULT_SLOW && dev->fault.value > 0 && !job->slept)
		put_off(job, dev->fault.value / 1000);
	else if (!answer(job, dev))
		return false;
	job->at++;
	return true;
}

/* Lets devices answer until the job or the budget is at its end. False when the socket takes no more now. */
static bool
advance(struct job *job, int *budget)
{
	while (job->at<job->end && * budget> 0) {
		if (!step(job))
			return false;
		--*budget;
	}
	return true;
}

/* Goes on with what waits, in portions, so that connections get their turn. */
static void
work(struct sim_mailbox *mailbox)
{
	int budget = ANSWERS_AT_ONCE;
	struct kasa_list *node = mailbox->jobs.next;

	while (node != &mailbox->jobs) {
		struct job *job = KASA_CONTAINER(node, struct job, node);

		node = node->next;
		if (ev_is_active(&job->timer))
			continue;
		if (!advance(job, &budget) || job->at < job->end)
			return; /* goes on when the socket is writable */
		drop(job);
	}
	ev_io_stop(mailbox->server->loop, &mailbox->write);
}

static void
on_writable(struct ev_loop *loop, ev_io *io, int events)
{
	(void)loop;
	(void)events;
	work(io->data);
}

static void
enqueue(struct sim_mailbox *mailbox, const struct errand *errand, double delay_s)
{
	struct job *job = mailbox->job_count < JOBS_MAX ? malloc(sizeof *job + errand->len) : NULL;
	struct ev_loop *loop = mailbox->server->loop;

	if (!job)
		return;
	*job = (struct job){
		.mailbox = mailbox, .to = errand->to, .at = errand->at, .end = errand->end, .len = errand->len
	};
	memcpy(job->text, errand->text, errand->len);
	ev_timer_init(&job->timer, on_slept, delay_s, 0);
	job->timer.data = job;
	kasa_list_append(&mailbox->jobs, &job->node);
	mailbox->job_count++;
	if (delay_s > 0) {
		ev_now_update(loop);
		ev_timer_start(loop, &job->timer);
	} else {
		ev_io_start(loop, &mailbox->write);
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

/* What a datagram asks for is put into the server's text. False: it is none of a client's. */
static bool
understood(struct sim_mailbox *mailbox, const struct sim_packet *packet)
{
	kasa_buf_clear(&mailbox->server->text);
	if (mailbox->socket == SIM_XOR_UDP)
		return kasa_xor_open_datagram(packet->data, packet->len, &mailbox->server->text) == KASA_OK;
	return sim_tdp_is_probe(packet->data, packet->len);
}

static void
take(struct sim_mailbox *mailbox, const struct sim_packet *packet)
{
	struct sim_server *server = mailbox->server;
	struct errand errand = { .to = packet->peer };
	size_t index;

	if (!understood(mailbox, packet))
		return;
	if (server->verbose)
		fprintf(stderr, "udp request bytes=%zu\n", packet->len);
	errand.text = server->text.data ? (const char *)server->text.data : "";
	errand.len = server->text.len;
	if (index_of(server, packet->own, &index)) {
		errand.at = index;
		errand.end = index + 1;
	} else if (sim_is_broadcast(server->interface, packet->own)) {
		errand.end = server->house->count;
	}
	if (errand.end > 0)
		enqueue(mailbox, &errand, 0);
}

static void
on_readable(struct ev_loop *loop, ev_io *io, int events)
{
	struct sim_mailbox *mailbox = io->data;
	uint8_t data[PROBE_MAX];

	(void)loop;
	(void)events;
	for (int i = 0; i < PROBES_AT_ONCE; i++) {
		struct sim_packet packet = { .data = data, .len = sizeof data };

		if (!sim_packet_receive(io->fd, &packet))
			break;
		take(mailbox, &packet);
	}
	work(mailbox);
}

void
sim_datagram_init(struct sim_server *server)
{
	for (enum sim_socket i = 0; i < SIM_SOCKETS; i++) {
		struct sim_mailbox *mailbox = &server->mailboxes[i];

		*mailbox = (struct sim_mailbox){ .server = server, .socket = i };
		kasa_list_init(&mailbox->jobs);
		ev_io_init(&mailbox->write, on_writable, -1, EV_WRITE);
		mailbox->write.data = mailbox;
	}
}

int
sim_datagram_listen(struct sim_server *server, struct sim_listener *listener, enum sim_socket which, uint32_t address,
                    struct kasa_err *err)
{
	ev_io *io = &listener->io[which];
	int fd = sim_socket_udp(server->interface, address, sim_server_port(server, which), err);

	if (fd < 0)
		return fd;
	ev_io_init(io, on_readable, fd, EV_READ);
	io->data = &server->mailboxes[which];
	ev_io_start(server->loop, io);
	if (listener == &server->all)
		ev_io_set(&server->mailboxes[which].write, fd, EV_WRITE);
	return KASA_OK;
}

static void
empty(struct sim_mailbox *mailbox)
{
	struct kasa_list *next;

	for (struct kasa_list *node = mailbox->jobs.next; node != &mailbox->jobs; node = next) {
		next = node->next;
		drop(KASA_CONTAINER(node, struct job, node));
	}
	ev_io_stop(mailbox->server->loop, &mailbox->write);
}

void
sim_datagram_finish(struct sim_server *server)
{
	for (size_t i = 0; i < SIM_SOCKETS; i++)
		empty(&server->mailboxes[i]);
}
