/**
 * @file
 * What can go wrong, in one enum, each value with one word and one sentence.
 *
 * The command line, and every other program on this library, shows the same
 * words (`"code":"timeout"`), so a script can be moved from one to the other.
 */
#ifndef KASA_ERROR_H
#define KASA_ERROR_H

#include <kasa/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Every function that can fail returns KASA_OK or one of the negative values. */
enum kasa_error {
	KASA_OK = 0,
	KASA_EINVAL = -1,      /**< an argument, a file or an option is wrong */
	KASA_ENOMEM = -2,      /**< out of memory; nothing was changed */
	KASA_EIO = -3,         /**< the operating system refused a file or socket */
	KASA_ETIMEOUT = -4,    /**< no answer inside the time limit */
	KASA_EREFUSED = -5,    /**< the address refuses connections */
	KASA_EUNREACH = -6,    /**< no route, network or host is down */
	KASA_ERESET = -7,      /**< the connection broke before the answer was whole */
	KASA_EPROTO = -8,      /**< what came is not what a device sends */
	KASA_EDEVICE = -9,     /**< the device answered with an error number */
	KASA_ENOTSUP = -10,    /**< this device cannot do that */
	KASA_EAUTH = -11,      /**< the device does not accept the credentials */
	KASA_ESIGNATURE = -12, /**< an answer's signature is wrong */
	KASA_ENOTFOUND = -13,  /**< nothing answered to that name or id */
	KASA_EAMBIGUOUS = -14, /**< several devices answer to that name */
	KASA_EIDENTITY = -15,  /**< another device answers at the address */
	KASA_EBUSY = -16,      /**< too many calls wait for this device already */
	KASA_ECANCELED = -17,  /**< the call was cancelled, or its handle freed */
	KASA_EUNKNOWN = -18,   /**< sent once, not answered, not repeatable: it may or may not have happened */
	KASA_EBREAKER = -19,   /**< the device failed several times in a row and is given a rest */
	KASA_ERIVAL = -20,     /**< another client logs in to the device and ends our session, again and again */
	KASA_EDENIED = -21,    /**< it could be done, but somebody who may say so said that it must not */
};

enum {
	KASA_ERR_TEXT_MAX = 512, /**< room for a sentence that lists several devices */
};

/** An error by value: its kind, the device's own number, and a sentence for people. */
struct kasa_err {
	enum kasa_error code;         /**< KASA_OK when nothing is wrong */
	int device_code;              /**< `err_code` of the device for KASA_EDEVICE and KASA_ENOTSUP, else 0 */
	char text[KASA_ERR_TEXT_MAX]; /**< UTF-8, no control characters, "" for KASA_OK */
};

/**
 * The one word of an error, as it stands in JSON: "timeout", "refused", ...
 *
 * @param code  a value of enum kasa_error; anything else gives "unknown"
 * @return a string that lives for ever
 */
KASA_API const char *kasa_error_word(int code);

#ifdef __cplusplus
}
#endif

#endif
