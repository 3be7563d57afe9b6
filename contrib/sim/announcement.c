#include "announcement.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "transport.h"

enum {
	OWNER_TEXT = 2 * KASA_MD5_SIZE + 1,
	ID_TEXT = 33, /* not the id that the device tells later, which has 40 digits */
	MAC_TEXT = 18,
};

/* The words for mgt_encrypt_schm.encrypt_type; NULL: nothing is announced. */
static const char *
scheme(const struct sim_device *dev)
{
	switch (dev->announces) {
	case SIM_ANNOUNCES_NOTHING:
		return NULL;
	case SIM_ANNOUNCES_KLAP:
		return "KLAP";
	case SIM_ANNOUNCES_AES:
		return "AES";
	case SIM_ANNOUNCES_TPAP:
		return "TPAP";
	case SIM_ANNOUNCES_TRANSPORT:
		break;
	}
	return dev->transport->announced;
}

bool
sim_announces(const struct sim_device *dev)
{
	return scheme(dev) != NULL;
}

static void
put_hex(json_t *result, const char *key, const uint8_t *bytes, size_t len)
{
	char text[OWNER_TEXT];

	for (size_t i = 0; i < len && i < KASA_MD5_SIZE; i++)
		snprintf(text + 2 * i, 3, "%02X", bytes[i]);
	json_object_set_new(result, key, json_string(text));
}

static void
put_identity(json_t *result, const struct sim_device *dev)
{
	const uint8_t *mac = dev->identity.mac;
	char text[MAC_TEXT], id[ID_TEXT];

	if (!*dev->identity.id) /* as recorded */
		return;
	snprintf(text, sizeof text, "%02X-%02X-%02X-%02X-%02X-%02X", mac[0], mac[1], mac[2], mac[3], mac[4], mac[5]);
	json_object_set_new(result, "mac", json_string(text));
	for (size_t i = 0; i < ID_TEXT - 1; i++)
		id[i] = (char)tolower((unsigned char)dev->identity.id[SIM_ID_TEXT - 2 - i]);
	id[ID_TEXT - 1] = '\0';
	json_object_set_new(result, "device_id", json_string(id));
}

/* Nobody's device has no owner. */
static void
put_owner(json_t *result, const struct sim_server *server, const struct sim_device *dev)
{
	enum sim_owner owner = dev->manners.owner;

	json_object_set_new(result, "factory_default", json_boolean(owner == SIM_OWNER_DEFAULT));
	if (owner == SIM_OWNER_HOUSE)
		put_hex(result, "owner", server->accounts.house.owner, sizeof server->accounts.house.owner);
	else
		json_object_del(result, "owner");
}

/* True when the device shows the door that was recorded, which may be one behind TLS that is not simulated. */
static bool
as_recorded(const struct sim_device *dev, const json_t *how)
{
	const char *type = json_string_value(json_object_get(how, "encrypt_type"));

	return type && dev->transport->version == 0 && dev->announces == SIM_ANNOUNCES_TRANSPORT
	       && strcmp(type, dev->transport->announced) == 0;
}

/* The second generation of KLAP is told by its login version, and where the language is the old one by one word more. */
static void
put_version(json_t *how, const struct sim_device *dev)
{
	bool second = dev->transport->version != KASA_KLAP_V1;

	json_object_del(how, "new_klap");
	if (!second)
		json_object_del(how, "lv");
	else
		json_object_set_new(how, "lv", json_integer(2));
	if (second && sim_device_language(dev) == SIM_LANGUAGE_IOT)
		json_object_set_new(how, "new_klap", json_integer(1));
}

static void
put_scheme(json_t *result, const struct sim_server *server, const struct sim_device *dev)
{
	json_t *how = json_object_get(result, "mgt_encrypt_schm");
	bool known = json_is_object(how);

	if (known && as_recorded(dev, how)) {
		if (!json_is_true(json_object_get(how, "is_support_https")))
			json_object_set_new(how, "http_port", json_integer(server->http_port));
		return;
	}
	if (!known) {
		json_object_set_new(result, "mgt_encrypt_schm", json_pack("{si}", "lv", 2));
		how = json_object_get(result, "mgt_encrypt_schm");
	}
	json_object_set_new(how, "is_support_https", json_false());
	json_object_set_new(how, "encrypt_type", json_string(scheme(dev)));
	json_object_set_new(how, "http_port", json_integer(server->http_port));
	if (strcmp(scheme(dev), "KLAP") == 0)
		put_version(how, dev);
}

static json_t *
invented(const struct sim_device *dev)
{
	return json_pack("{ss,ss,ss,ss,sb,sb,ss}", "device_type", sim_device_type(dev), "device_model",
	                 sim_device_full_model(dev), "hw_ver", sim_device_hardware(dev), "firmware_version",
	                 sim_device_firmware(dev), "factory_default", 0, "is_support_iot_cloud", 1, "obd_src",
	                 "tplink");
}

static json_t *
announcement(const struct sim_server *server, const struct sim_device *dev)
{
	json_t *result = dev->announced ? json_deep_copy(dev->announced) : invented(dev);
	char address[SIM_ADDRESS_TEXT];

	sim_address_format(dev->address, address);
	json_object_set_new(result, "ip", json_string(address));
	put_identity(result, dev);
	put_owner(result, server, dev);
	put_scheme(result, server, dev);
	return json_pack("{si,so}", "error_code", 0, "result", result);
}

static int
put_chunk(const char *text, size_t len, void *arg)
{
	return kasa_buf_add(arg, text, len) == KASA_OK ? 0 : -1;
}

bool
sim_announce(const struct sim_server *server, struct sim_device *dev, struct kasa_buf *frame)
{
	static const uint8_t header[SIM_TDP_HEADER];
	json_auto_t *json = announcement(server, dev);

	dev->announcements++;
	kasa_buf_clear(frame);
	if (kasa_buf_add(frame, header, sizeof header) != KASA_OK
	    || json_dump_callback(json, put_chunk, frame, JSON_COMPACT) != 0)
		return false;
	sim_tdp_seal(frame);
	return true;
}
