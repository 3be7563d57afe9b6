#include "bridge/store/store_sheet.h"

#include <stdlib.h>
#include <string.h>

/* Where the next text goes, behind all that is aligned. */
struct pen {
	char *at;
};

static char *
copy(struct pen *pen, const char *bytes, size_t n)
{
	char *to = pen->at;

	memcpy(to, bytes, n);
	pen->at += n;
	return to;
}

static char *
copy_text(struct pen *pen, const char *text)
{
	return text ? copy(pen, text, strlen(text) + 1) : NULL;
}

static size_t
text_size(const char *text)
{
	return text ? strlen(text) + 1 : 0;
}

struct state_size {
	size_t counters, texts;
};

static struct state_size
measure_state(const struct store_values *values)
{
	struct state_size size = { 0 };

	for (size_t i = 0; i < values->records.count; i++) {
		const struct store_record *record = (const void *)values->records.items[i];

		size.counters += record->counter_count;
		size.texts += record->length;
	}
	for (size_t i = 0; i < values->topics.count; i++)
		size.texts += text_size(values->topics.items[i]->name);
	return size;
}

static void
copy_records(struct store_sheet *sheet, const struct store_values *values, struct counter *counters, struct pen *pen)
{
	for (size_t i = 0; i < values->records.count; i++) {
		const struct store_record *record = (const void *)values->records.items[i];
		struct store_record *to = &sheet->records[i];

		*to = *record;
		to->words = copy(pen, record->words, record->length);
		to->item.name = to->words;
		to->counters = counters;
		if (record->counter_count > 0)
			memcpy(counters, record->counters, record->counter_count * sizeof *counters);
		counters += record->counter_count;
	}
}

struct store_sheet *
store_sheet_state(const struct store_values *values)
{
	struct state_size size = measure_state(values);
	size_t records = values->records.count * sizeof(struct store_record);
	size_t counters = size.counters * sizeof(struct counter);
	size_t topics = values->topics.count * sizeof(char *);
	char *memory = malloc(sizeof(struct store_sheet) + records + counters + topics + size.texts);
	struct store_sheet *sheet = (void *)memory;
	struct pen pen;

	if (!sheet)
		return NULL;
	memory += sizeof *sheet;
	*sheet = (struct store_sheet){
		.records = (void *)memory,
		.record_count = values->records.count,
		.topics = (void *)(memory + records + counters),
		.topic_count = values->topics.count,
	};
	pen.at = memory + records + counters + topics;
	copy_records(sheet, values, (void *)(memory + records), &pen);
	for (size_t i = 0; i < values->topics.count; i++)
		sheet->topics[i] = copy_text(&pen, values->topics.items[i]->name);
	return sheet;
}

static size_t
measure_settings(const struct store_values *values)
{
	size_t size = 0;

	for (size_t i = 0; i < values->settings.count; i++) {
		const struct store_setting *setting = (const void *)values->settings.items[i];

		size += text_size(setting->key) + text_size(setting->options.name) + text_size(setting->options.area);
	}
	for (size_t i = 0; i < values->texts.count; i++) {
		const struct store_text *text = (const void *)values->texts.items[i];

		size += text_size(text->name) + text_size(text->json);
	}
	return size;
}

/* What was asked for and never set is left out. */
static void
copy_settings(struct store_sheet *sheet, const struct store_values *values, struct pen *pen)
{
	for (size_t i = 0; i < values->settings.count; i++) {
		const struct store_setting *setting = (const void *)values->settings.items[i];
		struct store_setting_copy *to = &sheet->settings[sheet->setting_count];

		if (!store_options_set(&setting->options))
			continue;
		to->key = copy_text(pen, setting->key);
		to->options = setting->options;
		to->options.name = copy_text(pen, setting->options.name);
		to->options.area = copy_text(pen, setting->options.area);
		sheet->setting_count++;
	}
}

static void
copy_texts(struct store_sheet *sheet, const struct store_values *values, struct pen *pen)
{
	for (size_t i = 0; i < values->texts.count; i++) {
		const struct store_text *text = (const void *)values->texts.items[i];

		sheet->texts[i].name = copy_text(pen, text->name);
		sheet->texts[i].json = copy_text(pen, text->json);
	}
	sheet->text_count = values->texts.count;
}

struct store_sheet *
store_sheet_settings(const struct store_values *values)
{
	size_t settings = values->settings.count * sizeof(struct store_setting_copy);
	size_t texts = values->texts.count * sizeof(struct store_text_copy);
	char *memory = malloc(sizeof(struct store_sheet) + settings + texts + measure_settings(values));
	struct store_sheet *sheet = (void *)memory;
	struct pen pen;

	if (!sheet)
		return NULL;
	memory += sizeof *sheet;
	*sheet = (struct store_sheet){ .settings = (void *)memory, .texts = (void *)(memory + settings) };
	pen.at = memory + settings + texts;
	copy_settings(sheet, values, &pen);
	copy_texts(sheet, values, &pen);
	return sheet;
}
