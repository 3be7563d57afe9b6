/* The section `watch`. */
#include "bridge/config/config_watch.h"

#include <math.h>
#include <stdlib.h>

#include "bridge/config/config_section.h"
#include "bridge/config/config_text.h"

enum {
	SECOND = 1000,
	MINUTE = 60 * SECOND,
	HOUR = 60 * MINUTE,
	DAY = 24 * HOUR,
	WATTS_MOST = 100000 * 1000, /* in thousandths, as all that has a fraction */
	KWH_MOST = 1000000u * 1000,
	LONGEST = 30u * DAY,
};

// clang-format off
#define WATTS .kind = SCHEMA_TEXT, .check = config_check_real, .most = WATTS_MOST, .help = "watts, as 5 or 2.5"
#define KWH .kind = SCHEMA_TEXT, .check = config_check_real, .most = KWH_MOST, .help = "kWh, as 3 or 0.02"
#define TIME .kind = SCHEMA_DURATION, .most = LONGEST

static const struct schema limit_keys[] = {
	{ .name = "watts", WATTS, .needed = true },
	{ .name = "for", TIME },
	{ .name = "hysteresis", WATTS },
	{ .kind = SCHEMA_END },
};
static const struct schema cycle_keys[] = {
	{ .name = "start", WATTS },
	{ .name = "start_for", TIME },
	{ .name = "stop", WATTS },
	{ .name = "stop_for", TIME },
	{ .name = "least_kwh", KWH },
	{ .name = "burst", TIME },
	{ .name = "missing", TIME },
	{ .kind = SCHEMA_END },
};
static const struct schema budget_keys[] = {
	{ .name = "day", KWH },
	{ .name = "month", KWH },
	{ .kind = SCHEMA_END },
};
static const struct schema entry_keys[] = {
	{ .name = "device", .kind = SCHEMA_TEXT, .needed = true, .check = config_check_member, .help = "a device by name, MAC or id, or an outlet of it, as strip/2" },
	{ .name = "power_above", .kind = SCHEMA_MAPPING, .inside = limit_keys, .help = "a limit, as {watts: 2000, for: 10s}" },
	{ .name = "power_below", .kind = SCHEMA_MAPPING, .inside = limit_keys, .help = "a limit, as {watts: 5, for: 3min}" },
	{ .name = "cycle", .kind = SCHEMA_MAPPING, .inside = cycle_keys, .help = "keys about cycles, as {start: 10, stop: 5}" },
	{ .name = "budget", .kind = SCHEMA_MAPPING, .inside = budget_keys, .help = "kWh of a day or a month, as {day: 2.5}" },
	{ .kind = SCHEMA_END },
};
static const struct schema section_keys[] = {
	{ .kind = SCHEMA_MAPPING, .inside = entry_keys, .help = "what is watched, as {device: washer, cycle: {}}" },
	{ .kind = SCHEMA_END },
};

#define LIMIT(member) offsetof(struct config_limit, member)
static const struct field limit_fields[] = {
	{ "watts", AS_REAL, LIMIT(watts), NULL },
	{ "for", AS_MS, LIMIT(for_ms), NULL },
	{ "hysteresis", AS_REAL, LIMIT(hysteresis_w), NULL },
	{ 0 },
};
#define CYCLE(member) offsetof(struct config_cycle, member)
static const struct field cycle_fields[] = {
	{ "start", AS_REAL, CYCLE(start_w), NULL },
	{ "start_for", AS_MS, CYCLE(start_ms), NULL },
	{ "stop", AS_REAL, CYCLE(stop_w), NULL },
	{ "stop_for", AS_MS, CYCLE(stop_ms), NULL },
	{ "least_kwh", AS_REAL, CYCLE(least_kwh), NULL },
	{ "burst", AS_MS, CYCLE(burst_ms), NULL },
	{ "missing", AS_MS, CYCLE(missing_ms), NULL },
	{ 0 },
};
#define ENTRY(member) offsetof(struct config_watch, member)
static const struct field budget_fields[] = {
	{ "day", AS_REAL, ENTRY(day_kwh), NULL },
	{ "month", AS_REAL, ENTRY(month_kwh), NULL },
	{ 0 },
};
static const struct field entry_fields[] = {
	{ "device", AS_TEXT, ENTRY(device), NULL },
	{ "power_above", AS_MORE, 0, NULL },
	{ "power_below", AS_MORE, 0, NULL },
	{ "cycle", AS_MORE, 0, NULL },
	{ "budget", AS_MORE, 0, NULL },
	{ 0 },
};
// clang-format on

static const struct config_watch usual = {
	.above = { .watts = NAN },
	.below = { .watts = NAN },
	.cycle = { .start_w = 10,
	           .stop_w = 5,
	           .least_kwh = 0.02,
	           .start_ms = 30 * SECOND,
	           .stop_ms = 3 * MINUTE,
	           .missing_ms = 10 * MINUTE },
	.day_kwh = NAN,
	.month_kwh = NAN,
};

/* ---- what contradicts itself ---- */

static double
watts_of(const struct yaml_node *mapping, const char *name, double otherwise)
{
	const struct yaml_node *node = yaml_get(mapping, name);
	double watts = otherwise;

	if (node && node->kind == YAML_TEXT)
		config_real_parse(node->text, 0, WATTS_MOST, &watts);
	return watts;
}

static void
check_cycle(const struct yaml_node *cycle, struct mistakes *mistakes)
{
	const struct yaml_node *stop = yaml_get(cycle, "stop"), *start = yaml_get(cycle, "start");
	const struct yaml_node *at = stop ? stop : start;

	if (at && watts_of(cycle, "start", usual.cycle.start_w) < watts_of(cycle, "stop", usual.cycle.stop_w))
		mistakes_add(mistakes, at->line, at->column,
		             "%s: a cycle begins at no fewer watts (start) than it ends at (stop)", at->key->text);
}

static void
check_entry(const struct yaml_node *entry, struct mistakes *mistakes)
{
	const struct yaml_node *budget = yaml_get(entry, "budget");

	if (entry->kind == YAML_NOTHING)
		mistakes_add(mistakes, entry->line, entry->column, "nothing stands here; wanted: what is watched");
	if (entry->kind != YAML_MAPPING)
		return;
	if (!yaml_get(entry, "power_above") && !yaml_get(entry, "power_below") && !yaml_get(entry, "cycle") && !budget)
		mistakes_add(mistakes, entry->line, entry->column,
		             "nothing says what is watched; wanted: power_above, power_below, cycle or budget");
	if (budget && budget->kind != YAML_TEXT && !yaml_get(budget, "day") && !yaml_get(budget, "month"))
		mistakes_add(mistakes, budget->line, budget->column, "budget: wanted: day or month, or both");
	check_cycle(yaml_get(entry, "cycle"), mistakes);
}

static void
check(const struct yaml_node *root, const char *path, struct mistakes *mistakes)
{
	const struct yaml_node *list = yaml_get(root, "watch");

	(void)path;
	if (!list || list->kind != YAML_SEQUENCE)
		return;
	for (const struct yaml_node *at = list->first; at; at = at->next)
		check_entry(at, mistakes);
}

/* ---- filling in ---- */

static void
fill_entry(struct filler *filler, struct config_watch *watch, const struct yaml_node *node)
{
	*watch = usual;
	watch->mark = config_mark(node);
	config_fill_rows(filler, watch, entry_fields, node);
	config_fill_rows(filler, &watch->above, limit_fields, yaml_get(node, "power_above"));
	config_fill_rows(filler, &watch->below, limit_fields, yaml_get(node, "power_below"));
	config_fill_rows(filler, &watch->cycle, cycle_fields, yaml_get(node, "cycle"));
	watch->cycle.wanted = yaml_get(node, "cycle") != NULL;
	config_fill_rows(filler, watch, budget_fields, yaml_get(node, "budget"));
}

static void
fill(struct filler *filler, struct config *config, const struct yaml_node *list)
{
	struct config_watches *watches = &config->watches;
	const struct yaml_node *at = list ? list->first : NULL;

	watches->item = config_fill_room(filler, list, sizeof *watches->item, &watches->count);
	for (size_t i = 0; i < watches->count; i++, at = at->next)
		fill_entry(filler, &watches->item[i], at);
}

static void
release(struct config *config)
{
	for (size_t i = 0; i < config->watches.count; i++)
		free(config->watches.item[i].device);
	free(config->watches.item);
}

const struct config_section config_watch_section = {
	.row = { .name = "watch",
	         .kind = SCHEMA_SEQUENCE,
	         .inside = section_keys,
	         .help = "a list of what is watched, each with a hyphen before it" },
	.check = check,
	.fill = fill,
	.release = release,
	.at = offsetof(struct config, watches),
	.size = sizeof(struct config_watches),
};
