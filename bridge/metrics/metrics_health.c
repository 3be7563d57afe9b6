/* /healthz: the loop turns, or nobody would answer. /readyz: and all that is wanted is there. */
#include <string.h>
#include <unistd.h>

#include "bridge/metrics/metrics_own.h"
#include "bridge/store/store.h"

static void
answer_text(struct http_req *req, int status, const char *text, size_t n)
{
	http_answer_header(req, "Cache-Control", "no-store");
	http_answer(req, status, "text/plain; charset=utf-8", text, n);
}

void
metrics_serve_health(struct http_req *req, void *arg)
{
	(void)arg;
	answer_text(req, 200, "ok\n", 3);
}

static void
add_line(struct kasa_buf *lines, const char *why)
{
	(void)kasa_buf_printf(lines, "%s\n", why); /* without memory one reason less */
}

/* Looks at the folder, which costs a system call and no disk. */
static bool
folder_writable(const struct hub *hub)
{
	return !hub->store || access(store_folder(hub->store), W_OK | X_OK) == 0;
}

void
metrics_serve_ready(struct http_req *req, void *arg)
{
	const struct metrics *metrics = arg;
	bool ready = !metrics->hub->leaving, writable = folder_writable(metrics->hub);
	struct kasa_buf lines;

	kasa_buf_init(&lines, 4096);
	if (!ready)
		add_line(&lines, "kasad is ending");
	if (!writable)
		add_line(&lines, "the state directory cannot be written to");
	ready = ready && writable;
	for (size_t i = 0; i < metrics->condition_count; i++) {
		const char *why = "something is not ready";

		if (metrics->conditions[i].ready(&why, metrics->conditions[i].arg))
			continue;
		ready = false;
		add_line(&lines, why);
	}
	if (ready)
		answer_text(req, 200, "ready\n", 6);
	else
		answer_text(req, 503, (const char *)lines.data, lines.len);
	kasa_buf_finish(&lines);
}
