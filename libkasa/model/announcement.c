#include "model/announcement.h"

#include <string.h>

#include "base/str.h"
#include "model/jx.h"
#include "model/record.h"

enum {
	PORT_HTTP = 80,
	PORT_TLS = 4433,
	PORT_MAX = 65535,
	LOGIN_VERSION_MAX = 1000,
};

/* Firmware differs in the names it gives to the same; what is told first counts. */
static void
copy_first(const struct kasa_jx *object, const char *const keys[3], char *dst, size_t size)
{
	dst[0] = '\0';
	for (size_t i = 0; i < 3 && keys[i] && dst[0] == '\0'; i++)
		kasa_jx_copy(object, keys[i], dst, size);
}

static void
read_state(const struct kasa_jx *said, struct kasa_state *state)
{
	char text[24];
	uint8_t mac[6];

	kasa_state_init(state);
	copy_first(said, (const char *const[3]){ "device_model", "model", "device_name" }, state->model,
	           sizeof state->model);
	copy_first(said, (const char *const[3]){ "hw_ver", "hardware_version" }, state->hw, sizeof state->hw);
	copy_first(said, (const char *const[3]){ "fw_ver", "firmware_version", "sw_ver" }, state->fw, sizeof state->fw);
	if (kasa_jx_copy(said, "mac", text, sizeof text) && kasa_mac_parse(text, mac))
		kasa_mac_format(mac, state->mac);
}

/* true and 1 are the same here: `is_support_https` is written the one way, `new_klap` the other. */
static bool
is_set(const struct kasa_jx *object, const char *key)
{
	const struct kasa_jx *value = kasa_jx_get(object, key);

	return kasa_jx_is(value, KASA_JX_TRUE) || kasa_jx_integer(value) == 1;
}

/* An integer, or a string of digits. */
static int
digits(const struct kasa_jx *value)
{
	int n = 0;

	if (!kasa_jx_is(value, KASA_JX_STRING))
		return kasa_jx_integer(value);
	for (uint32_t i = 0; i < value->len; i++) {
		if (value->text[i] < '0' || value->text[i] > '9' || n > LOGIN_VERSION_MAX)
			return KASA_UNKNOWN;
		n = n * 10 + (value->text[i] - '0');
	}
	return value->len > 0 ? n : KASA_UNKNOWN;
}

/* `encrypt_type` beside the scheme is a list of versions, as ["1","2"]: the largest is the one to log in with. */
static int
largest(const struct kasa_jx *list)
{
	const struct kasa_jx *at = NULL;
	int most = 0;

	if (!kasa_jx_is(list, KASA_JX_ARRAY))
		return KASA_UNKNOWN;
	while ((at = kasa_jx_next(list, at)))
		if (digits(at) > most)
			most = digits(at);
	return most > 0 ? most : KASA_UNKNOWN;
}

static uint16_t
read_port(const struct kasa_jx *scheme, bool https)
{
	int port = kasa_jx_int(scheme, "http_port");

	return (uint16_t)(port > 0 && port <= PORT_MAX ? port : https ? PORT_TLS : PORT_HTTP);
}

static void
read_announcement(const struct kasa_jx *said, struct kasa_announcement *out)
{
	const struct kasa_jx *scheme = kasa_jx_get(said, "mgt_encrypt_schm");
	bool https = is_set(scheme, "is_support_https");

	*out = (struct kasa_announcement){
		.https = https,
		.port = read_port(scheme, https),
		.new_klap = is_set(scheme, "new_klap"),
		.factory_default = is_set(said, "factory_default"),
		.login_version = kasa_jx_int(scheme, "lv"),
	};
	if (out->login_version <= 0)
		out->login_version = largest(kasa_jx_get(said, "encrypt_type"));
	kasa_jx_copy(said, "device_type", out->family, sizeof out->family);
	kasa_jx_copy(said, "owner", out->owner, sizeof out->owner);
	kasa_jx_copy(said, "device_id", out->device_id, sizeof out->device_id);
	if (!kasa_jx_copy(scheme, "encrypt_type", out->encryption, sizeof out->encryption) || !out->encryption[0])
		kasa_jx_copy(kasa_jx_get(said, "encrypt_info"), "sym_schm", out->encryption, sizeof out->encryption);
}

/* Routers and repeaters (Deco) answer the same question; they belong to other families and have no scheme. */
static bool
is_device(const struct kasa_jx *said)
{
	bool spoken_to = kasa_jx_is(kasa_jx_get(said, "mgt_encrypt_schm"), KASA_JX_OBJECT)
	                 || largest(kasa_jx_get(said, "encrypt_type")) != KASA_UNKNOWN;
	char family[8];

	kasa_jx_copy(said, "device_type", family, sizeof family);
	return spoken_to && (strncmp(family, "IOT.", 4) == 0 || strncmp(family, "SMART.", 6) == 0);
}

enum kasa_announced
kasa_announcement_read(const char *text, size_t len, struct kasa_announcement *announcement, struct kasa_state *state)
{
	enum kasa_announced announced = KASA_ANNOUNCED_OTHER;
	const struct kasa_jx *said;
	struct kasa_jx_doc doc;

	if (kasa_jx_parse(&doc, text, len, NULL) != KASA_OK)
		return KASA_ANNOUNCED_GARBAGE;
	said = kasa_jx_get(doc.values, "result");
	if (kasa_jx_int(doc.values, "error_code") == 0 && is_device(said)) {
		read_announcement(said, announcement);
		read_state(said, state);
		announced = KASA_ANNOUNCED_DEVICE;
	}
	kasa_jx_finish(&doc);
	return announced;
}

bool
kasa_announcement_has_owner(const struct kasa_announcement *announcement)
{
	return announcement->owner[strspn(announcement->owner, "0")] != '\0';
}
