#include "api/discover.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "model/payload.h"
#include "net/clock.h"
#include "net/interfaces.h"

enum {
	PATIENT_MS = 5000, /* who waits this long gets more rounds: 7 find 99 % at 30 % loss each way */
	PATIENT_ROUNDS = 7,
};

static void
free_search(struct kasa_discover *search)
{
	kasa_probe_finish(&search->probe);
	kasa_record_finish(&search->record);
	free(search);
}

static void
stop(struct kasa_discover *search)
{
	search->dead = true;
	search->ctx->open--;
	kasa_udp_close(&search->udp);
	ev_timer_stop(search->ctx->loop, &search->timer);
	kasa_list_remove(&search->node);
	kasa_task_defer(search->ctx, &search->task);
}

void
kasa_discover_stop(struct kasa_discover *search)
{
	if (search && !search->dead)
		stop(search);
}

static void
end(struct kasa_discover *search)
{
	struct kasa_discover_report *report = &search->report;
	struct kasa_err err;

	report->found = search->probe.found;
	report->duplicates = search->probe.duplicates;
	report->strangers = search->probe.strangers;
	report->garbage = search->probe.garbage;
	kasa_err_clear(&err);
	if (report->sent == 0)
		kasa_err_set(&err, KASA_EIO, "no probe could be sent: %s",
		             report->last_error[0] ? report->last_error : "no network interface can broadcast");
	kasa_log_line(&search->ctx->log, KASA_LOG_INFO,
	              "search over found=%u sent=%u refused=%u strangers=%u garbage=%u", report->found, report->sent,
	              report->send_failed, report->strangers, report->garbage);
	stop(search);
	if (!search->done)
		return;
	kasa_context_enter(search->ctx);
	search->done(report, &err, search->arg);
	kasa_context_leave(search->ctx);
}

static void
note_failure(struct kasa_discover *search, int number, const struct kasa_probe_send *to)
{
	char address[INET_ADDRSTRLEN];
	struct kasa_err err;

	search->report.send_failed++;
	kasa_errno(&err, number, "sending");
	kasa_address_text4(to->address, address);
	snprintf(search->report.last_error, sizeof search->report.last_error, "%s: %.90s", address, err.text);
	kasa_log_line(&search->ctx->log, KASA_LOG_DEBUG, "probe refused to=%s error=\"%s\"", address, err.text);
}

static void
arm(struct kasa_discover *search, uint64_t now_ms)
{
	uint64_t due = search->probe.deadline_ms;

	search->timer.repeat = due > now_ms ? (ev_tstamp)(due - now_ms) / 1e3 : 1e-6;
	ev_timer_again(search->ctx->loop, &search->timer);
}

/* No room is no refusal: hosts that are not there keep their probes in the kernel until ARP has given up. */
static bool
is_full(int number)
{
	return number == EAGAIN || number == EWOULDBLOCK || number == ENOBUFS || number == ENOMEM;
}

static void
send_all(struct kasa_discover *search, uint64_t now_ms)
{
	size_t len;
	const uint8_t *datagram = kasa_probe_datagram(&len);
	struct kasa_probe_send to;

	while (kasa_probe_next(&search->probe, now_ms, &to)) {
		int number = kasa_udp_send(&search->udp, to.address, search->port, to.interface, datagram, len);

		if (is_full(number) && kasa_probe_hold(&search->probe, now_ms))
			return;
		kasa_probe_left(&search->probe);
		if (number == 0)
			search->report.sent++;
		else
			note_failure(search, number, &to);
	}
}

static void
send_due(struct kasa_discover *search)
{
	uint64_t now_ms = kasa_clock_ms();

	send_all(search, now_ms);
	if (kasa_probe_over(&search->probe, now_ms))
		end(search);
	else
		arm(search, now_ms);
}

static void
on_timer(struct ev_loop *loop, ev_timer *timer, int events)
{
	(void)loop;
	(void)events;
	send_due(timer->data);
}

static void
tell(struct kasa_discover *search, uint32_t from)
{
	static const struct kasa_err none = { .code = KASA_OK };
	char host[INET_ADDRSTRLEN];
	struct kasa_found found = {
		.host = host,
		.port = search->port,
		.state = &search->record.state,
		.transport = kasa_wire_xor.name,
		.payload = kasa_payload_iot.name,
		.err = &none,
	};

	kasa_address_text4(from, host);
	kasa_log_line(&search->ctx->log, KASA_LOG_DEBUG, "answered device=%s model=%s", host,
	              search->record.state.model);
	if (!search->found)
		return;
	kasa_context_enter(search->ctx);
	search->found(&found, search->arg);
	kasa_context_leave(search->ctx);
}

/* Answers come from the port that was asked; anything else is somebody else's. */
static void
on_datagram(struct kasa_udp *udp, uint32_t from, uint16_t port, const uint8_t *data, size_t len)
{
	struct kasa_discover *search = KASA_CONTAINER(udp, struct kasa_discover, udp);

	if (port != search->port) {
		search->probe.strangers++;
		return;
	}
	if (kasa_probe_heard(&search->probe, from, data, len, &search->record) != KASA_PROBE_FOUND)
		return;
	tell(search, from);
	if (!search->dead && kasa_probe_over(&search->probe, kasa_clock_ms()))
		end(search);
}

static void
run(struct kasa_task *task)
{
	struct kasa_discover *search = KASA_CONTAINER(task, struct kasa_discover, task);

	if (search->dead)
		free_search(search);
	else
		send_due(search);
}

static bool
named(const struct kasa_discover_options *opts, const struct kasa_net_interface *interface)
{
	if (!opts->interfaces || opts->interface_count == 0)
		return !interface->loopback;
	for (size_t i = 0; i < opts->interface_count; i++)
		if (strcmp(opts->interfaces[i], interface->name) == 0)
			return true;
	return false;
}

/* The interfaces of this host, for as long as targets are added. */
struct interfaces {
	struct kasa_net_interface *list;
	size_t count;
};

/* Both ways to everybody: the limited broadcast and the network's own; access points drop one or the other. */
static int
add_interface(struct kasa_probe *probe, const struct kasa_net_interface *interface, uint32_t address,
              struct kasa_err *err)
{
	struct kasa_target target = {
		.first = address,
		.last = address,
		.net = interface->address & interface->mask,
		.mask = interface->mask,
		.broadcast = true,
		.interface = interface->index,
	};

	return kasa_probe_add(probe, &target, err);
}

static int
check_names(const struct kasa_discover_options *opts, const struct interfaces *all, struct kasa_err *err)
{
	for (size_t i = 0; opts->interfaces && i < opts->interface_count; i++) {
		bool known = false;

		for (size_t k = 0; k < all->count; k++)
			known = known || strcmp(all->list[k].name, opts->interfaces[i]) == 0;
		if (!known)
			return kasa_err_set(err, KASA_EINVAL, "no network interface \"%.40s\" with an IPv4 address",
			                    opts->interfaces[i]);
	}
	return KASA_OK;
}

static int
add_interfaces(struct kasa_probe *probe, const struct kasa_discover_options *opts, const struct interfaces *all,
               struct kasa_err *err)
{
	int rc = KASA_OK;

	for (size_t i = 0; i < all->count && rc == KASA_OK; i++) {
		const struct kasa_net_interface *at = &all->list[i];

		if (!at->up || !at->broadcasts || !named(opts, at))
			continue;
		rc = add_interface(probe, at, INADDR_BROADCAST, err);
		if (rc == KASA_OK && at->broadcast)
			rc = add_interface(probe, at, at->broadcast, err);
	}
	return rc;
}

static bool
is_within(const struct kasa_target *target, const struct kasa_net_interface *at)
{
	uint32_t net = at->address & at->mask;

	return (target->first & at->mask) == net && (target->last & at->mask) == net;
}

/* Two networks may have the same addresses: those of an interface that was named are asked through it. */
static void
choose_way(struct kasa_target *target, const struct kasa_discover_options *opts, const struct interfaces *all)
{
	if (!opts->interfaces || opts->interface_count == 0)
		return;
	for (size_t i = 0; i < all->count && target->interface == 0; i++)
		if (all->list[i].up && named(opts, &all->list[i]) && is_within(target, &all->list[i]))
			target->interface = all->list[i].index;
}

/* A broadcast address of ours is known by its interface; one of somebody else's by how it ends. */
static int
add_target(struct kasa_probe *probe, const char *text, const struct kasa_discover_options *opts,
           const struct interfaces *all, struct kasa_err *err)
{
	struct kasa_target target;

	if (kasa_target_parse(text, &target, err) != KASA_OK)
		return KASA_EINVAL;
	if (target.first == INADDR_BROADCAST)
		return add_interfaces(probe, opts, all, err);
	for (size_t i = 0; i < all->count && target.first == target.last; i++)
		if (all->list[i].broadcast == target.first && named(opts, &all->list[i]))
			return add_interface(probe, &all->list[i], target.first, err);
	choose_way(&target, opts, all);
	return kasa_probe_add(probe, &target, err);
}

static int
add_targets(struct kasa_probe *probe, const struct kasa_discover_options *opts, struct kasa_err *err)
{
	struct interfaces all = { .list = NULL };
	int rc = kasa_net_interfaces(&all.list, &all.count, err);

	if (rc == KASA_OK)
		rc = check_names(opts, &all, err);
	if (rc == KASA_OK && (!opts->targets || opts->target_count == 0))
		rc = add_interfaces(probe, opts, &all, err);
	for (size_t i = 0; rc == KASA_OK && opts->targets && i < opts->target_count; i++)
		rc = add_target(probe, opts->targets[i], opts, &all, err);
	free(all.list);
	return rc;
}

static void
start(struct kasa_discover *search, const struct kasa_discover_options *opts)
{
	unsigned wait_ms = opts->wait_ms ? opts->wait_ms : KASA_DISCOVER_MS;
	unsigned rounds = opts->rounds;

	if (rounds == 0)
		rounds = wait_ms >= PATIENT_MS ? PATIENT_ROUNDS : KASA_DISCOVER_ROUNDS;
	search->port = opts->port ? opts->port : kasa_wire_xor.port;
	search->report.receive_buffer = search->udp.receive_buffer;
	kasa_probe_start(&search->probe, kasa_clock_ms(), wait_ms, rounds);
	ev_init(&search->timer, on_timer);
	search->timer.data = search;
	kasa_list_append(&search->ctx->searches, &search->node);
	search->ctx->open++;
	kasa_log_line(&search->ctx->log, KASA_LOG_INFO, "search began port=%u targets=%zu wait_ms=%u", search->port,
	              search->probe.target_count, wait_ms);
	kasa_task_defer(search->ctx, &search->task);
}

int
kasa_discover_start(struct kasa_context *ctx, const struct kasa_discover_options *opts, kasa_found_fn *found,
                    kasa_discover_done_fn *done, void *arg, struct kasa_discover **out, struct kasa_err *err)
{
	static const struct kasa_discover_options defaults = { .wait_ms = KASA_DISCOVER_MS };
	struct kasa_discover *search = malloc(sizeof *search);
	int rc;

	if (ctx->dying) {
		free(search);
		return kasa_err_set(err, KASA_ECANCELED, "the context is being freed");
	}
	if (!search)
		return kasa_err_set(err, KASA_ENOMEM, "no memory for a search");
	*search = (struct kasa_discover){ .ctx = ctx, .found = found, .done = done, .arg = arg };
	kasa_probe_init(&search->probe, kasa_context_seed(ctx));
	kasa_record_init(&search->record);
	kasa_task_init(&search->task, run);
	kasa_list_init(&search->node);
	rc = add_targets(&search->probe, opts ? opts : &defaults, err);
	if (rc == KASA_OK)
		rc = kasa_udp_open(&search->udp, ctx->loop, on_datagram, err);
	if (rc != KASA_OK) {
		free_search(search);
		return rc;
	}
	start(search, opts ? opts : &defaults);
	if (out)
		*out = search;
	return KASA_OK;
}

int
kasa_interfaces(struct kasa_interface *out, size_t max, struct kasa_err *err)
{
	struct kasa_net_interface *list;
	size_t count;
	int rc = kasa_net_interfaces(&list, &count, err);

	if (rc != KASA_OK)
		return rc;
	for (size_t i = 0; i < count && i < max; i++) {
		out[i] = (struct kasa_interface){ .up = list[i].up, .loopback = list[i].loopback };
		kasa_str_copy(out[i].name, sizeof out[i].name, list[i].name);
		kasa_address_text4(list[i].address, out[i].address);
		kasa_address_text4(list[i].broadcast, out[i].broadcast);
	}
	free(list);
	return (int)count;
}
