#include <kasa/cloud.h>

#include <string.h>

#include "api/device.h"
#include "model/secret.h"

KASA_TYPED_ORDER(cloud)
KASA_TYPED_ORDER(firmware_list)

int
kasa_cloud_read(struct kasa_device *dev, kasa_cloud_fn *done, void *arg)
{
	return order_cloud(dev, &(struct kasa_order){ .kind = KASA_ORDER_CLOUD }, false, done, arg);
}

int
kasa_cloud_bind(struct kasa_device *dev, const char *account, const char *password, kasa_cloud_fn *done, void *arg)
{
	char text[2 * KASA_ACCOUNT_MAX];
	struct kasa_order order = { .kind = KASA_ORDER_CLOUD_BIND, .text = text };
	int rc = KASA_EINVAL;

	if (password[0] && kasa_secret_fits(account, KASA_ACCOUNT_MAX - 1, password, KASA_ACCOUNT_MAX - 1)
	    && kasa_secret_join(account, password, text, sizeof text))
		rc = order_cloud(dev, &order, false, done, arg);
	explicit_bzero(text, sizeof text);
	return rc;
}

int
kasa_cloud_unbind(struct kasa_device *dev, kasa_cloud_fn *done, void *arg)
{
	return order_cloud(dev, &(struct kasa_order){ .kind = KASA_ORDER_CLOUD_UNBIND }, false, done, arg);
}

static bool
is_host(const char *text)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-";

	return text[0] && strlen(text) < KASA_SERVER_MAX && text[strspn(text, letters)] == '\0';
}

int
kasa_cloud_server_set(struct kasa_device *dev, const char *host, kasa_cloud_fn *done, void *arg)
{
	struct kasa_order order = { .kind = KASA_ORDER_CLOUD_SERVER, .text = host };

	return is_host(host) ? order_cloud(dev, &order, false, done, arg) : KASA_EINVAL;
}

int
kasa_firmware_read(struct kasa_device *dev, kasa_firmware_list_fn *done, void *arg)
{
	return order_firmware_list(dev, &(struct kasa_order){ .kind = KASA_ORDER_FIRMWARE }, false, done, arg);
}
