/*
 * /metrics, a piece at a time. Ten thousand devices are some megabytes: they are made as the client takes them, a few
 * kilobytes in a turn of the loop, family by family and device by device. Devices that come meanwhile wait for the next time.
 */
#include <stdlib.h>
#include <string.h>

#include "bridge/clock.h"
#include "bridge/log.h"
#include "bridge/metrics/families.h"
#include "bridge/metrics/metrics_hub.h"
#include "bridge/metrics/metrics_own.h"

enum {
	PIECE = 16 << 10,       /* bytes that are made at once, or a little more */
	PIECE_MOST = 512 << 10, /* room for what one source writes, or for all of a small house */
	HOUSE_MOST = 200,       /* devices and outlets that are told in one go: some 100 KB, and a millisecond or two */
	LOOK_MOST = 2000,       /* devices that are looked at in one go */
};

/* Where one client is. */
struct scrape {
	struct metrics *metrics;
	struct exposition out;
	struct kasa_buf piece;
	size_t enough, sent; /* bytes that it should have, and those that are gone */
	struct families_now now;
	size_t family, device, devices; /* the next one, and where the table ended */
	size_t source;
	bool ended;
};

/* ---- making ---- */

static void
tell_family(struct scrape *scrape)
{
	const struct hub *hub = scrape->metrics->hub;
	size_t end = scrape->devices < hub->table_count ? scrape->devices : hub->table_count;

	if (scrape->device == 0)
		families_begin(&scrape->out, scrape->family);
	for (size_t look = 0; look < LOOK_MOST && scrape->device < end && scrape->piece.len < scrape->enough; look++) {
		const struct device *device = hub->table[scrape->device++];

		if (device)
			families_of(&scrape->out, scrape->family, device, &scrape->now);
	}
	if (scrape->device < end)
		return;
	scrape->device = 0;
	scrape->family++;
}

static void
tell_bridge(struct scrape *scrape)
{
	struct http_counts counts;

	http_count(scrape->metrics->http, &counts);
	metrics_of_hub(&scrape->out, scrape->metrics->hub);
	metrics_of_http(&scrape->out, &counts);
	metrics_of_process(&scrape->out);
}

/* The bridge is source 0. */
static void
tell_source(struct scrape *scrape)
{
	const struct metrics *metrics = scrape->metrics;
	size_t at = scrape->source++;

	if (at == 0)
		tell_bridge(scrape);
	else
		metrics->sources[at - 1].tell(&scrape->out, metrics->sources[at - 1].arg);
}

static void
step(struct scrape *scrape)
{
	if (scrape->family < families_count()) {
		tell_family(scrape);
	} else if (scrape->source <= scrape->metrics->source_count) {
		tell_source(scrape);
	} else {
		exposition_end(&scrape->out);
		scrape->ended = true;
	}
}

/* What is cut short must not look whole: OpenMetrics has an end to miss, and the log says it. */
static bool
make_more(struct scrape *scrape)
{
	kasa_buf_clear(&scrape->piece);
	scrape->sent = 0;
	while (!scrape->ended && !scrape->out.failed && scrape->piece.len < scrape->enough)
		step(scrape);
	if (scrape->out.failed)
		log_error("metrics are cut short for want of memory");
	return scrape->piece.len > 0 && !scrape->out.failed;
}

/* ---- sending ---- */

static ssize_t
fill(void *arg, char *out, size_t room)
{
	struct scrape *scrape = arg;
	size_t n;

	if (scrape->sent == scrape->piece.len && !make_more(scrape))
		return -1;
	n = scrape->piece.len - scrape->sent;
	if (n > room)
		n = room;
	memcpy(out, scrape->piece.data + scrape->sent, n);
	scrape->sent += n;
	return (ssize_t)n;
}

static void
closed(void *arg)
{
	struct scrape *scrape = arg;

	kasa_buf_finish(&scrape->piece);
	free(scrape);
}

/* Without a stream, of which there are not many. */
static void
answer_whole(struct http_req *req, struct scrape *scrape)
{
	scrape->enough = SIZE_MAX;
	while (!scrape->ended && !scrape->out.failed)
		step(scrape);
	if (scrape->out.failed)
		http_problem(req, 503, "out_of_memory", "no memory for it");
	else
		http_answer(req, 200, exposition_content_type(scrape->out.open_metrics),
		            (const char *)scrape->piece.data, scrape->piece.len);
	closed(scrape);
}

static struct scrape *
scrape_new(struct metrics *metrics, bool open_metrics)
{
	struct scrape *scrape = calloc(1, sizeof *scrape);

	if (!scrape)
		return NULL;
	scrape->metrics = metrics;
	scrape->devices = metrics->hub->table_count;
	scrape->now = (struct families_now){ .utc_s = clock_utc_s(), .ms = clock_ms() };
	scrape->enough = PIECE;
	kasa_buf_init(&scrape->piece, PIECE_MOST);
	exposition_init(&scrape->out, &scrape->piece, open_metrics);
	return scrape;
}

static bool
is_small(const struct hub *hub)
{
	size_t parts = 0;

	for (size_t i = 0; i < hub->table_count && parts <= HOUSE_MOST; i++)
		if (hub->table[i])
			parts += hub->table[i]->part_count + 1;
	return parts <= HOUSE_MOST;
}

void
metrics_serve(struct http_req *req, void *arg)
{
	static const struct http_stream_ops ops = { .fill = fill, .closed = closed };
	struct metrics *metrics = arg;
	bool open_metrics = exposition_wants_open_metrics(http_header(req, "Accept"));
	struct scrape *scrape = scrape_new(metrics, open_metrics);

	if (!scrape)
		http_problem(req, 503, "out_of_memory", "no memory for it");
	else if (is_small(metrics->hub))
		answer_whole(req, scrape);
	else if (!http_stream(req, 200, exposition_content_type(open_metrics), &ops, scrape))
		closed(scrape);
}
