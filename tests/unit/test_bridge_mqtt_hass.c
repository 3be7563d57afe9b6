/* When which document goes out. The hub, the store and the connection are what this test says they are; time too. */
#include "unit/unit.h"

#include "bridge/clock.h"
#include "bridge/hass/mqtt_hass_own.h"
#include "bridge/hub/groups.h"
#include "bridge/log.h"
#include "bridge/store/store.h"
#include "unit/bridge_device.h"

enum {
	MOST = 200,
	TEXT = 100,
};

static struct made made;
static struct hub hub;
static struct config config;
static struct mqtt_hass *hass;
static char base[] = "kasa", instance[] = "office", prefix[] = "homeassistant", status[] = "homeassistant/status";
static uint64_t now_ms = 1000000;
static unsigned room, births, warnings;
static bool grouped;

/* What was published. */
static struct {
	char topic[TEXT + 28];
	json_t *payload; /* NULL: empty */
} sent[MOST];
static unsigned sent_count;

static char stored[MOST][TEXT + 28];
static size_t stored_count;

/* ---- the house ---- */

uint64_t
clock_ms(void)
{
	return now_ms;
}

void
log_line(enum kasa_log_level level, const char *fmt, ...)
{
	(void)fmt;
	warnings += level == KASA_LOG_WARNING;
}

struct device *
hub_find_mac(struct hub *of, const char *mac)
{
	(void)of;
	return !kasa_list_empty(&hub.devices) && strcmp(mac, made.device.key) == 0 ? &made.device : NULL;
}

void
hub_add_port(struct hub *of, struct port *port)
{
	kasa_list_append(&of->ports, &port->node);
}

bool
groups_known(const struct hub *of, const char *name)
{
	(void)of, (void)name;
	return grouped;
}

const char *
groups_name_at(const struct hub *of, size_t index)
{
	(void)of;
	return grouped && index == 0 ? "all" : NULL;
}

size_t
groups_members(const struct hub *of, const char *name, struct group_member *out, size_t max)
{
	(void)of, (void)name, (void)max;
	out[0] = (struct group_member){ &made.device, 0 };
	return 1;
}

static bool
store_finds(const char *topic, size_t *at)
{
	for (*at = 0; *at < stored_count; (*at)++)
		if (strcmp(stored[*at], topic) == 0)
			return true;
	return false;
}

bool
store_topic_add(struct store *store, const char *topic)
{
	size_t at;

	(void)store;
	if (store_finds(topic, &at))
		return false;
	strcpy(stored[stored_count++], topic);
	return true;
}

bool
store_topic_remove(struct store *store, const char *topic)
{
	size_t at;

	(void)store;
	if (!store_finds(topic, &at))
		return false;
	memmove(stored[at], stored[--stored_count], sizeof stored[0]);
	return true;
}

const char *
store_topic_at(const struct store *store, size_t index)
{
	(void)store;
	return index < stored_count ? stored[index] : NULL;
}

static bool
publish(const struct broker_message *message, void *arg)
{
	(void)arg;
	if (room == 0)
		return false;
	room--;
	ck_assert_int_eq(message->qos, 1);
	ck_assert(message->retain);
	ck_assert_uint_lt(sent_count, MOST);
	snprintf(sent[sent_count].topic, sizeof sent[0].topic, "%s", message->topic);
	sent[sent_count].payload = message->length ? json_loadb(message->payload, message->length, 0, NULL) : NULL;
	sent_count++;
	return true;
}

static void
subscribe(const char *filter, int qos, void *arg)
{
	(void)filter, (void)qos, (void)arg;
}

static void
unsubscribe(const char *filter, void *arg)
{
	(void)filter, (void)arg;
}

static void
born(void *arg)
{
	(void)arg;
	births++;
}

/* ---- the scene ---- */

static void
forget(void)
{
	for (unsigned i = 0; i < sent_count; i++)
		json_decref(sent[i].payload);
	sent_count = 0;
}

static void
start(void)
{
	const struct mqtt_hass_ways ways = { publish, subscribe, unsubscribe, born, NULL };
	struct kasa_err err;

	room = 1000;
	made.settings.cloud = 1;
	config.mqtt.base_topic = base;
	config.mqtt.instance = instance;
	config.hass.enabled = true;
	config.hass.discovery_prefix = prefix;
	config.hass.status_topic = status;
	hub = (struct hub){ .loop = ev_loop_new(0), .config = &config };
	kasa_list_init(&hub.devices);
	kasa_list_init(&hub.ports);
	kasa_list_append(&hub.devices, &made.device.node);
	ck_assert_int_eq(mqtt_hass_new(&hub, &ways, &hass, &err), KASA_OK);
}

static void
stop(void)
{
	struct ev_loop *loop = hub.loop;

	forget();
	mqtt_hass_free(hass);
	ev_loop_destroy(loop);
}

/* A turn of the loop, so much later. */
static void
pass(uint64_t ms)
{
	now_ms += ms;
	mqtt_hass_pump(hass);
}

static void
up(void)
{
	mqtt_hass_up(hass);
	pass(0);
}

static void
tell(unsigned what)
{
	hass->port.changed(&hass->port, &made.device, 0, what);
	pass(0);
}

static void
hear(const char *topic, const char *payload)
{
	const struct broker_message message = {
		.topic = topic, .payload = payload, .length = strlen(payload), .qos = 1
	};

	ck_assert(mqtt_hass_message(hass, &message));
}

static void
check_topic(unsigned at, const char *topic)
{
	ck_assert_uint_lt(at, sent_count);
	ck_assert_str_eq(sent[at].topic, topic);
}

static void
check_empty(unsigned at, const char *topic)
{
	check_topic(at, topic);
	ck_assert_ptr_null(sent[at].payload);
}

static const json_t *
component(unsigned at, const char *key)
{
	return json_object_get(json_object_get(sent[at].payload, "components"), key);
}

#define BRIDGE "homeassistant/device/kasa_bridge_office/config"
#define FAN "homeassistant/device/kasa_50c7bf000100/config"
#define FAN_SWITCH "homeassistant/switch/kasa_50c7bf000100/state/config"

/* ---- what goes out when ---- */

START_TEST(the_bridge_goes_first_and_each_document_once)
{
	made_plug(&made);
	start();
	pass(0);
	ck_assert_uint_eq(sent_count, 0); /* not up */
	up();
	ck_assert_uint_eq(sent_count, 2);
	check_topic(0, BRIDGE);
	check_topic(1, FAN);
	ck_assert(mqtt_hass_drained(hass));
	pass(5000);
	tell(CHANGE_SHAPE | CHANGE_STATE);
	ck_assert_uint_eq(sent_count, 2);
	stop();
}
END_TEST

START_TEST(another_version_waits_for_two_seconds)
{
	made_plug(&made);
	start();
	up();
	strcpy(made.state.alias, "Ventilator");
	tell(CHANGE_SHAPE);
	ck_assert_uint_eq(sent_count, 2);
	ck_assert(!mqtt_hass_drained(hass));
	pass(MQTT_HASS_SETTLE_MS);
	ck_assert_uint_eq(sent_count, 3);
	ck_assert_str_eq(json_string_value(json_object_get(json_object_get(sent[2].payload, "device"), "name")),
	                 "Ventilator");
	stop();
}
END_TEST

START_TEST(a_device_that_was_not_heard_has_none)
{
	made_plug(&made);
	made.device.handle = NULL;
	start();
	up();
	ck_assert_uint_eq(sent_count, 1);
	made.device.handle = (struct kasa_device *)(void *)&made.state;
	tell(CHANGE_ALL);
	check_topic(1, FAN);
	stop();
}
END_TEST

START_TEST(a_device_that_is_half_read_waits_for_the_rest)
{
	made_bulb(&made);
	start();
	up();
	ck_assert_uint_eq(sent_count, 1);
	made_meter(&made, 0);
	tell(CHANGE_ENERGY);
	ck_assert_uint_eq(sent_count, 2);
	ck_assert_ptr_nonnull(component(1, "power"));
	stop();
}
END_TEST

START_TEST(a_device_that_is_never_read_to_its_end_waits_no_longer)
{
	made_bulb(&made);
	start();
	up();
	pass(MQTT_HASS_SETTLE_MS);
	ck_assert_uint_eq(sent_count, 2);
	stop();
}
END_TEST

START_TEST(meters_that_are_read_again_publish_nothing)
{
	made_bulb(&made);
	made_meter(&made, 0);
	start();
	up();
	made.meters[0].energy.power_w = 1;
	pass(5000);
	tell(CHANGE_ENERGY | CHANGE_STATE | CHANGE_AVAILABILITY);
	ck_assert_uint_eq(sent_count, 2);
	ck_assert(kasa_list_empty(&hass->dirty));
	stop();
}
END_TEST

START_TEST(a_strip_goes_before_its_outlets)
{
	made_strip(&made);
	made.state.features &= ~(unsigned)KASA_FEATURE_ENERGY;
	start();
	up();
	ck_assert_uint_eq(sent_count, 5);
	check_topic(1, FAN);
	check_topic(2, "homeassistant/device/kasa_50c7bf000100_00/config");
	check_topic(4, "homeassistant/device/kasa_50c7bf000100_02/config");
	stop();
}
END_TEST

START_TEST(without_room_it_goes_on_later)
{
	made_plug(&made);
	start();
	room = 1;
	up();
	ck_assert_uint_eq(sent_count, 1);
	ck_assert(!mqtt_hass_drained(hass));
	room = 10;
	mqtt_hass_room(hass);
	pass(0);
	ck_assert_uint_eq(sent_count, 2);
	check_topic(1, FAN);
	stop();
}
END_TEST

START_TEST(another_connection_gets_everything_again)
{
	made_plug(&made);
	start();
	up();
	mqtt_hass_down(hass);
	up();
	ck_assert_uint_eq(sent_count, 4);
	stop();
}
END_TEST

/* ---- Home Assistant ---- */

START_TEST(a_birth_is_answered_once_with_all_there_is)
{
	made_plug(&made);
	start();
	up();
	pass(5000);
	hear(status, "online");
	hear(status, "online");
	ck_assert_uint_eq(births, 0);
	ev_invoke(hub.loop, &hass->birth, EV_TIMER);
	pass(0);
	ck_assert_uint_eq(births, 1);
	ck_assert_uint_eq(sent_count, 4);
	hear(status, "offline");
	ck_assert_uint_eq(births, 1);
	stop();
}
END_TEST

START_TEST(what_a_person_deleted_comes_back_at_the_next_birth)
{
	made_plug(&made);
	start();
	up();
	pass(5000);
	hear(FAN, "");
	strcpy(made.state.alias, "Ventilator");
	tell(CHANGE_SHAPE);
	ck_assert_uint_eq(sent_count, 2);
	hear(status, "online");
	ev_invoke(hub.loop, &hass->birth, EV_TIMER);
	pass(0);
	ck_assert_uint_eq(sent_count, 4);
	stop();
}
END_TEST

START_TEST(another_bridge_on_our_topics_is_told_once)
{
	made_plug(&made);
	start();
	up();
	hear(FAN, "{\"origin\":{\"name\":\"kasa\"},\"availability\":[{\"topic\":\"other/bridge/state\"}]}");
	hear(FAN, "{\"origin\":{\"name\":\"kasa2mqtt\"}}");
	ck_assert_uint_eq(warnings, 1);
	stop();
}
END_TEST

START_TEST(topics_of_others_are_none_of_our_business)
{
	const struct broker_message message = { .topic = "kasa/fan/set", .payload = "ON", .length = 2 };

	made_plug(&made);
	start();
	ck_assert(!mqtt_hass_message(hass, &message));
	hear("homeassistant/device/0x00158d0001/config", "{\"origin\":{\"name\":\"Zigbee2MQTT\"}}");
	ck_assert_uint_eq(warnings, 0);
	stop();
}
END_TEST

/* ---- what is taken back ---- */

START_TEST(a_device_that_is_removed_takes_its_documents_along)
{
	made_strip(&made);
	made.state.features &= ~(unsigned)KASA_FEATURE_ENERGY;
	start();
	up();
	kasa_list_remove(&made.device.node);
	hass->port.gone(&hass->port, &made.device);
	pass(0);
	ck_assert_uint_eq(sent_count, 9);
	ck_assert_ptr_null(sent[8].payload);
	ck_assert_uint_eq(stored_count, 1);
	stop();
}
END_TEST

START_TEST(at_the_end_everything_stays)
{
	made_plug(&made);
	start();
	up();
	hub.leaving = true;
	kasa_list_remove(&made.device.node);
	hass->port.gone(&hass->port, &made.device);
	pass(0);
	ck_assert_uint_eq(sent_count, 2);
	stop();
}
END_TEST

START_TEST(a_device_that_is_hidden_is_taken_back)
{
	made_plug(&made);
	start();
	up();
	made.device.hidden = true;
	hass->port.configured(&hass->port);
	pass(0);
	pass(0);
	ck_assert_uint_eq(sent_count, 3);
	check_empty(2, FAN);
	made.device.hidden = false;
	hass->port.configured(&hass->port);
	pass(0);
	check_topic(3, FAN);
	stop();
}
END_TEST

START_TEST(an_entity_goes_in_two_steps)
{
	made_plug(&made);
	start();
	up();
	pass(5000);
	made.state.features &= ~(unsigned)KASA_FEATURE_LED;
	tell(CHANGE_SHAPE);
	ck_assert_uint_eq(sent_count, 3);
	ck_assert_uint_eq(json_object_size(component(2, "led")), 1);
	pass(MQTT_HASS_SETTLE_MS - 1);
	ck_assert_uint_eq(sent_count, 3);
	pass(1);
	ck_assert_uint_eq(sent_count, 4);
	ck_assert_ptr_null(component(3, "led"));
	ck_assert(mqtt_hass_drained(hass));
	stop();
}
END_TEST

START_TEST(an_entity_of_an_earlier_run_that_cannot_be_goes)
{
	made_plug(&made);
	start();
	hear(FAN, "{\"origin\":{\"name\":\"kasa\"},\"availability\":[{\"topic\":\"kasa/bridge/state\"}],"
	          "\"components\":{\"light\":{\"platform\":\"light\",\"name\":null}}}");
	up();
	ck_assert_uint_eq(json_object_size(component(1, "light")), 1);
	pass(MQTT_HASS_SETTLE_MS);
	ck_assert_ptr_null(component(2, "light"));
	stop();
}
END_TEST

START_TEST(what_was_told_in_an_earlier_run_stays_an_entity)
{
	made_plug(&made);
	start();
	made.settings.cloud = KASA_UNKNOWN;
	hear(FAN, "{\"origin\":{\"name\":\"kasa\"},\"availability\":[{\"topic\":\"kasa/bridge/state\"}],"
	          "\"components\":{\"cloud\":{\"platform\":\"binary_sensor\",\"name\":\"Cloud connection\"}}}");
	up();
	pass(MQTT_HASS_SETTLE_MS);
	ck_assert_uint_gt(json_object_size(component(1, "cloud")), 1);
	stop();
}
END_TEST

START_TEST(what_an_earlier_run_left_of_the_dead_is_emptied)
{
	made_plug(&made);
	store_topic_add(NULL, "homeassistant/device/kasa_000000000001/config");
	store_topic_add(NULL, "kasa/elsewhere");
	start();
	up();
	ck_assert_uint_eq(sent_count, 3);
	check_empty(0, "homeassistant/device/kasa_000000000001/config");
	stop();
}
END_TEST

START_TEST(strays_are_emptied_when_that_is_asked_for)
{
	made_plug(&made);
	start();
	hear("homeassistant/device/kasa_000000000002/config",
	     "{\"origin\":{\"name\":\"kasa\"},\"availability\":[{\"topic\":\"kasa/bridge/state\"}]}");
	hear("homeassistant/device/kasa_000000000003/config",
	     "{\"origin\":{\"name\":\"kasa\"},\"availability\":[{\"topic\":\"other/bridge/state\"}]}");
	up();
	ck_assert_uint_eq(sent_count, 2);
	mqtt_hass_clear(hass);
	pass(0);
	ck_assert_uint_eq(sent_count, 3);
	check_empty(2, "homeassistant/device/kasa_000000000002/config");
	stop();
}
END_TEST

START_TEST(switched_off_it_takes_everything_back)
{
	made_plug(&made);
	start();
	up();
	config.hass.enabled = false;
	hass->port.configured(&hass->port);
	pass(0);
	ck_assert_uint_eq(sent_count, 4);
	ck_assert_uint_eq(stored_count, 0);
	stop();
}
END_TEST

/* ---- the other form ---- */

START_TEST(in_component_form_each_entity_has_a_document)
{
	made_plug(&made);
	config.hass.mode = CONFIG_HASS_COMPONENT;
	start();
	up();
	for (unsigned i = 0; i < sent_count; i++) {
		ck_assert_ptr_nonnull(json_object_get(sent[i].payload, "unique_id"));
		ck_assert_ptr_nonnull(json_object_get(sent[i].payload, "device"));
	}
	ck_assert_uint_gt(sent_count, 10);
	stop();
}
END_TEST

START_TEST(the_old_form_is_told_replaced_and_emptied_in_this_order)
{
	made_plug(&made);
	store_topic_add(NULL, FAN_SWITCH);
	start();
	up();
	ck_assert_uint_eq(sent_count, 3);
	check_topic(1, FAN_SWITCH);
	ck_assert(json_is_true(json_object_get(sent[1].payload, "migrate_discovery")));
	ck_assert_uint_eq(json_object_size(sent[1].payload), 1);
	check_topic(2, FAN);
	pass(MQTT_HASS_SETTLE_MS);
	ck_assert_uint_eq(sent_count, 4);
	check_empty(3, FAN_SWITCH);
	ck_assert(mqtt_hass_drained(hass));
	ck_assert_uint_eq(stored_count, 2);
	strcpy(made.state.alias, "Ventilator");
	pass(MQTT_HASS_SETTLE_MS);
	tell(CHANGE_SHAPE);
	ck_assert_uint_eq(sent_count, 5); /* that was that */
	check_topic(4, FAN);
	stop();
}
END_TEST

START_TEST(it_migrates_back_as_well)
{
	made_plug(&made);
	config.hass.mode = CONFIG_HASS_COMPONENT;
	store_topic_add(NULL, FAN);
	start();
	up();
	pass(MQTT_HASS_SETTLE_MS);
	check_empty(sent_count - 1, FAN);
	for (unsigned i = 0; i < sent_count - 1; i++)
		if (strcmp(sent[i].topic, FAN) == 0)
			ck_assert(json_is_true(json_object_get(sent[i].payload, "migrate_discovery")));
	stop();
}
END_TEST

START_TEST(another_form_while_it_runs_is_a_migration_too)
{
	made_plug(&made);
	start();
	up();
	pass(5000);
	forget();
	config.hass.mode = CONFIG_HASS_COMPONENT;
	hass->port.configured(&hass->port);
	pass(0);
	check_topic(0, BRIDGE);
	ck_assert(json_is_true(json_object_get(sent[0].payload, "migrate_discovery")));
	pass(MQTT_HASS_SETTLE_MS);
	check_empty(sent_count - 1, FAN);
	ck_assert(mqtt_hass_drained(hass));
	stop();
}
END_TEST

START_TEST(under_another_prefix_nobody_is_told_that_it_migrates)
{
	made_plug(&made);
	store_topic_add(NULL, "ha/device/kasa_50c7bf000100/config");
	start();
	up();
	check_topic(1, FAN);
	pass(MQTT_HASS_SETTLE_MS);
	check_empty(2, "ha/device/kasa_50c7bf000100/config");
	stop();
}
END_TEST

/* ---- groups ---- */

START_TEST(a_group_comes_after_its_members_and_goes_with_its_name)
{
	made_plug(&made);
	grouped = true;
	start();
	up();
	ck_assert_uint_eq(sent_count, 3);
	ck_assert_ptr_nonnull(component(2, "state"));
	grouped = false;
	mqtt_hass_groups(hass);
	pass(0);
	pass(0);
	ck_assert_uint_eq(sent_count, 4);
	ck_assert_ptr_null(sent[3].payload);
	stop();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_bridge_goes_first_and_each_document_once,
		another_version_waits_for_two_seconds,
		a_device_that_was_not_heard_has_none,
		a_device_that_is_half_read_waits_for_the_rest,
		a_device_that_is_never_read_to_its_end_waits_no_longer,
		meters_that_are_read_again_publish_nothing,
		a_strip_goes_before_its_outlets,
		without_room_it_goes_on_later,
		another_connection_gets_everything_again,
		a_birth_is_answered_once_with_all_there_is,
		what_a_person_deleted_comes_back_at_the_next_birth,
		another_bridge_on_our_topics_is_told_once,
		topics_of_others_are_none_of_our_business,
		a_device_that_is_removed_takes_its_documents_along,
		at_the_end_everything_stays,
		a_device_that_is_hidden_is_taken_back,
		an_entity_goes_in_two_steps,
		an_entity_of_an_earlier_run_that_cannot_be_goes,
		what_was_told_in_an_earlier_run_stays_an_entity,
		what_an_earlier_run_left_of_the_dead_is_emptied,
		strays_are_emptied_when_that_is_asked_for,
		switched_off_it_takes_everything_back,
		in_component_form_each_entity_has_a_document,
		the_old_form_is_told_replaced_and_emptied_in_this_order,
		it_migrates_back_as_well,
		another_form_while_it_runs_is_a_migration_too,
		under_another_prefix_nobody_is_told_that_it_migrates,
		a_group_comes_after_its_members_and_goes_with_its_name,
	};

	return unit_run("bridge_mqtt_hass", tests, UNIT_COUNT(tests));
}
