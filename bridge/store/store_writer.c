#include "bridge/store/store_writer.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/err.h"
#include "base/str.h"
#include "bridge/store/store_file.h"
#include "common/atomic_file.h"

enum {
	STACK_BYTES = 256 << 10, /* PATH_MAX a few times, and jansson */
};

typedef int format_fn(const struct store_sheet *sheet, struct kasa_buf *out);

// clang-format off
static const struct {
	const char *name;
	format_fn *format;
} files[STORE_FILES] = {
	[STORE_STATE]    = { "state.json",    store_state_format },
	[STORE_SETTINGS] = { "settings.json", store_settings_format },
};
// clang-format on

struct job {
	struct store_sheet *waiting;
	bool writing, written; /* written: .err is to be told */
	struct kasa_err err;
};

struct store_writer {
	struct ev_loop *loop;
	struct ev_async wake;
	store_written_fn *done;
	void *arg;
	char folder[PATH_MAX];
	pthread_t thread;
	pthread_mutex_t mutex;
	pthread_cond_t change; /* of what stands below, which the mutex guards */
	struct job jobs[STORE_FILES];
	bool ending;    /* when nothing waits any more */
	bool abandoned; /* the thread frees the writer */
};

const char *
store_file_name(enum store_file file)
{
	return files[file].name;
}

static int
write_file(const struct store_writer *writer, enum store_file file, const struct store_sheet *sheet,
           struct kasa_err *err)
{
	char path[PATH_MAX];
	struct kasa_buf text;
	int rc;

	if (snprintf(path, sizeof path, "%s/%s", writer->folder, files[file].name) >= (int)sizeof path)
		return kasa_err_set(err, KASA_EIO, "the path of a file is too long");
	kasa_buf_init(&text, STORE_FILE_MAX);
	rc = files[file].format(sheet, &text);
	if (rc == KASA_OK)
		rc = atomic_file_write_durable(path, text.data, text.len, err);
	else
		kasa_err_set(err, rc, "%s: %s", path,
		             rc == KASA_ENOMEM ? "no memory" : "larger than such a file may be");
	kasa_buf_finish(&text);
	return rc;
}

/* The next file that something waits for, or STORE_FILES. What people set comes first. */
static enum store_file
next_file(const struct store_writer *writer)
{
	if (writer->jobs[STORE_SETTINGS].waiting)
		return STORE_SETTINGS;
	return writer->jobs[STORE_STATE].waiting ? STORE_STATE : STORE_FILES;
}

/* The mutex is held before and after, but not while the disk works. */
static void
work(struct store_writer *writer, enum store_file file)
{
	struct job *job = &writer->jobs[file];
	struct store_sheet *sheet = job->waiting;
	struct kasa_err err = { 0 };

	job->waiting = NULL;
	job->writing = true;
	pthread_mutex_unlock(&writer->mutex);
	write_file(writer, file, sheet, &err);
	free(sheet);
	pthread_mutex_lock(&writer->mutex);
	job->writing = false;
	job->written = true;
	job->err = err;
	if (!writer->abandoned)
		ev_async_send(writer->loop, &writer->wake);
	pthread_cond_broadcast(&writer->change);
}

static void
dispose(struct store_writer *writer)
{
	for (int i = 0; i < STORE_FILES; i++)
		free(writer->jobs[i].waiting);
	pthread_cond_destroy(&writer->change);
	pthread_mutex_destroy(&writer->mutex);
	free(writer);
}

static void *
run(void *arg)
{
	struct store_writer *writer = arg;
	bool abandoned;

	pthread_mutex_lock(&writer->mutex);
	while (!writer->abandoned) {
		enum store_file file = next_file(writer);

		if (file != STORE_FILES)
			work(writer, file);
		else if (writer->ending)
			break;
		else
			pthread_cond_wait(&writer->change, &writer->mutex);
	}
	abandoned = writer->abandoned;
	pthread_mutex_unlock(&writer->mutex);
	if (abandoned)
		dispose(writer);
	return NULL;
}

/* Tells what has ended. Not under the mutex: whoever is told may put the next one. */
static void
tell(struct store_writer *writer)
{
	for (int i = 0; i < STORE_FILES; i++) {
		struct kasa_err err;
		bool written;

		pthread_mutex_lock(&writer->mutex);
		written = writer->jobs[i].written;
		err = writer->jobs[i].err;
		writer->jobs[i].written = false;
		pthread_mutex_unlock(&writer->mutex);
		if (written)
			writer->done((enum store_file)i, &err, writer->arg);
	}
}

static void
on_wake(struct ev_loop *loop, ev_async *wake, int events)
{
	(void)loop;
	(void)events;
	tell(wake->data);
}

static int
start_thread(struct store_writer *writer)
{
	pthread_condattr_t steady;
	pthread_attr_t small;
	sigset_t all, before;
	int rc;

	pthread_mutex_init(&writer->mutex, NULL);
	pthread_condattr_init(&steady);
	pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
	pthread_cond_init(&writer->change, &steady);
	pthread_condattr_destroy(&steady);
	pthread_attr_init(&small);
	pthread_attr_setstacksize(&small, STACK_BYTES);
	sigfillset(&all); /* signals are the loop's */
	pthread_sigmask(SIG_SETMASK, &all, &before);
	rc = pthread_create(&writer->thread, &small, run, writer);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&small);
	return rc;
}

int
store_writer_new(struct ev_loop *loop, const char *folder, store_written_fn *done, void *arg, struct store_writer **out,
                 struct kasa_err *err)
{
	struct store_writer *writer = calloc(1, sizeof *writer);
	int rc;

	if (!writer)
		return kasa_err_set(err, KASA_ENOMEM, "no memory");
	writer->loop = loop;
	writer->done = done;
	writer->arg = arg;
	kasa_str_copy(writer->folder, sizeof writer->folder, folder);
	rc = start_thread(writer);
	if (rc != 0) {
		dispose(writer);
		return kasa_err_set(err, KASA_EIO, "no thread: %s", strerror(rc));
	}
	ev_async_init(&writer->wake, on_wake);
	writer->wake.data = writer;
	ev_async_start(loop, &writer->wake);
	*out = writer;
	return KASA_OK;
}

void
store_writer_put(struct store_writer *writer, enum store_file file, struct store_sheet *sheet)
{
	struct store_sheet *older;

	pthread_mutex_lock(&writer->mutex);
	older = writer->jobs[file].waiting;
	writer->jobs[file].waiting = sheet;
	pthread_cond_broadcast(&writer->change);
	pthread_mutex_unlock(&writer->mutex);
	free(older);
}

static bool
busy(const struct job *job)
{
	return job->waiting || job->writing;
}

bool
store_writer_busy(struct store_writer *writer, enum store_file file)
{
	bool is;

	pthread_mutex_lock(&writer->mutex);
	is = busy(&writer->jobs[file]);
	pthread_mutex_unlock(&writer->mutex);
	return is;
}

/* True when nothing is left to be written. The mutex is held. */
static bool
wait_idle(struct store_writer *writer, unsigned wait_ms)
{
	struct timespec end;

	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += wait_ms / 1000;
	end.tv_nsec += (long)(wait_ms % 1000) * 1000000;
	if (end.tv_nsec >= 1000000000) {
		end.tv_sec++;
		end.tv_nsec -= 1000000000;
	}
	while (busy(&writer->jobs[STORE_STATE]) || busy(&writer->jobs[STORE_SETTINGS]))
		if (pthread_cond_timedwait(&writer->change, &writer->mutex, &end) == ETIMEDOUT)
			return false;
	return true;
}

/* From here on the writer is the thread's, whenever the disk lets it go. */
static void
abandon(struct store_writer *writer)
{
	pthread_mutex_lock(&writer->mutex);
	writer->abandoned = true;
	pthread_cond_broadcast(&writer->change);
	pthread_mutex_unlock(&writer->mutex);
}

bool
store_writer_free(struct store_writer *writer, unsigned wait_ms)
{
	bool idle;

	if (!writer)
		return true;
	pthread_mutex_lock(&writer->mutex);
	idle = wait_idle(writer, wait_ms);
	writer->ending = idle;
	pthread_cond_broadcast(&writer->change);
	pthread_mutex_unlock(&writer->mutex);
	if (idle)
		pthread_join(writer->thread, NULL);
	else
		pthread_detach(writer->thread);
	tell(writer);
	ev_async_stop(writer->loop, &writer->wake);
	if (idle)
		dispose(writer);
	else
		abandon(writer);
	return idle;
}
