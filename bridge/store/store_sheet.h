/*
 * A copy of what goes into one file, in one piece of memory that another thread may read and free(). It is made in the
 * loop, where ten thousand devices must not take long: nothing is formatted here. Pure.
 */
#ifndef KASA_BRIDGE_STORE_SHEET_H
#define KASA_BRIDGE_STORE_SHEET_H

#include "bridge/store/store_values.h"

struct store_sheet {
	struct store_record *records;
	size_t record_count;
	const char **topics;
	size_t topic_count;
	struct store_setting_copy {
		const char *key;
		struct store_options options;
	} * settings;
	size_t setting_count;
	struct store_text_copy {
		const char *name, *json;
	} * texts;
	size_t text_count;
};

/* For state.json, and for settings.json. free() them; NULL without memory. */
struct store_sheet *store_sheet_state(const struct store_values *values);
struct store_sheet *store_sheet_settings(const struct store_values *values);

#endif
