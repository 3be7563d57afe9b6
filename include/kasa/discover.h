/**
 * @file
 * Finding devices: UDP probes by broadcast, to single hosts and to ranges.
 */
#ifndef KASA_DISCOVER_H
#define KASA_DISCOVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <kasa/context.h>
#include <kasa/device.h>
#include <kasa/error.h>
#include <kasa/export.h>
#include <kasa/state.h>

#ifdef __cplusplus
extern "C" {
#endif

struct kasa_discover;

enum {
	KASA_DISCOVER_MS = 3000,  /**< how long answers are waited for; longer when asking a large range takes longer */
	KASA_DISCOVER_ROUNDS = 4, /**< probes in that time; Wi-Fi loses some */
	KASA_DISCOVER_TARGETS_MAX = 1 << 16 /**< addresses that one search may ask one by one (a /16) */
};

/** What to search, and how long. All zero is a good start: every interface, three seconds. */
struct kasa_discover_options {
	const char *const *targets; /**< hosts, broadcast addresses, "192.0.2.0/24"; NULL: every interface */
	size_t target_count;
	const char *const *interfaces; /**< names, "eth0": broadcasts, and what goes to targets within their networks,
	                                    leave through these; NULL: every one that can broadcast */
	size_t interface_count;
	uint16_t port;       /**< of XOR; 0 for KASA_PORT */
	uint16_t tdp_port;   /**< of the newer discovery; 0: 20002 and 20004, or neither when @ref port is another
	                          than KASA_PORT */
	bool announced_only; /**< tell what devices announce, without logging in to those that say nothing more */
	unsigned timeout_ms; /**< of each log-in, 0 for KASA_CALL_MS; they go on behind @ref wait_ms, and who has to
	                          wait for two of these times behind others is told KASA_ETIMEOUT */
	unsigned wait_ms;    /**< 0 for KASA_DISCOVER_MS */
	unsigned rounds;     /**< 0 for KASA_DISCOVER_ROUNDS, or 7 when @ref wait_ms is 5 s or more; at most 16 */
};

/** What a device with newer firmware tells everybody: how it wants to be spoken to. */
struct kasa_announcement {
	char family[32];      /**< "SMART.TAPOPLUG", "IOT.SMARTPLUGSWITCH" */
	char encryption[16];  /**< "KLAP", "AES", "TPAP" */
	char owner[33];       /**< a hash of its account's user name, hexadecimal, "" when it belongs to none */
	char device_id[33];   /**< another than the id in its state */
	uint16_t port;        /**< where it listens */
	int login_version;    /**< or KASA_UNKNOWN */
	bool https;           /**< within TLS */
	bool new_klap;        /**< IOT over KLAP v2 */
	bool factory_default; /**< it is not set up */
};

/**
 * A device that answered. One that only announces itself is logged in to first, with the accounts of the context: see
 * kasa_context_add_credentials(). Where one answers both ways, and may belong to one of them, it is told with the
 * transport that it announces, else with XOR.
 */
struct kasa_found {
	const char *host; /**< where the answer came from */
	uint16_t port;    /**< of its transport */
	const struct kasa_state
		*state;        /**< what it said of itself, from XOR not verified over TCP; of a device that only
	                                     announced itself the model, the MAC and the versions, where it told them */
	const char *transport; /**< "xor", "klap1", "klap2", or one that is not supported: "aes", "tpap", "klap2-tls",
	                            "ssl-aes", "ssl", "linkie", "unknown"; lives for ever */
	const char *payload;   /**< "iot", "smart"; lives for ever */
	const struct kasa_announcement *announcement; /**< NULL: none was heard */
	const struct kasa_err *err; /**< KASA_OK; else why its state could not be read: KASA_EAUTH, KASA_ENOTSUP, ... */
};

/** Told of each device once, as it answers. Everything is valid during the call only. */
typedef void kasa_found_fn(const struct kasa_found *found, void *arg);

/** What a search did, for those who wonder why nothing was found. */
struct kasa_discover_report {
	unsigned found;          /**< devices told */
	unsigned sent;           /**< probes that left */
	unsigned send_failed;    /**< probes that the system refused; one failing interface is no failure */
	unsigned duplicates;     /**< further answers of devices known already */
	unsigned strangers;      /**< answers from off the link, outside every named target */
	unsigned garbage;        /**< datagrams that no device sends */
	unsigned receive_buffer; /**< bytes that the kernel gave; small ones lose answers of large houses */
	char last_error[120];    /**< the last refusal of the system, "" when none */
};

/**
 * Told once that the search is over, not when it was stopped.
 *
 * @param err  KASA_EIO when not one probe could be sent, else KASA_OK
 */
typedef void kasa_discover_done_fn(const struct kasa_discover_report *report, const struct kasa_err *err, void *arg);

/**
 * Starts a search.
 *
 * @param opts   NULL for the defaults; copied
 * @param found  told per device; may stop the search
 * @param done   told at the end; may be NULL
 * @param out    for kasa_discover_stop(); may be NULL; invalid once @p done ran
 * @retval KASA_EINVAL  a target is not an address or a range, or a range is too large
 * @retval KASA_EIO     no socket
 */
KASA_API int kasa_discover_start(struct kasa_context *ctx, const struct kasa_discover_options *opts,
                                 kasa_found_fn *found, kasa_discover_done_fn *done, void *arg,
                                 struct kasa_discover **out, struct kasa_err *err);

/**
 * Says whether a text is what @ref kasa_discover_options.targets takes: for who reads it long before it is searched.
 *
 * @retval KASA_EINVAL  neither an address nor a range, or too large a range
 */
KASA_API int kasa_discover_check_target(const char *target, struct kasa_err *err);

/** Ends a search early; its callbacks run no more. Legal in its own callbacks. */
KASA_API void kasa_discover_stop(struct kasa_discover *search);

/** One network interface, as discovery sees it. */
struct kasa_interface {
	char name[16];
	char address[16];   /**< IPv4 */
	char broadcast[16]; /**< its directed broadcast address, "" when it cannot broadcast */
	bool up;
	bool loopback;
};

/**
 * Lists the IPv4 interfaces of this host.
 *
 * @param out  filled with up to @p max of them
 * @return how many there are, which may be more than @p max, or a negative enum kasa_error
 */
KASA_API int kasa_interfaces(struct kasa_interface *out, size_t max, struct kasa_err *err);

#ifdef __cplusplus
}
#endif

#endif
