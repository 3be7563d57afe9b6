#include "api/discover.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/payload.h"
#include "net/address.h"
#include "net/clock.h"
#include "wire/tdp.h"

enum {
	PATIENT_MS = 5000, /* who waits this long gets more rounds: 7 find 99 % at 30 % loss each way */
	PATIENT_ROUNDS = 7,
};

static void
free_search(struct kasa_discover *search)
{
	kasa_probe_finish(&search->probe);
	kasa_record_finish(&search->heard.record);
	free(search);
}

/* Nothing is sent or heard any more. */
static void
close_probe(struct kasa_discover *search)
{
	kasa_udp_close(&search->udp);
	ev_timer_stop(search->ctx->loop, &search->timer);
}

static void
stop(struct kasa_discover *search)
{
	search->dead = true;
	search->ctx->open--;
	close_probe(search);
	kasa_introductions_stop(&search->introductions);
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
	uint64_t due = kasa_probe_due(&search->probe);

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
	struct kasa_probe_send to;

	while (kasa_probe_next(&search->probe, now_ms, &to)) {
		size_t len;
		const uint8_t *datagram = kasa_probe_datagram(&search->probe, to.port, &len);
		int number = kasa_udp_send(&search->udp, to.address, to.port, to.interface, datagram, len);

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
tell(struct kasa_discover *search, const struct kasa_found *found)
{
	kasa_log_line(&search->ctx->log, KASA_LOG_DEBUG, "answered device=%s model=%s transport=%s error=\"%s\"",
	              found->host, found->state->model, found->transport, found->err->text);
	if (!search->found)
		return;
	kasa_context_enter(search->ctx);
	search->found(found, search->arg);
	kasa_context_leave(search->ctx);
}

/* True where a device that answers over XOR is better spoken to as it announces. */
static bool
is_better(struct kasa_context *ctx, const struct kasa_way *way, const struct kasa_announcement *announcement)
{
	return way->wire && !way->untold && way->payload == &kasa_payload_iot
	       && kasa_introduce_may_log_in(ctx, announcement);
}

/* Its state came with the answer of XOR; the announcement, where there is one, tells how it wants to be spoken to. */
static void
tell_described(struct kasa_discover *search)
{
	static const struct kasa_err none = { .code = KASA_OK };
	const struct kasa_heard *heard = &search->heard;
	char host[INET_ADDRSTRLEN];
	struct kasa_found found = {
		.host = host,
		.port = search->probe.ports.xor,
		.state = &heard->record.state,
		.transport = kasa_wire_xor.name,
		.payload = kasa_payload_iot.name,
		.announcement = heard->announced ? &heard->announcement : NULL,
		.err = &none,
	};
	struct kasa_way way;

	kasa_address_text4(heard->from, host);
	if (heard->announced) {
		kasa_way_find(&way, &heard->announcement);
		if (is_better(search->ctx, &way, &heard->announcement)) {
			found.port = way.port;
			found.transport = way.wire->name;
		}
	}
	tell(search, &found);
}

static void
look_at(struct kasa_discover *search)
{
	if (search->heard.record.known)
		tell_described(search);
	else
		kasa_introduce(&search->introductions, &search->heard);
}

/* Behind everything that may have been the last thing to do. */
static void
go_on(struct kasa_discover *search, uint64_t now_ms)
{
	if (search->dead)
		return;
	if (!kasa_probe_over(&search->probe, now_ms)) {
		arm(search, now_ms);
		return;
	}
	close_probe(search);
	kasa_introductions_last(&search->introductions, now_ms);
	if (kasa_introductions_over(&search->introductions))
		end(search);
}

static void
on_introduced(struct kasa_introductions *all, const struct kasa_found *found)
{
	struct kasa_discover *search = KASA_CONTAINER(all, struct kasa_discover, introductions);

	tell(search, found);
	if (!search->dead && search->udp.fd < 0 && kasa_introductions_over(all))
		end(search);
}

static void
send_due(struct kasa_discover *search)
{
	uint64_t now_ms = kasa_clock_ms();

	if (search->udp.fd >= 0)
		send_all(search, now_ms);
	while (!search->dead && kasa_probe_ripe(&search->probe, now_ms, &search->heard))
		look_at(search);
	go_on(search, now_ms);
}

static void
on_timer(struct ev_loop *loop, ev_timer *timer, int events)
{
	(void)loop;
	(void)events;
	send_due(timer->data);
}

static void
on_datagram(struct kasa_udp *udp, uint32_t from, uint16_t port, const uint8_t *data, size_t len)
{
	struct kasa_discover *search = KASA_CONTAINER(udp, struct kasa_discover, udp);
	struct kasa_source source = { .address = from, .port = port };
	uint64_t now_ms = kasa_clock_ms();

	switch (kasa_probe_heard(&search->probe, now_ms, &source, data, len, &search->heard)) {
	case KASA_PROBE_FOUND:
		look_at(search);
		go_on(search, now_ms);
		return;
	case KASA_PROBE_HELD:
		arm(search, now_ms);
		return;
	case KASA_PROBE_DUPLICATE:
	case KASA_PROBE_STRANGER:
	case KASA_PROBE_GARBAGE:
	case KASA_PROBE_OTHER:
		return;
	}
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

/* Who names the port of XOR asks on that one alone, unless it is the usual one, or another is named beside it. */
static struct kasa_probe_ports
ports_of(const struct kasa_discover_options *opts)
{
	bool usual = opts->port == 0 || opts->port == kasa_wire_xor.port;
	struct kasa_probe_ports ports = { .xor = opts->port ? opts->port : kasa_wire_xor.port };

	if (opts->tdp_port != 0)
		ports.tdp[0] = opts->tdp_port;
	else if (usual)
		memcpy(ports.tdp, (const uint16_t[]){ KASA_TDP_PORT, KASA_TDP_PORT_NEW }, sizeof ports.tdp);
	return ports;
}

static void
start(struct kasa_discover *search, const struct kasa_discover_options *opts)
{
	unsigned wait_ms = opts->wait_ms ? opts->wait_ms : KASA_DISCOVER_MS;
	unsigned rounds = opts->rounds;

	if (rounds == 0)
		rounds = wait_ms >= PATIENT_MS ? PATIENT_ROUNDS : KASA_DISCOVER_ROUNDS;
	search->introductions.timeout_ms = opts->timeout_ms;
	search->introductions.announced_only = opts->announced_only;
	if (opts->announced_only)
		search->probe.grace_ms = 0;
	search->report.receive_buffer = search->udp.receive_buffer;
	kasa_probe_start(&search->probe, kasa_clock_ms(), wait_ms, rounds);
	ev_init(&search->timer, on_timer);
	search->timer.data = search;
	kasa_list_append(&search->ctx->searches, &search->node);
	search->ctx->open++;
	kasa_log_line(&search->ctx->log, KASA_LOG_INFO, "search began port=%u targets=%zu wait_ms=%u",
	              search->probe.ports.xor, search->probe.target_count, wait_ms);
	kasa_task_defer(search->ctx, &search->task);
}

/* Without any it does not matter what devices announce that answer over XOR. */
static bool
may_have_accounts(const struct kasa_context *ctx)
{
	return ctx->shared.link.keyring.count > 0 || ctx->shared.link.keyring.fetch;
}

int
kasa_discover_start(struct kasa_context *ctx, const struct kasa_discover_options *opts, kasa_found_fn *found,
                    kasa_discover_done_fn *done, void *arg, struct kasa_discover **out, struct kasa_err *err)
{
	static const struct kasa_discover_options defaults = { .wait_ms = KASA_DISCOVER_MS };
	struct kasa_discover *search = malloc(sizeof *search);
	struct kasa_probe_ports ports;
	int rc;

	if (ctx->dying) {
		free(search);
		return kasa_err_set(err, KASA_ECANCELED, "the context is being freed");
	}
	if (!search)
		return kasa_err_set(err, KASA_ENOMEM, "no memory for a search");
	if (!opts)
		opts = &defaults;
	ports = ports_of(opts);
	*search = (struct kasa_discover){ .ctx = ctx, .found = found, .done = done, .arg = arg };
	kasa_probe_init(&search->probe, &ports, kasa_context_seed(ctx));
	search->probe.pairs = ports.tdp[0] != 0 && may_have_accounts(ctx);
	kasa_record_init(&search->heard.record);
	kasa_introductions_init(&search->introductions, ctx, on_introduced);
	kasa_task_init(&search->task, run);
	kasa_list_init(&search->node);
	rc = kasa_discover_targets(&search->probe, opts, err);
	if (rc == KASA_OK)
		rc = kasa_udp_open(&search->udp, ctx->loop, on_datagram, err);
	if (rc != KASA_OK) {
		free_search(search);
		return rc;
	}
	start(search, opts);
	if (out)
		*out = search;
	return KASA_OK;
}
