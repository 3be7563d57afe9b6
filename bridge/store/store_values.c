#include "bridge/store/store_values.h"

#include <stdlib.h>
#include <string.h>

#include <kasa/state.h>

static void
record_free(struct store_item *item)
{
	struct store_record *record = (void *)item;

	free(record->words);
	free(record->counters);
	free(record);
}

static void
setting_free(struct store_item *item)
{
	struct store_setting *setting = (void *)item;

	free(setting->options.name);
	free(setting->options.area);
	free(setting);
}

static void
text_free(struct store_item *item)
{
	struct store_text *text = (void *)item;

	free(text->json);
	free(text);
}

static void
topic_free(struct store_item *item)
{
	free(item);
}

void
store_values_init(struct store_values *values)
{
	store_table_init(&values->records, STORE_DEVICES_MAX);
	store_table_init(&values->topics, STORE_TOPICS_MAX);
	store_table_init(&values->settings, STORE_DEVICES_MAX);
	store_table_init(&values->texts, STORE_TEXTS_MAX);
}

void
store_values_finish(struct store_values *values)
{
	store_table_finish(&values->records, record_free);
	store_table_finish(&values->topics, topic_free);
	store_table_finish(&values->settings, setting_free);
	store_table_finish(&values->texts, text_free);
}

/* The texts of a device in one piece. Their length, or 0 when they are longer than any are. */
static size_t
pack(const struct store_device *device, char out[STORE_RECORD_MAX])
{
	const char *const words[STORE_WORDS] = {
		[STORE_KEY] = device->key,
		[STORE_ID] = device->id,
		[STORE_MAC] = device->mac,
		[STORE_ALIAS] = device->alias,
		[STORE_MODEL] = device->model,
		[STORE_HOST] = device->host,
		[STORE_TRANSPORT] = device->transport,
		[STORE_PAYLOAD] = device->payload,
	};
	size_t length = 0;

	for (int i = 0; i < STORE_WORDS; i++) {
		const char *word = words[i] ? words[i] : "";
		size_t n = strlen(word) + 1;

		if (n > STORE_RECORD_MAX - length)
			return 0;
		memcpy(out + length, word, n);
		length += n;
	}
	return length;
}

static int
record_words(struct store_record *record, const char *words, size_t length)
{
	char *copy;

	if (record->length == length && memcmp(record->words, words, length) == 0)
		return KASA_OK;
	copy = malloc(length);
	if (!copy)
		return KASA_ENOMEM;
	memcpy(copy, words, length);
	free(record->words);
	record->words = copy;
	record->length = length;
	record->item.name = copy;
	return KASA_OK;
}

static int
record_new(struct store_values *values, const char *words, size_t length, struct store_record **out)
{
	struct store_record *record = calloc(1, sizeof *record);
	int rc;

	if (!record)
		return KASA_ENOMEM;
	rc = record_words(record, words, length);
	if (rc == KASA_OK)
		rc = store_table_add(&values->records, &record->item);
	if (rc != KASA_OK) {
		record_free(&record->item);
		return rc;
	}
	*out = record;
	return KASA_OK;
}

int
store_record_put(struct store_values *values, const struct store_device *device, struct store_record **out)
{
	struct store_record *record = (void *)store_table_find(&values->records, device->key);
	char words[STORE_RECORD_MAX];
	size_t length = pack(device, words);
	int rc;

	if (length == 0)
		return KASA_EINVAL;
	rc = record ? record_words(record, words, length) : record_new(values, words, length, &record);
	if (rc != KASA_OK)
		return rc;
	record->port = device->port;
	record->seen_s = device->seen_s;
	*out = record;
	return KASA_OK;
}

int
store_record_count(struct store_record *record, unsigned outlet, const struct counter *counter)
{
	struct counter *counters;

	if (outlet >= STORE_OUTLETS)
		return KASA_EINVAL;
	if (outlet >= record->counter_count) {
		counters = realloc(record->counters, (outlet + 1) * sizeof *counters);
		if (!counters)
			return KASA_ENOMEM;
		record->counters = counters;
		while (record->counter_count <= outlet)
			counter_init(&counters[record->counter_count++]);
	}
	record->counters[outlet] = *counter;
	return KASA_OK;
}

void
store_record_show(const struct store_record *record, struct store_device *out)
{
	const char *words[STORE_WORDS], *at = record->words;

	for (int i = 0; i < STORE_WORDS; i++, at += strlen(at) + 1)
		words[i] = at;
	*out = (struct store_device){
		.key = words[STORE_KEY],
		.id = words[STORE_ID],
		.mac = words[STORE_MAC],
		.alias = words[STORE_ALIAS],
		.model = words[STORE_MODEL],
		.host = words[STORE_HOST],
		.port = record->port,
		.transport = words[STORE_TRANSPORT],
		.payload = words[STORE_PAYLOAD],
		.seen_s = record->seen_s,
	};
}

int
store_topic_put(struct store_values *values, const char *topic)
{
	size_t n = strlen(topic) + 1;
	struct store_topic *made;
	int rc;

	if (n > STORE_TOPIC_MAX)
		return KASA_EINVAL;
	made = malloc(sizeof *made + n);
	if (!made)
		return KASA_ENOMEM;
	memcpy(made->text, topic, n);
	made->item.name = made->text;
	rc = store_table_add(&values->topics, &made->item);
	if (rc != KASA_OK)
		free(made);
	return rc;
}

int
store_setting_put(struct store_values *values, const char *key, struct store_setting **out)
{
	struct store_setting *setting = (void *)store_table_find(&values->settings, key);
	size_t n = strlen(key) + 1;
	int rc;

	*out = setting;
	if (setting)
		return KASA_OK;
	if (n > DEVICE_KEY)
		return KASA_EINVAL;
	setting = calloc(1, sizeof *setting + n);
	if (!setting)
		return KASA_ENOMEM;
	memcpy(setting->key, key, n);
	setting->item.name = setting->key;
	setting->options.enabled = setting->options.hidden = setting->options.protected = KASA_UNKNOWN;
	rc = store_table_add(&values->settings, &setting->item);
	if (rc != KASA_OK)
		free(setting);
	*out = rc == KASA_OK ? setting : NULL;
	return rc;
}

static int
text_new(struct store_values *values, const char *name, struct store_text **out)
{
	size_t n = strlen(name) + 1;
	struct store_text *text;
	int rc;

	if (n > STORE_TOPIC_MAX)
		return KASA_EINVAL;
	text = calloc(1, sizeof *text + n);
	if (!text)
		return KASA_ENOMEM;
	memcpy(text->name, name, n);
	text->item.name = text->name;
	rc = store_table_add(&values->texts, &text->item);
	if (rc != KASA_OK)
		free(text);
	*out = text;
	return rc;
}

int
store_text_put(struct store_values *values, const char *name, const char *json)
{
	struct store_text *text = (void *)store_table_find(&values->texts, name);
	char *copy = strdup(json);
	int rc = copy ? KASA_OK : KASA_ENOMEM;

	if (rc == KASA_OK && !text)
		rc = text_new(values, name, &text);
	if (rc != KASA_OK) {
		free(copy);
		return rc;
	}
	free(text->json);
	text->json = copy;
	return KASA_OK;
}

void
store_record_remove(struct store_values *values, const char *key)
{
	struct store_item *record = store_table_remove(&values->records, key);
	struct store_item *setting = store_table_remove(&values->settings, key);

	if (record)
		record_free(record);
	if (setting)
		setting_free(setting);
}

bool
store_topic_drop(struct store_values *values, const char *topic)
{
	struct store_item *item = store_table_remove(&values->topics, topic);

	free(item);
	return item != NULL;
}

void
store_text_remove(struct store_values *values, const char *name)
{
	struct store_item *item = store_table_remove(&values->texts, name);

	if (item)
		text_free(item);
}

bool
store_options_set(const struct store_options *options)
{
	const struct config_poll *poll = &options->poll;

	return options->name || options->area || options->enabled != KASA_UNKNOWN || options->hidden != KASA_UNKNOWN
	       || options->protected != KASA_UNKNOWN || options->throttle_ms > 0 || poll->state_ms > 0
	       || poll->meter_ms > 0 || poll->outlets_ms > 0 || poll->settings_ms > 0;
}
