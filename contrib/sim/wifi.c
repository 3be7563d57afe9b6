#include "wifi.h"

#include <string.h>

#include "kept.h"
#include "raw.h"

#define NETIF "netif"
#define ONBOARDING "smartlife.iot.common.softaponboarding"
#define STATION "get_stainfo"

enum key_type {
	KEY_OPEN,
	KEY_WEP,
	KEY_WPA,
	KEY_WPA2,
};

enum {
	PASSPHRASE_MIN = 8, /* of WPA; 64 digits are the key itself */
	PASSPHRASE_MAX = 64,
	TIMEOUT_MAX_S = 60,
	RSSI_ADDED = -61,
};

static const double LEAVE_S = 0.2; /* so that the answer gets out */

// clang-format off
/* The neighbourhood: the first is where a device is at the start, and has two access points. */
static const struct { const char *ssid; enum key_type key; int rssi; } neighbours[] = {
	{ "Old mill",       KEY_WPA2, -46 },
	{ "Old mill",       KEY_WPA2, -71 },
	{ "Old mill guest", KEY_OPEN, -47 },
	{ "Küche ☃",        KEY_WPA,  -64 },
	{ "PRINTER-7F",     KEY_WEP,  -80 },
};
// clang-format on

static bool
refuses_netif(const struct sim_device *dev)
{
	return json_object_get(json_object_get(dev->tree, NETIF), "err_code") != NULL;
}

static bool
onboards(const struct sim_device *dev)
{
	return dev->softap || refuses_netif(dev);
}

static bool
has_netif(const struct sim_device *dev)
{
	return !onboards(dev);
}

static const char *
module_of(const struct sim_device *dev)
{
	return onboards(dev) ? ONBOARDING : NETIF;
}

static json_t *
network(const char *ssid, int key_type, int rssi)
{
	return json_pack("{ss,si,si}", "ssid", ssid, "key_type", key_type, "rssi", rssi);
}

static json_t *
fresh_scan(const struct sim_device *dev)
{
	json_t *list = json_array();

	(void)dev;
	for (size_t i = 0; i < sizeof neighbours / sizeof neighbours[0]; i++)
		json_array_append_new(list, network(neighbours[i].ssid, (int)neighbours[i].key, neighbours[i].rssi));
	return json_pack("{so}", "ap_list", list);
}

static json_t *
fresh_station(const struct sim_device *dev)
{
	(void)dev;
	return network(neighbours[0].ssid, (int)neighbours[0].key, neighbours[0].rssi);
}

/* What was recorded or made, and what was added. A new reference; NULL: refused. */
static json_t *
scan(struct sim_device *dev)
{
	json_t *reply = json_deep_copy(sim_kept(dev, module_of(dev), "get_scaninfo", fresh_scan));

	if (dev->networks)
		json_array_extend(json_object_get(reply, "ap_list"), dev->networks);
	return reply;
}

bool
sim_wifi_add(struct sim_device *dev, const char *ssid, size_t len)
{
	struct kasa_buf text;
	bool added;

	kasa_buf_init(&text, SIM_SSID_MAX * 3 + 1);
	added = len > 0 && len <= SIM_SSID_MAX && !memchr(ssid, '\0', len) && sim_raw_wrap(ssid, len, &text) == KASA_OK
	        && kasa_buf_add(&text, "", 1) == KASA_OK;
	if (added && !dev->networks)
		dev->networks = json_array();
	added = added
	        && json_array_append_new(dev->networks, network((const char *)text.data, KEY_WPA2, RSSI_ADDED)) == 0;
	kasa_buf_finish(&text);
	return added;
}

/* The list that it has, or after a while a new one. */
static enum sim_code
get_scaninfo(struct sim_call *call)
{
	int refresh, timeout;

	if (!sim_int_arg(call->args, "refresh", 0, 1, &refresh))
		return SIM_INVALID;
	if (json_object_get(call->args, "timeout") && !sim_int_arg(call->args, "timeout", 1, TIMEOUT_MAX_S, &timeout))
		return SIM_INVALID;
	call->reply = scan(call->dev);
	if (!call->reply)
		return SIM_UNKNOWN_METHOD;
	if (refresh)
		call->delay_s = call->dev->scan_ms / 1000.0;
	return SIM_OK;
}

static enum sim_code
get_stainfo(struct sim_call *call)
{
	return sim_kept_answer(call, fresh_station);
}

static bool
password_fits(const char *password, int key_type)
{
	size_t len = password ? strlen(password) : 0;

	switch ((enum key_type)key_type) {
	case KEY_OPEN:
		return true;
	case KEY_WEP: /* 40 or 104 bits, as characters or as digits */
		return len == 5 || len == 10 || len == 13 || len == 26;
	case KEY_WPA:
	case KEY_WPA2:
		break;
	}
	return len >= PASSPHRASE_MIN && len <= PASSPHRASE_MAX;
}

/* The access point that is to be joined, when it is in reach. Borrowed from the list. */
static json_t *
in_reach(const json_t *list, const char *ssid, int key_type)
{
	size_t i;
	json_t *one;

	json_array_foreach(list, i, one) {
		const char *name = json_string_value(json_object_get(one, "ssid"));

		if (name && strcmp(name, ssid) == 0 && json_integer_value(json_object_get(one, "key_type")) == key_type)
			return one;
	}
	return NULL;
}

/* It leaves whatever comes of it. A network that is not there leaves it without one. */
static void
join(struct sim_call *call, const char *ssid, int key_type)
{
	json_auto_t *seen = scan(call->dev);
	json_t *station = sim_kept(call->dev, call->module, STATION, fresh_station);
	json_t *found = in_reach(json_object_get(seen, "ap_list"), ssid, key_type);

	if (found)
		json_object_update_existing(station, found);
	else
		sim_wifi_reset(call->dev);
	call->restarts = true;
	call->restart_s = LEAVE_S;
}

static enum sim_code
set_stainfo(struct sim_call *call)
{
	const char *ssid = json_string_value(json_object_get(call->args, "ssid"));
	const char *password = json_string_value(json_object_get(call->args, "password"));
	int key_type;

	if (!ssid || !*ssid || sim_raw_length(ssid) > SIM_SSID_MAX)
		return SIM_INVALID;
	if (!sim_int_arg(call->args, "key_type", KEY_OPEN, KEY_WPA2, &key_type) || !password_fits(password, key_type))
		return SIM_INVALID;
	if (!call->dev->stays)
		join(call, ssid, key_type);
	return SIM_OK;
}

void
sim_wifi_reset(struct sim_device *dev)
{
	json_t *station = sim_kept(dev, module_of(dev), STATION, fresh_station), *none = network("", KEY_OPEN, 0);

	json_object_update_existing(station, none);
	json_decref(none);
}

#define ANY (SIM_RELAYS | SIM_LIGHTS)

// clang-format off
const struct sim_method sim_wifi_methods[] = {
	/* module      method          run           families */
	{ NETIF,      "get_scaninfo", get_scaninfo, ANY, .of_outlet = false, .where = has_netif },
	{ NETIF,      "get_stainfo",  get_stainfo,  ANY, .of_outlet = false, .where = has_netif },
	{ NETIF,      "set_stainfo",  set_stainfo,  ANY, .of_outlet = false, .where = has_netif },
	{ ONBOARDING, "get_scaninfo", get_scaninfo, ANY, .of_outlet = false, .where = onboards },
	{ ONBOARDING, "get_stainfo",  get_stainfo,  ANY, .of_outlet = false, .where = onboards },
	{ ONBOARDING, "set_stainfo",  set_stainfo,  ANY, .of_outlet = false, .where = onboards },
	{ 0 },
};
// clang-format on
