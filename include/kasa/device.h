/**
 * @file
 * A handle on one device at one address.
 *
 * Calls on a handle are carried out one after the other: the protocol cannot tell
 * which answer belongs to which request. Each call that was accepted ends in one
 * run of its callback. A handle may be freed in any callback. Two handles on one
 * device do not know of each other: have one.
 *
 * Every call returns KASA_OK when it was accepted, else its callback will not run:
 * KASA_EBUSY when too many calls wait, KASA_ENOMEM, or KASA_ECANCELED when the context
 * is being freed.
 */
#ifndef KASA_DEVICE_H
#define KASA_DEVICE_H

#include <stdint.h>

#include <kasa/context.h>
#include <kasa/error.h>
#include <kasa/export.h>
#include <kasa/state.h>

#ifdef __cplusplus
extern "C" {
#endif

struct kasa_device;

enum {
	KASA_PORT = 9999,          /**< TCP and UDP port of the XOR transport */
	KASA_CALL_MS = 10000,      /**< how long a call may take unless told otherwise */
	KASA_CALLS_WAITING_MAX = 8 /**< calls that may wait on one handle; one more is KASA_EBUSY */
};

/**
 * Told once how a call ended, from the loop.
 *
 * @param err  never NULL; err->code is KASA_OK when all went well; valid during the call only
 */
typedef void kasa_done_fn(struct kasa_device *dev, const struct kasa_err *err, void *arg);

/**
 * Makes a handle. Nothing is sent.
 *
 * @param host  a numeric IPv4 or IPv6 address, without a scope: the library never asks DNS
 * @param port  0 for KASA_PORT
 * @param out   the handle, free it with kasa_device_free(); untouched on failure
 * @retval KASA_EINVAL  @p host is not a numeric address
 * @retval KASA_ENOMEM
 */
KASA_API int kasa_device_new(struct kasa_context *ctx, const char *host, uint16_t port, struct kasa_device **out,
                             struct kasa_err *err);

/** How to reach a device, for who knows more than its address. All zero but the host is kasa_device_new(). */
struct kasa_device_options {
	const char *host; /**< a numeric IPv4 or IPv6 address, without a scope */
	uint16_t port;    /**< 0: the usual one of the transport */
	const char
		*transport;  /**< "xor", "klap1", "klap2"; NULL: XOR is tried, and what the device announces instead */
	const char *payload; /**< "iot", "smart"; NULL: what goes with the transport, IOT where both are possible */
	uint16_t tdp_port;   /**< where it is asked for its transport; 0: the usual ports, or not at all when @ref port
	                            is given */
};

/**
 * The same with more to say. Where @ref kasa_device_options.transport is NULL and the port is not given, a device that
 * refuses XOR is asked by UDP what it speaks, once, inside the time limit of the call that met the refusal: firmware
 * changes its transport.
 *
 * @retval KASA_EINVAL  no numeric address, or an unknown word
 * @retval KASA_ENOMEM
 */
KASA_API int kasa_device_open(struct kasa_context *ctx, const struct kasa_device_options *options,
                              struct kasa_device **out, struct kasa_err *err);

/**
 * Frees a handle, at any time, in any callback. Its open calls are told
 * KASA_ECANCELED before this returns, none of its callbacks runs afterwards.
 */
KASA_API void kasa_device_free(struct kasa_device *dev);

/**
 * Ends all calls of the handle with KASA_ECANCELED, and its connection, before it returns. Calls that their
 * callbacks begin go on.
 */
KASA_API void kasa_device_cancel(struct kasa_device *dev);

/**
 * Says who must answer. From now on each new connection reads `get_sysinfo` before it
 * sends anything that changes something, and a stranger gets nothing: KASA_EIDENTITY.
 *
 * What was expected before is forgotten; with both NULL anyone may answer.
 *
 * @param id   the deviceId, or NULL
 * @param mac  in any usual spelling, or NULL; used when @p id is NULL
 * @retval KASA_EINVAL  @p mac is none, or @p id is longer than an id can be; nothing changed
 */
KASA_API int kasa_device_expect(struct kasa_device *dev, const char *id, const char *mac);

/**
 * Sets the time limit of calls made from now on, retries included. A call whose limit runs out while it
 * waits behind another is not sent, and told when the other has ended.
 *
 * @param timeout_ms  0 for KASA_CALL_MS
 */
KASA_API void kasa_device_timeout(struct kasa_device *dev, unsigned timeout_ms);

/** The address as text; lives as long as the handle. */
KASA_API const char *kasa_device_host(const struct kasa_device *dev);

/** The port. */
KASA_API uint16_t kasa_device_port(const struct kasa_device *dev);

/** "xor", "klap1", "klap2": how messages are wrapped, as far as is known. Lives for ever. */
KASA_API const char *kasa_device_transport(const struct kasa_device *dev);

/** "iot", "smart": the language of the messages. Lives for ever. */
KASA_API const char *kasa_device_payload(const struct kasa_device *dev);

/**
 * What the device last said of itself.
 *
 * @return NULL until it has; else valid until the loop runs again or the handle is freed
 */
KASA_API const struct kasa_state *kasa_device_state(const struct kasa_device *dev);

/**
 * Reads `get_sysinfo` anew, with retries inside the time limit.
 *
 * @param done  told once; may be NULL
 * @retval KASA_EBUSY  too many calls wait; @p done will not run
 * @retval KASA_ENOMEM @p done will not run
 */
KASA_API int kasa_device_refresh(struct kasa_device *dev, kasa_done_fn *done, void *arg);

/**
 * The same for those who ask again and again: one try, no retry, and @p done is told KASA_EBREAKER
 * without a question while the device is given a rest after three failures in a row.
 */
KASA_API int kasa_device_poll(struct kasa_device *dev, kasa_done_fn *done, void *arg);

/**
 * Ends the rest that a failing device is given: something was heard of it. Not that of one which is there and does not
 * let us in, for the account is wrong, there were too many requests, or another client logs in to it all the time.
 */
KASA_API void kasa_device_heard(struct kasa_device *dev);

#ifdef __cplusplus
}
#endif

#endif
