/*
 * The text format of Prometheus (0.0.4) and OpenMetrics (1.0.0), written piece by piece into a buffer. Pure. A family is
 * begun, then come its samples; whoever has something to tell writes families and knows nothing of who reads them.
 */
#ifndef KASA_BRIDGE_EXPOSITION_H
#define KASA_BRIDGE_EXPOSITION_H

#include <stdbool.h>

#include "base/buf.h"

enum exposition_type {
	EXPOSITION_GAUGE,
	EXPOSITION_COUNTER, /* its name ends in _total */
	EXPOSITION_HISTOGRAM,
	EXPOSITION_INFO, /* a gauge of 1; its name ends in _info */
};

struct exposition {
	struct kasa_buf *out;
	bool open_metrics;
	bool failed;      /* no memory, or the buffer's limit */
	const char *name; /* of the family; its samples may stand under name and a suffix */
	bool labelled;    /* of the sample that is being written */
};

void exposition_init(struct exposition *exposition, struct kasa_buf *out, bool open_metrics);

/* # HELP and # TYPE. @p name lives until the next family begins. */
void exposition_family(struct exposition *exposition, const char *name, enum exposition_type type, const char *help);

/* One sample: begun, labels as many as wanted (an empty value is left out), ended by its value. @p suffix "" or "_bucket", ... */
void exposition_begin(struct exposition *exposition, const char *suffix);
void exposition_label(struct exposition *exposition, const char *name, const char *value);
void exposition_value(struct exposition *exposition, double value);

/* "# EOF" where the format wants it. */
void exposition_end(struct exposition *exposition);

#endif
