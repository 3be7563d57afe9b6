/* What devices remember of their meters, in the form that `kasa history --json` gives it. */
#include <stdio.h>

#include "bridge/documents/documents.h"
#include "bridge/documents/documents_put.h"

enum {
	DECIMALS_KWH = 3,
	DATE_MAX = 48,
};

static json_t *
entry_json(const struct kasa_history_entry *entry)
{
	char text[DATE_MAX];
	json_t *json = json_object();
	int rc;

	if (entry->day > 0)
		snprintf(text, sizeof text, "%04d-%02d-%02d", entry->year, entry->month, entry->day);
	else
		snprintf(text, sizeof text, "%04d-%02d", entry->year, entry->month);
	rc = put_text(json, entry->day > 0 ? "date" : "month", text);
	return put_done(json, rc | put_real(json, "energy_kwh", entry->amount, DECIMALS_KWH));
}

/* What one entry does not tell, the sum does not tell either. */
static json_t *
sum_json(const struct kasa_history *history)
{
	json_t *json = json_object();
	double sum = 0;

	for (unsigned i = 0; i < history->count; i++)
		sum += history->entries[i].amount;
	return put_done(json, put_real(json, "energy_kwh", sum, DECIMALS_KWH));
}

static json_t *
entries_json(const struct kasa_history *history)
{
	json_t *list = json_array();
	int rc = 0;

	for (unsigned i = 0; i < history->count; i++)
		rc |= json_array_append_new(list, entry_json(&history->entries[i]));
	return put_done(list, rc);
}

static int
put_span(json_t *json, int year, int month)
{
	char text[DATE_MAX];

	if (month == 0)
		return put_int(json, "year", year);
	snprintf(text, sizeof text, "%04d-%02d", year, month);
	return put_text(json, "month", text);
}

json_t *
document_history(const struct kasa_history *history, int span)
{
	json_t *json = json_object();
	int rc = put_span(json, span / 100, span % 100);

	rc |= json_object_set_new(json, span % 100 > 0 ? "days" : "months", entries_json(history));
	if (history->count > 0)
		rc |= json_object_set_new(json, "sum", sum_json(history));
	return put_done(json, rc);
}
