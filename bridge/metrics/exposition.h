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
	const char *help; /* until it was written */
	enum exposition_type type;
	bool labelled; /* of the sample that is being written */
};

/* Whether who sends this "Accept" would rather have OpenMetrics; NULL: it sends none. */
bool exposition_wants_open_metrics(const char *accept);

/* "text/plain; version=0.0.4; charset=utf-8", or that of OpenMetrics. Lives for ever. */
const char *exposition_content_type(bool open_metrics);

void exposition_init(struct exposition *exposition, struct kasa_buf *out, bool open_metrics);

/*
 * # HELP and # TYPE, which are written with its first sample: a family without samples is not told. @p name and @p help live
 * until the next family begins.
 */
void exposition_family(struct exposition *exposition, const char *name, enum exposition_type type, const char *help);

/* One sample: begun, labels as many as wanted (an empty value is left out), ended by its value. @p suffix "" or "_bucket", ... */
void exposition_begin(struct exposition *exposition, const char *suffix);
void exposition_label(struct exposition *exposition, const char *name, const char *value);
void exposition_value(struct exposition *exposition, double value);

/* A family of one sample without labels. */
void exposition_one(struct exposition *exposition, const char *name, enum exposition_type type, const char *help,
                    double value);

/* "# EOF" where the format wants it. */
void exposition_end(struct exposition *exposition);

#endif
