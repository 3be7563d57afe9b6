#include "core/probe.h"

#include <stdlib.h>
#include <string.h>

#include <kasa/discover.h>

#include "wire/tdp.h"
#include "wire/wire.h"

/* `{"system":{"get_sysinfo":{}}}` under the cipher, as in the published vectors: the only thing safe over UDP */
static const uint8_t question[] = {
	0xd0, 0xf2, 0x81, 0xf8, 0x8b, 0xff, 0x9a, 0xf7, 0xd5, 0xef, 0x94, 0xb6, 0xd1, 0xb4, 0xc0,
	0x9f, 0xec, 0x95, 0xe6, 0x8f, 0xe1, 0x87, 0xe8, 0xca, 0xf0, 0x8b, 0xf6, 0x8b, 0xf6,
};

void
kasa_probe_init(struct kasa_probe *probe, const struct kasa_probe_ports *ports, uint64_t seed)
{
	*probe = (struct kasa_probe){
		.ports = *ports,
		.rng = { .state = seed },
		.deadline_ms = UINT64_MAX,
		.grace_ms = KASA_PROBE_GRACE_MS,
	};
	kasa_hash_init(&probe->answered, 2 * KASA_PROBE_FOUND_MAX);
	kasa_buf_init(&probe->text, KASA_MESSAGE_MAX + 1);
}

void
kasa_probe_finish(struct kasa_probe *probe)
{
	free(probe->targets);
	for (size_t i = probe->held_told; i < probe->held_count; i++)
		kasa_record_finish(&probe->held[i].heard.record); /* an empty one where it was told */
	free(probe->held);
	kasa_hash_finish(&probe->answered);
	kasa_buf_finish(&probe->text);
}

/* An interface with two names, or an address that is named twice, is asked once. */
static bool
is_known(const struct kasa_probe *probe, const struct kasa_target *target)
{
	for (size_t i = 0; i < probe->target_count; i++) {
		const struct kasa_target *known = &probe->targets[i];

		if (known->first == target->first && known->last == target->last && known->net == target->net
		    && known->broadcast == target->broadcast && known->interface == target->interface)
			return true;
	}
	return false;
}

int
kasa_probe_add(struct kasa_probe *probe, const struct kasa_target *target, struct kasa_err *err)
{
	uint32_t count = kasa_target_count(target);

	if (is_known(probe, target))
		return KASA_OK;
	if (!target->broadcast && count > KASA_DISCOVER_TARGETS_MAX - probe->waiting)
		return kasa_err_set(err, KASA_EINVAL, "more than %d addresses to search", KASA_DISCOVER_TARGETS_MAX);
	if (probe->target_count == probe->target_cap) {
		size_t cap = probe->target_cap ? probe->target_cap * 2 : 8;
		struct kasa_target *targets = realloc(probe->targets, cap * sizeof *targets);

		if (!targets)
			return kasa_err_set(err, KASA_ENOMEM, "no memory for %zu targets", cap);
		probe->targets = targets;
		probe->target_cap = cap;
	}
	probe->targets[probe->target_count++] = *target;
	if (target->broadcast)
		probe->broadcasts = true;
	else
		probe->waiting += count;
	return KASA_OK;
}

void
kasa_probe_start(struct kasa_probe *probe, uint64_t now_ms, uint32_t wait_ms, unsigned rounds)
{
	if (rounds > KASA_PROBE_ROUNDS_MAX)
		rounds = KASA_PROBE_ROUNDS_MAX;
	probe->end_ms = now_ms + wait_ms;
	probe->longest_ms = probe->end_ms + KASA_PROBE_LONGEST_MS;
	probe->rounds_left = rounds;
	probe->first_round = true;
	probe->round_gap_ms = rounds > 0 ? wait_ms / rounds : wait_ms;
	probe->round_at_ms = now_ms;
	probe->deadline_ms = now_ms;
	probe->at_target = probe->target_count; /* no round has begun */
}

const uint8_t *
kasa_probe_datagram(const struct kasa_probe *probe, uint16_t port, size_t *len)
{
	bool xor = port == probe->ports.xor ;

	*len = xor? sizeof question : sizeof kasa_tdp_probe;
	return xor? question : kasa_tdp_probe;
}

/* The rounds are spread over the time, each a little off its place: many programs must not beat together. */
static bool
begin_round(struct kasa_probe *probe, uint64_t now_ms)
{
	probe->first_round = probe->rounds_begun == 0;
	if (probe->rounds_left == 0 || now_ms < probe->round_at_ms) {
		probe->deadline_ms = probe->rounds_left > 0 && probe->round_at_ms < probe->end_ms ? probe->round_at_ms
		                                                                                  : probe->end_ms;
		return false;
	}
	probe->rounds_left--;
	probe->rounds_begun++;
	probe->round_at_ms =
		now_ms + probe->round_gap_ms * 3 / 4 + kasa_rng_below(&probe->rng, probe->round_gap_ms / 4 + 1);
	probe->at_target = 0;
	probe->at_offset = 0;
	probe->at_port = 0;
	return true;
}

/*
 * The port behind which there is the next datagram to one address, or 0. XOR comes last: its answer is told at once,
 * and may be told together with an announcement that came before it.
 */
static uint16_t
next_port(struct kasa_probe *probe)
{
	const struct kasa_probe_ports *ports = &probe->ports;
	uint16_t port = 0;

	while (port == 0 && probe->at_port <= KASA_PROBE_TDP_PORTS) {
		port = probe->at_port < KASA_PROBE_TDP_PORTS ? ports->tdp[probe->at_port] : ports->xor ;
		probe->at_port++;
	}
	return port;
}

/* Goes on to the next address of the round. */
static void
next_address(struct kasa_probe *probe)
{
	probe->at_port = 0;
	if (++probe->at_offset < kasa_target_count(&probe->targets[probe->at_target]))
		return;
	probe->at_target++;
	probe->at_offset = 0;
}

/* Steps through the targets; false at the end of the round. Who answered is not asked again. */
static bool
step(struct kasa_probe *probe, struct kasa_probe_send *send)
{
	for (; probe->at_target < probe->target_count; next_address(probe)) {
		const struct kasa_target *target = &probe->targets[probe->at_target];
		uint32_t address = target->first + probe->at_offset;
		uint16_t port = 0;

		if (target->broadcast || !kasa_hash_get(&probe->answered, address))
			port = next_port(probe);
		if (port == 0)
			continue;
		*send = (struct kasa_probe_send){ address, port, target->broadcast, target->interface };
		return true;
	}
	return false;
}

bool
kasa_probe_hold(struct kasa_probe *probe, uint64_t now_ms)
{
	if (probe->held_since_ms == 0)
		probe->held_since_ms = now_ms;
	if (now_ms - probe->held_since_ms >= KASA_PROBE_HELD_MS || probe->at_port == 0)
		return false;
	probe->at_port--;
	probe->batch = 0;
	probe->batch_until_ms = probe->deadline_ms = now_ms + KASA_PROBE_HOLD_MS;
	return true;
}

/* Who was not asked once cannot answer: a large range gets the time that asking it takes. */
static void
move_end(struct kasa_probe *probe, uint64_t now_ms)
{
	uint64_t end = now_ms + KASA_PROBE_LISTEN_MS;

	if (!probe->first_round || end <= probe->end_ms)
		return;
	probe->end_ms = end < probe->longest_ms ? end : probe->longest_ms;
}

/* A pause behind each batch of addresses; broadcasts count too, but there are few. */
static void
pace(struct kasa_probe *probe, uint64_t now_ms, uint32_t address)
{
	bool local = kasa_target_is_local(address);

	if (probe->at_port <= KASA_PROBE_TDP_PORTS
	    || ++probe->batch < (local ? KASA_PROBE_LOCAL_BATCH : KASA_PROBE_BATCH))
		return;
	probe->batch = 0;
	probe->batch_until_ms = probe->deadline_ms =
		now_ms + (local ? KASA_PROBE_LOCAL_GAP_MS : KASA_PROBE_BATCH_GAP_MS);
}

bool
kasa_probe_next(struct kasa_probe *probe, uint64_t now_ms, struct kasa_probe_send *send)
{
	move_end(probe, now_ms);
	if (now_ms >= probe->end_ms) {
		probe->deadline_ms = probe->end_ms;
		return false;
	}
	if (now_ms < probe->batch_until_ms)
		return false;
	do {
		if (step(probe, send)) {
			pace(probe, now_ms, send->address);
			return true;
		}
	} while (begin_round(probe, now_ms));
	return false;
}
