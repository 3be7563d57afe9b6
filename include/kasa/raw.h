/**
 * @file
 * Any request, as JSON text, for what has no function of its own.
 */
#ifndef KASA_RAW_H
#define KASA_RAW_H

#include <stddef.h>

#include <kasa/device.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Told once what the device answered.
 *
 * @param reply  the answer's JSON text, ended by a NUL, valid during the call only; NULL when none
 *               came. It is given with KASA_EDEVICE and KASA_ENOTSUP too: then it holds an `err_code`
 *               or `error_code`.
 * @param err    never NULL
 */
typedef void kasa_raw_fn(struct kasa_device *dev, const char *reply, size_t length, const struct kasa_err *err,
                         void *arg);

/**
 * Tells whether a text could be a request: a JSON object that is not too long or deep and names nothing twice.
 *
 * @retval KASA_EINVAL  it could not; the sentence in @p err says why and where
 * @retval KASA_ENOMEM
 */
KASA_API int kasa_raw_check(const char *request, struct kasa_err *err);

/**
 * Sends @p request as it is, in the language of the device. Repeated only when each of its methods reads: they begin with
 * `get_`, or are `component_nego`.
 *
 * @param request  a JSON object, copied
 * @retval KASA_EINVAL  @p request is not one; the sentence in @p err says where
 */
KASA_API int kasa_raw_call(struct kasa_device *dev, const char *request, kasa_raw_fn *done, void *arg,
                           struct kasa_err *err);

#ifdef __cplusplus
}
#endif

#endif
