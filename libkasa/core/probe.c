#include "core/probe.h"

#include <stdlib.h>
#include <string.h>

#include <kasa/discover.h>

#include "base/str.h"
#include "model/payload.h"
#include "wire/xor.h"

/* `{"system":{"get_sysinfo":{}}}` under the cipher, as in the published vectors: the only thing safe over UDP */
static const uint8_t question[] = {
	0xd0, 0xf2, 0x81, 0xf8, 0x8b, 0xff, 0x9a, 0xf7, 0xd5, 0xef, 0x94, 0xb6, 0xd1, 0xb4, 0xc0,
	0x9f, 0xec, 0x95, 0xe6, 0x8f, 0xe1, 0x87, 0xe8, 0xca, 0xf0, 0x8b, 0xf6, 0x8b, 0xf6,
};

static const uint64_t mac_mark = 1ull << 48; /* tells a MAC from an address in the same set */

void
kasa_probe_init(struct kasa_probe *probe, uint64_t seed)
{
	*probe = (struct kasa_probe){ .rng = { .state = seed }, .deadline_ms = UINT64_MAX };
	kasa_hash_init(&probe->answered, 2 * KASA_PROBE_FOUND_MAX);
	kasa_buf_init(&probe->text, KASA_MESSAGE_MAX + 1);
}

void
kasa_probe_finish(struct kasa_probe *probe)
{
	free(probe->targets);
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
kasa_probe_datagram(size_t *len)
{
	*len = sizeof question;
	return question;
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
	return true;
}

/* Steps through the targets; false at the end of the round. Who answered is not asked again. */
static bool
step(struct kasa_probe *probe, struct kasa_probe_send *send)
{
	while (probe->at_target < probe->target_count) {
		const struct kasa_target *target = &probe->targets[probe->at_target];
		uint32_t address = target->first + probe->at_offset;

		if (probe->at_offset < kasa_target_count(target))
			probe->at_offset++;
		else {
			probe->at_target++;
			probe->at_offset = 0;
			continue;
		}
		if (!target->broadcast && kasa_hash_get(&probe->answered, address))
			continue;
		*send = (struct kasa_probe_send){ address, target->broadcast, target->interface };
		return true;
	}
	return false;
}

bool
kasa_probe_hold(struct kasa_probe *probe, uint64_t now_ms)
{
	if (probe->held_since_ms == 0)
		probe->held_since_ms = now_ms;
	if (now_ms - probe->held_since_ms >= KASA_PROBE_HELD_MS || probe->at_offset == 0)
		return false;
	probe->at_offset--;
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

/* A pause behind each batch; broadcasts count too, but there are few. */
static void
pace(struct kasa_probe *probe, uint64_t now_ms, uint32_t address)
{
	bool local = kasa_target_is_local(address);

	if (++probe->batch < (local ? KASA_PROBE_LOCAL_BATCH : KASA_PROBE_BATCH))
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

static bool
asked_for(const struct kasa_probe *probe, uint32_t from)
{
	for (size_t i = 0; i < probe->target_count; i++)
		if ((from & probe->targets[i].mask) == probe->targets[i].net)
			return true;
	return false;
}

/* How many of the single addresses this one is: who is named twice is waited for twice, and answers once. */
static uint32_t
times_asked_alone(const struct kasa_probe *probe, uint32_t address)
{
	uint32_t times = 0;

	for (size_t i = 0; i < probe->target_count; i++)
		times += !probe->targets[i].broadcast && address >= probe->targets[i].first
		         && address <= probe->targets[i].last;
	return times;
}

/* The MAC is who it is; some answers have none, or one of zeros, and then the address must do. */
static bool
known_mac(struct kasa_probe *probe, const struct kasa_state *state)
{
	uint8_t mac[6];
	uint64_t key = 0;

	if (!kasa_mac_parse(state->mac, mac))
		return false;
	for (size_t i = 0; i < sizeof mac; i++)
		key = key << 8 | mac[i];
	if (key == 0)
		return false;
	if (kasa_hash_get(&probe->answered, key | mac_mark))
		return true;
	kasa_hash_put(&probe->answered, key | mac_mark, 1);
	return false;
}

static bool
read_answer(struct kasa_probe *probe, const uint8_t *data, size_t len, struct kasa_record *record)
{
	struct kasa_order look = { .kind = KASA_ORDER_LOOK };
	struct kasa_err err;

	if (kasa_xor_open_datagram(data, len, &probe->text) != KASA_OK)
		return false;
	return kasa_payload_iot.parse(&look, (const char *)probe->text.data, probe->text.len, record, NULL, &err)
	       == KASA_VERDICT_DONE;
}

enum kasa_probe_verdict
kasa_probe_heard(struct kasa_probe *probe, uint32_t from, const uint8_t *data, size_t len, struct kasa_record *record)
{
	if (from == 0 || !asked_for(probe, from))
		return probe->strangers++, KASA_PROBE_STRANGER;
	if (kasa_hash_get(&probe->answered, from))
		return probe->duplicates++, KASA_PROBE_DUPLICATE;
	if (!read_answer(probe, data, len, record))
		return probe->garbage++, KASA_PROBE_GARBAGE;
	if (kasa_hash_put(&probe->answered, from, 1) != KASA_OK)
		return probe->duplicates++, KASA_PROBE_DUPLICATE;
	probe->waiting -= times_asked_alone(probe, from);
	if (known_mac(probe, &record->state))
		return probe->duplicates++, KASA_PROBE_DUPLICATE;
	probe->found++;
	return KASA_PROBE_FOUND;
}

bool
kasa_probe_over(const struct kasa_probe *probe, uint64_t now_ms)
{
	return now_ms >= probe->end_ms || (!probe->broadcasts && probe->waiting == 0);
}
