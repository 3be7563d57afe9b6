/* What the files of the store share. Nobody else includes this. */
#ifndef KASA_BRIDGE_STORE_OWN_H
#define KASA_BRIDGE_STORE_OWN_H

#include <ev.h>
#include <limits.h>

#include "bridge/store/store.h"
#include "bridge/store/store_values.h"
#include "bridge/store/store_writer.h"

/* One of the two files, and how it stands with it. */
struct store_job {
	struct store *store;
	enum store_file file;
	ev_timer timer;
	bool dirty;      /* something is new since the last copy */
	bool failing;    /* the last write failed, and that was said */
	bool locked_out; /* a broken file stands in the way that could not be moved: it is not overwritten */
	ev_tstamp put;   /* when the last copy was handed over, by ev_now() */
};

struct store {
	struct ev_loop *loop;
	struct hub *hub;
	void (*gather)(struct store *store); /* brings the values in line with the hub */
	struct store_values values;
	struct store_writer *writer;
	struct store_job jobs[STORE_FILES];
	double every_s; /* least time between two writes of state.json, or two tries; tests have it shorter */
	int lock;
	char folder[PATH_MAX];
};

/* Reads a file of the folder into the values; one that is broken is moved aside. KASA_EINVAL: of a newer kasad; KASA_EIO. */
int store_load(struct store *store, enum store_file file, struct kasa_err *err);

/* The folder by configuration and environment, made when it is not there. */
int store_find_folder(const char *configured, char out[PATH_MAX], struct kasa_err *err);

#endif
