/*
 * A kasad that only keeps: opens a folder, has one word for everything in it, and closes. For tests that let its system calls
 * fail, or kill it there. Ends with 1 when it could not open, with 3 when its log tells of an error, else with 0.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ev.h>

#include "bridge/log.h"
#include "bridge/store/store_own.h"

static const char key[] = "50c7bf010203";

static bool failed;

static void
hear(enum kasa_log_level level, const char *line, void *arg)
{
	(void)line;
	(void)arg;
	failed = failed || level == KASA_LOG_ERROR;
}

static void
keep(struct store *store, const char *word)
{
	struct store_device device = { .key = key, .alias = word };
	struct store_options *options = store_options(store, key);
	struct store_record *record;
	struct counter counter;

	counter_init(&counter);
	counter_add(&counter, 22.5, 1, 2, 20261127, 0);
	if (options) {
		free(options->name);
		options->name = strdup(word);
	}
	if (store_record_put(&store->values, &device, &record) == KASA_OK)
		store_record_count(record, 0, &counter);
	store_touch(store);
	store_commit(store);
}

int
main(int argc, char *argv[])
{
	struct ev_loop *loop = ev_default_loop(EVBACKEND_SELECT);
	struct config config = { 0 };
	struct kasa_err err = { 0 };
	struct store *store;

	if (argc != 3 || !loop)
		return 2;
	log_tap(hear, NULL);
	config.state_dir = argv[1];
	if (store_open(&config, loop, &store, &err) != KASA_OK) {
		fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	keep(store, argv[2]);
	store_close(store);
	return failed ? 3 : 0;
}
