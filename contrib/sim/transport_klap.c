/* KLAP over HTTP, both generations, and the doors at which newer firmware refuses those who speak it. */
#include "transport.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "http.h"
#include "request.h"

enum {
	STATUS_OK = 200,
	STATUS_BAD = 400,
	STATUS_FORBIDDEN = 403,
	STATUS_NOT_FOUND = 404,
	STATUS_FAILED = 500,
	COOKIE_LINES = 256,
	NUMBER_TEXT = 12, /* -2147483648 */
};

static const char stock_page[] = "<html><head><title>Smart Device</title></head><body></body></html>\n";

/* One request at the door. */
struct visit {
	struct sim_exchange *exchange;
	struct sim_http_request request;
	struct kasa_buf *out;
};

static const struct sim_manners *
manners(const struct visit *visit)
{
	return &visit->exchange->dev->manners;
}

/* What the head of every answer has. */
static int
put_head(const struct sim_exchange *exchange, int status, const char *type, const char *cookie, size_t len,
         struct kasa_buf *out)
{
	const struct sim_manners *how = &exchange->dev->manners;
	struct sim_http_answer answer = {
		.status = status,
		.type = type,
		.cookie = cookie,
		.length = len,
		.lower_case = how->lower_case,
		.closes = exchange->closes && !how->hides_end,
	};
	uint32_t announced;

	if (sim_fault_length(&exchange->dev->fault, &announced))
		answer.length = announced;
	return sim_http_head(&answer, out);
}

static enum sim_taken
answer(struct visit *visit, int status, const char *cookie, const void *body, size_t len)
{
	if (put_head(visit->exchange, status, NULL, cookie, len, visit->out) != KASA_OK
	    || kasa_buf_add(visit->out, body, len) != KASA_OK)
		return SIM_TAKEN_BROKEN;
	return SIM_TAKEN_ANSWERED;
}

static enum sim_taken
refuse(struct visit *visit, int status)
{
	return answer(visit, status, NULL, "", 0);
}

static enum sim_taken
show_page(struct visit *visit)
{
	size_t len = sizeof stock_page - 1;

	if (put_head(visit->exchange, STATUS_OK, "text/html", NULL, len, visit->out) != KASA_OK
	    || kasa_buf_add(visit->out, stock_page, len) != KASA_OK)
		return SIM_TAKEN_BROKEN;
	return SIM_TAKEN_ANSWERED;
}

static void
find_auth(const struct visit *visit, struct kasa_klap_auth *auth)
{
	const struct sim_exchange *exchange = visit->exchange;
	bool tapo = strstr(sim_device_type(exchange->dev), "TAPO") != NULL;

	kasa_klap_auth(auth, (enum kasa_klap_version)exchange->dev->transport->version,
	               sim_accounts_of(&exchange->server->accounts, manners(visit)->owner, tapo));
}

static enum sim_taken
handshake1(struct visit *visit)
{
	struct sim_device *dev = visit->exchange->dev;
	uint8_t body[KASA_KLAP_SEED + KASA_KLAP_PROOF];
	struct kasa_klap_auth auth;
	struct sim_session *coming;
	char cookie[COOKIE_LINES];

	if (dev->fault.kind == SIM_FAULT_HANDSHAKE)
		return refuse(visit, (int)dev->fault.value);
	if (visit->request.body_len != KASA_KLAP_SEED)
		return refuse(visit, STATUS_BAD);
	if (!dev->login)
		dev->login = calloc(1, sizeof *dev->login);
	if (!dev->login)
		return SIM_TAKEN_BROKEN;
	coming = &dev->login->coming;
	memcpy(coming->local, visit->request.body, sizeof coming->local);
	for (size_t i = 0; i < sizeof coming->remote; i++)
		coming->remote[i] = (uint8_t)kasa_rng_below(&visit->exchange->server->house->rng, 256);
	find_auth(visit, &auth);
	sim_login_begin(dev->login, (enum kasa_klap_version)dev->transport->version, &auth, body + KASA_KLAP_SEED);
	memcpy(body, coming->remote, sizeof coming->remote);
	sim_cookie_write(manners(visit), coming->id, cookie, sizeof cookie);
	dev->handshakes++;
	return answer(visit, STATUS_OK, cookie, body, sizeof body);
}

/* The value of the one cookie that matters; real ones dislike to get their time limit back. */
static struct sim_text
session_id(const struct visit *visit)
{
	static const char key[] = "TP_SESSIONID=";
	struct sim_text cookie = visit->request.cookie;
	const char *found = cookie.len ? memmem(cookie.at, cookie.len, key, sizeof key - 1) : NULL;
	struct sim_text id = { found ? found + sizeof key - 1 : "", 0 };

	if (visit->exchange->dev->strict && cookie.len && memmem(cookie.at, cookie.len, "TIMEOUT", 7))
		return id;
	while (found && id.at + id.len < cookie.at + cookie.len && isxdigit((unsigned char)id.at[id.len]))
		id.len++;
	return id;
}

static enum sim_taken
handshake2(struct visit *visit)
{
	struct sim_device *dev = visit->exchange->dev;
	struct sim_text id = session_id(visit);
	struct kasa_klap_auth auth;

	if (!dev->login || id.len == 0 || !sim_text_is(id, dev->login->coming.id))
		return refuse(visit, STATUS_FORBIDDEN);
	if (visit->request.body_len != KASA_KLAP_PROOF)
		return refuse(visit, STATUS_BAD);
	find_auth(visit, &auth);
	if (!sim_login_finish(dev->login, manners(visit), (enum kasa_klap_version)dev->transport->version, &auth,
	                      visit->request.body, sim_server_now_ms(visit->exchange->server)))
		return refuse(visit, STATUS_FORBIDDEN);
	dev->logins++;
	return refuse(visit, STATUS_OK);
}

/* "seq=-1462744708" */
static bool
read_number(struct sim_text query, int32_t *number)
{
	char text[NUMBER_TEXT] = "", *end;
	long value;

	if (query.len <= 4 || query.len - 4 >= sizeof text || memcmp(query.at, "seq=", 4) != 0)
		return false;
	memcpy(text, query.at + 4, query.len - 4);
	value = strtol(text, &end, 10);
	*number = (int32_t)value;
	return end != text && *end == '\0' && value >= INT32_MIN && value <= INT32_MAX;
}

static enum sim_taken
open_message(struct visit *visit)
{
	struct sim_exchange *exchange = visit->exchange;
	struct kasa_klap_keys *keys = &exchange->session->keys;

	if (!read_number(visit->request.query, &exchange->number) || exchange->number <= keys->seq)
		return refuse(visit, STATUS_BAD);
	kasa_buf_clear(&exchange->server->text);
	switch (kasa_klap_open(keys, exchange->number, visit->request.body, visit->request.body_len, true,
	                       &exchange->server->text)) {
	case KASA_KLAP_OPENED:
		keys->seq = exchange->number;
		return SIM_TAKEN_REQUEST;
	case KASA_KLAP_FORGED:
		return refuse(visit, STATUS_BAD);
	case KASA_KLAP_NO_MESSAGE:
	case KASA_KLAP_NO_MEMORY:
		break;
	}
	return refuse(visit, STATUS_FAILED);
}

static enum sim_taken
request(struct visit *visit)
{
	struct sim_exchange *exchange = visit->exchange;
	struct sim_device *dev = exchange->dev;
	struct sim_text id = session_id(visit);

	if (dev->fault.kind == SIM_FAULT_STATUS)
		return refuse(visit, (int)dev->fault.value);
	exchange->session =
		dev->login ? sim_login_session(dev->login, id.at, id.len, sim_server_now_ms(exchange->server)) : NULL;
	if (!exchange->session || !sim_login_use(dev->login, manners(visit), exchange->session))
		return refuse(visit, STATUS_FORBIDDEN);
	return open_message(visit);
}

/* Firmware that speaks only what came after KLAP. */
static enum sim_taken
no_klap(struct visit *visit)
{
	return refuse(visit, STATUS_FORBIDDEN);
}

// clang-format off
static const struct page {
	const char *path;
	enum sim_taken (*klap)(struct visit *visit), (*tpap)(struct visit *visit);
} pages[] = {
	/* path             klap        tpap */
	{ "/app/handshake1", handshake1, no_klap },
	{ "/app/handshake2", handshake2, no_klap },
	{ "/app/request",    request,    no_klap },
};
// clang-format on

static enum sim_taken
turn_to(struct visit *visit)
{
	const struct sim_transport *transport = visit->exchange->dev->transport;

	if (visit->request.lower_case && manners(visit)->stock_page)
		return show_page(visit);
	for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
		if (!sim_text_is(visit->request.path, pages[i].path) || !sim_text_is(visit->request.method, "POST"))
			continue;
		if (transport->version)
			return pages[i].klap(visit);
		if (transport == &sim_transport_tpap)
			return pages[i].tpap(visit);
	}
	return refuse(visit, STATUS_NOT_FOUND);
}

static enum sim_taken
http_take(struct sim_exchange *exchange, struct kasa_buf *in, struct kasa_buf *out)
{
	struct visit visit = { .exchange = exchange, .out = out };
	enum sim_taken taken;

	switch (sim_http_request(in->data, in->len, &visit.request)) {
	case SIM_HTTP_MORE:
		return SIM_TAKEN_NOTHING;
	case SIM_HTTP_BROKEN:
		return SIM_TAKEN_BROKEN;
	case SIM_HTTP_WHOLE:
		break;
	}
	exchange->closes = exchange->dev->closes || visit.request.last;
	taken = turn_to(&visit);
	kasa_buf_take(in, visit.request.size);
	return taken;
}

static int
klap_seal(struct sim_exchange *exchange, const struct kasa_buf *text, struct kasa_buf *out)
{
	size_t start;
	int rc = put_head(exchange, STATUS_OK, NULL, NULL, kasa_klap_sealed(text->len), out);

	start = out->len;
	if (rc == KASA_OK)
		rc = kasa_klap_seal(&exchange->session->keys, exchange->number, (const char *)text->data, text->len,
		                    out);
	if (rc == KASA_OK && exchange->dev->fault.kind == SIM_FAULT_FORGED)
		out->data[start] ^= 1;
	return rc;
}

const struct sim_transport sim_transport_klap1 = {
	.name = "klap1",
	.door = SIM_DOOR_HTTP,
	.announced = "KLAP",
	.version = KASA_KLAP_V1,
	.take = http_take,
	.seal = klap_seal,
};

const struct sim_transport sim_transport_klap2 = {
	.name = "klap2",
	.door = SIM_DOOR_HTTP,
	.announced = "KLAP",
	.version = KASA_KLAP_V2,
	.take = http_take,
	.seal = klap_seal,
};

/* What it speaks is not simulated: no client gets past its door. */
const struct sim_transport sim_transport_aes = {
	.name = "aes",
	.door = SIM_DOOR_HTTP,
	.announced = "AES",
	.take = http_take,
};

const struct sim_transport sim_transport_tpap = {
	.name = "tpap",
	.door = SIM_DOOR_HTTP,
	.announced = "TPAP",
	.take = http_take,
};
