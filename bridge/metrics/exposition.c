#include "bridge/metrics/exposition.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const double exact_most = 9007199254740992.; /* 2^53: each whole number up to here is a double */

/* ---- what is wanted ---- */

/* The weight of a piece of Accept, "text/plain;version=0.0.4;q=0.5". */
static double
weight_of(const char *piece, size_t n)
{
	const char *end = piece + n;

	for (const char *at = memchr(piece, ';', n); at; at = memchr(at, ';', (size_t)(end - at))) {
		at += 1 + strspn(at + 1, " ");
		if (end - at > 2 && strncasecmp(at, "q=", 2) == 0)
			return strtod(at + 2, NULL);
	}
	return 1;
}

/* Of the best piece that names this type; 0 where none does. */
static double
wanted(const char *accept, const char *type)
{
	size_t length = strlen(type);
	double best = 0;

	while (*accept) {
		size_t n;

		accept += strspn(accept, ", ");
		n = strcspn(accept, ",");
		if (n >= length && strncasecmp(accept, type, length) == 0 && strchr(";, ", accept[length])) {
			double weight = weight_of(accept, n);

			best = weight > best ? weight : best;
		}
		accept += n;
	}
	return best;
}

bool
exposition_wants_open_metrics(const char *accept)
{
	double open = accept ? wanted(accept, "application/openmetrics-text") : 0;

	return open > 0 && open >= wanted(accept, "text/plain");
}

const char *
exposition_content_type(bool open_metrics)
{
	return open_metrics ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
	                    : "text/plain; version=0.0.4; charset=utf-8";
}

/* ---- writing ---- */

static void
put(struct exposition *exposition, const char *bytes, size_t n)
{
	if (!exposition->failed && kasa_buf_add(exposition->out, bytes, n) != KASA_OK)
		exposition->failed = true;
}

static void
put_text(struct exposition *exposition, const char *text)
{
	put(exposition, text, strlen(text));
}

void
exposition_init(struct exposition *exposition, struct kasa_buf *out, bool open_metrics)
{
	*exposition = (struct exposition){ .out = out, .open_metrics = open_metrics, .name = "" };
}

void
exposition_family(struct exposition *exposition, const char *name, enum exposition_type type, const char *help)
{
	exposition->name = name;
	exposition->help = help;
	exposition->type = type;
}

static const char *
type_word(const struct exposition *exposition)
{
	switch (exposition->type) {
	case EXPOSITION_GAUGE:
		break;
	case EXPOSITION_COUNTER:
		return "counter";
	case EXPOSITION_HISTOGRAM:
		return "histogram";
	case EXPOSITION_INFO:
		return exposition->open_metrics ? "info" : "gauge";
	}
	return "gauge";
}

/* OpenMetrics calls a family by what its samples have in common. */
static size_t
family_length(const struct exposition *exposition)
{
	const char *suffix = exposition->type == EXPOSITION_COUNTER ? "_total"
	                     : exposition->type == EXPOSITION_INFO  ? "_info"
	                                                            : "";
	size_t n = strlen(exposition->name), less = strlen(suffix);

	return exposition->open_metrics && n > less && strcmp(exposition->name + n - less, suffix) == 0 ? n - less : n;
}

static void
put_head(struct exposition *exposition)
{
	size_t n = family_length(exposition);

	put_text(exposition, "# HELP ");
	put(exposition, exposition->name, n);
	put_text(exposition, " ");
	put_text(exposition, exposition->help);
	put_text(exposition, "\n# TYPE ");
	put(exposition, exposition->name, n);
	put_text(exposition, " ");
	put_text(exposition, type_word(exposition));
	put_text(exposition, "\n");
	exposition->help = NULL;
}

void
exposition_begin(struct exposition *exposition, const char *suffix)
{
	if (exposition->help)
		put_head(exposition);
	put_text(exposition, exposition->name);
	put_text(exposition, suffix);
	exposition->labelled = false;
}

static const char *
escaped(char c)
{
	return c == '\n' ? "\\n" : c == '"' ? "\\\"" : "\\\\";
}

void
exposition_label(struct exposition *exposition, const char *name, const char *value)
{
	if (!value[0])
		return;
	put_text(exposition, exposition->labelled ? "," : "{");
	exposition->labelled = true;
	put_text(exposition, name);
	put_text(exposition, "=\"");
	while (*value) {
		size_t plain = strcspn(value, "\\\"\n");

		put(exposition, value, plain);
		value += plain;
		if (*value)
			put(exposition, escaped(*value++), 2);
	}
	put_text(exposition, "\"");
}

/* Whole numbers to the last digit: joules and seconds since 1970 are large. */
static void
put_value(struct exposition *exposition, double value)
{
	int rc;

	if (isnan(value) || isinf(value))
		rc = kasa_buf_printf(exposition->out, " %s\n", isnan(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf");
	else if (fabs(value) < exact_most && value == (double)(long long)value)
		rc = kasa_buf_printf(exposition->out, " %lld\n", (long long)value);
	else
		rc = kasa_buf_printf(exposition->out, " %.10g\n", value);
	if (rc != KASA_OK)
		exposition->failed = true;
}

void
exposition_value(struct exposition *exposition, double value)
{
	if (exposition->labelled)
		put_text(exposition, "}");
	if (!exposition->failed)
		put_value(exposition, value);
}

void
exposition_one(struct exposition *exposition, const char *name, enum exposition_type type, const char *help,
               double value)
{
	exposition_family(exposition, name, type, help);
	exposition_begin(exposition, "");
	exposition_value(exposition, value);
}

void
exposition_end(struct exposition *exposition)
{
	if (exposition->open_metrics)
		put_text(exposition, "# EOF\n");
}
