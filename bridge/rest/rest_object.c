#include "bridge/rest/rest_object.h"

#include <math.h>
#include <string.h>

#include "bridge/documents/documents.h"
#include "bridge/hub/groups.h"
#include "common/json_device.h"
#include "common/json_draft.h"

enum {
	DECIMALS_KWH = 3,
};

static const char *const availabilities[] = {
	[AVAILABILITY_UNKNOWN] = "unknown",
	[AVAILABILITY_ONLINE] = "online",
	[AVAILABILITY_OFFLINE] = "offline",
};

const char *
rest_availability(const struct device *device)
{
	return availabilities[device->availability];
}

unsigned
rest_outlets(const struct device *device)
{
	const struct kasa_state *state = device_state(device);

	return state ? state->outlet_count : device->part_count;
}

/* ---- meters ---- */

/* What a meter shows, and what the bridge counts by it. */
struct figures {
	struct kasa_energy energy;
	double lifetime_kwh;
	int64_t read_s;
};

static void
fill(double *value, double otherwise)
{
	if (isnan(*value))
		*value = otherwise;
}

/* What the device does not tell of the day and the month, the bridge's counter does. */
static bool
figures_of_part(const struct device *device, unsigned outlet, struct figures *out)
{
	const struct meter *meter = device_meter(device, outlet);

	if (!meter || meter->read_s == 0)
		return false;
	out->energy = meter->energy;
	out->read_s = meter->read_s;
	out->lifetime_kwh = counter_sum(&meter->counter);
	fill(&out->energy.today_kwh, counter_today(&meter->counter));
	fill(&out->energy.month_kwh, counter_month(&meter->counter));
	return true;
}

/* As of its outlet that was read last. */
static bool
figures_of_strip(const struct device *device, struct figures *out)
{
	double today_kwh, month_kwh;

	out->read_s = 0;
	for (unsigned i = 1; i <= device->part_count; i++) {
		const struct meter *meter = device_meter(device, i);

		if (meter && meter->read_s > out->read_s)
			out->read_s = meter->read_s;
	}
	if (!device_energy_sum(device, &out->energy, &out->lifetime_kwh, &today_kwh, &month_kwh) || out->read_s == 0)
		return false;
	fill(&out->energy.today_kwh, today_kwh);
	fill(&out->energy.month_kwh, month_kwh);
	return true;
}

static bool
figures_of(const struct device *device, unsigned outlet, struct figures *out)
{
	if (outlet == 0 && device_has_outlets(device) && !device_meter(device, 0))
		return figures_of_strip(device, out);
	return outlet <= device->part_count && figures_of_part(device, outlet, out);
}

/* Adds what only the bridge knows to an object with the values of a meter. */
static json_t *
counted(json_t *energy, const struct figures *figures)
{
	struct json_draft draft = json_draft_of(energy);

	if (isfinite(figures->lifetime_kwh))
		json_draft_set(&draft, "lifetime_kwh", document_real(figures->lifetime_kwh, DECIMALS_KWH));
	json_draft_set(&draft, "time", document_time(figures->read_s));
	return json_draft_end(&draft);
}

json_t *
rest_energy_object(const struct device *device, unsigned outlet)
{
	const struct device_row row = { .host = NULL };
	struct figures figures;

	if (!figures_of(device, outlet, &figures))
		return NULL;
	return counted(json_energy(&row, &figures.energy), &figures);
}

/* Puts it in the place of "energy", or takes nothing when there is none. */
static void
set_energy(struct json_draft *draft, const struct device *device, unsigned outlet)
{
	struct figures figures;

	if (figures_of(device, outlet, &figures))
		json_draft_set(draft, "energy", rest_energy_object(device, outlet));
}

/* ---- outlets ---- */

json_t *
rest_outlet_object(const struct device *device, unsigned outlet)
{
	const struct device_row row = { .state = device_state(device) };
	struct json_draft draft = json_draft_of(json_outlet(&row, outlet));

	set_energy(&draft, device, outlet);
	return json_draft_end(&draft);
}

static json_t *
outlets_array(const struct device *device, json_t *(*object)(const struct device *, unsigned))
{
	struct json_draft list = json_draft_of(json_array());

	for (unsigned i = 1; i <= rest_outlets(device); i++)
		json_draft_append(&list, list.json, object(device, i));
	return json_draft_end(&list);
}

/* ---- devices ---- */

static void
row_of(const struct device *device, struct device_row *row)
{
	*row = (struct device_row){ .state = device_state(device) };
	if (!device->handle)
		return;
	row->host = kasa_device_host(device->handle);
	row->port = kasa_device_port(device->handle);
	row->transport = kasa_device_transport(device->handle);
	row->payload = kasa_device_payload(device->handle);
}

static void
set_standing(struct json_draft *draft, const struct device *device)
{
	json_draft_text(draft, "availability", rest_availability(device));
	if (device->seen_s > 0)
		json_draft_set(draft, "last_seen", document_time(device->seen_s));
	json_draft_text(draft, "last_error", device->error);
	json_draft_bool(draft, "enabled", device->enabled);
	json_draft_bool(draft, "hidden", device->hidden);
	json_draft_bool(draft, "protected", device->protected);
}

/* Takes over what it says of itself, which is stolen. */
static void
set_said(struct json_draft *draft, json_t *said)
{
	if (!said || !draft->json || json_object_update(draft->json, said) != 0)
		draft->failed = true;
	json_decref(said);
}

json_t *
rest_device_object(const struct device *device)
{
	struct json_draft draft = json_draft_begin();
	struct device_row row;

	row_of(device, &row);
	json_draft_text(&draft, "name", device->name);
	json_draft_text(&draft, "area", device->area);
	json_draft_text(&draft, "id", device->id);
	json_draft_text(&draft, "mac", device->mac);
	set_standing(&draft, device);
	set_said(&draft, json_device(&row));
	if (row.state && row.state->outlet_count > 0)
		json_draft_set(&draft, "outlets", outlets_array(device, rest_outlet_object));
	set_energy(&draft, device, 0);
	return json_draft_end(&draft);
}

/* One of the list of meters: its number, its alias, and what it shows. */
static json_t *
metered_outlet(const struct device *device, unsigned outlet)
{
	struct json_draft draft = json_draft_begin();

	json_draft_int(&draft, "index", (int)outlet);
	json_draft_text(&draft, "alias", device_alias(device, outlet));
	set_energy(&draft, device, outlet);
	return json_draft_end(&draft);
}

json_t *
rest_energy_whole(const struct device *device)
{
	struct json_draft draft = json_draft_begin();

	json_draft_text(&draft, "name", device->name);
	json_draft_text(&draft, "availability", rest_availability(device));
	set_energy(&draft, device, 0);
	if (rest_outlets(device) > 0)
		json_draft_set(&draft, "outlets", outlets_array(device, metered_outlet));
	return json_draft_end(&draft);
}

/* ---- groups ---- */

/* Adds what it is together to what groups_list() says of it, which is borrowed. */
static int
add_together(const struct hub *hub, json_t *group)
{
	json_auto_t *state = groups_state(hub, json_string_value(json_object_get(group, "name")));
	const char *word = json_string_value(json_object_get(state, "state"));
	int rc = word ? json_object_set_new(group, "on", json_boolean(strcmp(word, "ON") == 0)) : 0;

	rc |= json_object_set(group, "known", json_object_get(state, "members"));
	return rc | json_object_set(group, "known_on", json_object_get(state, "on"));
}

json_t *
rest_group_object(const struct hub *hub, const char *name)
{
	json_auto_t *list = groups_list(hub);
	json_t *group;
	size_t i;

	json_array_foreach(list, i, group)
		if (strcmp(json_string_value(json_object_get(group, "name")), name) == 0)
			return add_together(hub, group) == 0 ? json_incref(group) : NULL;
	return NULL;
}

json_t *
rest_groups_array(const struct hub *hub)
{
	json_t *list = groups_list(hub), *group;
	size_t i;
	int rc = 0;

	json_array_foreach(list, i, group)
		rc |= add_together(hub, group);
	if (rc == 0)
		return list;
	json_decref(list);
	return NULL;
}
