/**
 * @file
 * Where devices, calls and discoveries live: one loop, one thread.
 *
 * A context and everything made from it belong to one thread at a time. Several
 * contexts may be used by several threads; they share nothing. Nothing blocks
 * but kasa_wait(). Callbacks run from the loop, never from inside the call that
 * asked for them, with one exception: freeing or cancelling tells the calls
 * that were still open KASA_ECANCELED before it returns.
 */
#ifndef KASA_CONTEXT_H
#define KASA_CONTEXT_H

#include <kasa/error.h>
#include <kasa/export.h>

#ifdef __cplusplus
extern "C" {
#endif

struct ev_loop; /* of libev; include <ev.h> only where the loop is yours */
struct kasa_context;

/** How loud a log line is. */
enum kasa_log_level {
	KASA_LOG_ERROR,   /**< a person must act */
	KASA_LOG_WARNING, /**< the library coped, once */
	KASA_LOG_INFO,    /**< something began, ended or changed */
	KASA_LOG_DEBUG,   /**< every message */
};

/**
 * Takes one log line: words and key=value facts, no newline, UTF-8 without control
 * characters. Never holds passwords, keys or locations.
 */
typedef void kasa_log_fn(enum kasa_log_level level, const char *line, void *arg);

/**
 * Makes a context.
 *
 * @param loop  the caller's loop, which must outlive the context; NULL makes one of
 *              the context's own, for programs that use kasa_wait()
 * @return NULL when memory or the loop's kernel handle is not to be had
 */
KASA_API struct kasa_context *kasa_context_new(struct ev_loop *loop);

/**
 * Frees the context and all that was made from it. Calls that are open are told
 * KASA_ECANCELED first, and can begin no others. Must not be called from a callback. NULL is nothing to do.
 */
KASA_API void kasa_context_free(struct kasa_context *ctx);

/** The loop that the context runs on, the caller's or its own. */
KASA_API struct ev_loop *kasa_context_loop(const struct kasa_context *ctx);

/**
 * Sets where log lines go. The library itself writes nowhere.
 *
 * @param fn     NULL for silence, which is how a context starts
 * @param level  lines louder than or equal to this are told
 */
KASA_API void kasa_context_log(struct kasa_context *ctx, kasa_log_fn *fn, void *arg, enum kasa_log_level level);

/**
 * Runs the loop until no call, search or discovery of this context is open.
 * An ev_break() of somebody else's does not end it.
 *
 * @param timeout_ms  0 waits without a limit (every call has its own deadline)
 * @retval KASA_OK        nothing is open any more
 * @retval KASA_ETIMEOUT  something still is; it goes on when the loop runs again
 * @retval KASA_EINVAL    called from a callback, which the loop runs already
 */
KASA_API int kasa_wait(struct kasa_context *ctx, unsigned timeout_ms);

#ifdef __cplusplus
}
#endif

#endif
