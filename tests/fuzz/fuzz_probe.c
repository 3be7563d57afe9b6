/* Datagrams that come to a search: from anywhere, holding anything. */
#include "core/probe.h"
#include "fuzz/fuzz.h"
#include "wire/xor.h"

enum {
	HERE = 0xc0000200, /* 192.0.2.0 */
	XOR_PORT = 9999,
};

/* As it is, or, so that more of them get through, put under the cipher first. */
static void
hear(struct kasa_probe *probe, uint32_t from, const uint8_t *data, size_t size, bool plain)
{
	const struct kasa_source source = { .address = from, .port = XOR_PORT };
	struct kasa_heard heard;
	uint8_t *datagram = fuzz_copy(data, size);
	unsigned before = probe->found + probe->duplicates + probe->strangers + probe->garbage;
	enum kasa_probe_verdict verdict;

	if (plain)
		kasa_xor_encrypt(datagram, datagram, size);
	kasa_record_init(&heard.record);
	verdict = kasa_probe_heard(probe, 0, &source, datagram, size, &heard);
	PROMISE(probe->found + probe->duplicates + probe->strangers + probe->garbage == before + 1);
	PROMISE(verdict != KASA_PROBE_FOUND || (heard.record.known && !heard.announced && (from & ~255u) == HERE));
	kasa_record_finish(&heard.record);
	free(datagram);
}

/* The input: for each datagram who sends it, whether it is plain, its length, and it. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct kasa_probe probe;
	struct kasa_target target;

	kasa_probe_init(&probe, &(struct kasa_probe_ports){ .xor = XOR_PORT }, 1);
	PROMISE(kasa_target_parse("192.0.2.0/24", &target, NULL) == KASA_OK);
	PROMISE(kasa_probe_add(&probe, &target, NULL) == KASA_OK);
	kasa_probe_start(&probe, 0, 1000, 1);
	while (size >= 4) {
		size_t len = (size_t)data[2] << 8 | data[3];
		uint32_t from = data[0] == 255 ? 0x08080808 : HERE + data[0];

		if (len > size - 4)
			len = size - 4;
		hear(&probe, from, data + 4, len, data[1] & 1);
		data += 4 + len;
		size -= 4 + len;
	}
	PROMISE(probe.found <= 254 && probe.waiting <= 254);
	kasa_probe_finish(&probe);
	return 0;
}
