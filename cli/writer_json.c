/* One object per device per line, for programs. */
#include <stdlib.h>
#include <string.h>

#include "cli/json_object.h"

#define DUMP (JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15)) /* a measured 0.1 is written 0.1 */

/* Appends what @p json says, which is given away. */
static void
add(struct text *line, json_t *json)
{
	char *dumped = json ? json_dumps(json, DUMP) : NULL;

	if (dumped)
		text_json(line, dumped, strlen(dumped));
	else
		line->failed = true;
	free(dumped);
	json_decref(json);
}

static void
write_object(struct out *out, json_t *json, void (*write)(struct out *out, struct text *text))
{
	struct text line;

	text_init(&line);
	add(&line, json);
	text_add(&line, "\n");
	write(out, &line);
	text_finish(&line);
}

static void
device(struct out *out, const struct device_row *row)
{
	write_object(out, json_device(row), out_result);
}

static void
changed(struct out *out, const struct device_row *row, const char *what)
{
	(void)what;
	device(out, row);
}

/* For one device the answer as it came, so that it can be piped on; of several each with its host. */
static void
reply(struct out *out, const struct device_row *row, const char *json, size_t n, bool several)
{
	struct text line;

	text_init(&line);
	if (several) {
		text_add(&line, "{\"host\":");
		add(&line, json_text(row->host));
		text_add(&line, ",\"reply\":");
	}
	text_json(&line, json, n);
	text_add(&line, several ? "}\n" : "\n");
	out_result(out, &line);
	text_finish(&line);
}

static void
sheet(struct out *out, const struct device_row *row, const struct sheet *told)
{
	write_object(out, json_device_sheet(row, told), out_result);
}

static void
failure(struct out *out, const struct writer_failure *failed)
{
	write_object(out, json_failure(failed), out_failure);
}

static void
checkup(struct out *out, const struct writer_checkup *found)
{
	write_object(out, json_checkup(found), out_result);
}

static void
visit(struct out *out, const struct writer_visit *seen)
{
	write_object(out, json_visit(seen), out_result);
}

/* One that went away is told even when quiet, like every failure. */
static void
reading(struct out *out, const struct writer_reading *seen)
{
	write_object(out, json_reading(seen), seen->failure ? out_failure : out_result);
}

const struct writer writer_json = {
	.found = device,
	.state = device,
	.changed = changed,
	.energy = device,
	.sheet = sheet,
	.reply = reply,
	.failure = failure,
	.checkup = checkup,
	.visit = visit,
	.reading = reading,
};
