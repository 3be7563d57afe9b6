/*
 * HTTP requests to others: libcurl in our loop, and not seen from outside. Follows no redirects, reads no more of an answer than
 * a few KiB, asks no proxy, and speaks to no address that webhook_address_allowed() does not allow.
 */
#ifndef KASA_BRIDGE_COURIER_H
#define KASA_BRIDGE_COURIER_H

#include <stddef.h>
#include <stdint.h>

#include <kasa/error.h>

struct courier;
struct courier_job;
struct ev_loop;

enum {
	COURIER_ANSWER_MAX = 8 << 10,
	COURIER_HEADERS_MAX = 32 << 10,
	COURIER_WHY_MAX = 160,
};

/* All is copied. */
struct courier_letter {
	const char *method; /* "POST", "PUT", "GET" */
	const char *url;
	const char *const *headers; /* "Name: value", ended by NULL */
	const void *body;           /* not of GET */
	size_t length;
	uint32_t connect_timeout_ms, timeout_ms;
	const char *ca_file, *cert_file, *key_file; /* or NULL */
};

/* How it went. Valid during the call. */
struct courier_result {
	int status;            /* of HTTP; 0: no answer, .why says why not */
	int64_t retry_after_s; /* 0: it did not say */
	uint32_t took_ms;
	const char *why;
};

/* Told once, from the loop, not from inside of courier_send(). */
typedef void courier_fn(const struct courier_result *result, void *arg);

/* KASA_ENOMEM, KASA_ENOTSUP with a sentence. */
int courier_new(struct ev_loop *loop, struct courier **out, struct kasa_err *err);

/* NULL without memory: @p done will not run then. */
struct courier_job *courier_send(struct courier *courier, const struct courier_letter *letter, courier_fn *done,
                                 void *arg);

/* Nobody is told any more; it may have arrived nevertheless. NULL is nothing to do. Does not wait. */
void courier_cancel(struct courier_job *job);

/* Cancels all. Does not wait, not even for DNS. NULL is nothing to do. */
void courier_free(struct courier *courier);

#endif
