/* What devices say: values are taken in, compared with what ports were last told, and told on. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/str.h"
#include "bridge/clock.h"
#include "bridge/hub/hub.h"
#include "bridge/log.h"
#include "bridge/store/store.h"

enum {
	ON_SINCE_WOBBLE_S = 3, /* devices tell whole seconds, and answers take their time */
	RSSI_WOBBLE_DB = 5,
};

/* ---- telling ---- */

void
hub_changed(struct hub *hub, struct device *device, unsigned outlet, unsigned what)
{
	device->told++;
	for (struct kasa_list *at = hub->ports.next; at != &hub->ports; at = at->next) {
		struct port *port = KASA_CONTAINER(at, struct port, node);

		if (port->changed)
			port->changed(port, device, outlet, what);
	}
}

void
hub_event(struct hub *hub, const struct event *event)
{
	for (struct kasa_list *at = hub->ports.next; at != &hub->ports; at = at->next) {
		struct port *port = KASA_CONTAINER(at, struct port, node);

		if (port->event)
			port->event(port, event);
	}
}

/* ---- hashes of what is told ---- */

static uint64_t
mix_text(uint64_t hash, const char *text)
{
	return kasa_fnv(hash, text, strlen(text) + 1);
}

static uint64_t
mix_int(uint64_t hash, int64_t value)
{
	return kasa_fnv(hash, &value, sizeof value);
}

/* What it is, as documents of discovery and lists of devices show it. */
static uint64_t
shape_of(const struct device *device, const struct kasa_state *state)
{
	uint64_t hash = mix_text(KASA_FNV, state->alias);

	hash = mix_text(mix_text(mix_text(hash, state->model), state->hw), state->fw);
	hash = mix_text(hash, kasa_device_host(device->handle));
	hash = mix_text(hash, kasa_device_transport(device->handle));
	hash = mix_int(mix_int(hash, state->family), state->features);
	hash = mix_int(mix_int(hash, state->white_least_k), state->white_most_k);
	for (unsigned i = 0; i < state->outlet_count; i++)
		hash = mix_text(mix_text(hash, state->outlets[i].id), state->outlets[i].alias);
	return mix_int(hash, state->outlet_count);
}

static uint64_t
state_of(const struct device *device, const struct kasa_state *state)
{
	const struct kasa_light *light = &state->light;
	uint64_t hash = mix_int(KASA_FNV, state->on);

	hash = mix_int(mix_int(hash, state->led), device->rssi_shown);
	hash = mix_int(mix_int(hash, light->brightness), light->color_temp_k);
	hash = mix_int(mix_int(hash, light->hue), light->saturation);
	hash = mix_text(hash, state->effect);
	return mix_int(hash, device->parts[0].on_since_s);
}

static uint64_t
outlet_of(const struct device *device, const struct kasa_outlet *outlet, unsigned number)
{
	uint64_t hash = mix_int(mix_text(KASA_FNV, outlet->alias), outlet->on);

	return mix_int(hash, device->parts[number].on_since_s);
}

/* ---- it is there ---- */

void
hub_heard(struct hub *hub, struct device *device)
{
	device->told++;
	device->seen_s = clock_utc_s();
	device->poll.missed = 0;
	device->error[0] = '\0';
	if (device->availability == AVAILABILITY_ONLINE)
		return;
	if (device->availability == AVAILABILITY_OFFLINE)
		log_info("device is back device=%s name=\"%s\" host=%s", device->key, device->name,
		         kasa_device_host(device->handle));
	device->availability = AVAILABILITY_ONLINE;
	hub->online_count++;
	hub_changed(hub, device, 0, CHANGE_AVAILABILITY);
	hub_event(hub, &(struct event){ .kind = EVENT_ONLINE, .device = device });
	lane_kick(&device->lane);
}

/* Most devices never fail, so that they have no room for it. */
static void
count_failure(struct device *device, unsigned reason)
{
	device->failures++;
	if (!device->failed)
		device->failed = calloc(DEVICE_REASONS, sizeof *device->failed);
	if (device->failed && reason < DEVICE_REASONS)
		device->failed[reason]++;
}

void
hub_missed(struct hub *hub, struct device *device, const struct kasa_err *err, bool offline)
{
	device->told++;
	count_failure(device, (unsigned)-(int)err->code);
	kasa_str_copy(device->error, sizeof device->error, kasa_error_word((int)err->code));
	if (!offline || device->availability == AVAILABILITY_OFFLINE)
		return;
	log_warning("device is offline device=%s name=\"%s\" code=%s error=\"%s\"", device->key, device->name,
	            device->error, err->text);
	hub->online_count -= device->availability == AVAILABILITY_ONLINE;
	device->availability = AVAILABILITY_OFFLINE;
	for (unsigned i = 0; i <= device->part_count; i++)
		if (device->parts[i].meter)
			device->parts[i].meter->live = false;
	hub_changed(hub, device, 0, CHANGE_AVAILABILITY);
	hub_event(hub, &(struct event){ .kind = EVENT_OFFLINE, .device = device, .err = err });
}

/* ---- its state ---- */

/* False without memory: then its outlets are not there until the next time. */
static bool
fit_parts(struct device *device, unsigned outlets)
{
	struct part *parts;

	for (unsigned i = outlets + 1; i <= device->part_count; i++)
		free(device->parts[i].meter);
	if (outlets < device->part_count)
		device->part_count = outlets;
	if (outlets == device->part_count)
		return true;
	parts = realloc(device->parts, (outlets + 1) * sizeof *parts);
	if (!parts)
		return false;
	for (unsigned i = device->part_count + 1; i <= outlets; i++)
		parts[i] = (struct part){ .on = KASA_UNKNOWN };
	device->parts = parts;
	device->part_count = outlets;
	return true;
}

static void
note_on_since(struct part *part, int on, int on_time_s, int64_t now_s)
{
	int64_t since_s = now_s - on_time_s;

	if (on != 1)
		part->on_since_s = 0;
	else if (on_time_s != KASA_UNKNOWN && llabs(since_s - part->on_since_s) > ON_SINCE_WOBBLE_S)
		part->on_since_s = since_s;
}

static void
note_signal(struct device *device, int rssi_dbm)
{
	if (device->rssi_shown == KASA_UNKNOWN || rssi_dbm == KASA_UNKNOWN
	    || abs(device->rssi_shown - rssi_dbm) >= RSSI_WOBBLE_DB)
		device->rssi_shown = rssi_dbm;
}

/* Of the whole of a strip its outlets tell. */
static void
tell_switched(struct hub *hub, struct device *device, unsigned outlet, int on, const struct order *order)
{
	struct event event = { .kind = EVENT_STATE_CHANGED,
		               .device = device,
		               .outlet = outlet,
		               .before = on ? "OFF" : "ON",
		               .after = on ? "ON" : "OFF",
		               .source = order ? order->source : ORDER_FROM_NOBODY,
		               .by = order && order->by[0] ? order->by : NULL };

	if (outlet == 0 && device_has_outlets(device))
		return;
	hub_event(hub, &event);
	if (order)
		return;
	event.kind = EVENT_CHANGED_LOCALLY;
	event.before = NULL;
	hub_event(hub, &event);
}

/* Tells of a part when something of it is new; and who switched it. */
static void
tell_part(struct hub *hub, struct device *device, unsigned outlet, int on, uint64_t shown, const struct order *order)
{
	struct part *part = &device->parts[outlet];
	bool switched = part->on != KASA_UNKNOWN && on != KASA_UNKNOWN && part->on != on;

	part->on = on;
	if (part->shown == shown)
		return;
	part->shown = shown;
	hub_changed(hub, device, outlet, CHANGE_STATE);
	if (switched)
		tell_switched(hub, device, outlet, on, order);
}

static void
tell_words(struct hub *hub, struct device *device, enum event_kind kind, char *before, size_t size, const char *after)
{
	if (before[0] && strcmp(before, after) != 0) {
		log_info("%s device=%s before=\"%s\" after=\"%s\"", event_word(kind), device->key, before, after);
		hub_event(hub, &(struct event){ .kind = kind, .device = device, .before = before, .after = after });
	}
	kasa_str_copy(before, size, after);
}

static void
tell_shape(struct hub *hub, struct device *device, const struct kasa_state *state)
{
	uint64_t shape = shape_of(device, state);

	if (!device->id[0])
		kasa_str_copy(device->id, sizeof device->id, state->id);
	if (device->shape == shape)
		return;
	device->shape = shape;
	tell_words(hub, device, EVENT_ALIAS, device->alias, sizeof device->alias, state->alias);
	tell_words(hub, device, EVENT_FIRMWARE, device->fw, sizeof device->fw, state->fw);
	store_touch(hub->store);
	for (unsigned outlet = 0; outlet <= device->part_count; outlet++)
		hub_changed(hub, device, outlet, CHANGE_SHAPE);
}

void
hub_state(struct hub *hub, struct device *device, const struct order *order)
{
	const struct kasa_state *state = device_state(device);
	int64_t now_s = clock_utc_s();

	if (!state)
		return;
	if (!fit_parts(device, state->outlet_count))
		return;
	note_signal(device, state->rssi_dbm);
	note_on_since(&device->parts[0], state->on, state->on_time_s, now_s);
	for (unsigned i = 1; i <= device->part_count; i++)
		note_on_since(&device->parts[i], state->outlets[i - 1].on, state->outlets[i - 1].on_time_s, now_s);
	tell_shape(hub, device, state);
	hub_heard(hub, device);
	tell_part(hub, device, 0, state->on, state_of(device, state), order);
	for (unsigned i = 1; i <= device->part_count; i++)
		tell_part(hub, device, i, state->outlets[i - 1].on, outlet_of(device, &state->outlets[i - 1], i),
		          order);
}

/* ---- its meter ---- */

static struct meter *
meter_of(struct hub *hub, struct device *device, unsigned outlet)
{
	struct part *part = &device->parts[outlet];

	if (part->meter)
		return part->meter;
	part->meter = calloc(1, sizeof *part->meter);
	if (!part->meter)
		return NULL;
	kasa_energy_init(&part->meter->energy);
	if (!store_counter(hub->store, device->key, outlet, &part->meter->counter))
		counter_init(&part->meter->counter);
	return part->meter;
}

/* Lights that tell no total are counted by what they tell of the month: it falls as a total does that began anew. */
static void
count(struct device *device, unsigned outlet, struct meter *meter, const struct kasa_energy *energy, uint64_t now_ms)
{
	double total_kwh = isnan(energy->total_kwh) ? energy->month_kwh : energy->total_kwh;
	double elapsed_s = meter->counted_ms ? (double)(now_ms - meter->counted_ms) / 1e3 : 0;

	if (isnan(total_kwh))
		return;
	meter->counted_ms = now_ms;
	if (!counter_add(&meter->counter, total_kwh, energy->today_kwh, energy->month_kwh, clock_local_day(),
	                 elapsed_s))
		log_warning("meter jumps, not believed yet device=%s outlet=%u total_kwh=%.3f", device->key, outlet,
		            total_kwh);
}

void
hub_energy(struct hub *hub, struct device *device, unsigned outlet, const struct kasa_energy *energy)
{
	struct meter *meter = outlet <= device->part_count ? meter_of(hub, device, outlet) : NULL;
	uint64_t now_ms = clock_ms();

	if (!meter)
		return;
	count(device, outlet, meter, energy, now_ms);
	meter->energy = *energy;
	meter->read_s = clock_utc_s();
	meter->read_ms = now_ms;
	meter->live = true;
	store_touch(hub->store);
	hub_changed(hub, device, outlet, CHANGE_ENERGY);
	if (outlet > 0)
		hub_changed(hub, device, 0, CHANGE_ENERGY); /* the sum of the strip */
}

/* ---- what is set ---- */

static uint64_t
settings_of(const struct settings *settings)
{
	uint64_t hash = mix_int(KASA_FNV, settings->cloud);

	hash = kasa_fnv(hash, &settings->dimmer, settings->has_dimmer ? sizeof settings->dimmer : 0);
	hash = kasa_fnv(hash, &settings->motion, settings->has_motion ? sizeof settings->motion : 0);
	hash = kasa_fnv(hash, &settings->ambient, settings->has_ambient ? sizeof settings->ambient : 0);
	hash = mix_int(hash, settings->preset_count);
	for (unsigned i = 0; i < settings->preset_count; i++)
		hash = kasa_fnv(hash, &settings->presets[i], sizeof settings->presets[i]);
	return hash;
}

/* Which settings there are decides what entities there are. */
static unsigned
kinds_of(const struct settings *settings)
{
	return (unsigned)settings->has_dimmer | (unsigned)settings->has_motion << 1
	       | (unsigned)settings->has_ambient << 2 | (unsigned)(settings->cloud != KASA_UNKNOWN) << 3
	       | settings->preset_count << 4;
}

void
hub_settings(struct hub *hub, struct device *device)
{
	struct settings *settings = device->settings;
	unsigned what = CHANGE_SETTINGS | CHANGE_STATE; /* presets and the cloud stand in the state */
	uint64_t shown;

	if (!settings)
		return;
	shown = settings_of(settings);
	if (settings->shown == shown)
		return;
	if (kinds_of(settings) != settings->kinds)
		what |= CHANGE_SHAPE;
	settings->shown = shown;
	settings->kinds = kinds_of(settings);
	hub_changed(hub, device, 0, what);
}
