/* Packets of the newer discovery, as they are or put together well, down to how the device behind them is spoken to. */
#include "base/str.h"
#include "core/probe.h"
#include "core/way.h"
#include "fuzz/fuzz.h"
#include "wire/tdp.h"

enum {
	HERE = 0xc0000207, /* 192.0.2.7 */
};

static bool
is_text(const char *text, size_t size)
{
	size_t n = strnlen(text, size);

	return n < size && kasa_utf8_valid(text, n);
}

static void
check_announcement(const struct kasa_announcement *a)
{
	PROMISE(is_text(a->family, sizeof a->family) && is_text(a->encryption, sizeof a->encryption));
	PROMISE(is_text(a->owner, sizeof a->owner) && is_text(a->device_id, sizeof a->device_id));
	PROMISE(a->port != 0 && (a->login_version == KASA_UNKNOWN || a->login_version > 0));
}

static void
check_state(const struct kasa_state *state)
{
	PROMISE(is_text(state->model, sizeof state->model) && is_text(state->hw, sizeof state->hw));
	PROMISE(is_text(state->fw, sizeof state->fw) && is_text(state->mac, sizeof state->mac));
	PROMISE(state->mac[0] == '\0' || strlen(state->mac) == KASA_MAC_TEXT - 1);
	PROMISE(state->family == KASA_FAMILY_UNKNOWN && state->on == KASA_UNKNOWN && state->outlet_count == 0);
}

/* There is a way, or a reason; what fails on it can be told. */
static void
check_way(const struct kasa_heard *heard)
{
	struct kasa_way way;
	struct kasa_err err;

	kasa_way_find(&way, &heard->announcement);
	PROMISE(way.payload && way.transport && way.transport[0] && way.port != 0);
	if (!way.wire)
		PROMISE(kasa_way_why(&way, &heard->record.state, &err) == KASA_ENOTSUP && err.text[0]);
	kasa_err_set(&err, KASA_EAUTH, "refused");
	PROMISE(kasa_way_failed(&way, &heard->announcement, &heard->record.state, false, &err) != KASA_OK);
	PROMISE(err.text[0] && is_text(err.text, sizeof err.text));
}

static void
hear(const uint8_t *data, size_t size)
{
	const struct kasa_probe_ports ports = { .xor = 9999, .tdp = { KASA_TDP_PORT, KASA_TDP_PORT_NEW } };
	const struct kasa_source source = { .address = HERE, .port = KASA_TDP_PORT };
	struct kasa_target target;
	struct kasa_probe probe;
	struct kasa_heard heard;
	enum kasa_probe_verdict verdict;

	kasa_probe_init(&probe, &ports, 1);
	kasa_record_init(&heard.record);
	PROMISE(kasa_target_parse("192.0.2.7", &target, NULL) == KASA_OK);
	PROMISE(kasa_probe_add(&probe, &target, NULL) == KASA_OK);
	kasa_probe_start(&probe, 0, 1000, 1);
	verdict = kasa_probe_heard(&probe, 0, &source, data, size, &heard);
	PROMISE(verdict == KASA_PROBE_HELD || verdict == KASA_PROBE_GARBAGE || verdict == KASA_PROBE_OTHER);
	PROMISE(kasa_probe_ripe(&probe, KASA_PROBE_GRACE_MS, &heard) == (verdict == KASA_PROBE_HELD));
	if (verdict == KASA_PROBE_HELD) {
		PROMISE(heard.from == HERE && heard.announced && !heard.record.known);
		check_announcement(&heard.announcement);
		check_state(&heard.record.state);
		check_way(&heard);
	}
	PROMISE(kasa_probe_over(&probe, KASA_PROBE_GRACE_MS) == (verdict == KASA_PROBE_HELD));
	kasa_record_finish(&heard.record);
	kasa_probe_finish(&probe);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *copy = fuzz_copy(data, size);
	struct kasa_buf packet;

	hear(copy, size);
	kasa_buf_init(&packet, 2 * KASA_TDP_TEXT_MAX);
	if (kasa_tdp_seal((const char *)copy, size, &packet) == KASA_OK)
		hear(packet.data, packet.len);
	kasa_buf_finish(&packet);
	free(copy);
	return 0;
}
