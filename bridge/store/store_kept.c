/* What callers ask the store for, and give it to keep. */
#include "bridge/store/store_own.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "bridge/store/store_file.h"

bool
store_device_at(const struct store *store, size_t index, struct store_device *out)
{
	if (!store || index >= store->values.records.count)
		return false;
	store_record_show((const void *)store->values.records.items[index], out);
	return true;
}

bool
store_counter(const struct store *store, const char *key, unsigned outlet, struct counter *out)
{
	const struct store_record *record = store ? (const void *)store_table_find(&store->values.records, key) : NULL;

	if (!record || outlet >= record->counter_count || isnan(record->counters[outlet].last_kwh))
		return false;
	*out = record->counters[outlet];
	out->doubts = 0;
	return true;
}

struct store_options *
store_options(struct store *store, const char *key)
{
	struct store_setting *setting = NULL;

	if (!store || store_setting_put(&store->values, key, &setting) != KASA_OK)
		return NULL;
	return &setting->options;
}

const char *
store_named(const struct store *store, const char *name)
{
	for (size_t i = 0; store && i < store->values.settings.count; i++) {
		const struct store_setting *setting = (const void *)store->values.settings.items[i];

		if (setting->options.name && strcmp(setting->options.name, name) == 0)
			return setting->item.name;
	}
	return NULL;
}

void
store_forget(struct store *store, const char *key)
{
	if (!store)
		return;
	store_record_remove(&store->values, key);
	store_touch(store);
	store_commit(store);
}

bool
store_topic_add(struct store *store, const char *topic)
{
	if (!store || store_table_find(&store->values.topics, topic))
		return false;
	if (store_topic_put(&store->values, topic) == KASA_OK)
		store_touch(store);
	return true;
}

bool
store_topic_remove(struct store *store, const char *topic)
{
	if (!store || !store_topic_drop(&store->values, topic))
		return false;
	store_touch(store);
	return true;
}

const char *
store_topic_at(const struct store *store, size_t index)
{
	return store && index < store->values.topics.count ? store->values.topics.items[index]->name : NULL;
}

const char *
store_text(const struct store *store, const char *name)
{
	const struct store_text *text = store ? (const void *)store_table_find(&store->values.texts, name) : NULL;

	return text ? text->json : NULL;
}

/* What is no JSON, or too deep, would break the whole file: it is looked at as it will stand there. */
static int
check(const char *json)
{
	json_t *value = NULL;
	struct kasa_buf text;
	int rc;

	kasa_buf_init(&text, STORE_FILE_MAX / 4);
	rc = kasa_buf_printf(&text, "{\"texts\":{\"\":%s}}", json);
	if (rc == KASA_OK)
		value = json_loadb((const char *)text.data, text.len, JSON_REJECT_DUPLICATES, NULL);
	kasa_buf_finish(&text);
	if (rc == KASA_OK && (json_object_size(value) != 1 || json_object_size(json_object_get(value, "texts")) != 1))
		rc = KASA_EINVAL;
	json_decref(value);
	return rc == KASA_EPROTO ? KASA_EINVAL : rc;
}

int
store_text_set(struct store *store, const char *name, const char *json)
{
	int rc = KASA_OK;

	if (!store)
		return KASA_EIO;
	if (json)
		rc = check(json);
	if (rc == KASA_OK && json)
		rc = store_text_put(&store->values, name, json);
	else if (!json)
		store_text_remove(&store->values, name);
	if (rc == KASA_OK)
		store_commit(store);
	return rc;
}
