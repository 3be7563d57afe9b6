/*
 * The device's Wi-Fi. Another one it takes with the whole of a set-up only, in which the account's e-mail and password
 * stand in clear: that is the app's business.
 */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "model/smart.h"
#include "model/smart_child.h"

enum {
	NETWORKS_MAX = 256,
};

/* ---- the one that it is in ---- */

static int
read_network(const struct kasa_jx *info, struct kasa_smart_talk *talk)
{
	struct kasa_network *network = &talk->answer->network;

	*network = (struct kasa_network){
		.key_type = KASA_UNKNOWN,
		.rssi_dbm = kasa_jx_int(info, "rssi"),
		.level = kasa_jx_int(info, "signal_level"),
	};
	kasa_smart_text(info, "ssid", network->ssid, sizeof network->ssid);
	return KASA_OK;
}

/* ---- those that it hears ---- */

/* The first three are recorded. */
static int
key_type(const struct kasa_jx *object)
{
	// clang-format off
	static const struct { const char *word; int key; } keys[] = {
		{ "none",     KASA_WIFI_OPEN },
		{ "wpa_psk",  KASA_WIFI_WPA },
		{ "wpa2_psk", KASA_WIFI_WPA2 },
		{ "wep",      KASA_WIFI_WEP },
	};
	// clang-format on
	char word[24];

	kasa_jx_copy(object, "key_type", word, sizeof word);
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		if (strcmp(keys[i].word, word) == 0)
			return keys[i].key;
	return KASA_UNKNOWN;
}

static void
read_one(const struct kasa_jx *object, struct kasa_network *network)
{
	*network = (struct kasa_network){
		.key_type = key_type(object),
		.rssi_dbm = KASA_UNKNOWN,
		.level = kasa_jx_int(object, "signal_level"),
	};
	kasa_smart_text(object, "ssid", network->ssid, sizeof network->ssid);
}

/* The strongest first; those that do not tell, KASA_UNKNOWN, last. */
static int
by_strength(const void *a, const void *b)
{
	const struct kasa_network *x = a, *y = b;

	if (x->level != y->level)
		return x->level > y->level ? -1 : 1;
	return strcmp(x->ssid, y->ssid);
}

static int
add_networks(const struct kasa_jx *list, struct kasa_smart_talk *talk)
{
	struct kasa_networks *all = &talk->answer->networks;
	size_t more = kasa_jx_count(list);
	const struct kasa_jx *object = NULL;
	struct kasa_network *networks;

	if (more == 0)
		return KASA_OK;
	if (all->count + more > NETWORKS_MAX)
		return kasa_err_set(talk->err, KASA_EPROTO, "more than %d networks", NETWORKS_MAX);
	networks = kasa_answer_grow(talk->answer, (all->count + more) * sizeof *networks);
	if (!networks)
		return kasa_err_set(talk->err, KASA_ENOMEM, "no memory for %zu networks", all->count + more);
	while ((object = kasa_jx_next(list, object)))
		read_one(object, &networks[all->count++]);
	all->networks = networks;
	return KASA_OK;
}

/* A page that begins where none was asked for is the first one again, of a device that knows no pages. */
static int
read_networks(const struct kasa_jx *page, struct kasa_smart_talk *talk)
{
	const struct kasa_jx *list = kasa_jx_get(page, "ap_list");
	int start = kasa_jx_int(page, "start_index"), rc = KASA_OK;
	struct kasa_networks *all = &talk->answer->networks;

	if (!kasa_jx_is(list, KASA_JX_ARRAY))
		return kasa_err_set(talk->err, KASA_EPROTO, "get_wireless_scan_info lists no networks");
	if (talk->start == 0)
		*all = (struct kasa_networks){ .count = 0 };
	if (start == KASA_UNKNOWN || start == (int)talk->start) {
		talk->next = kasa_smart_next_page(page, list, talk->start);
		rc = add_networks(list, talk);
	}
	if (rc == KASA_OK && talk->next == 0 && all->count > 1)
		qsort(talk->answer->list, all->count, sizeof(struct kasa_network), by_strength);
	return rc;
}

const struct kasa_smart_row kasa_smart_wifi = { .asks = { { "get_device_info", NULL, read_network, 0, NULL } } };

const struct kasa_smart_row kasa_smart_wifi_scan = {
	.asks = { { "get_wireless_scan_info", NULL, read_networks, KASA_SMART_PAGED, NULL } },
};
