/* How a device is spoken to, and who may log in: keys of a specification. */
#include <string.h>

#include "spec_value.h"
#include "transport.h"

static int
set_transport(const struct sim_change *change)
{
	struct sim_device *dev = change->dev;
	const struct sim_transport *transport;
	int rc = sim_transport_need(change->value, &transport, change->err);

	if (rc != KASA_OK)
		return rc;
	if (sim_device_language(dev) == SIM_LANGUAGE_SMART && transport->door == SIM_DOOR_XOR)
		return sim_change_wrong(change, "a device that speaks SMART does not speak XOR");
	if (dev->login)
		sim_login_forget(dev->login);
	dev->transport = transport;
	return KASA_OK;
}

static int
set_announce(const struct sim_change *change)
{
	static const char *const words[] = { "transport", "none", "klap", "aes", "tpap", NULL };
	int value = (int)change->dev->announces;
	int rc = sim_change_word(change, words, &value);

	change->dev->announces = (enum sim_announces)value;
	return rc;
}

static int
set_account(const struct sim_change *change)
{
	static const char *const words[] = { "house", "none", "default", NULL };
	int value = (int)change->dev->manners.owner;
	int rc = sim_change_word(change, words, &value);

	change->dev->manners.owner = (enum sim_owner)value;
	return rc;
}

static int
set_cookie(const struct sim_change *change)
{
	static const char *const words[] = { "usual", "spaced", "attributes", "plain", "two", "missing", NULL };
	int value = (int)change->dev->manners.cookie;
	int rc = sim_change_word(change, words, &value);

	change->dev->manners.cookie = (enum sim_cookie)value;
	return rc;
}

static int
set_headers(const struct sim_change *change)
{
	return sim_change_choice(change, "usual", "lower", &change->dev->manners.lower_case);
}

static int
set_stock_page(const struct sim_change *change)
{
	return sim_change_bool(change, &change->dev->manners.stock_page);
}

static int
set_session(const struct sim_change *change)
{
	double seconds = 0;
	int rc = sim_change_number(change, 0, 86400, &seconds);

	if (rc == KASA_OK)
		change->dev->manners.session_ms = (uint32_t)(seconds * 1000);
	return rc;
}

static int
set_sessions(const struct sim_change *change)
{
	return sim_change_count(change, 1, SIM_SESSIONS_MAX, &change->dev->manners.sessions);
}

static int
set_rival(const struct sim_change *change)
{
	return sim_change_count(change, 0, 1000000, &change->dev->manners.rival_every);
}

static int
set_uses(const struct sim_change *change)
{
	return sim_change_count(change, 0, 1000000, &change->dev->manners.uses);
}

/* "quiet" is for HTTP, where a device says beforehand that it will close. */
static int
set_close(const struct sim_change *change)
{
	bool quiet = strcmp(change->value, "quiet") == 0;
	int rc = KASA_OK;

	if (quiet)
		change->dev->closes = true;
	else
		rc = sim_change_bool(change, &change->dev->closes);
	change->dev->manners.hides_end = quiet;
	return rc;
}

// clang-format off
const struct sim_spec_row sim_spec_login[] = {
	/* key             set                  of_outlet  iot_only  help */
	{ "close",           set_close,           false,     false,    "1 ends the connection after each reply, quiet does so without a header that says it, 0 keeps it" },
	{ "transport",       set_transport,       false,     false,    "xor, klap1 or klap2; aes and tpap let no client in" },
	{ "announce",        set_announce,        false,     false,    "what it tells the newer discovery: transport, none, klap, aes or tpap" },
	{ "account",         set_account,         false,     false,    "whose it is over KLAP: house, none (blank words) or default (TP-Link's)" },
	{ "session",         set_session,         false,     false,    "seconds that a session lasts; 0 is a day" },
	{ "sessions",        set_sessions,        false,     false,    "clients that may be logged in at a time, 1 to 8" },
	{ "rival",           set_rival,           false,     false,    "another client logs in every N requests; 0: never" },
	{ "uses",            set_uses,            false,     false,    "requests that a session is good for; 0: any number" },
	{ "headers",         set_headers,         false,     false,    "lower writes names of HTTP headers in lower case, usual does not" },
	{ "cookie",          set_cookie,          false,     false,    "shape of its cookie: usual spaced attributes plain two missing" },
	{ "stock-page",      set_stock_page,      false,     false,    "1 answers headers in lower case with a page of HTML" },
	{ NULL,              NULL,                false,     false,    NULL },
};
// clang-format on
