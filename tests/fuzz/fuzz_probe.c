/* Datagrams that come to a search: from anywhere, holding anything, answers of XOR and announcements. */
#include "core/probe.h"
#include "fuzz/fuzz.h"
#include "wire/tdp.h"
#include "wire/xor.h"

enum {
	HERE = 0xc0000200, /* 192.0.2.0 */
	XOR_PORT = 9999,
	STEP_MS = 20,

	PLAIN = 1u << 0,     /* it is put under the cipher, or into a packet, first: more of them get through */
	ANNOUNCED = 1u << 1, /* it comes from the port of the newer discovery */
	LATER = 1u << 2,     /* some time has passed */
};

struct run {
	struct kasa_probe probe;
	struct kasa_heard heard;
	uint64_t now_ms;
	unsigned told;
};

static void
tell(struct run *run)
{
	const struct kasa_heard *heard = &run->heard;

	run->told++;
	PROMISE((heard->from & ~255u) == HERE);
	PROMISE(heard->record.known || heard->announced);
	PROMISE((heard->record.state.outlets != NULL) == (heard->record.state.outlet_count > 0));
	PROMISE(!heard->announced || heard->announcement.port != 0);
}

/* The bytes as they arrive; the caller frees them. */
static uint8_t *
wrap(const uint8_t *data, size_t size, unsigned how, size_t *len)
{
	struct kasa_buf packet;
	uint8_t *copy = fuzz_copy(data, size);

	*len = size;
	if (!(how & PLAIN))
		return copy;
	if (!(how & ANNOUNCED)) {
		kasa_xor_encrypt(copy, copy, size);
		return copy;
	}
	kasa_buf_init(&packet, 2 * KASA_TDP_TEXT_MAX);
	if (kasa_tdp_seal((const char *)data, size, &packet) != KASA_OK)
		return copy;
	free(copy);
	copy = fuzz_copy(packet.data, packet.len);
	*len = packet.len;
	kasa_buf_finish(&packet);
	return copy;
}

static void
hear(struct run *run, uint32_t from, unsigned how, const uint8_t *data, size_t size)
{
	struct kasa_probe *probe = &run->probe;
	const struct kasa_source source = { .address = from, .port = how & ANNOUNCED ? KASA_TDP_PORT : XOR_PORT };
	unsigned others = probe->duplicates + probe->strangers + probe->garbage + probe->others;
	unsigned found = probe->found, told = run->told;
	enum kasa_probe_verdict verdict;
	size_t len;
	uint8_t *datagram = wrap(data, size, how, &len);

	verdict = kasa_probe_heard(probe, run->now_ms, &source, datagram, len, &run->heard);
	free(datagram);
	if (verdict == KASA_PROBE_FOUND)
		tell(run);
	if (verdict == KASA_PROBE_FOUND || verdict == KASA_PROBE_HELD)
		PROMISE(probe->found + run->told > found + told);
	else
		PROMISE(probe->duplicates + probe->strangers + probe->garbage + probe->others == others + 1);
	run->now_ms += how & LATER ? STEP_MS : 0;
	while (kasa_probe_ripe(probe, run->now_ms, &run->heard))
		tell(run);
	PROMISE(run->told <= probe->found && kasa_probe_due(probe) > run->now_ms);
}

static void
begin(struct run *run, bool pairs)
{
	const struct kasa_probe_ports ports = { .xor = XOR_PORT, .tdp = { KASA_TDP_PORT } };
	struct kasa_probe_send send;
	struct kasa_target target;

	*run = (struct run){ .now_ms = 1 };
	kasa_probe_init(&run->probe, &ports, 1);
	kasa_record_init(&run->heard.record);
	run->probe.pairs = pairs;
	PROMISE(kasa_target_parse("192.0.2.0/24", &target, NULL) == KASA_OK);
	PROMISE(kasa_probe_add(&run->probe, &target, NULL) == KASA_OK);
	kasa_probe_start(&run->probe, run->now_ms, 1u << 30, 1);
	while (kasa_probe_next(&run->probe, run->now_ms, &send))
		;
	run->probe.deadline_ms = run->probe.end_ms;
}

/* The input: for each datagram who sends it, what it is, its length, and it. */
static void
run_all(const uint8_t *data, size_t size, bool pairs)
{
	struct run run;

	begin(&run, pairs);
	while (size >= 4) {
		size_t len = (size_t)data[2] << 8 | data[3];
		uint32_t from = data[0] == 255 ? 0x08080808 : HERE + data[0];

		if (len > size - 4)
			len = size - 4;
		hear(&run, from, data[1], data + 4, len);
		data += 4 + len;
		size -= 4 + len;
	}
	while (kasa_probe_ripe(&run.probe, run.probe.end_ms, &run.heard))
		tell(&run);
	PROMISE(run.told == run.probe.found && kasa_probe_over(&run.probe, run.probe.end_ms));
	PROMISE(run.probe.found <= 255 && run.probe.waiting <= 254);
	kasa_record_finish(&run.heard.record);
	kasa_probe_finish(&run.probe);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	run_all(data, size, false);
	run_all(data, size, true);
	return 0;
}
