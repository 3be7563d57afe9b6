/* A context, one fake plug and a handle on it: what most tests of the public functions begin with. */
#ifndef KASA_TESTS_UNIT_HOME_H
#define KASA_TESTS_UNIT_HOME_H

#include <kasa/kasa.h>

#include "unit/fake_plug.h"

enum {
	HOME_WAIT_MS = 20000, /* more than any call takes, less than the time limit of a test */
};

/* What callbacks were told. */
struct home_told {
	unsigned count;
	struct kasa_err err;       /* the last one */
	struct kasa_energy energy; /* of the last meter, or all zero */
	char reply[4096];          /* of the last raw call */
	bool has_reply, inside;    /* inside: set by a test while it calls; a callback must not find it set */
};

struct home {
	struct kasa_context *ctx;
	struct kasa_device *dev;
	struct fake_plug plug;
	struct home_told told;
};

void home_begin(struct home *home);
void home_end(struct home *home);

/* A further handle on the plug. */
struct kasa_device *home_device(struct home *home);

/* Callbacks; their argument is the struct home_told. */
void home_done(struct kasa_device *dev, const struct kasa_err *err, void *arg);
void home_energy(struct kasa_device *dev, const struct kasa_energy *energy, const struct kasa_err *err, void *arg);
void home_raw(struct kasa_device *dev, const char *reply, size_t length, const struct kasa_err *err, void *arg);

/* Runs the loop until all that was asked is over; then so many callbacks have run, the last with this code. */
void home_expect(struct home *home, unsigned count, int code);

#endif
