#include "unit/fake_plug.h"

#include <arpa/inet.h>
#include <check.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "wire/xor.h"

/* ---- what it is and does ---- */

static int
digit_behind(const char *request, const char *words, int otherwise)
{
	const char *at = strstr(request, words);

	return at ? at[strlen(words)] - '0' : otherwise;
}

static void
obey(struct fake_plug *plug, const char *request)
{
	static const char name[] = "\"set_dev_alias\":{\"alias\":\"";
	const char *alias = strstr(request, name);

	plug->relay = digit_behind(request, "\"set_relay_state\":{\"state\":", plug->relay);
	plug->led_off = digit_behind(request, "\"set_led_off\":{\"off\":", plug->led_off);
	if (alias)
		snprintf(plug->alias, sizeof plug->alias, "%.*s", (int)strcspn(alias + sizeof name - 1, "\""),
		         alias + sizeof name - 1);
}

static size_t
word(const struct fake_plug *plug, const char *request, char *answer, size_t size)
{
	static const char *const setters[] = { "set_relay_state", "set_led_off", "set_dev_alias", "reboot" };
	int n = snprintf(answer, size, "{\"system\":{");

	for (size_t i = 0; i < 4; i++)
		if (strstr(request, setters[i]))
			n += snprintf(answer + n, size - (size_t)n, "\"%s\":{\"err_code\":0},", setters[i]);
	if (strstr(request, "get_sysinfo"))
		n += snprintf(answer + n, size - (size_t)n,
		              "\"get_sysinfo\":{\"err_code\":0,\"type\":\"IOT.SMARTPLUGSWITCH\",\"deviceId\":\"%s\","
		              "\"mac\":\"%s\",\"alias\":\"%s\",\"model\":\"HS110(EU)\",\"feature\":\"TIM:ENE\","
		              "\"relay_state\":%d,\"led_off\":%d,\"on_time\":0,\"rssi\":-50},",
		              plug->id, plug->mac, plug->alias, plug->relay, plug->led_off);
	n -= answer[n - 1] == ',';
	n += snprintf(answer + n, size - (size_t)n, "}");
	if (strstr(request, "get_realtime"))
		n += snprintf(answer + n, size - (size_t)n,
		              ",\"emeter\":{\"get_realtime\":{\"err_code\":0,\"power_mw\":%d,\"voltage_mv\":230000}}",
		              plug->relay * 21500);
	n += snprintf(answer + n, size - (size_t)n, "}");
	return (size_t)n;
}

/* The text of an answer, under the cipher. */
static size_t
compose(const struct fake_plug *plug, const char *request, uint8_t *out, size_t size)
{
	char text[FAKE_MESSAGE];
	size_t n;

	if (plug->says)
		n = (size_t)snprintf(text, sizeof text, "%s", plug->says);
	else
		n = word(plug, request, text, sizeof text);
	ck_assert_uint_le(n, size);
	kasa_xor_encrypt(out, (const uint8_t *)text, n);
	return n;
}

/* ---- one connection ---- */

static void
hang_up(struct fake_connection *c)
{
	if (c->fd < 0)
		return;
	ev_io_stop(c->plug->loop, &c->io);
	ev_idle_stop(c->plug->loop, &c->drip);
	close(c->fd);
	c->fd = -1;
}

static void
say(struct fake_connection *c, const uint8_t *bytes, size_t n)
{
	ck_assert_int_eq(send(c->fd, bytes, n, MSG_NOSIGNAL), (ssize_t)n);
}

static void
on_drip(struct ev_loop *loop, ev_idle *drip, int events)
{
	struct fake_connection *c = drip->data;

	(void)events;
	say(c, c->out + c->out_at, 1);
	if (++c->out_at == c->out_len)
		ev_idle_stop(loop, drip);
}

static void
reset(struct fake_connection *c)
{
	struct linger now = { .l_onoff = 1 };

	setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
	hang_up(c);
}

static void
behave(struct fake_connection *c, enum fake_manner manner)
{
	switch (manner) {
	case FAKE_ANSWER:
		say(c, c->out, c->out_len);
		return;
	case FAKE_CLOSE:
		say(c, c->out, c->out_len);
		hang_up(c);
		return;
	case FAKE_SILENT:
		return;
	case FAKE_DROP:
	case FAKE_DROP_DONE:
		hang_up(c);
		return;
	case FAKE_RESET:
		reset(c);
		return;
	case FAKE_CUT:
		say(c, c->out, c->out_len / 2);
		hang_up(c);
		return;
	case FAKE_GARBAGE:
		say(c, (const uint8_t *)"HTTP/1.0 400 Bad Request\r\n\r\n", 28);
		return;
	case FAKE_TWICE:
		memcpy(c->out + c->out_len, c->out, c->out_len);
		say(c, c->out, 2 * c->out_len);
		return;
	case FAKE_DRIP:
		c->out_at = 0;
		ev_idle_start(c->plug->loop, &c->drip);
		return;
	}
}

static enum fake_manner
next_manner(struct fake_plug *plug)
{
	return plug->script_at < plug->script_len ? plug->script[plug->script_at++] : FAKE_ANSWER;
}

static void
answer(struct fake_connection *c, const char *request)
{
	struct fake_plug *plug = c->plug;
	enum fake_manner manner = next_manner(plug);
	size_t n;

	plug->overlapped = plug->overlapped || ev_is_active(&c->drip);
	snprintf(plug->heard[plug->requests % FAKE_HEARD], sizeof plug->heard[0], "%.255s", request);
	plug->requests++;
	if (manner != FAKE_DROP)
		obey(plug, request);
	n = compose(plug, request, c->out + KASA_XOR_HEADER, sizeof c->out - KASA_XOR_HEADER);
	memcpy(c->out, (const uint8_t[]){ 0, 0, (uint8_t)(n >> 8), (uint8_t)n }, KASA_XOR_HEADER);
	c->out_len = n + KASA_XOR_HEADER;
	behave(c, manner);
}

/* Takes the whole requests out of what came. */
static void
read_requests(struct fake_connection *c)
{
	char request[FAKE_MESSAGE];

	while (c->fd >= 0 && c->in_len > KASA_XOR_HEADER) {
		size_t n = (size_t)c->in[2] << 8 | c->in[3], whole = n + KASA_XOR_HEADER;

		if (c->in_len < whole)
			return;
		ck_assert_uint_lt(n, sizeof request);
		kasa_xor_decrypt((uint8_t *)request, c->in + KASA_XOR_HEADER, n);
		request[n] = '\0';
		memmove(c->in, c->in + whole, c->in_len - whole);
		c->in_len -= whole;
		answer(c, request);
	}
}

static void
on_readable(struct ev_loop *loop, ev_io *io, int events)
{
	struct fake_connection *c = io->data;
	ssize_t n = recv(c->fd, c->in + c->in_len, sizeof c->in - c->in_len, 0);

	(void)loop;
	(void)events;
	if (n <= 0) {
		hang_up(c);
		return;
	}
	c->in_len += (size_t)n;
	read_requests(c);
}

/* ---- the plug ---- */

static void
on_connect(struct ev_loop *loop, ev_io *io, int events)
{
	struct fake_plug *plug = io->data;
	struct fake_connection *c = plug->connections;

	(void)events;
	while (c < plug->connections + FAKE_CONNECTIONS && c->fd >= 0)
		c++;
	ck_assert_msg(c < plug->connections + FAKE_CONNECTIONS, "too many connections at a time");
	c->fd = accept4(io->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	if (c->fd < 0)
		return;
	plug->accepted++;
	c->in_len = 0;
	ev_io_set(&c->io, c->fd, EV_READ);
	ev_io_start(loop, &c->io);
}

static void
on_datagram(struct ev_loop *loop, ev_io *io, int events)
{
	struct fake_plug *plug = io->data;
	struct sockaddr_in from;
	socklen_t len = sizeof from;
	uint8_t data[FAKE_MESSAGE];
	char request[FAKE_MESSAGE + 1];
	ssize_t n = recvfrom(io->fd, data, sizeof data, 0, (struct sockaddr *)&from, &len);

	(void)loop;
	(void)events;
	if (n <= 0)
		return;
	plug->probes++;
	if (plug->no_udp)
		return;
	kasa_xor_decrypt((uint8_t *)request, data, (size_t)n);
	request[n] = '\0';
	len = sizeof from;
	sendto(io->fd, data, compose(plug, request, data, sizeof data), 0, (struct sockaddr *)&from, len);
}

static int
bind_to(int type, uint32_t address, uint16_t port)
{
	struct sockaddr_in here = {
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(address),
	};
	int fd = socket(AF_INET, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	ck_assert_int_ge(fd, 0);
	if (bind(fd, (struct sockaddr *)&here, sizeof here) == 0)
		return fd;
	ck_assert_int_eq(errno, EADDRINUSE);
	close(fd);
	return -1;
}

static uint16_t
port_of(int fd)
{
	struct sockaddr_in here = { 0 };
	socklen_t len = sizeof here;

	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&here, &len), 0);
	return ntohs(here.sin_port);
}

/* The port, or where it is 0 one that is free for both. */
static void
open_sockets(uint32_t address, uint16_t port, int *tcp, int *udp)
{
	*udp = -1;
	for (int tries = 0; tries < 100 && *udp < 0; tries++) {
		*tcp = bind_to(SOCK_STREAM, address, port);
		ck_assert_int_ge(*tcp, 0);
		*udp = bind_to(SOCK_DGRAM, address, port_of(*tcp));
		if (*udp < 0)
			close(*tcp);
	}
	ck_assert_int_ge(*udp, 0);
	ck_assert_int_eq(listen(*tcp, 16), 0);
}

void
fake_plug_start_at(struct fake_plug *plug, struct ev_loop *loop, uint32_t address, uint16_t port)
{
	int tcp, udp;

	*plug = (struct fake_plug){ .loop = loop, .id = FAKE_ID, .mac = FAKE_MAC, .alias = FAKE_ALIAS };
	open_sockets(address, port, &tcp, &udp);
	plug->port = port_of(tcp);
	ev_io_init(&plug->listener, on_connect, tcp, EV_READ);
	ev_io_init(&plug->udp, on_datagram, udp, EV_READ);
	plug->listener.data = plug->udp.data = plug;
	for (size_t i = 0; i < FAKE_CONNECTIONS; i++) {
		struct fake_connection *c = &plug->connections[i];

		c->plug = plug;
		c->fd = -1;
		ev_init(&c->io, on_readable);
		ev_idle_init(&c->drip, on_drip);
		c->io.data = c->drip.data = c;
	}
	ev_io_start(loop, &plug->listener);
	ev_io_start(loop, &plug->udp);
}

void
fake_plug_start(struct fake_plug *plug, struct ev_loop *loop)
{
	fake_plug_start_at(plug, loop, INADDR_LOOPBACK, 0);
}

void
fake_plug_hang_up(struct fake_plug *plug)
{
	for (size_t i = 0; i < FAKE_CONNECTIONS; i++)
		hang_up(&plug->connections[i]);
}

void
fake_plug_stop(struct fake_plug *plug)
{
	fake_plug_hang_up(plug);
	ev_io_stop(plug->loop, &plug->listener);
	ev_io_stop(plug->loop, &plug->udp);
	close(plug->listener.fd);
	close(plug->udp.fd);
}

void
fake_plug_script(struct fake_plug *plug, enum fake_manner manner)
{
	ck_assert_uint_lt(plug->script_len, FAKE_SCRIPT);
	plug->script[plug->script_len++] = manner;
}

unsigned
fake_plug_connected(const struct fake_plug *plug)
{
	unsigned n = 0;

	for (size_t i = 0; i < FAKE_CONNECTIONS; i++)
		n += plug->connections[i].fd >= 0;
	return n;
}
