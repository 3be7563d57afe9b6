/*
 * A device on loopback that announces itself by UDP, and listens to nothing else. It lives on the client's own loop, and
 * allocates nothing, so that it works on while memory is made to run out.
 */
#ifndef KASA_TESTS_UNIT_FAKE_HERALD_H
#define KASA_TESTS_UNIT_FAKE_HERALD_H

#include <stdint.h>

#define EV_COMPAT3 0
#include <ev.h>

struct fake_herald {
	struct ev_loop *loop;
	ev_io io;
	uint16_t port;
	uint8_t packet[1024]; /* what it says */
	size_t len;           /* 0: nothing */
	unsigned asked;
};

/* On an address in host byte order; @p port 0: one that is free. */
void fake_herald_start(struct fake_herald *herald, struct ev_loop *loop, uint32_t address, uint16_t port);
void fake_herald_stop(struct fake_herald *herald);

/* What it says from now on: JSON, or NULL. It allocates. */
void fake_herald_say(struct fake_herald *herald, const char *text);

/* What a plug announces: its family, how it is spoken to, and where. */
#define FAKE_ANNOUNCEMENT(family, encryption, port, mac, more)                                                      \
	"{\"error_code\":0,\"result\":{\"device_type\":\"" family "\",\"device_model\":\"P110(EU)\",\"mac\":\"" mac \
	"\",\"hw_ver\":\"1.0\",\"firmware_version\":\"1.3.1\"," more                                                \
	"\"mgt_encrypt_schm\":{\"encrypt_type\":\"" encryption "\",\"http_port\":" port                             \
	",\"is_support_https\":false,\"lv\":2}}}"

#endif
