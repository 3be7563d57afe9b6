/* One picture a second, and one a moment after each change. */
#include "cli/watch_screen.h"

#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "cli/keys.h"
#include "cli/screen.h"
#include "cli/view.h"
#include "cli/words_text.h"
#include "cli/writer_watch.h"

enum {
	NOTE_MAX = 512,
	WAITING_MAX = 64 << 10, /* of lines for standard error; with -vv they come by the thousand */
};

static const double soon_s = 0.03; /* what comes together is painted together */

struct watch_screen {
	struct watch *watch;
	struct screen screen;
	struct keys keys;
	bool utf8, soon;
	ev_timer paint;
	ev_io input;
	ev_signal resized, stopped, continued, hung_up;
	const struct watch_row *chosen; /* NULL: the first */
	char notes[VIEW_NOTES][NOTE_MAX];
	struct text waiting; /* lines for standard error */
};

static struct out *
out_of(const struct watch_screen *screen)
{
	return &screen->watch->run->cli->out;
}

static struct ev_loop *
loop_of(const struct watch_screen *screen)
{
	return kasa_context_loop(screen->watch->run->cli->ctx);
}

/* ---- rows, in the order of the command line ---- */

static const struct watch_row *
row_at(const struct kasa_list *at)
{
	return KASA_CONTAINER(at, const struct job, all)->watched;
}

static size_t
count_rows(const struct watch_screen *screen)
{
	const struct kasa_list *jobs = &screen->watch->run->jobs;
	size_t n = 0;

	for (const struct kasa_list *at = jobs->next; at != jobs; at = at->next)
		n += row_at(at) != NULL;
	return n;
}

static void
choose(struct watch_screen *screen, bool forward)
{
	const struct kasa_list *jobs = &screen->watch->run->jobs, *at = jobs->next;

	while (screen->chosen && at != jobs && row_at(at) != screen->chosen)
		at = at->next;
	do
		at = forward ? at->next : at->prev;
	while (at == jobs || !row_at(at));
	screen->chosen = row_at(at);
}

/* ---- the picture ---- */

static void
show_row(const struct watch_row *row, struct view_row *shown, char away[40])
{
	const struct watch_device *device = row->device;
	char time[32];

	*shown = (struct view_row){
		.name = row->name,
		.state = row->state,
		.brief = row->brief,
		.on = row->on,
		.away = device->away,
		.metered = device->metered,
		.energy = row->energy,
		.used = row->used,
		.power = &row->power,
	};
	if (!device->away)
		return;
	snprintf(away, 40, "away %s", word_time((long)((watch_now_ms() - device->heard_ms) / 1000), time));
	shown->state = away;
	shown->brief = "away";
}

static void
draw(struct watch_screen *screen, struct view *view, struct view_row *rows, char (*away)[40])
{
	const struct kasa_list *jobs = &screen->watch->run->jobs;
	struct text frame;

	for (const struct kasa_list *at = jobs->next; at != jobs; at = at->next) {
		const struct watch_row *row = row_at(at);

		if (!row)
			continue;
		if (row == screen->chosen)
			view->chosen = view->count;
		show_row(row, &rows[view->count], away[view->count]);
		view->count++;
	}
	for (size_t i = 0; i < VIEW_NOTES && screen->notes[i][0]; i++)
		view->notes[i] = screen->notes[i];
	text_init(&frame);
	view_draw(view, &frame);
	screen_paint(&screen->screen, out_of(screen), &frame);
	text_finish(&frame);
}

static void
paint(struct watch_screen *screen)
{
	size_t room = count_rows(screen) + 1;
	struct view_row *rows = calloc(room, sizeof *rows);
	char(*away)[40] = calloc(room, sizeof *away);
	struct view view = {
		.width = screen->screen.width,
		.height = screen->screen.height,
		.utf8 = screen->utf8,
		.colour = out_of(screen)->colour,
		.every_s = screen->watch->every_ms / 1e3,
		.now = time(NULL),
		.rows = rows,
	};

	if (rows && away)
		draw(screen, &view, rows, away);
	free(rows);
	free(away);
	if (out_of(screen)->error)
		run_stop(screen->watch->run, 0);
}

static void
on_paint(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct watch_screen *screen = timer->data;

	(void)loop;
	(void)events;
	screen->soon = false;
	paint(screen);
}

void
watch_screen_changed(struct watch_screen *screen)
{
	if (screen->soon)
		return;
	screen->soon = true;
	ev_timer_stop(loop_of(screen), &screen->paint);
	ev_timer_set(&screen->paint, soon_s, 1);
	ev_timer_start(loop_of(screen), &screen->paint);
}

/* ---- what is said meanwhile ---- */

static void
note(struct watch_screen *screen, const char *text)
{
	memmove(screen->notes[1], screen->notes[0], sizeof screen->notes - sizeof screen->notes[0]);
	kasa_str_copy(screen->notes[0], NOTE_MAX, text);
	watch_screen_changed(screen);
}

void
watch_screen_tell(struct watch_screen *screen, const struct writer_reading *reading)
{
	struct text text;

	if (!reading->failure && reading->away_ms == 0)
		return;
	text_init(&text);
	text_transition(&text, reading);
	text_bytes(&text, "", 1);
	if (!text.failed)
		note(screen, (const char *)text.buf.data);
	text_finish(&text);
}

static void
on_complaint(const char *line, void *arg)
{
	struct watch_screen *screen = arg;

	text_add(&screen->waiting, line);
	text_bytes(&screen->waiting, "", 1);
	note(screen, line);
}

static void
say_waiting(struct watch_screen *screen)
{
	const char *lines = (const char *)screen->waiting.buf.data;

	for (size_t at = 0; at < screen->waiting.buf.len; at += strlen(lines + at) + 1)
		complain("%s", lines + at);
	text_finish(&screen->waiting);
}

/* ---- keys and signals ---- */

static void
on_key(struct watch_screen *screen, enum key key)
{
	switch (key) {
	case KEY_NONE:
		return;
	case KEY_QUIT:
		run_stop(screen->watch->run, 0);
		return;
	case KEY_NEXT:
	case KEY_PREVIOUS:
		choose(screen, key == KEY_NEXT);
		break;
	case KEY_REPAINT:
		screen_measure(&screen->screen);
		break;
	}
	paint(screen);
}

static void
on_input(struct ev_loop *loop, ev_io *input, int events)
{
	struct watch_screen *screen = input->data;
	struct watch *watch = screen->watch;
	unsigned char bytes[64];
	ssize_t n = read(input->fd, bytes, sizeof bytes);

	(void)events;
	if (n <= 0)
		ev_io_stop(loop, input);
	for (ssize_t i = 0; i < n && !watch->over; i++)
		on_key(screen, keys_take(&screen->keys, bytes[i]));
}

static void
on_resized(struct ev_loop *loop, ev_signal *watcher, int events)
{
	struct watch_screen *screen = watcher->data;

	(void)loop;
	(void)events;
	screen_measure(&screen->screen);
	paint(screen);
}

/* The shell gets the terminal as it was; on_continued() takes it again. */
static void
on_stopped(struct ev_loop *loop, ev_signal *watcher, int events)
{
	struct watch_screen *screen = watcher->data;

	(void)loop;
	(void)events;
	screen_stop(&screen->screen);
	raise(SIGSTOP);
}

static void
on_continued(struct ev_loop *loop, ev_signal *watcher, int events)
{
	struct watch_screen *screen = watcher->data;

	(void)loop;
	(void)events;
	screen_stop(&screen->screen);
	screen_start(&screen->screen, out_of(screen));
	paint(screen);
}

static void
on_hung_up(struct ev_loop *loop, ev_signal *watcher, int events)
{
	struct watch_screen *screen = watcher->data;

	(void)loop;
	(void)events;
	run_stop(screen->watch->run, watcher->signum);
}

static void
start_signal(struct watch_screen *screen, ev_signal *watcher, int signo,
             void (*fn)(struct ev_loop *loop, ev_signal *watcher, int events))
{
	ev_signal_init(watcher, fn, signo);
	watcher->data = screen;
	ev_signal_start(loop_of(screen), watcher);
}

static void
start_watchers(struct watch_screen *screen)
{
	start_signal(screen, &screen->resized, SIGWINCH, on_resized);
	start_signal(screen, &screen->stopped, SIGTSTP, on_stopped);
	start_signal(screen, &screen->continued, SIGCONT, on_continued);
	start_signal(screen, &screen->hung_up, SIGHUP, on_hung_up);
	ev_init(&screen->paint, on_paint);
	ev_io_init(&screen->input, on_input, STDIN_FILENO, EV_READ);
	screen->paint.data = screen->input.data = screen;
	if (screen->screen.keyed)
		ev_io_start(loop_of(screen), &screen->input);
}

static void
stop_watchers(struct watch_screen *screen)
{
	struct ev_loop *loop = loop_of(screen);

	ev_signal_stop(loop, &screen->resized);
	ev_signal_stop(loop, &screen->stopped);
	ev_signal_stop(loop, &screen->continued);
	ev_signal_stop(loop, &screen->hung_up);
	ev_timer_stop(loop, &screen->paint);
	ev_io_stop(loop, &screen->input);
}

/* ---- beginning and end ---- */

struct watch_screen *
watch_screen_start(struct watch *watch)
{
	struct watch_screen *screen = calloc(1, sizeof *screen);

	if (!screen)
		return NULL;
	setlocale(LC_CTYPE, "");
	screen->watch = watch;
	screen->utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
	text_init(&screen->waiting);
	screen->waiting.buf.max = WAITING_MAX;
	if (isatty(STDERR_FILENO))
		complain_to(on_complaint, screen);
	screen_start(&screen->screen, out_of(screen));
	start_watchers(screen);
	watch_screen_changed(screen);
	return screen;
}

/* A line for each row, as it stood last. */
static void
leave_rows(const struct watch_screen *screen)
{
	const struct kasa_list *jobs = &screen->watch->run->jobs;

	for (const struct kasa_list *at = jobs->next; at != jobs; at = at->next) {
		const struct watch_row *row = row_at(at);
		struct writer_reading reading = { .time.tv_sec = time(NULL) };

		if (!row)
			continue;
		reading.name = row->name;
		reading.condition = row->device->away ? "away" : row->brief;
		reading.row.energy = row->device->away ? NULL : &row->energy;
		reading.used = row->device->metered ? &row->used : NULL;
		text_reading(out_of(screen), &reading);
	}
}

void
watch_screen_stop(struct watch_screen *screen)
{
	if (!screen)
		return;
	stop_watchers(screen);
	screen_stop(&screen->screen);
	complain_to(NULL, NULL);
	leave_rows(screen);
	say_waiting(screen);
	free(screen);
}
