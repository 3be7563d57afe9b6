/* What may not be sent raw: it takes a device off the network, gives it to another account, or makes it a brick. Pure. */
#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "bridge/request/request_own.h"

enum {
	DEPTH_MAX = 16, /* as the library has it for what is sent */
};

/* Whole methods, in both languages. */
static const char *const denied[] = {
	"reset",
	"device_reset",
	"set_stainfo",
	"bind",
	"unbind",
	"bind_device",
	"unbind_device",
	"set_server_url",
	"download_firmware",
	"flash_firmware",
	"fw_download",
	"set_mac_addr",
	"set_mac",
	"set_device_id",
	"set_hw_id",
	"set_bootloader",
	"test_check_uboot",
	"set_test_mode",
	"set_qs_info",
	"set_inherit_info",
	"set_account_info",
	"set_wireless_info",
	"set_sta_info",
	"login_device",
	"handshake",
	"handshake1",
	"handshake2",
	"secure_passthrough",
	"set_oem_id",
	"restore",
	"erase",
};

/* Words within methods that nobody has seen yet: a new firmware may call them otherwise. */
static const char *const words[] = { "reset",  "firmware", "fw",    "stainfo", "bind",
	                             "unbind", "flash",    "uboot", "factory", "qs" };

static bool
is_in(const char *const *list, size_t count, const char *text, size_t length)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(list[i]) == length && strncasecmp(list[i], text, length) == 0)
			return true;
	return false;
}

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* "get_..." reads. */
static bool
has_word(const char *name)
{
	if (strncasecmp(name, "get_", 4) == 0)
		return false;
	while (*name) {
		size_t n = strcspn(name, "_-.");

		if (is_in(words, COUNT(words), name, n))
			return true;
		name += n + (name[n] != '\0');
	}
	return false;
}

static bool
is_denied(const char *name)
{
	return is_in(denied, COUNT(denied), name, strlen(name)) || has_word(name);
}

static const char *walk(const json_t *value, unsigned depth);

static const char *
walk_object(const json_t *object, unsigned depth)
{
	const char *key, *found = NULL;
	json_t *value;

	json_object_foreach((json_t *)(uintptr_t)object, key, value) {
		const char *method = strcasecmp(key, "method") == 0 ? json_string_value(value) : NULL;

		if (is_denied(key))
			return key;
		if (method && is_denied(method))
			return method;
		found = walk(value, depth + 1);
		if (found)
			return found;
	}
	return NULL;
}

static const char *
walk(const json_t *value, unsigned depth)
{
	if (depth > DEPTH_MAX)
		return "more than 16 levels";
	if (json_is_object(value))
		return walk_object(value, depth);
	for (size_t i = 0; i < json_array_size(value); i++) {
		const char *found = walk(json_array_get(value, i), depth + 1);

		if (found)
			return found;
	}
	return NULL;
}

const char *
raw_denied(const json_t *request, char out[64])
{
	const char *found = walk(request, 0);

	if (!found)
		return NULL;
	kasa_str_copy(out, 64, found);
	return out;
}
