/*
 * The thread that writes files: it formats what it is given and waits for the disk, so that the loop never does. Of each
 * file it holds what is being written and at most one newer copy that waits.
 */
#ifndef KASA_BRIDGE_STORE_WRITER_H
#define KASA_BRIDGE_STORE_WRITER_H

#include <stdbool.h>

#include <ev.h>

#include <kasa/error.h>

#include "bridge/store/store_sheet.h"

struct store_writer;

enum store_file {
	STORE_STATE,
	STORE_SETTINGS,
	STORE_FILES,
};

/* Told from the loop how a write ended. */
typedef void store_written_fn(enum store_file file, const struct kasa_err *err, void *arg);

/* @p folder is copied. KASA_ENOMEM, KASA_EIO. */
int store_writer_new(struct ev_loop *loop, const char *folder, store_written_fn *done, void *arg,
                     struct store_writer **out, struct kasa_err *err);

/* Steals the sheet. One that waits already is dropped for it, and not told. */
void store_writer_put(struct store_writer *writer, enum store_file file, struct store_sheet *sheet);

/* Something of this file is being written, or waits. */
bool store_writer_busy(struct store_writer *writer, enum store_file file);

/*
 * Waits until everything was written, @p wait_ms at most, tells how it ended and ends. False when the disk took longer: the
 * thread is left to itself then. NULL is nothing to do.
 */
bool store_writer_free(struct store_writer *writer, unsigned wait_ms);

/* "state.json", "settings.json". Lives for ever. */
const char *store_file_name(enum store_file file);

#endif
