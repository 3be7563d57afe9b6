/**
 * @file
 * The device and TP-Link's cloud: whether it is bound to an account, and what firmware the cloud offers.
 *
 * Nothing here goes to the Internet: the device is asked, and it may ask. Firmware is not flashed from here: the device
 * would take it from any server, over plain HTTP, and flash it without a further word.
 * Sources: recordings of HS, KP and KL devices in python-kasa's test data; PROTOCOL 3.12.
 */
#ifndef KASA_CLOUD_H
#define KASA_CLOUD_H

#include <kasa/device.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
	KASA_ACCOUNT_MAX = 128, /**< an e-mail address, and a password */
	KASA_SERVER_MAX = 80    /**< the name of a host */
};

/** How a device stands with the cloud. */
struct kasa_cloud {
	int bound;                    /**< 1 when it belongs to an account, 0, KASA_UNKNOWN */
	int connected;                /**< 1 when it has a connection to the cloud, 0, KASA_UNKNOWN */
	char account[96];             /**< whose it is, as the device tells it, or "" */
	char server[KASA_SERVER_MAX]; /**< the host that it turns to */
};

/** A version of firmware that the cloud offers. */
struct kasa_firmware {
	char version[48];
	char title[96];
	char released[24]; /**< a date, as the cloud writes it */
};

/** The versions on offer; none when the device has the latest one. */
struct kasa_firmware_list {
	const struct kasa_firmware *versions; /**< valid as long as the call that told them */
	unsigned count;
};

/**
 * Told once.
 *
 * @param cloud  NULL on failure; valid during the call only
 * @param err    never NULL
 */
typedef void kasa_cloud_fn(struct kasa_device *dev, const struct kasa_cloud *cloud, const struct kasa_err *err,
                           void *arg);

/** Told once which firmware the cloud offers; the same rules. */
typedef void kasa_firmware_list_fn(struct kasa_device *dev, const struct kasa_firmware_list *list,
                                   const struct kasa_err *err, void *arg);

/** Reads how the device stands with the cloud. */
KASA_API int kasa_cloud_read(struct kasa_device *dev, kasa_cloud_fn *done, void *arg);

/**
 * Binds the device to an account. It gets the password, over the local network, as good as in clear. Never repeated:
 * when the answer is lost, @p done is told KASA_EUNKNOWN.
 *
 * @param account   the e-mail address, copied, wiped when the call is over
 * @param password  the same
 * @retval KASA_EINVAL  one of them is empty, longer than KASA_ACCOUNT_MAX - 1 bytes, or holds a control character
 */
KASA_API int kasa_cloud_bind(struct kasa_device *dev, const char *account, const char *password, kasa_cloud_fn *done,
                             void *arg);

/** Takes the device out of its account. Never repeated. A device that is bound to none says so: KASA_EDEVICE. */
KASA_API int kasa_cloud_unbind(struct kasa_device *dev, kasa_cloud_fn *done, void *arg);

/**
 * Sets the host that the device turns to; a name that leads nowhere keeps it off the cloud.
 *
 * @param host  letters, digits, dots and hyphens
 * @retval KASA_EINVAL  it is none of that, or too long
 */
KASA_API int kasa_cloud_server_set(struct kasa_device *dev, const char *host, kasa_cloud_fn *done, void *arg);

/** Lets the device ask the cloud for firmware. Takes seconds, and fails where it has no Internet. */
KASA_API int kasa_firmware_read(struct kasa_device *dev, kasa_firmware_list_fn *done, void *arg);

#ifdef __cplusplus
}
#endif

#endif
