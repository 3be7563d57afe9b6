#include "bridge/store/store_table.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"

enum {
	FIRST_CAP = 16,
};

void
store_table_init(struct store_table *table, size_t max)
{
	*table = (struct store_table){ .max = max };
	kasa_hash_init(&table->places, max * 2);
}

void
store_table_finish(struct store_table *table, void (*item_free)(struct store_item *item))
{
	for (size_t i = 0; i < table->count; i++)
		item_free(table->items[i]);
	free(table->items);
	kasa_hash_finish(&table->places);
	store_table_init(table, table->max);
}

/* Two names that share a hash are so rare that the later one may hide the earlier. */
struct store_item *
store_table_find(const struct store_table *table, const char *name)
{
	const uint32_t *place = kasa_hash_get(&table->places, kasa_hash_text(name));

	if (!place || *place >= table->count || strcmp(table->items[*place]->name, name) != 0)
		return NULL;
	return table->items[*place];
}

static int
grow(struct store_table *table)
{
	size_t cap = table->cap ? table->cap * 2 : FIRST_CAP;
	struct store_item **items;

	if (table->count < table->cap)
		return KASA_OK;
	items = realloc(table->items, cap * sizeof(struct store_item *));
	if (!items)
		return KASA_ENOMEM;
	table->items = items;
	table->cap = cap;
	return KASA_OK;
}

/* Names that are gone still stand in the hash: it is made anew when they are most of it. */
static int
tidy(struct store_table *table)
{
	int rc = KASA_OK;

	if (table->places.count < table->count * 2 + FIRST_CAP)
		return KASA_OK;
	kasa_hash_finish(&table->places);
	for (size_t i = 0; i < table->count && rc == KASA_OK; i++)
		rc = kasa_hash_put(&table->places, kasa_hash_text(table->items[i]->name), (uint32_t)i);
	return rc;
}

int
store_table_add(struct store_table *table, struct store_item *item)
{
	int rc;

	if (table->count == table->max)
		return KASA_EBUSY;
	if (grow(table) != KASA_OK || tidy(table) != KASA_OK)
		return KASA_ENOMEM;
	rc = kasa_hash_put(&table->places, kasa_hash_text(item->name), (uint32_t)table->count);
	if (rc == KASA_OK)
		table->items[table->count++] = item;
	return rc;
}

struct store_item *
store_table_remove(struct store_table *table, const char *name)
{
	struct store_item *item = store_table_find(table, name), *last;
	uint32_t *place;

	if (!item)
		return NULL;
	place = kasa_hash_get(&table->places, kasa_hash_text(name));
	last = table->items[--table->count];
	table->items[*place] = last;
	kasa_hash_put(&table->places, kasa_hash_text(last->name), *place);
	*kasa_hash_get(&table->places, kasa_hash_text(name)) = UINT32_MAX;
	return item;
}
