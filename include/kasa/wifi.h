/**
 * @file
 * The device's Wi-Fi: what it hears, what it is in, and where it is to go.
 *
 * A new device, or one that was reset, opens a network of its own, "TP-LINK_Smart Plug_XXXX", without a password; it is
 * 192.168.0.1 there. Sources: PROTOCOL 3.13; jkbenaim's hs100 and plasticrake's clients.
 */
#ifndef KASA_WIFI_H
#define KASA_WIFI_H

#include <stdbool.h>

#include <kasa/device.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
	KASA_SSID_MAX = 33,        /**< 32 bytes of any kind and a NUL */
	KASA_SSID_TEXT = 100,      /**< the same where broken UTF-8 became U+FFFD */
	KASA_WIFI_KEY_MAX = 64,    /**< the longest password, or key in hex digits */
	KASA_WIFI_SCAN_MS = 30000, /**< a scan takes up to 25 s: give the handle this limit first */
};

/** How a network is protected, in the devices' own numbers. */
enum kasa_wifi_key {
	KASA_WIFI_OPEN = 0,
	KASA_WIFI_WEP = 1, /**< by convention; no recording shows it */
	KASA_WIFI_WPA = 2, /**< the same */
	KASA_WIFI_WPA2 = 3,
};

/** A network. Unknown is KASA_UNKNOWN. */
struct kasa_network {
	char ssid[KASA_SSID_TEXT]; /**< UTF-8, may hold control characters: escape before a terminal */
	int key_type;              /**< as the device numbers it, see enum kasa_wifi_key */
	int rssi_dbm;
	int level; /**< bars, from 1 to 3, of a device that tells no more of those that it hears */
};

/** Those that the device hears, the strongest first. */
struct kasa_networks {
	const struct kasa_network *networks; /**< valid as long as the call that told them */
	unsigned count;
};

/**
 * Told once.
 *
 * @param networks  NULL on failure; valid during the call only
 * @param err       never NULL
 */
typedef void kasa_networks_fn(struct kasa_device *dev, const struct kasa_networks *networks, const struct kasa_err *err,
                              void *arg);

/** Told once which network the device is in; the same rules. */
typedef void kasa_network_fn(struct kasa_device *dev, const struct kasa_network *network, const struct kasa_err *err,
                             void *arg);

/**
 * Lets the device listen for networks, see KASA_WIFI_SCAN_MS.
 *
 * @param refresh  false: what it heard the last time
 */
KASA_API int kasa_wifi_scan(struct kasa_device *dev, bool refresh, kasa_networks_fn *done, void *arg);

/** Reads which network the device is in. */
KASA_API int kasa_wifi_read(struct kasa_device *dev, kasa_network_fn *done, void *arg);

/** Tells whether a device could be sent there: KASA_EINVAL with a sentence when not. */
KASA_API int kasa_wifi_check(const char *ssid, const char *password, int key_type, struct kasa_err *err);

/**
 * Sends the device to another network: it acknowledges, and is gone from this one. Never repeated: when the answer is
 * lost, @p done is told KASA_EUNKNOWN. A device that cannot join comes back with a network of its own after a while.
 *
 * @param ssid      1 to 32 bytes, copied
 * @param password  "" for an open network; copied, wiped when the call is over
 * @param key_type  the number that the scan gave
 * @param done      told once; may be NULL
 * @retval KASA_EINVAL  see kasa_wifi_check()
 */
KASA_API int kasa_wifi_join(struct kasa_device *dev, const char *ssid, const char *password, int key_type,
                            kasa_done_fn *done, void *arg);

#ifdef __cplusplus
}
#endif

#endif
