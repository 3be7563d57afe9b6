/* When what is written, and what is said when it cannot be. */
#include "bridge/store/store_own.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/err.h"
#include "bridge/log.h"
#include "bridge/store/store_lock.h"

enum {
	EVERY_S = 60,
	CLOSE_MS = 1000, /* how long the end waits for the disk */
};

/* Hands a copy over to the thread. */
static void
put(struct store_job *job)
{
	struct store *store = job->store;
	struct store_sheet *sheet;

	if (job->file == STORE_STATE && store->gather)
		store->gather(store);
	sheet = job->file == STORE_STATE ? store_sheet_state(&store->values) : store_sheet_settings(&store->values);
	if (!sheet)
		return;
	job->dirty = false;
	job->put = ev_now(store->loop);
	store_writer_put(store->writer, job->file, sheet);
}

/* Has it written in so many seconds, or when that was planned already. */
static void
plan(struct store_job *job, double after_s)
{
	if (job->locked_out || ev_is_active(&job->timer))
		return;
	ev_timer_set(&job->timer, after_s > 0 ? after_s : 0, 0);
	ev_timer_start(job->store->loop, &job->timer);
}

static void
plan_usual(struct store_job *job)
{
	struct store *store = job->store;
	double after_s = job->put + store->every_s - ev_now(store->loop);

	plan(job, job->file == STORE_STATE || job->failing ? after_s : 0);
}

/* While the disk is busy with the last one, on_written() comes back to it. */
static void
on_timer(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct store_job *job = timer->data;

	(void)loop;
	(void)events;
	if (store_writer_busy(job->store->writer, job->file))
		return;
	put(job);
	if (job->dirty) /* no memory for the copy */
		plan(job, job->store->every_s);
}

static void
tell_change(struct store_job *job, const struct kasa_err *err)
{
	bool failed = err->code != KASA_OK;

	if (failed && !job->failing)
		log_error("file not saved, trying again each minute error=\"%s\"", err->text);
	else if (!failed && job->failing)
		log_info("file saved again file=%s/%s", job->store->folder, store_file_name(job->file));
	job->failing = failed;
}

static void
on_written(enum store_file file, const struct kasa_err *err, void *arg)
{
	struct store *store = arg;
	struct store_job *job = &store->jobs[file];

	tell_change(job, err);
	job->dirty = job->dirty || job->failing;
	if (job->dirty)
		plan_usual(job);
}

static int
load(struct store *store, struct kasa_err *err)
{
	int rc = store_load(store, STORE_STATE, err);

	return rc == KASA_OK ? store_load(store, STORE_SETTINGS, err) : rc;
}

static void
init_job(struct store *store, enum store_file file)
{
	struct store_job *job = &store->jobs[file];

	*job = (struct store_job){ .store = store, .file = file, .put = ev_now(store->loop) };
	ev_timer_init(&job->timer, on_timer, 0, 0);
	job->timer.data = job;
}

static void
discard(struct store *store)
{
	for (int i = 0; i < STORE_FILES; i++)
		ev_timer_stop(store->loop, &store->jobs[i].timer);
	store_lock_release(store->lock);
	store_values_finish(&store->values);
	free(store);
}

int
store_open(const struct config *config, struct ev_loop *loop, struct store **out, struct kasa_err *err)
{
	struct store *store = calloc(1, sizeof *store);
	int rc;

	if (!store)
		return kasa_err_set(err, KASA_ENOMEM, "no memory");
	json_object_seed(0); /* before there are threads */
	store->loop = loop;
	store->every_s = EVERY_S;
	store->lock = -1;
	store_values_init(&store->values);
	for (int i = 0; i < STORE_FILES; i++)
		init_job(store, (enum store_file)i);
	rc = store_find_folder(config->state_dir, store->folder, err);
	if (rc == KASA_OK)
		rc = store_lock_take(store->folder, &store->lock, err);
	if (rc == KASA_OK)
		rc = load(store, err);
	if (rc == KASA_OK)
		rc = store_writer_new(loop, store->folder, on_written, store, &store->writer, err);
	if (rc != KASA_OK) {
		discard(store);
		return rc;
	}
	for (int i = 0; i < STORE_FILES; i++)
		if (store->jobs[i].dirty)
			plan_usual(&store->jobs[i]);
	*out = store;
	return KASA_OK;
}

void
store_close(struct store *store)
{
	if (!store)
		return;
	for (int i = 0; i < STORE_FILES; i++) {
		struct store_job *job = &store->jobs[i];

		if (job->dirty && !job->locked_out)
			put(job);
	}
	if (!store_writer_free(store->writer, CLOSE_MS))
		log_error("file not saved: the disk takes too long folder=%s", store->folder);
	discard(store);
}

static void
changed(struct store_job *job)
{
	job->dirty = true;
	plan_usual(job);
}

void
store_touch(struct store *store)
{
	if (store)
		changed(&store->jobs[STORE_STATE]);
}

void
store_commit(struct store *store)
{
	if (store)
		changed(&store->jobs[STORE_SETTINGS]);
}

const char *
store_folder(const struct store *store)
{
	return store->folder;
}
