/**
 * @file
 * The account that devices with newer firmware belong to: what its user name and password are turned into.
 *
 * KLAP proves to the device that we know the account, and to us that the device does. Only derived hashes are needed;
 * user name and password need not be kept. The hashes open the devices all the same: keep them as a password is kept.
 */
#ifndef KASA_CREDENTIALS_H
#define KASA_CREDENTIALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <kasa/context.h>
#include <kasa/error.h>
#include <kasa/export.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
	KASA_CREDENTIALS_MAX = 8, /**< accounts that one context may know */
};

/** One account, by its hashes alone. The bytes mean the same on every machine: they may be stored. */
struct kasa_credentials {
	uint8_t klap1[16];         /**< MD5 of the MD5 of the user name and the MD5 of the password */
	uint8_t klap2[32];         /**< SHA-256 of the SHA-1 of the user name and the SHA-1 of the password */
	uint8_t owner[16];         /**< MD5 of the user name, as devices announce their owner */
	uint8_t user_sha1[20];     /**< for the AES transport */
	uint8_t password_sha1[20]; /**< for the AES transport */
};

/**
 * Derives the hashes.
 *
 * Both texts are taken byte for byte: the case of the e-mail address matters to devices.
 *
 * @param out  wipe it with kasa_credentials_wipe() when it is needed no more
 */
KASA_API void kasa_credentials_derive(struct kasa_credentials *out, const char *user, const char *password);

/** Overwrites the hashes. */
KASA_API void kasa_credentials_wipe(struct kasa_credentials *credentials);

/**
 * Gives a context an account to log in with. Each login is tried against all of them, in the order in which they were
 * given, with one question to the device. Handles that exist use it from their next login on.
 *
 * @param credentials  copied; wiped with the context
 * @retval KASA_EINVAL  there are KASA_CREDENTIALS_MAX of them already
 */
KASA_API int kasa_context_add_credentials(struct kasa_context *ctx, const struct kasa_credentials *credentials);

/** Asked for accounts: adds what there is with kasa_context_add_credentials(). It must not make or free anything else. */
typedef void kasa_login_fn(struct kasa_context *ctx, void *arg);

/**
 * Has @p fn asked once, from the loop, just before the first login of all. A program that keeps its accounts in a file
 * need not read it as long as no device wants one.
 *
 * @param fn  NULL: nobody is asked
 */
KASA_API void kasa_context_on_login(struct kasa_context *ctx, kasa_login_fn *fn, void *arg);

/** Forgets all accounts, and the defaults below. Sessions that stand go on. */
KASA_API void kasa_context_forget_credentials(struct kasa_context *ctx);

/**
 * Also tries what devices take that never belonged to an account: TP-Link's own defaults and a blank account.
 *
 * Off by default: who trusts these trusts anybody on the network who pretends to be a plug.
 */
KASA_API void kasa_context_try_default_credentials(struct kasa_context *ctx, bool on);

/**
 * Takes KLAP answers whose signature is wrong. A workaround: the rule by which devices sign was inferred from how they
 * check requests, and firmware may turn out to differ. Off by default: KASA_ESIGNATURE.
 */
KASA_API void kasa_context_ignore_signatures(struct kasa_context *ctx, bool on);

#ifdef __cplusplus
}
#endif

#endif
