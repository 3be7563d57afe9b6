#include "api/approach.h"

#include <stdlib.h>
#include <string.h>

#include "api/device_way.h"
#include "api/introduce.h"
#include "core/way.h"
#include "net/clock.h"

enum {
	WAIT_MS = 1000, /* plugs answer in 5 to 100 ms, and Wi-Fi loses some */
	ROUNDS = 3,
};

struct kasa_approach {
	struct kasa_device *dev;
	struct kasa_discover *search; /* NULL: it is over, and the call goes on as was announced */
	struct kasa_err err;          /* what the call met */
	bool announced;               /* and not met over XOR */
	struct kasa_announcement announcement;
	struct kasa_state said;
};

bool
kasa_approach_wanted(const struct kasa_device *dev, const struct kasa_err *err)
{
	return dev->may_turn && !dev->approached && (err->code == KASA_EREFUSED || err->code == KASA_EPROTO);
}

void
kasa_approach_stop(struct kasa_device *dev)
{
	struct kasa_approach *approach = dev->approach;

	if (!approach)
		return;
	dev->approach = NULL;
	kasa_discover_stop(approach->search);
	free(approach);
}

/* The call ends: with what it met, and what came of the question. */
static void
give_up(struct kasa_approach *approach, const struct kasa_err *err)
{
	struct kasa_device *dev = approach->dev;
	const struct kasa_err own = *err;

	kasa_approach_stop(dev);
	kasa_device_fail(dev, &own);
}

static bool
is_new_way(const struct kasa_device *dev, const struct kasa_way *way)
{
	return way->wire
	       && (way->wire != dev->tcp.link.wire || way->payload != dev->peer.payload
	           || way->port != kasa_device_port(dev));
}

/* As it announces; but back to XOR where it answers over that again. False when nothing follows from what was found. */
static bool
find_way(const struct kasa_device *dev, const struct kasa_found *found, struct kasa_way *way)
{
	bool on_xor = dev->tcp.link.wire == &kasa_wire_xor;

	if (!on_xor && strcmp(found->transport, kasa_wire_xor.name) == 0) {
		*way = (struct kasa_way){ .payload = &kasa_payload_iot, .wire = &kasa_wire_xor, .port = found->port };
		return true;
	}
	if (!found->announcement)
		return false;
	kasa_way_find(way, found->announcement); /* of TPAP it is KLAP, which some of these devices take */
	return is_new_way(dev, way);
}

/* What is told of the way, should the call fail upon it. */
static void
keep(struct kasa_approach *approach, const struct kasa_found *found, const struct kasa_way *way)
{
	approach->announced = way->wire != &kasa_wire_xor;
	if (!approach->announced)
		return;
	approach->announcement = *found->announcement;
	approach->said = *found->state;
}

static void
on_found(const struct kasa_found *found, void *arg)
{
	struct kasa_approach *approach = arg;
	struct kasa_device *dev = approach->dev;
	struct kasa_way way;
	struct kasa_err err;

	if (found->err->code != KASA_OK) {
		give_up(approach, found->err);
		return;
	}
	if (!find_way(dev, found, &way))
		return;
	kasa_log_line(&dev->ctx->log, KASA_LOG_INFO, "device announces device=%s transport=%s payload=%s port=%u",
	              dev->host, found->transport, found->payload, found->port);
	if (kasa_way_turn(dev, way.wire->name, way.payload->name, way.port, &err) != KASA_OK) {
		give_up(approach, &err);
		return;
	}
	keep(approach, found, &way);
	kasa_discover_stop(approach->search);
	approach->search = NULL;
	kasa_device_resume(dev);
}

static void
on_over(const struct kasa_discover_report *report, const struct kasa_err *err, void *arg)
{
	struct kasa_approach *approach = arg;

	(void)report;
	(void)err;
	approach->search = NULL;
	kasa_err_append(&approach->err, "; asked by UDP how it wants to be spoken to, it announced nothing else");
	give_up(approach, &approach->err);
}

void
kasa_approach_explain(const struct kasa_device *dev, struct kasa_err *err)
{
	const struct kasa_approach *approach = dev->approach;
	struct kasa_way way;

	if (!approach || !approach->announced || err->code == KASA_ECANCELED)
		return;
	kasa_way_find(&way, &approach->announcement);
	kasa_way_failed(&way, &approach->announcement, &approach->said,
	                kasa_introduce_is_ours(dev->ctx, &approach->announcement), err);
}

bool
kasa_approach_start(struct kasa_device *dev, const struct kasa_err *err)
{
	const char *const host[] = { dev->host };
	uint64_t now_ms = kasa_clock_ms(), deadline_ms = dev->current->deadline_ms;
	uint64_t left_ms = deadline_ms > now_ms ? deadline_ms - now_ms : 1;
	const struct kasa_discover_options options = {
		.targets = host,
		.target_count = 1,
		.tdp_port = dev->tdp_port,
		.announced_only = true,
		.wait_ms = left_ms < WAIT_MS ? (unsigned)left_ms : WAIT_MS,
		.rounds = ROUNDS,
	};
	struct kasa_approach *approach = malloc(sizeof *approach);
	struct kasa_err ignored;

	dev->approached = true;
	if (!approach)
		return false;
	*approach = (struct kasa_approach){ .dev = dev, .err = *err };
	if (kasa_discover_start(dev->ctx, &options, on_found, on_over, approach, &approach->search, &ignored)
	    != KASA_OK) {
		free(approach);
		return false;
	}
	dev->approach = approach;
	return true;
}
