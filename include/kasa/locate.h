/**
 * @file
 * From a name, an id or a MAC to a handle that is proven to be that device.
 *
 * Addresses change, identities do not. A hint (the last address known) is tried first and
 * believed only when the device there says who it is; else the network is searched.
 */
#ifndef KASA_LOCATE_H
#define KASA_LOCATE_H

#include <stddef.h>

#include <kasa/discover.h>

#ifdef __cplusplus
extern "C" {
#endif

struct kasa_locate;

/**
 * Who is wanted: at least one of id, mac and alias.
 *
 * With an alias the name decides, and id and mac are hints: they find the device that had the name last without
 * a search of all, and when it has another name by now, or does not answer, whoever has the name is taken.
 * Without one, id and mac must both fit where both are given.
 */
struct kasa_want {
	const char *id;             /**< deviceId, or NULL */
	const char *mac;            /**< in any usual spelling, or NULL */
	const char *alias;          /**< a name: any case, or the beginning of one; or NULL */
	const char *hint_host;      /**< the address where it was last, or NULL; used together with id or mac */
	uint16_t hint_port;         /**< 0 for the usual one */
	const char *hint_transport; /**< as in struct kasa_device_options, or NULL */
	const char *hint_payload;   /**< the same */
};

enum {
	KASA_LOCATE_LISTED_MAX = 8, /**< candidates that an ambiguous name lists */
};

/** How one want ended. Everything is valid during the call only, but @ref device. */
struct kasa_located {
	size_t index;               /**< which want, from 0 */
	struct kasa_device *device; /**< yours to free; proven and with its state read; NULL on failure */
	const struct kasa_err *err; /**< KASA_OK, KASA_ENOTFOUND, KASA_EAMBIGUOUS, or what its address answered */
};

/** Told of each want once, as it is settled. */
typedef void kasa_located_fn(const struct kasa_located *located, void *arg);

/** Told once that every want was told, not when stopped. */
typedef void kasa_locate_done_fn(void *arg);

/**
 * Searches for several devices with one round of probes.
 *
 * An id, a MAC, or a name together with the id that it had, ends its search as soon as that device
 * answered and was verified. A bare name waits for the whole search: another device might have it too.
 *
 * Devices that only announce themselves are logged in to, for only so they tell their ids and names. The one whose
 * announced MAC is wanted, and that lets nobody in, settles the want with its own error, as KASA_EAUTH; a name that
 * nobody has is told together with how many devices could not be asked.
 *
 * Two wants for one device end in two handles on it: merge them.
 *
 * @param wants       copied
 * @param opts        how to search, NULL for the defaults; copied
 * @param timeout_ms  of each verifying call, 0 for KASA_CALL_MS
 * @param located     told per want
 * @param done        told at the end; may be NULL
 * @param out         for kasa_locate_stop(); may be NULL; invalid once @p done ran
 * @retval KASA_EINVAL  a want without id, MAC and alias, or a MAC that is none
 */
KASA_API int kasa_locate_start(struct kasa_context *ctx, const struct kasa_want *wants, size_t count,
                               const struct kasa_discover_options *opts, unsigned timeout_ms, kasa_located_fn *located,
                               kasa_locate_done_fn *done, void *arg, struct kasa_locate **out, struct kasa_err *err);

/** Ends a search early; its callbacks run no more. Legal in its own callbacks. */
KASA_API void kasa_locate_stop(struct kasa_locate *locate);

/**
 * Compares two names the way kasa_locate_start() does: any case counts as the same.
 *
 * @return 2 for the same name, 1 when @p prefix begins @p alias, else 0
 */
KASA_API int kasa_alias_match(const char *alias, const char *prefix);

#ifdef __cplusplus
}
#endif

#endif
