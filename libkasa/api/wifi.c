#include <kasa/wifi.h>

#include <string.h>

#include "api/device.h"
#include "base/err.h"
#include "model/secret.h"

KASA_TYPED_ORDER(networks)
KASA_TYPED_ORDER(network)

enum {
	WPA_LEAST = 8, /* characters */
};

int
kasa_wifi_scan(struct kasa_device *dev, bool refresh, kasa_networks_fn *done, void *arg)
{
	return order_networks(dev, &(struct kasa_order){ .kind = KASA_ORDER_WIFI_SCAN, .on = refresh }, false, done,
	                      arg);
}

int
kasa_wifi_read(struct kasa_device *dev, kasa_network_fn *done, void *arg)
{
	return order_network(dev, &(struct kasa_order){ .kind = KASA_ORDER_WIFI }, false, done, arg);
}

int
kasa_wifi_check(const char *ssid, const char *password, int key_type, struct kasa_err *err)
{
	size_t n = strlen(password);

	if (!ssid[0] || strlen(ssid) >= KASA_SSID_MAX)
		return kasa_err_set(err, KASA_EINVAL, "an SSID has 1 to %d bytes, not %zu", KASA_SSID_MAX - 1,
		                    strlen(ssid));
	if (key_type < 0)
		return kasa_err_set(err, KASA_EINVAL, "a type of key is a number from 0, as the scan shows it");
	if (key_type == KASA_WIFI_OPEN && n > 0)
		return kasa_err_set(err, KASA_EINVAL, "an open network has no password");
	if (key_type >= KASA_WIFI_WPA && (n < WPA_LEAST || n > KASA_WIFI_KEY_MAX))
		return kasa_err_set(err, KASA_EINVAL, "the password of a WPA network has %d to %d bytes, not %zu",
		                    WPA_LEAST, KASA_WIFI_KEY_MAX, n);
	if (!kasa_secret_fits(ssid, KASA_SSID_MAX - 1, password, KASA_WIFI_KEY_MAX))
		return kasa_err_set(err, KASA_EINVAL,
		                    "the SSID or the password holds a control character, or has more than %d bytes",
		                    KASA_WIFI_KEY_MAX);
	return KASA_OK;
}

int
kasa_wifi_join(struct kasa_device *dev, const char *ssid, const char *password, int key_type, kasa_done_fn *done,
               void *arg)
{
	char text[KASA_SSID_MAX + KASA_WIFI_KEY_MAX + 1];
	struct kasa_order order = { .kind = KASA_ORDER_WIFI_JOIN, .text = text, .key_type = key_type };
	int rc = kasa_wifi_check(ssid, password, key_type, NULL);

	if (rc == KASA_OK && !kasa_secret_join(ssid, password, text, sizeof text))
		rc = KASA_EINVAL;
	if (rc == KASA_OK)
		rc = kasa_device_order(dev, &order, done, arg);
	explicit_bzero(text, sizeof text);
	return rc;
}
