/* One search in steps that a test can read: the test is the clock and the network. */
#ifndef KASA_TESTS_UNIT_SEARCH_H
#define KASA_TESTS_UNIT_SEARCH_H

#include <check.h>

#include "core/probe.h"
#include "unit/devices.h"
#include "wire/xor.h"

enum {
	WAIT_MS = 3000,
	ROUNDS = 4,
	HERE = 0xc0000200, /* 192.0.2.0 */
	XOR_PORT = 9999,
};

/* A search, and what the network did to it. */
struct search {
	struct kasa_probe probe;
	struct kasa_heard heard;
	uint64_t now_ms;
};

/* A search on some of the ports. */
static inline void
prepare_on(struct search *search, const struct kasa_probe_ports *ports, const char *const *targets, size_t count)
{
	*search = (struct search){ .now_ms = 5000 };
	kasa_probe_init(&search->probe, ports, 3);
	kasa_record_init(&search->heard.record);
	for (size_t i = 0; i < count; i++) {
		struct kasa_target target;

		ck_assert_int_eq(kasa_target_parse(targets[i], &target, NULL), KASA_OK);
		ck_assert_int_eq(kasa_probe_add(&search->probe, &target, NULL), KASA_OK);
	}
	kasa_probe_start(&search->probe, search->now_ms, WAIT_MS, ROUNDS);
}

/* A search for XOR alone. */
static inline void
prepare(struct search *search, const char *const *targets, size_t count)
{
	prepare_on(search, &(struct kasa_probe_ports){ .xor = XOR_PORT }, targets, count);
}

static inline void
prepare_one(struct search *search, const char *target)
{
	prepare(search, &target, 1);
}

static inline void
finish(struct search *search)
{
	kasa_probe_finish(&search->probe);
	kasa_record_finish(&search->heard.record);
}

/* Sends all that is due now. */
static inline unsigned
send_due(struct search *search)
{
	struct kasa_probe_send send;
	unsigned sent = 0;

	while (kasa_probe_next(&search->probe, search->now_ms, &send))
		sent++;
	return sent;
}

/* Goes to the next thing to do; false when that is the end. */
static inline bool
pass(struct search *search)
{
	ck_assert_uint_gt(kasa_probe_due(&search->probe), search->now_ms);
	search->now_ms = kasa_probe_due(&search->probe);
	return !kasa_probe_over(&search->probe, search->now_ms);
}

/* Bytes arrive. */
static inline enum kasa_probe_verdict
hear_bytes(struct search *search, uint32_t from, uint16_t port, const uint8_t *data, size_t len)
{
	const struct kasa_source source = { .address = from, .port = port };

	return kasa_probe_heard(&search->probe, search->now_ms, &source, data, len, &search->heard);
}

/* A text arrives under the cipher. */
static inline enum kasa_probe_verdict
hear_text(struct search *search, uint32_t from, const char *text)
{
	struct kasa_buf datagram;
	enum kasa_probe_verdict verdict;

	kasa_buf_init(&datagram, KASA_MESSAGE_MAX);
	ck_assert_int_eq(kasa_xor_seal_datagram(text, strlen(text), &datagram), KASA_OK);
	verdict = hear_bytes(search, from, XOR_PORT, datagram.data, datagram.len);
	kasa_buf_finish(&datagram);
	return verdict;
}

/* A plug at 192.0.2.x with a MAC answers. */
static inline enum kasa_probe_verdict
hear(struct search *search, uint32_t from, const char *mac)
{
	char text[512];

	snprintf(text, sizeof text,
	         "{\"system\":{\"get_sysinfo\":{\"type\":\"IOT.SMARTPLUGSWITCH\",\"deviceId\":\"1\",\"mac\":\"%s\"}}}",
	         mac);
	return hear_text(search, from, text);
}

#endif
