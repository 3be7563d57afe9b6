/* A set of things by name, in the order in which they came: found fast, walked by number. Pure. */
#ifndef KASA_BRIDGE_STORE_TABLE_H
#define KASA_BRIDGE_STORE_TABLE_H

#include <stddef.h>

#include "base/hash.h"

/* What is in a table begins with this. */
struct store_item {
	const char *name; /* the item's own, as long as it is in the table */
};

struct store_table {
	struct store_item **items;
	size_t count, cap;
	size_t max;
	struct kasa_hash places; /* by a hash of the name */
};

void store_table_init(struct store_table *table, size_t max);

/* @p item_free is told each item; what it does to its memory is its own matter. */
void store_table_finish(struct store_table *table, void (*item_free)(struct store_item *item));

/* NULL when there is none of that name. */
struct store_item *store_table_find(const struct store_table *table, const char *name);

/* Takes the item in, whose name must be new. KASA_EBUSY when full, KASA_ENOMEM; it is not in the table then. */
int store_table_add(struct store_table *table, struct store_item *item);

/* Takes it out and returns it, or NULL. The last one stands at its number then. */
struct store_item *store_table_remove(struct store_table *table, const char *name);

#endif
