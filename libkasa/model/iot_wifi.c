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
read_one(const struct kasa_jx *object, struct kasa_network *network)
{
	*network = (struct kasa_network){
		.key_type = kasa_jx_int(object, "key_type"),
		.rssi_dbm = kasa_jx_int(object, "rssi"),
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
	const struct kasa_jx *list = kasa_jx_get(reply, "ap_list"), *at = NULL;
	size_t count = kasa_jx_count(list);
	struct kasa_network *networks;

	if (count > NETWORKS_MAX)
		count = NETWORKS_MAX;
	networks = kasa_answer_list(talk->answer, count, sizeof *networks);
	talk->answer->networks = (struct kasa_networks){ networks, networks ? (unsigned)count : 0 };
	if (count == 0)
		return KASA_OK;
	if (!networks)
		return kasa_err_set(talk->err, KASA_ENOMEM, "no memory for the networks");
	for (size_t i = 0; i < count; i++) {
		at = kasa_jx_next(list, at);
		read_one(at, &networks[i]);
	}
	qsort(networks, count, sizeof *networks, by_strength);
	return KASA_OK;
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
