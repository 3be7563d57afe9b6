/* Filling a struct kasa_err: the finder writes the sentence, each floor above may put its name before it. */
#ifndef KASA_BASE_ERR_H
#define KASA_BASE_ERR_H

#include <stdarg.h>

#include <kasa/error.h>

#define KASA_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

/* Sets code and sentence and returns @p code. @p err may be NULL. Control characters become '?'. */
int kasa_err_set(struct kasa_err *err, int code, const char *fmt, ...) KASA_PRINTF(3, 4);

/* The same for what a device answered: @p device_code is its own number. */
int kasa_err_device(struct kasa_err *err, int code, int device_code, const char *fmt, ...) KASA_PRINTF(4, 5);

/* Puts "name: " before the sentence that is there; keeps the code and returns it. */
int kasa_err_wrap(struct kasa_err *err, const char *fmt, ...) KASA_PRINTF(2, 3);

/* Puts more behind the sentence that is there; keeps the code and returns it. */
int kasa_err_append(struct kasa_err *err, const char *fmt, ...) KASA_PRINTF(2, 3);

/* No error. */
void kasa_err_clear(struct kasa_err *err);

#endif
