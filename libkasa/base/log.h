/* Log lines: an event in words, then key=value facts. */
#ifndef KASA_BASE_LOG_H
#define KASA_BASE_LOG_H

#include <kasa/context.h>

#include "base/err.h"

struct kasa_log {
	kasa_log_fn *fn; /* NULL: silence */
	void *arg;
	enum kasa_log_level level;
};

/* True when a line of this level is wanted: for what is costly to put together. */
static inline int
kasa_log_wants(const struct kasa_log *log, enum kasa_log_level level)
{
	return log->fn && level <= log->level;
}

void kasa_log_line(const struct kasa_log *log, enum kasa_log_level level, const char *fmt, ...) KASA_PRINTF(3, 4);

#endif
