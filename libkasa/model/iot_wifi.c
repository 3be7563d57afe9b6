/* The device's Wi-Fi. */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "model/iot.h"
#include "model/secret.h"

enum {
	NETWORKS_MAX = 256,
};

static void
read_one(const struct kasa_jx *object, void *item)
{
	struct kasa_network *network = item;

	*network = (struct kasa_network){
		.key_type = kasa_jx_int(object, "key_type"),
		.rssi_dbm = kasa_jx_int(object, "rssi"),
		.level = KASA_UNKNOWN,
	};
	kasa_jx_copy(object, "ssid", network->ssid, sizeof network->ssid);
}

/* The strongest first; those without a signal, KASA_UNKNOWN, last. */
static int
by_strength(const void *a, const void *b)
{
	const struct kasa_network *x = a, *y = b;

	if (x->rssi_dbm != y->rssi_dbm)
		return x->rssi_dbm > y->rssi_dbm ? -1 : 1;
	return strcmp(x->ssid, y->ssid);
}

static int
read_networks(const struct kasa_jx *reply, struct kasa_iot_talk *talk)
{
	static const struct kasa_iot_list list = { "networks", NETWORKS_MAX, sizeof(struct kasa_network), read_one };
	struct kasa_networks *networks = &talk->answer->networks;
	int rc = kasa_iot_read_list(talk, kasa_jx_get(reply, "ap_list"), &list, &networks->count);

	networks->networks = talk->answer->list;
	if (networks->count > 1)
		qsort(talk->answer->list, networks->count, sizeof(struct kasa_network), by_strength);
	return rc;
}

static int
read_network(const struct kasa_jx *reply, struct kasa_iot_talk *talk)
{
	read_one(reply, &talk->answer->network);
	return KASA_OK;
}

static int
scan_args(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	(void)record;
	return kasa_buf_printf(out, "{\"refresh\":%d}", order->on);
}

static int
join_args(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	int rc = kasa_secret_put(out, "{\"ssid\":", ",\"password\":", "", order->text);

	(void)record;
	return rc == KASA_OK ? kasa_buf_printf(out, ",\"key_type\":%d}", order->key_type) : rc;
}

const struct kasa_iot_row kasa_iot_wifi_scan = {
	.asks = { { KASA_IOT_NETIF, "get_scaninfo", scan_args, read_networks, 0 } },
};

const struct kasa_iot_row kasa_iot_wifi = {
	.asks = { { KASA_IOT_NETIF, "get_stainfo", NULL, read_network, 0 } },
};

const struct kasa_iot_row kasa_iot_wifi_join = {
	.asks = { { KASA_IOT_NETIF, "set_stainfo", join_args, NULL, KASA_IOT_ONCE } },
};
