#include "spec.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "common/number.h"
#include "common/suggest.h"

#include "ambient.h"
#include "light.h"
#include "motion.h"
#include "transport.h"
#include "wifi.h"
#include "zone.h"

struct change {
	struct sim_device *dev;
	int outlet;
	const char *key, *value;
	int64_t now_ms;
	struct kasa_err *err;
};

static int
wrong(const struct change *change, const char *right)
{
	return kasa_err_set(change->err, KASA_EINVAL, "%s=%.80s: %s", change->key, change->value, right);
}

/* One digit, 0 or 1; anything else is refused by name. */
static int
read_bool(const struct change *change, bool *value)
{
	if (strcmp(change->value, "0") != 0 && strcmp(change->value, "1") != 0)
		return wrong(change, "0 or 1 is expected");
	*value = change->value[0] == '1';
	return KASA_OK;
}

static int
read_number(const struct change *change, double least, double most, double *value)
{
	char *end;

	*value = strtod(change->value, &end);
	if (end == change->value || *end || !(*value >= least && *value <= most))
		return kasa_err_set(change->err, KASA_EINVAL, "%s=%.80s: a number from %g to %g is expected",
		                    change->key, change->value, least, most);
	return KASA_OK;
}

/* The outlets that are meant: one, or all. */
static bool
meant(const struct change *change, size_t index)
{
	return change->outlet == SIM_WHOLE_DEVICE || (size_t)change->outlet == index;
}

static int
set_alias(const struct change *change)
{
	json_t *holder = change->outlet == SIM_WHOLE_DEVICE ? change->dev->sysinfo
	                                                    : sim_device_child(change->dev, (size_t)change->outlet);

	if (!*change->value || json_object_set_new(holder, "alias", json_string(change->value)) != 0)
		return wrong(change, "a name in UTF-8 is expected");
	return KASA_OK;
}

static int
set_on(const struct change *change)
{
	bool on = false;
	int rc = read_bool(change, &on);

	if (rc != KASA_OK)
		return rc;
	if (change->dev->outlet_count == 0)
		return wrong(change, "this device has no relay");
	if (change->dev->family & SIM_LIGHTS)
		sim_light_switch(change->dev, on, change->now_ms);
	for (size_t i = 0; i < change->dev->outlet_count; i++)
		if (meant(change, i))
			sim_outlet_switch(&change->dev->outlets[i], on, change->now_ms);
	return KASA_OK;
}

static int
set_power(const struct change *change)
{
	double power = 0;
	int rc = read_number(change, 0, 100000, &power);

	if (rc != KASA_OK)
		return rc;
	for (size_t i = 0; i < change->dev->outlet_count; i++)
		if (meant(change, i))
			sim_outlet_set_power(&change->dev->outlets[i], power, change->now_ms);
	return KASA_OK;
}

static int
set_led(const struct change *change)
{
	bool led = false;
	int rc = read_bool(change, &led);

	if (rc != KASA_OK)
		return rc;
	if (!json_object_get(change->dev->sysinfo, "led_off"))
		return wrong(change, "this device has no status LED");
	json_object_set_new(change->dev->sysinfo, "led_off", json_integer(!led));
	return KASA_OK;
}

static int
set_brightness(const struct change *change)
{
	double brightness = 0;
	int rc = read_number(change, 0, 100, &brightness);

	if (rc != KASA_OK)
		return rc;
	if (change->dev->family & SIM_LIGHTS)
		sim_light_set_brightness(change->dev, (int)brightness, change->now_ms);
	else if (change->dev->family == SIM_DIMMER)
		json_object_set_new(change->dev->sysinfo, "brightness", json_integer((int)brightness));
	else
		return wrong(change, "this device has no brightness");
	return KASA_OK;
}

static int
set_rssi(const struct change *change)
{
	double rssi = 0;
	int rc = read_number(change, -128, 0, &rssi);

	if (rc == KASA_OK)
		json_object_set_new(change->dev->sysinfo, "rssi", json_integer((int)rssi));
	return rc;
}

static int
set_id(const struct change *change)
{
	struct sim_identity identity = change->dev->identity;

	if (strlen(change->value) != SIM_ID_TEXT - 1
	    || strspn(change->value, "0123456789abcdefABCDEF") != SIM_ID_TEXT - 1)
		return wrong(change, "40 hexadecimal digits are expected");
	for (size_t i = 0; i < SIM_ID_TEXT; i++)
		identity.id[i] = (char)toupper((unsigned char)change->value[i]);
	sim_device_identify(change->dev, &identity);
	return KASA_OK;
}

static int
set_mac(const struct change *change)
{
	struct sim_identity identity = change->dev->identity;

	if (!kasa_mac_parse(change->value, identity.mac))
		return wrong(change, "a hardware address like 50:C7:BF:01:02:03 is expected");
	sim_device_identify(change->dev, &identity);
	return KASA_OK;
}

/* "quiet" is for HTTP, where a device says beforehand that it will close. */
static int
set_close(const struct change *change)
{
	bool quiet = strcmp(change->value, "quiet") == 0;
	int rc = KASA_OK;

	if (quiet)
		change->dev->closes = true;
	else
		rc = read_bool(change, &change->dev->closes);
	change->dev->manners.hides_end = quiet;
	return rc;
}

static int
set_strict(const struct change *change)
{
	return read_bool(change, &change->dev->strict);
}

/* One of two words. */
static int
read_choice(const struct change *change, const char *no, const char *yes, bool *value)
{
	*value = strcmp(change->value, yes) == 0;
	if (*value || strcmp(change->value, no) == 0)
		return KASA_OK;
	return kasa_err_set(change->err, KASA_EINVAL, "%s=%.80s: %s or %s is expected", change->key, change->value, no,
	                    yes);
}

static int
set_zone(const struct change *change)
{
	uint32_t index;
	int named;

	if (number_parse(change->value, 0, SIM_ZONES - 1, &index))
		change->dev->clock.zone = (int)index;
	else if (sim_zone_find(change->value, &named))
		change->dev->clock.zone = named;
	else
		return wrong(change, "0 to 109, or a name of the devices' table like Europe/Amsterdam is expected");
	return KASA_OK;
}

static int
set_countdown_limit(const struct change *change)
{
	uint32_t seconds;

	if (!number_parse(change->value, 1, SIM_COUNTDOWN_MAX_S, &seconds))
		return wrong(change, "1 to 86400 seconds are expected");
	change->dev->countdown_limit_s = (int)seconds;
	return KASA_OK;
}

static int
set_set_time(const struct change *change)
{
	return read_choice(change, "taken", "refused", &change->dev->clock.stubborn);
}

static int
set_erase(const struct change *change)
{
	return read_choice(change, "done", "ignored", &change->dev->keeps_energy);
}

static int
set_picky(const struct change *change)
{
	if (change->dev->family != SIM_BULB)
		return wrong(change, "only bulbs are picky");
	return read_bool(change, &change->dev->picky);
}

static int
set_fragile(const struct change *change)
{
	return read_bool(change, &change->dev->fragile);
}

static int
set_softap(const struct change *change)
{
	return read_bool(change, &change->dev->softap);
}

static int
set_stays(const struct change *change)
{
	return read_bool(change, &change->dev->stays);
}

static int
set_scan(const struct change *change)
{
	double seconds = 0;
	int rc = read_number(change, 0, 3600, &seconds);

	if (rc == KASA_OK)
		change->dev->scan_ms = (uint32_t)(seconds * 1000);
	return rc;
}

/* As digits, so that it may be any bytes. */
static int
add_ssid(const struct change *change)
{
	size_t len = strlen(change->value);
	char ssid[SIM_SSID_MAX], digits[3] = "";

	if (len % 2 != 0 || len / 2 > sizeof ssid || strspn(change->value, "0123456789abcdefABCDEF") != len)
		return wrong(change, "2 to 64 hexadecimal digits are expected, two for each byte");
	for (size_t i = 0; i < len / 2; i++) {
		memcpy(digits, change->value + 2 * i, 2);
		ssid[i] = (char)strtoul(digits, NULL, 16);
	}
	if (!sim_wifi_add(change->dev, ssid, len / 2))
		return wrong(change, "the name of a network has 1 to 32 bytes, and none of them is 00");
	return KASA_OK;
}

static int
set_reading(const struct change *change, bool (*put)(struct sim_device *dev, int adc))
{
	double adc = 0;
	int rc = read_number(change, 0, 65535, &adc);

	if (rc != KASA_OK)
		return rc;
	if (!sim_has_sensors(change->dev))
		return wrong(change, "this device has no sensors");
	if (!put(change->dev, (int)adc))
		return wrong(change, "a reading between the sensor's min_adc and max_adc is expected");
	return KASA_OK;
}

static int
set_pir(const struct change *change)
{
	return set_reading(change, sim_motion_put);
}

static int
set_las(const struct change *change)
{
	return set_reading(change, sim_ambient_put);
}

static int
set_transport(const struct change *change)
{
	struct sim_device *dev = change->dev;
	const struct sim_transport *transport;
	int rc = sim_transport_need(change->value, &transport, change->err);

	if (rc != KASA_OK)
		return rc;
	if (sim_device_language(dev) == SIM_LANGUAGE_SMART && transport->door == SIM_DOOR_XOR)
		return wrong(change, "a device that speaks SMART does not speak XOR");
	if (dev->login)
		sim_login_forget(dev->login);
	dev->transport = transport;
	return KASA_OK;
}

/* One of several words; their order is that of the numbers. */
static int
read_word(const struct change *change, const char *const *words, size_t count, int *value)
{
	char list[120] = "";

	for (size_t i = 0; i < count; i++) {
		if (strcmp(change->value, words[i]) == 0) {
			*value = (int)i;
			return KASA_OK;
		}
		snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s", i ? " " : "", words[i]);
	}
	return kasa_err_set(change->err, KASA_EINVAL, "%s=%.80s: one of these is expected: %s", change->key,
	                    change->value, list);
}

static int
set_announce(const struct change *change)
{
	static const char *const words[] = { "transport", "none", "klap", "aes", "tpap" };
	int value = (int)change->dev->announces;
	int rc = read_word(change, words, sizeof words / sizeof words[0], &value);

	change->dev->announces = (enum sim_announces)value;
	return rc;
}

static int
set_account(const struct change *change)
{
	static const char *const words[] = { "house", "none", "default" };
	int value = (int)change->dev->manners.owner;
	int rc = read_word(change, words, sizeof words / sizeof words[0], &value);

	change->dev->manners.owner = (enum sim_owner)value;
	return rc;
}

static int
set_cookie(const struct change *change)
{
	static const char *const words[] = { "usual", "spaced", "attributes", "plain", "two", "missing" };
	int value = (int)change->dev->manners.cookie;
	int rc = read_word(change, words, sizeof words / sizeof words[0], &value);

	change->dev->manners.cookie = (enum sim_cookie)value;
	return rc;
}

static int
set_headers(const struct change *change)
{
	return read_choice(change, "usual", "lower", &change->dev->manners.lower_case);
}

static int
set_stock_page(const struct change *change)
{
	return read_bool(change, &change->dev->manners.stock_page);
}

static int
set_session(const struct change *change)
{
	double seconds = 0;
	int rc = read_number(change, 0, 86400, &seconds);

	if (rc == KASA_OK)
		change->dev->manners.session_ms = (uint32_t)(seconds * 1000);
	return rc;
}

static int
set_sessions(const struct change *change)
{
	double count = 0;
	int rc = read_number(change, 1, SIM_SESSIONS_MAX, &count);

	if (rc == KASA_OK)
		change->dev->manners.sessions = (uint8_t)count;
	return rc;
}

static int
set_rival(const struct change *change)
{
	double every = 0;
	int rc = read_number(change, 0, 1000000, &every);

	if (rc == KASA_OK)
		change->dev->manners.rival_every = (uint32_t)every;
	return rc;
}

static int
set_uses(const struct change *change)
{
	double uses = 0;
	int rc = read_number(change, 0, 1000000, &uses);

	if (rc == KASA_OK)
		change->dev->manners.uses = (uint32_t)uses;
	return rc;
}

static int
set_fault(const struct change *change)
{
	return sim_fault_parse(&change->dev->fault, change->value, change->err);
}

// clang-format off
static const struct row {
	const char *key;
	int (*set)(const struct change *change);
	bool of_outlet; /* an outlet has its own */
	const char *help;
} rows[] = {
	/* key             set                  of_outlet help */
	{ "alias",           set_alias,           true,     "its name" },
	{ "on",              set_on,              true,     "1 on, 0 off; all outlets of a strip" },
	{ "power",           set_power,           true,     "watts when on, at full brightness" },
	{ "brightness",      set_brightness,      false,    "0 to 100, dimmers and lights" },
	{ "led",             set_led,             false,    "0 keeps the status LED dark" },
	{ "rssi",            set_rssi,            false,    "signal strength in dBm" },
	{ "id",              set_id,              false,    "device id, 40 hexadecimal digits" },
	{ "mac",             set_mac,             false,    "hardware address" },
	{ "close",           set_close,           false,    "1 ends the connection after each reply, quiet does so without a header that says it, 0 keeps it" },
	{ "strict",          set_strict,          false,    "1 leaves methods with null for arguments unanswered" },
	{ "zone",            set_zone,            false,    "its time zone: 0 to 109, or one of the table's names" },
	{ "countdown-limit", set_countdown_limit, false,    "seconds that a countdown may have, 1 to 86400" },
	{ "set-time",        set_set_time,        false,    "refused makes set_time answer -3, taken obeys" },
	{ "erase",           set_erase,           false,    "ignored makes erase_emeter_stat do nothing, done erases" },
	{ "picky",           set_picky,           false,    "1 lets a bulb leave requests above 256 bytes unanswered" },
	{ "fragile",         set_fragile,         false,    "1 crashes it when it is asked for a module that it lacks" },
	{ "pir",             set_pir,             false,    "reading of the motion sensor, 0 to 4095; 2047 is stillness" },
	{ "las",             set_las,             false,    "reading of the light sensor, 0 to 2450; 0 is darkness" },
	{ "scan",            set_scan,            false,    "seconds that a Wi-Fi scan takes; 1 unless told" },
	{ "ssid",            add_ssid,            false,    "one more network that it sees, in hexadecimal digits" },
	{ "softap",          set_softap,          false,    "1 has softaponboarding in the place of netif" },
	{ "stays",           set_stays,           false,    "1 acknowledges a new network and does not go there" },
	{ "transport",       set_transport,       false,    "xor, klap1 or klap2; aes and tpap let no client in" },
	{ "announce",        set_announce,        false,    "what it tells the newer discovery: transport, none, klap, aes or tpap" },
	{ "account",         set_account,         false,    "whose it is over KLAP: house, none (blank words) or default (TP-Link's)" },
	{ "session",         set_session,         false,    "seconds that a session lasts; 0 is a day" },
	{ "sessions",        set_sessions,        false,    "clients that may be logged in at a time, 1 to 8" },
	{ "rival",           set_rival,           false,    "another client logs in every N requests; 0: never" },
	{ "uses",            set_uses,            false,    "requests that a session is good for; 0: any number" },
	{ "headers",         set_headers,         false,    "lower writes names of HTTP headers in lower case, usual does not" },
	{ "cookie",          set_cookie,          false,    "shape of its cookie: usual spaced attributes plain two missing" },
	{ "stock-page",      set_stock_page,      false,    "1 answers headers in lower case with a page of HTML" },
	{ "fault",           set_fault,           false,    "NAME or NAME:VALUE, see the faults" },
};
// clang-format on

enum {
	ROWS = sizeof rows / sizeof rows[0],
};

static int
unknown(const char *key, struct kasa_err *err)
{
	char keys[480] = "address";
	struct suggest suggest;

	suggest_start(&suggest, key);
	suggest_offer(&suggest, "address");
	for (size_t i = 0; i < ROWS; i++) {
		suggest_offer(&suggest, rows[i].key);
		snprintf(keys + strlen(keys), sizeof keys - strlen(keys), " %s", rows[i].key);
	}
	if (suggest.best)
		return kasa_err_set(err, KASA_EINVAL, "a device has no \"%.40s\"; did you mean %s?", key, suggest.best);
	return kasa_err_set(err, KASA_EINVAL, "a device has no \"%.40s\"; there are: %.480s", key, keys);
}

int
sim_spec_apply(struct sim_device *dev, int outlet, const char *key, const char *value, int64_t now_ms,
               struct kasa_err *err)
{
	struct change change = { dev, outlet, key, value, now_ms, err };

	for (size_t i = 0; i < ROWS; i++) {
		if (strcmp(rows[i].key, key) != 0)
			continue;
		if (outlet != SIM_WHOLE_DEVICE && !rows[i].of_outlet)
			return kasa_err_set(err, KASA_EINVAL, "an outlet has no \"%s\"; its strip may", key);
		return rows[i].set(&change);
	}
	return unknown(key, err);
}

const char *
sim_spec_help(size_t index, const char **key)
{
	if (index >= ROWS)
		return NULL;
	*key = rows[index].key;
	return rows[index].help;
}
