/* What an arriving datagram means: who answered, for the first time or again, and what waits to be told. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "core/probe.h"
#include "model/payload.h"
#include "wire/tdp.h"
#include "wire/xor.h"

static const uint64_t mac_mark = 1ull << 48; /* tells a MAC from an address in the same set */

/* ---- who is known ---- */

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

/* The MAC is who it is; some answers have none, or one of zeros, and then the address must do: 0. */
static uint64_t
mac_key(const struct kasa_state *state)
{
	uint8_t mac[6];
	uint64_t key = 0;

	if (!kasa_mac_parse(state->mac, mac))
		return 0;
	for (size_t i = 0; i < sizeof mac; i++)
		key = key << 8 | mac[i];
	return key ? key | mac_mark : 0;
}

/* What is known of an address, or of a MAC: the number of what was held of it, or 0. NULL: nothing. */
static const uint32_t *
known_as(const struct kasa_probe *probe, uint32_t from, const struct kasa_state *state)
{
	const uint32_t *number = kasa_hash_get(&probe->answered, from);
	uint64_t key = mac_key(state);

	return number || key == 0 ? number : kasa_hash_get(&probe->answered, key);
}

/* False when there are too many, or no memory for one more. */
static bool
remember(struct kasa_probe *probe, uint32_t from, const struct kasa_state *state, uint32_t number)
{
	bool again = kasa_hash_get(&probe->answered, from) != NULL;
	uint64_t key = mac_key(state);

	if (kasa_hash_put(&probe->answered, from, number) != KASA_OK)
		return false;
	if (!again)
		probe->waiting -= times_asked_alone(probe, from);
	if (key != 0) /* one that does not fit in is known by its address alone */
		kasa_hash_put(&probe->answered, key, number);
	return true;
}

/* ---- what waits ---- */

/* NULL for what was told, which is known by an old number as well as by 0. */
static struct kasa_held *
held_as(const struct kasa_probe *probe, uint32_t number)
{
	struct kasa_held *held;

	if (number <= probe->held_before)
		return NULL;
	held = &probe->held[number - probe->held_before - 1];
	return held->told ? NULL : held;
}

static struct kasa_held *
room(struct kasa_probe *probe)
{
	size_t cap = probe->held_cap ? 2 * probe->held_cap : 16;
	struct kasa_held *held;

	if (probe->held_count < probe->held_cap)
		return &probe->held[probe->held_count];
	held = realloc(probe->held, cap * sizeof *held);
	if (!held)
		return NULL;
	probe->held = held;
	probe->held_cap = cap;
	return &held[probe->held_count];
}

/* An empty list begins anew. */
static void
step_over_told(struct kasa_probe *probe)
{
	while (probe->held_told < probe->held_count && probe->held[probe->held_told].told)
		probe->held_told++;
	if (probe->held_told < probe->held_count)
		return;
	probe->held_before += (uint32_t)probe->held_count;
	probe->held_count = probe->held_told = probe->held_pair = 0;
}

/* It waits no more: @p heard has it, and owns it. */
static void
release(struct kasa_probe *probe, struct kasa_held *held, struct kasa_heard *heard)
{
	kasa_record_finish(&heard->record);
	*heard = held->heard;
	kasa_record_init(&held->heard.record);
	held->told = true;
	step_over_told(probe);
}

/* The first answer of XOR that waits, or NULL. It waits less than an announcement before it may have to. */
static struct kasa_held *
first_described(struct kasa_probe *probe)
{
	struct kasa_held *held;

	for (; probe->held_pair < probe->held_count; probe->held_pair++) {
		held = &probe->held[probe->held_pair];
		if (!held->told && held->heard.record.known)
			return held;
	}
	return NULL;
}

static bool
is_ripe(const struct kasa_probe *probe, const struct kasa_held *held, uint64_t now_ms)
{
	return now_ms >= held->due_ms || now_ms >= probe->end_ms;
}

bool
kasa_probe_ripe(struct kasa_probe *probe, uint64_t now_ms, struct kasa_heard *heard)
{
	struct kasa_held *held = first_described(probe);

	if (probe->held_count == 0)
		return false;
	if (!held || !is_ripe(probe, held, now_ms))
		held = &probe->held[probe->held_told];
	if (!is_ripe(probe, held, now_ms))
		return false;
	release(probe, held, heard);
	return true;
}

/* A new answer waits, where there is memory to let it; else it is told at once. It moves out of @p heard. */
static enum kasa_probe_verdict
hold(struct kasa_probe *probe, uint64_t due_ms, struct kasa_held *place, struct kasa_heard *heard)
{
	probe->found++;
	if (!place)
		return KASA_PROBE_FOUND;
	*place = (struct kasa_held){ .due_ms = due_ms, .heard = *heard };
	kasa_record_init(&heard->record);
	probe->held_count++;
	return KASA_PROBE_HELD;
}

/* The number that what is held next will be known by. */
static uint32_t
number_of(const struct kasa_probe *probe, const struct kasa_held *place)
{
	return place ? probe->held_before + (uint32_t)probe->held_count + 1 : 0;
}

/* ---- the two kinds of answers ---- */

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

/* What was announced is told together with what XOR says, which is more. */
static enum kasa_probe_verdict
complete(struct kasa_probe *probe, struct kasa_held *held, struct kasa_heard *heard)
{
	heard->announced = true;
	heard->announcement = held->heard.announcement;
	held->told = true;
	step_over_told(probe);
	return KASA_PROBE_FOUND;
}

static enum kasa_probe_verdict
described(struct kasa_probe *probe, uint64_t now_ms, const uint8_t *data, size_t len, struct kasa_heard *heard)
{
	const uint32_t *known = kasa_hash_get(&probe->answered, heard->from);
	struct kasa_held *held = known ? held_as(probe, *known) : NULL, *place;

	if (known && (!held || held->heard.record.known))
		return KASA_PROBE_DUPLICATE;
	if (!read_answer(probe, data, len, &heard->record))
		return KASA_PROBE_GARBAGE;
	known = known_as(probe, heard->from, &heard->record.state);
	held = known ? held_as(probe, *known) : NULL;
	place = !known && probe->pairs ? room(probe) : NULL;
	if (!remember(probe, heard->from, &heard->record.state, known ? *known : number_of(probe, place)))
		return KASA_PROBE_DUPLICATE;
	if (known && (!held || held->heard.record.known))
		return KASA_PROBE_DUPLICATE;
	return held ? complete(probe, held, heard) : hold(probe, now_ms + KASA_PROBE_PAIR_MS, place, heard);
}

/* How a device that has answered over XOR, and waits, wants to be spoken to. */
static enum kasa_probe_verdict
add_announcement(struct kasa_probe *probe, struct kasa_held *held, struct kasa_heard *heard)
{
	held->heard.announced = true;
	held->heard.announcement = heard->announcement;
	release(probe, held, heard);
	return KASA_PROBE_FOUND;
}

static enum kasa_probe_verdict
announced(struct kasa_probe *probe, uint64_t now_ms, struct kasa_heard *heard)
{
	const struct kasa_state *state = &heard->record.state;
	const uint32_t *known = known_as(probe, heard->from, state);
	struct kasa_held *held = known ? held_as(probe, *known) : NULL, *place = known ? NULL : room(probe);

	if (!remember(probe, heard->from, state, known ? *known : number_of(probe, place)))
		return KASA_PROBE_DUPLICATE;
	if (known && (!held || held->heard.announced))
		return KASA_PROBE_DUPLICATE;
	return held ? add_announcement(probe, held, heard) : hold(probe, now_ms + probe->grace_ms, place, heard);
}

static enum kasa_probe_verdict
read_packet(struct kasa_probe *probe, uint64_t now_ms, const uint8_t *data, size_t len, struct kasa_heard *heard)
{
	const uint32_t *known = kasa_hash_get(&probe->answered, heard->from);
	struct kasa_held *held = known ? held_as(probe, *known) : NULL;
	const char *text;
	size_t text_len;

	if (known && (!held || held->heard.announced))
		return KASA_PROBE_DUPLICATE;
	if (!kasa_tdp_open(data, len, &text, &text_len))
		return KASA_PROBE_GARBAGE;
	kasa_record_finish(&heard->record);
	heard->announced = true;
	switch (kasa_announcement_read(text, text_len, &heard->announcement, &heard->record.state)) {
	case KASA_ANNOUNCED_DEVICE:
		return announced(probe, now_ms, heard);
	case KASA_ANNOUNCED_OTHER:
		return KASA_PROBE_OTHER;
	case KASA_ANNOUNCED_GARBAGE:
		break;
	}
	return KASA_PROBE_GARBAGE;
}

/* ---- both ---- */

static bool
is_tdp(const struct kasa_probe *probe, uint16_t port)
{
	for (size_t i = 0; i < KASA_PROBE_TDP_PORTS; i++)
		if (port != 0 && port == probe->ports.tdp[i])
			return true;
	return false;
}

/* Answers come from the port that was asked; anything else is somebody else's. */
static enum kasa_probe_verdict
hear(struct kasa_probe *probe, uint64_t now_ms, const struct kasa_source *from, const uint8_t *data, size_t len,
     struct kasa_heard *heard)
{
	heard->from = from->address;
	heard->announced = false;
	if (from->address == 0 || !asked_for(probe, from->address))
		return KASA_PROBE_STRANGER;
	if (from->port == probe->ports.xor)
		return described(probe, now_ms, data, len, heard);
	return is_tdp(probe, from->port) ? read_packet(probe, now_ms, data, len, heard) : KASA_PROBE_STRANGER;
}

enum kasa_probe_verdict
kasa_probe_heard(struct kasa_probe *probe, uint64_t now_ms, const struct kasa_source *from, const uint8_t *data,
                 size_t len, struct kasa_heard *heard)
{
	enum kasa_probe_verdict verdict = hear(probe, now_ms, from, data, len, heard);

	probe->duplicates += verdict == KASA_PROBE_DUPLICATE;
	probe->strangers += verdict == KASA_PROBE_STRANGER;
	probe->garbage += verdict == KASA_PROBE_GARBAGE;
	probe->others += verdict == KASA_PROBE_OTHER;
	return verdict;
}

static uint64_t
earlier(uint64_t due_ms, const struct kasa_held *held)
{
	return held && held->due_ms < due_ms ? held->due_ms : due_ms;
}

uint64_t
kasa_probe_due(struct kasa_probe *probe)
{
	if (probe->held_count == 0)
		return probe->deadline_ms;
	return earlier(earlier(probe->deadline_ms, first_described(probe)), &probe->held[probe->held_told]);
}

bool
kasa_probe_over(const struct kasa_probe *probe, uint64_t now_ms)
{
	return probe->held_count == 0 && (now_ms >= probe->end_ms || (!probe->broadcasts && probe->waiting == 0));
}
