/*
 * The log of kasad: an event in words, then key=value facts, one line each, to the journal or to standard error. The one
 * state of the program that is global, for everything may have to say something.
 */
#ifndef KASA_BRIDGE_LOG_H
#define KASA_BRIDGE_LOG_H

#include <stdbool.h>

#include <kasa/context.h>

#include "base/err.h"

/* Lines louder than or equal to this are written from now on. */
void log_set_level(enum kasa_log_level level);
enum kasa_log_level log_level(void);

/* Told of the level now and whenever it is another one; NULL: nobody. */
void log_follow(void (*follow)(enum kasa_log_level level, void *arg), void *arg);

/* "error", "warning", "info", "debug". Lives for ever. */
const char *log_level_word(enum kasa_log_level level);

/* The level of a word; false when it is none. */
bool log_level_parse(const char *word, enum kasa_log_level *out);

/* Lines go there as well, whatever is written; NULL: nowhere. It must not write lines itself. */
void log_tap(void (*tap)(enum kasa_log_level level, const char *line, void *arg), void *arg);

/* Writes a line. Control characters become '?'. From the thread of the loop only. */
void log_line(enum kasa_log_level level, const char *fmt, ...) KASA_PRINTF(2, 3);

#define log_error(...) log_line(KASA_LOG_ERROR, __VA_ARGS__)
#define log_warning(...) log_line(KASA_LOG_WARNING, __VA_ARGS__)
#define log_info(...) log_line(KASA_LOG_INFO, __VA_ARGS__)
#define log_debug(...) log_line(KASA_LOG_DEBUG, __VA_ARGS__)

#endif
