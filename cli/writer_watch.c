/* Lines of at most 80 columns, unless a name is long. */
#include "cli/writer_watch.h"

#include "cli/words_text.h"

enum {
	NAME_WIDTH = 22,
	CONDITION_WIDTH = 7, /* "2/6 on" */
};

static void
add_time(struct text *text, time_t time)
{
	char clock[16];
	struct tm tm;

	localtime_r(&time, &tm);
	strftime(clock, sizeof clock, "%H:%M:%S  ", &tm);
	text_add(text, clock);
}

/* "away: connection refused", "back after 5 min" */
static void
add_transition(struct text *text, const struct writer_reading *reading)
{
	char away[32];

	if (!reading->failure) {
		text_printf(text, "back after %s", word_time((long)(reading->away_ms / 1000), away));
		return;
	}
	text_add(text, "away: ");
	text_safe(text, reading->failure->err->text);
}

void
text_transition(struct text *text, const struct writer_reading *reading)
{
	add_time(text, reading->time.tv_sec);
	text_safe(text, reading->name);
	text_add(text, "  ");
	add_transition(text, reading);
}

static void
write_transition(struct out *out, const struct writer_reading *reading)
{
	struct text line;

	text_init(&line);
	add_time(&line, reading->time.tv_sec);
	text_pad(&line, reading->name, NAME_WIDTH);
	text_add(&line, "  ");
	add_transition(&line, reading);
	text_add(&line, "\n");
	if (reading->failure)
		out_failure(out, &line);
	else
		out_result(out, &line);
	text_finish(&line);
}

/* "0.012 kWh today", "0.012 kWh since 13:05" */
static void
add_used(struct text *text, const struct tally *used)
{
	char since[24];
	struct tm tm;

	if (!used->counting)
		return;
	localtime_r(&used->since, &tm);
	strftime(since, sizeof since, used->today ? "today" : "since %H:%M", &tm);
	word_quantity(text, used->used_kwh, 3, "kWh");
	text_printf(text, " %s", since);
}

static void
write_reading(struct out *out, const struct writer_reading *reading)
{
	const struct kasa_energy *energy = reading->row.energy;
	struct text line;

	text_init(&line);
	add_time(&line, reading->time.tv_sec);
	text_pad(&line, reading->name, NAME_WIDTH);
	text_add(&line, "  ");
	word_colour(out, &line, device_row_on(&reading->row));
	text_pad(&line, reading->condition, reading->used && energy ? CONDITION_WIDTH : 0);
	word_plain(out, &line);
	if (reading->used && energy)
		word_quantity(&line, energy->power_w, 1, "W");
	if (reading->used && energy)
		add_used(&line, reading->used);
	text_add(&line, "\n");
	out_result(out, &line);
	text_finish(&line);
}

void
text_reading(struct out *out, const struct writer_reading *reading)
{
	if (reading->failure || reading->away_ms > 0)
		write_transition(out, reading);
	if (!reading->failure)
		write_reading(out, reading);
}
