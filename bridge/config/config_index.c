/* Ten thousand devices are brought in line with a reload at once: none of them may walk through all others. */
#include "bridge/config/config_index.h"

#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "bridge/config/config.h"

/* FNV-1a, begun with what it is about. */
uint64_t
config_key(unsigned about, const char *text)
{
	const uint64_t prime = 0x100000001b3u;
	uint64_t h = (0xcbf29ce484222325u ^ about) * prime;
	const char *end = text + strlen(text);

	while (text < end)
		h = (h ^ kasa_str_fold(kasa_utf8_next(&text, end))) * prime;
	return h ? h : 1;
}

/* The first of several with one host keeps it. */
static bool
put(struct kasa_hash *index, unsigned about, const char *text, size_t position)
{
	uint64_t key = text ? config_key(about, text) : 0;

	if (!text || kasa_hash_get(index, key))
		return true;
	return kasa_hash_put(index, key, (uint32_t)position) == KASA_OK;
}

bool
config_index(struct config *config)
{
	kasa_hash_init(&config->index, 3 * config->device_count);
	for (size_t i = 0; i < config->device_count; i++) {
		const struct config_device *device = &config->devices[i];

		if (!put(&config->index, CONFIG_ABOUT_ID, device->id, i)
		    || !put(&config->index, CONFIG_ABOUT_MAC, device->mac, i)
		    || !put(&config->index, CONFIG_ABOUT_HOST, device->host, i))
			return false;
	}
	return true;
}

static const struct config_device *
look_up(const struct config *config, unsigned about, const char *text)
{
	const uint32_t *at = text && text[0] ? kasa_hash_get(&config->index, config_key(about, text)) : NULL;

	return at ? &config->devices[*at] : NULL;
}

static bool
is_same(const char *configured, const char *asked)
{
	return configured && strcasecmp(configured, asked) == 0;
}

const struct config_device *
config_find(const struct config *config, const char *id, const char *mac, const char *host)
{
	const struct config_device *device = look_up(config, CONFIG_ABOUT_ID, id);
	char plain[KASA_MAC_TEXT];
	uint8_t bytes[6];

	if (device && is_same(device->id, id))
		return device;
	if (mac && kasa_mac_parse(mac, bytes)) {
		kasa_mac_format(bytes, plain);
		device = look_up(config, CONFIG_ABOUT_MAC, plain);
		if (device && is_same(device->mac, plain))
			return device;
	}
	device = look_up(config, CONFIG_ABOUT_HOST, host);
	return device && is_same(device->host, host) ? device : NULL;
}
