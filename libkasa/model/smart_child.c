#include "model/smart_child.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "model/smart.h"
#include "model/smart_info.h"

unsigned
kasa_smart_next_page(const struct kasa_jx *page, const struct kasa_jx *list, unsigned start)
{
	size_t count = kasa_jx_count(list);
	int sum = kasa_jx_int(page, "sum");

	if (count == 0 || sum <= 0 || count >= (size_t)sum || start + count >= (size_t)sum)
		return 0;
	return start + (unsigned)count;
}

/* What switches; the sensors and valves of hubs do not. */
static bool
is_outlet(const struct kasa_jx *child)
{
	return kasa_smart_flag(child, "device_on") != KASA_UNKNOWN;
}

static void
read_outlet(const struct kasa_jx *child, struct kasa_outlet *outlet)
{
	int on_time_s = kasa_jx_int(child, "on_time");

	*outlet = (struct kasa_outlet){
		.on = kasa_smart_flag(child, "device_on"),
		.on_time_s = on_time_s >= 0 ? on_time_s : KASA_UNKNOWN,
		.next = { .on = KASA_UNKNOWN, .at_s = KASA_UNKNOWN },
	};
	kasa_jx_copy(child, "device_id", outlet->id, sizeof outlet->id);
	kasa_smart_text(child, "nickname", outlet->alias, sizeof outlet->alias);
}

/* The place that its position says, where that is free, else the first that is free; NULL: there is none. */
static struct kasa_outlet *
place_for(struct kasa_record *record, int position)
{
	unsigned count = record->state.outlet_count;

	if (position >= 1 && (unsigned)position <= count && !record->outlets[position - 1].id[0])
		return &record->outlets[position - 1];
	for (unsigned i = 0; i < count; i++)
		if (!record->outlets[i].id[0])
			return &record->outlets[i];
	return NULL;
}

/* Places for all children there are, none taken. */
static int
make_places(const struct kasa_jx *page, size_t count, struct kasa_record *record, struct kasa_err *err)
{
	int sum = kasa_jx_int(page, "sum");

	if (sum > 0 && (size_t)sum > count)
		count = (size_t)sum;
	if (count > KASA_OUTLETS_MAX)
		count = KASA_OUTLETS_MAX;
	if (kasa_record_outlets(record, (unsigned)count) != KASA_OK)
		return kasa_err_set(err, KASA_ENOMEM, "no memory for %zu outlets", count);
	for (size_t i = 0; i < count; i++)
		record->outlets[i] = (struct kasa_outlet){ .on = KASA_UNKNOWN };
	return KASA_OK;
}

static int
by_id(const void *a, const void *b)
{
	return strcmp(((const struct kasa_outlet *)a)->id, ((const struct kasa_outlet *)b)->id);
}

/* Places that nobody took go; outlets without positions, as KS240 has, stand in the order of their ids. */
static void
complete(struct kasa_record *record, bool positions)
{
	struct kasa_outlet *outlets = record->outlets;
	unsigned taken = 0;

	for (unsigned i = 0; i < record->state.outlet_count; i++)
		if (outlets[i].id[0])
			outlets[taken++] = outlets[i];
	kasa_record_outlets(record, taken);
	if (!positions && taken > 1)
		qsort(outlets, taken, sizeof *outlets, by_id);
	record->state.on = kasa_state_any_on(&record->state);
	record->known = true;
}

int
kasa_smart_children_read(const struct kasa_jx *page, unsigned start, struct kasa_record *record, unsigned *next,
                         struct kasa_err *err)
{
	const struct kasa_jx *list = kasa_jx_get(page, "child_device_list"), *child = NULL;
	bool positions = false;
	int rc = start == 0 ? make_places(page, kasa_jx_count(list), record, err) : KASA_OK;

	if (rc != KASA_OK)
		return rc;
	while ((child = kasa_jx_next(list, child))) {
		int position = kasa_jx_int(child, "position");
		struct kasa_outlet *place = is_outlet(child) ? place_for(record, position) : NULL;

		if (place)
			read_outlet(child, place);
		positions = positions || position != KASA_UNKNOWN;
	}
	*next = kasa_smart_next_page(page, list, start);
	record->known = false; /* where the list goes on, what was read of it is nothing to act on */
	if (*next == 0)
		complete(record, positions);
	return KASA_OK;
}

uint32_t
kasa_smart_children_components(const struct kasa_jx *page)
{
	const struct kasa_jx *list = kasa_jx_get(page, "child_component_list"), *child = NULL;
	uint32_t bits = 0;

	while ((child = kasa_jx_next(list, child)))
		bits |= kasa_smart_components(kasa_jx_get(child, "component_list"));
	return bits;
}
