/* What a device is, and how it behaves: keys of a specification. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "common/number.h"

#include "ambient.h"
#include "light.h"
#include "motion.h"
#include "smart.h"
#include "spec_value.h"
#include "wifi.h"
#include "zone.h"

/* The outlets that are meant: one, or all. */
static bool
meant(const struct sim_change *change, size_t index)
{
	return change->outlet == SIM_WHOLE_DEVICE || (size_t)change->outlet == index;
}

static int
set_alias(const struct sim_change *change)
{
	if (!sim_device_rename(change->dev, change->outlet, change->value))
		return sim_change_wrong(change, "a name in UTF-8 is expected");
	return KASA_OK;
}

static int
set_on(const struct sim_change *change)
{
	bool on = false;
	int rc = sim_change_bool(change, &on);

	if (rc != KASA_OK)
		return rc;
	if (change->dev->outlet_count == 0)
		return sim_change_wrong(change, "this device has no relay");
	if (change->dev->family & SIM_LIGHTS && !change->dev->smart)
		sim_light_switch(change->dev, on, change->now_ms);
	for (size_t i = 0; i < change->dev->outlet_count; i++)
		if (meant(change, i))
			sim_outlet_switch(&change->dev->outlets[i], on, change->now_ms);
	return KASA_OK;
}

static int
set_power(const struct sim_change *change)
{
	double power = 0;
	int rc = sim_change_number(change, 0, 100000, &power);

	if (rc != KASA_OK)
		return rc;
	for (size_t i = 0; i < change->dev->outlet_count; i++)
		if (meant(change, i))
			sim_outlet_set_power(&change->dev->outlets[i], power, change->now_ms);
	return KASA_OK;
}

static int
set_led(const struct sim_change *change)
{
	bool led = false;
	int rc = sim_change_bool(change, &led);

	if (rc != KASA_OK)
		return rc;
	if (change->dev->smart)
		return sim_smart_put_led(change->dev, led) ? KASA_OK
		                                           : sim_change_wrong(change, "this device has no status LED");
	if (!json_object_get(change->dev->sysinfo, "led_off"))
		return sim_change_wrong(change, "this device has no status LED");
	json_object_set_new(change->dev->sysinfo, "led_off", json_integer(!led));
	return KASA_OK;
}

static int
set_brightness(const struct sim_change *change)
{
	double brightness = 0;
	int rc = sim_change_number(change, 0, 100, &brightness);

	if (rc != KASA_OK)
		return rc;
	if (change->dev->smart) {
		if (!sim_smart_put_brightness(change->dev, (int)brightness, change->now_ms))
			return sim_change_wrong(change, "this device has no brightness, or none of that much");
	} else if (change->dev->family & SIM_LIGHTS)
		sim_light_set_brightness(change->dev, (int)brightness, change->now_ms);
	else if (change->dev->family == SIM_DIMMER)
		json_object_set_new(change->dev->sysinfo, "brightness", json_integer((int)brightness));
	else
		return sim_change_wrong(change, "this device has no brightness");
	return KASA_OK;
}

static int
set_rssi(const struct sim_change *change)
{
	double rssi = 0;
	int rc = sim_change_number(change, -128, 0, &rssi);

	if (rc == KASA_OK)
		json_object_set_new(change->dev->sysinfo, "rssi", json_integer((int)rssi));
	return rc;
}

static int
set_id(const struct sim_change *change)
{
	struct sim_identity identity = change->dev->identity;

	if (strlen(change->value) != SIM_ID_TEXT - 1
	    || strspn(change->value, "0123456789abcdefABCDEF") != SIM_ID_TEXT - 1)
		return sim_change_wrong(change, "40 hexadecimal digits are expected");
	for (size_t i = 0; i < SIM_ID_TEXT; i++)
		identity.id[i] = (char)toupper((unsigned char)change->value[i]);
	sim_device_identify(change->dev, &identity);
	return KASA_OK;
}

static int
set_mac(const struct sim_change *change)
{
	struct sim_identity identity = change->dev->identity;

	if (!kasa_mac_parse(change->value, identity.mac))
		return sim_change_wrong(change, "a hardware address like 50:C7:BF:01:02:03 is expected");
	sim_device_identify(change->dev, &identity);
	return KASA_OK;
}

static int
set_strict(const struct sim_change *change)
{
	return sim_change_bool(change, &change->dev->strict);
}

static int
set_zone(const struct sim_change *change)
{
	uint32_t index;
	int named;

	if (number_parse(change->value, 0, SIM_ZONES - 1, &index))
		change->dev->clock.zone = (int)index;
	else if (sim_zone_find(change->value, &named))
		change->dev->clock.zone = named;
	else
		return sim_change_wrong(change,
		                        "0 to 109, or a name of the devices' table like Europe/Amsterdam is expected");
	return KASA_OK;
}

static int
set_countdown_limit(const struct sim_change *change)
{
	uint32_t seconds;

	if (!number_parse(change->value, 1, SIM_COUNTDOWN_MAX_S, &seconds))
		return sim_change_wrong(change, "1 to 86400 seconds are expected");
	change->dev->countdown_limit_s = (int)seconds;
	return KASA_OK;
}

static int
set_set_time(const struct sim_change *change)
{
	return sim_change_choice(change, "taken", "refused", &change->dev->clock.stubborn);
}

static int
set_erase(const struct sim_change *change)
{
	return sim_change_choice(change, "done", "ignored", &change->dev->keeps_energy);
}

static int
set_picky(const struct sim_change *change)
{
	if (change->dev->family != SIM_BULB)
		return sim_change_wrong(change, "only bulbs are picky");
	return sim_change_bool(change, &change->dev->picky);
}

static int
set_fragile(const struct sim_change *change)
{
	return sim_change_bool(change, &change->dev->fragile);
}

static int
set_softap(const struct sim_change *change)
{
	return sim_change_bool(change, &change->dev->softap);
}

static int
set_stays(const struct sim_change *change)
{
	return sim_change_bool(change, &change->dev->stays);
}

static int
set_scan(const struct sim_change *change)
{
	double seconds = 0;
	int rc = sim_change_number(change, 0, 3600, &seconds);

	if (rc == KASA_OK)
		change->dev->scan_ms = (uint32_t)(seconds * 1000);
	return rc;
}

/* As digits, so that it may be any bytes. */
static int
add_ssid(const struct sim_change *change)
{
	size_t len = strlen(change->value);
	char ssid[SIM_SSID_MAX], digits[3] = "";

	if (len % 2 != 0 || len / 2 > sizeof ssid || strspn(change->value, "0123456789abcdefABCDEF") != len)
		return sim_change_wrong(change, "2 to 64 hexadecimal digits are expected, two for each byte");
	for (size_t i = 0; i < len / 2; i++) {
		memcpy(digits, change->value + 2 * i, 2);
		ssid[i] = (char)strtoul(digits, NULL, 16);
	}
	if (!sim_wifi_add(change->dev, ssid, len / 2))
		return sim_change_wrong(change, "the name of a network has 1 to 32 bytes, and none of them is 00");
	return KASA_OK;
}

static int
set_reading(const struct sim_change *change, bool (*put)(struct sim_device *dev, int adc))
{
	double adc = 0;
	int rc = sim_change_number(change, 0, 65535, &adc);

	if (rc != KASA_OK)
		return rc;
	if (!sim_has_sensors(change->dev))
		return sim_change_wrong(change, "this device has no sensors");
	if (!put(change->dev, (int)adc))
		return sim_change_wrong(change, "a reading between the sensor's min_adc and max_adc is expected");
	return KASA_OK;
}

static int
set_pir(const struct sim_change *change)
{
	return set_reading(change, sim_motion_put);
}

static int
set_las(const struct sim_change *change)
{
	return set_reading(change, sim_ambient_put);
}

static int
set_fault(const struct sim_change *change)
{
	return sim_fault_parse(&change->dev->fault, change->value, change->err);
}

// clang-format off
const struct sim_spec_row sim_spec_device[] = {
	/* key             set                  of_outlet  iot_only  help */
	{ "alias",           set_alias,           true,      false,    "its name" },
	{ "on",              set_on,              true,      false,    "1 on, 0 off; all outlets of a strip" },
	{ "power",           set_power,           true,      false,    "watts when on, at full brightness" },
	{ "brightness",      set_brightness,      false,     false,    "0 to 100, dimmers and lights" },
	{ "led",             set_led,             false,     false,    "0 keeps the status LED dark" },
	{ "rssi",            set_rssi,            false,     false,    "signal strength in dBm" },
	{ "id",              set_id,              false,     false,    "device id, 40 hexadecimal digits" },
	{ "mac",             set_mac,             false,     false,    "hardware address" },
	{ "strict",          set_strict,          false,     false,    "1 leaves methods with null for arguments unanswered" },
	{ "zone",            set_zone,            false,     true,     "its time zone: 0 to 109, or one of the table's names" },
	{ "countdown-limit", set_countdown_limit, false,     false,    "seconds that a countdown may have, 1 to 86400" },
	{ "set-time",        set_set_time,        false,     false,    "refused makes set_time answer -3, taken obeys" },
	{ "erase",           set_erase,           false,     true,     "ignored makes erase_emeter_stat do nothing, done erases" },
	{ "picky",           set_picky,           false,     true,     "1 lets a bulb leave requests above 256 bytes unanswered" },
	{ "fragile",         set_fragile,         false,     true,     "1 crashes it when it is asked for a module that it lacks" },
	{ "pir",             set_pir,             false,     true,     "reading of the motion sensor, 0 to 4095; 2047 is stillness" },
	{ "las",             set_las,             false,     true,     "reading of the light sensor, 0 to 2450; 0 is darkness" },
	{ "scan",            set_scan,            false,     true,     "seconds that a Wi-Fi scan takes; 1 unless told" },
	{ "ssid",            add_ssid,            false,     true,     "one more network that it sees, in hexadecimal digits" },
	{ "softap",          set_softap,          false,     true,     "1 has softaponboarding in the place of netif" },
	{ "stays",           set_stays,           false,     true,     "1 acknowledges a new network and does not go there" },
	{ "fault",           set_fault,           false,     false,    "NAME or NAME:VALUE, see the faults" },
	{ NULL,              NULL,                false,     false,    NULL },
};
// clang-format on
