#include "report.h"

#include "base/str.h"

#include "house.h"
#include "transport.h"

void
sim_print_plain(const char *text, size_t len, FILE *out)
{
	for (size_t i = 0; i < len; i++)
		fputc((unsigned char)text[i] < 0x20 || text[i] == 0x7f ? '?' : text[i], out);
}

static json_t *
outlet(const struct sim_device *dev, size_t index)
{
	const struct sim_outlet *one = &dev->outlets[index];
	json_t *line = json_pack("{si,sb,sf,sI}", "index", (int)index + 1, "on", one->on, "power_w",
	                         sim_outlet_power(one), "switches", (json_int_t)one->switches);

	if (dev->family == SIM_STRIP) {
		json_object_set_new(line, "id", json_string(sim_device_outlet_id(dev, index)));
		json_object_set_new(line, "alias", json_string(sim_device_outlet_alias(dev, index)));
	}
	return line;
}

static json_t *
outlets(const struct sim_device *dev)
{
	json_t *list = json_array();

	for (size_t i = 0; i < dev->outlet_count; i++)
		json_array_append_new(list, outlet(dev, i));
	return list;
}

static bool
any_on(const struct sim_device *dev)
{
	for (size_t i = 0; i < dev->outlet_count; i++)
		if (dev->outlets[i].on)
			return true;
	return false;
}

static json_int_t
switches(const struct sim_device *dev)
{
	json_int_t sum = 0;

	for (size_t i = 0; i < dev->outlet_count; i++)
		sum += dev->outlets[i].switches;
	return sum;
}

static void
add_counters(json_t *line, const struct sim_device *dev)
{
	json_object_set_new(line, "connections", json_integer((json_int_t)dev->accepted));
	json_object_set_new(line, "requests", json_integer((json_int_t)dev->requests));
	json_object_set_new(line, "strays", json_integer((json_int_t)dev->strays));
	json_object_set_new(line, "udp_requests", json_integer((json_int_t)dev->datagrams));
	json_object_set_new(line, "handshakes", json_integer((json_int_t)dev->handshakes));
	json_object_set_new(line, "logins", json_integer((json_int_t)dev->logins));
	json_object_set_new(line, "announcements", json_integer((json_int_t)dev->announcements));
	json_object_set_new(line, "switches", json_integer(switches(dev)));
}

void
sim_report_print(struct sim_device *dev, int64_t now_ms, FILE *out)
{
	char address[SIM_ADDRESS_TEXT], fault[40], mac[KASA_MAC_TEXT];
	json_t *led = json_object_get(dev->sysinfo, "led_off"), *line;
	json_t *smart_led = json_object_get(json_object_get(dev->tree, "get_led_info"), "led_status");

	sim_device_tick(dev, now_ms);
	sim_address_format(dev->address, address);
	sim_fault_format(&dev->fault, fault, sizeof fault);
	kasa_mac_format(dev->identity.mac, mac);
	line = json_pack("{ss,ss,ss,ss,ss,ss,sb,sb}", "address", address, "model", sim_device_model(dev), "alias",
	                 sim_device_alias(dev), "id", dev->identity.id, "mac", mac, "fault", fault, "away", dev->away,
	                 "on", any_on(dev));
	json_object_set_new(line, "transport", json_string(dev->transport->name));
	if (led)
		json_object_set_new(line, "led", json_boolean(json_integer_value(led) == 0));
	if (smart_led)
		json_object_set(line, "led", smart_led);
	if (dev->effect)
		json_object_set(line, "effect", dev->effect);
	json_object_set_new(line, "outlets", outlets(dev));
	add_counters(line, dev);
	json_dumpf(line, out, JSON_COMPACT | JSON_REAL_PRECISION(9));
	fputc('\n', out);
	json_decref(line);
}
