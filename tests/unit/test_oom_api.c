/* The public functions without memory: each call is refused, or told once how it ended; and then all is given back. */
#include "unit/unit.h"

#include <netinet/in.h>

#include "unit/fake_herald.h"
#include "unit/home.h"
#include "unit/light_answers.h"
#include "unit/oom.h"

static struct fake_plug plug;
static struct fake_herald herald;
static struct ev_loop *loop;
static unsigned accepted, told; /* calls that said KASA_OK; callbacks that ran */

static void
note(const struct kasa_err *err)
{
	bool fine = err->code == KASA_OK || err->code == KASA_ENOMEM || err->code == KASA_ECANCELED
	            || err->code == KASA_EUNKNOWN; /* a reboot whose answer could not be read */

	ck_assert_msg(fine, "%d: %s", (int)err->code, err->text);
	told++;
}

static void
on_done(struct kasa_device *dev, const struct kasa_err *err, void *arg)
{
	(void)dev;
	(void)arg;
	note(err);
}

static void
on_energy(struct kasa_device *dev, const struct kasa_energy *energy, const struct kasa_err *err, void *arg)
{
	(void)energy;
	on_done(dev, err, arg);
}

static void
on_raw(struct kasa_device *dev, const char *reply, size_t length, const struct kasa_err *err, void *arg)
{
	(void)reply;
	(void)length;
	on_done(dev, err, arg);
}

static void
on_rules(struct kasa_device *dev, const struct kasa_rules *rules, const struct kasa_err *err, void *arg)
{
	bool unlike = err->code == KASA_ENOTSUP; /* the plug knows no rules */

	ck_assert_ptr_null(rules);
	if (unlike)
		told++;
	else
		on_done(dev, err, arg);
}

static void
count_call(int rc)
{
	ck_assert(rc == KASA_OK || rc == KASA_ENOMEM);
	accepted += rc == KASA_OK;
}

/* All that was accepted is told. */
static void
settle(struct kasa_context *ctx)
{
	ck_assert_int_eq(kasa_wait(ctx, HOME_WAIT_MS), KASA_OK);
	ck_assert_uint_eq(told, accepted);
}

static struct kasa_device *
handle(struct kasa_context *ctx)
{
	struct kasa_device *dev = NULL;
	struct kasa_err err;

	if (kasa_device_new(ctx, "127.0.0.1", plug.port, &dev, &err) != KASA_OK)
		ck_assert_int_eq(err.code, KASA_ENOMEM);
	return dev;
}

static void
call_everything(void)
{
	struct kasa_context *ctx = kasa_context_new(loop);
	struct kasa_device *dev = ctx ? handle(ctx) : NULL;

	accepted = told = 0;
	if (dev) {
		count_call(kasa_relay_set(dev, 0, true, on_done, NULL));
		count_call(kasa_energy_read(dev, 0, on_energy, NULL));
		settle(ctx);
		count_call(kasa_schedule_read(dev, 0, on_rules, NULL));
		count_call(kasa_alias_set(dev, 0, FAKE_ALIAS, on_done, NULL));
		count_call(kasa_raw_call(dev, "{\"system\":{\"get_sysinfo\":{}}}", on_raw, NULL, NULL));
		count_call(kasa_reboot(dev, on_done, NULL));
		settle(ctx);
	}
	kasa_context_free(ctx);
	fake_plug_hang_up(&plug);
	ev_run(loop, EVRUN_NOWAIT);
}

#define TAKEN(method) "\"" method "\":{},"
#define ACCOUNT "\"get_info\":{\"username\":\"me\",\"server\":\"a.example\",\"binded\":1}"
#define NO_ACCOUNT "\"get_info\":{\"username\":\"\",\"server\":\"a.example\",\"binded\":0}"
#define PLACE                                                                                                          \
	"\"get_sysinfo\":{\"deviceId\":\"" FAKE_ID "\",\"mac\":\"" FAKE_MAC "\",\"mic_type\":\"IOT.SMARTPLUGSWITCH\"," \
	"\"model\":\"HS110(EU)\",\"relay_state\":0,\"feature\":\"TIM:ENE\",\"latitude_i\":523702,\"longitude_i\":48952}"

static void
on_history(struct kasa_device *dev, const struct kasa_history *history, const struct kasa_err *err, void *arg)
{
	ck_assert_int_eq(history != NULL, err->code == KASA_OK);
	on_done(dev, err, arg);
}

static void
on_cloud(struct kasa_device *dev, const struct kasa_cloud *cloud, const struct kasa_err *err, void *arg)
{
	ck_assert_int_eq(cloud != NULL, err->code == KASA_OK);
	on_done(dev, err, arg);
}

static void
on_versions(struct kasa_device *dev, const struct kasa_firmware_list *list, const struct kasa_err *err, void *arg)
{
	ck_assert_int_eq(list != NULL, err->code == KASA_OK);
	on_done(dev, err, arg);
}

static void
on_networks(struct kasa_device *dev, const struct kasa_networks *networks, const struct kasa_err *err, void *arg)
{
	ck_assert_int_eq(networks != NULL, err->code == KASA_OK);
	on_done(dev, err, arg);
}

static void
on_network(struct kasa_device *dev, const struct kasa_network *network, const struct kasa_err *err, void *arg)
{
	ck_assert_int_eq(network != NULL, err->code == KASA_OK);
	on_done(dev, err, arg);
}

static void
on_location(struct kasa_device *dev, const struct kasa_location *location, const struct kasa_err *err, void *arg)
{
	ck_assert_int_eq(location != NULL, err->code == KASA_OK);
	on_done(dev, err, arg);
}

/* One call, and what the plug says to it. */
#define CALL(answer, call)            \
	do {                          \
		plug.says = (answer); \
		count_call(call);     \
		settle(ctx);          \
	} while (0)

static void
look_back(struct kasa_context *ctx, struct kasa_device *dev)
{
	CALL("{\"emeter\":{\"get_daystat\":{\"day_list\":[{\"year\":2026,\"month\":7,\"day\":1,\"energy_wh\":5}]}}}",
	     kasa_energy_days(dev, 0, 2026, 7, on_history, NULL));
	CALL("{\"schedule\":{\"get_monthstat\":{\"month_list\":[{\"year\":2026,\"month\":7,\"time\":5}]}}}",
	     kasa_usage_months(dev, 0, 2026, on_history, NULL));
	CALL("{\"emeter\":{" TAKEN("erase_emeter_stat") "\"get_realtime\":{\"total_wh\":0}}}",
	     kasa_energy_erase(dev, 0, on_energy, NULL));
	CALL("{\"schedule\":{" TAKEN("erase_runtime_stat") "\"get_monthstat\":{\"month_list\":[]}}}",
	     kasa_usage_erase(dev, 0, 2026, on_history, NULL));
}

static void
set_up(struct kasa_context *ctx, struct kasa_device *dev)
{
	CALL("{\"netif\":{\"get_scaninfo\":{\"ap_list\":[{\"ssid\":\"a\",\"key_type\":0},{\"ssid\":\"b\",\"key_type\":3}]}}}",
	     kasa_wifi_scan(dev, true, on_networks, NULL));
	CALL("{\"netif\":{\"get_stainfo\":{\"ssid\":\"a\",\"key_type\":0}}}", kasa_wifi_read(dev, on_network, NULL));
	CALL("{\"system\":{" TAKEN("set_dev_location") PLACE "}}",
	     kasa_location_set(dev, 52.3702, 4.8952, on_location, NULL));
	CALL("{\"cnCloud\":{" TAKEN("bind") ACCOUNT "}}", kasa_cloud_bind(dev, "me", "password", on_cloud, NULL));
	CALL("{\"cnCloud\":{" TAKEN("unbind") NO_ACCOUNT "}}", kasa_cloud_unbind(dev, on_cloud, NULL));
	CALL("{\"cnCloud\":{" TAKEN("set_server_url") ACCOUNT "}}",
	     kasa_cloud_server_set(dev, "a.example", on_cloud, NULL));
	CALL("{\"cnCloud\":{\"get_intl_fw_list\":{\"fw_list\":[{\"fwVer\":\"1\"}]}}}",
	     kasa_firmware_read(dev, on_versions, NULL));
	CALL("{\"netif\":{\"set_stainfo\":{}}}", kasa_wifi_join(dev, "a", "password", 3, on_done, NULL));
	CALL("{\"system\":{\"reset\":{}}}", kasa_factory_reset(dev, on_done, NULL));
}

#define RESULT(value)                                                                                                 \
	static void on_##value(struct kasa_device *dev, const struct kasa_##value *value, const struct kasa_err *err, \
	                       void *arg)                                                                             \
	{                                                                                                             \
		ck_assert_int_eq(value != NULL, err->code == KASA_OK);                                                \
		on_done(dev, err, arg);                                                                               \
	}

RESULT(presets)
RESULT(effect)
RESULT(light_defaults)
RESULT(light_details)
RESULT(dimmer)
RESULT(motion)
RESULT(ambient)
RESULT(clock)

static void
light_up(struct kasa_context *ctx, struct kasa_device *dev)
{
	struct kasa_preset preset = { .light = { 40, KASA_UNKNOWN, 120, 75 } };
	struct kasa_light_defaults defaults = { { KASA_ON_LAST, 0, preset.light },
		                                { KASA_ON_UNKNOWN, 0, preset.light } };
	struct kasa_light_change change;

	kasa_light_change_init(&change);
	change.brightness = 40;
	CALL("{" STRIP_MODULE "{" OK("set_light_state") "}," EFFECT("0") "}",
	     kasa_light_set(dev, &change, on_done, NULL));
	CALL("{" PRESETS(LIGHTSTRIP(1)) "}", kasa_presets_read(dev, on_presets, NULL));
	CALL("{" STRIP_MODULE "{" OK("set_preferred_state") "}," PRESETS(LIGHTSTRIP(1)) "}",
	     kasa_preset_set(dev, &preset, on_presets, NULL));
	CALL("{" EFFECT("0") "}", kasa_effect_read(dev, on_effect, NULL));
	CALL("{\"smartlife.iot.lighting_effect\":{" OK("set_lighting_effect") "}," EFFECT("1") "}",
	     kasa_effect_set(dev, "{\"name\":\"Slow\"}", on_effect, NULL));
	CALL("{" STRIP_MODULE "{" OK("set_light_state") "}," EFFECT("0") "}", kasa_effect_stop(dev, on_effect, NULL));
	CALL("{" STRIP_MODULE "{" DEFAULTS "}}", kasa_light_defaults_read(dev, on_light_defaults, NULL));
	CALL("{" STRIP_MODULE "{" OK("set_default_behavior") "," DEFAULTS "}}",
	     kasa_light_defaults_set(dev, &defaults, on_light_defaults, NULL));
	CALL("{" STRIP_MODULE "{\"get_light_details\":{}}}", kasa_light_details_read(dev, on_light_details, NULL));
}

static void
dim(struct kasa_context *ctx, struct kasa_device *dev)
{
	CALL(DIM(""), kasa_dimmer_read(dev, on_dimmer, NULL));
	CALL(DIM(OK("set_fade_on_time") ","), kasa_dimmer_set(dev, KASA_DIMMER_FADE_ON, 700, on_dimmer, NULL));
	CALL(DIM(OK("set_long_press_action") ","),
	     kasa_dimmer_button(dev, KASA_BUTTON_LONG_PRESS, KASA_ACTION_PRESET, 2, on_dimmer, NULL));
}

#define LISTS(list) "\"get_rules\":{\"rule_list\":[" list "],\"enable\":1,\"err_code\":0}"
#define SUNDAY "{\"id\":\"7\",\"enable\":1,\"repeat\":1,\"wday\":[1,0,0,0,0,0,0],\"stime_opt\":0,\"smin\":5,\"sact\":1}"
#define COUNTS "{\"id\":\"3\",\"name\":\"kasa\",\"enable\":1,\"delay\":60,\"act\":0,\"remain\":60}"

static void
on_book(struct kasa_device *dev, const struct kasa_rules *rules, const struct kasa_err *err, void *arg)
{
	ck_assert_int_eq(rules != NULL, err->code == KASA_OK);
	on_done(dev, err, arg);
}

static void
on_countdown(struct kasa_device *dev, const struct kasa_countdown *countdown, const struct kasa_err *err, void *arg)
{
	ck_assert_int_eq(countdown != NULL, err->code == KASA_OK);
	on_done(dev, err, arg);
}

static void
keep_rules(struct kasa_context *ctx, struct kasa_device *dev)
{
	const struct kasa_rule rule = {
		.id = "7",
		.enabled = 1,
		.days = KASA_DAY_SUNDAY,
		.start = { .kind = KASA_MOMENT_CLOCK, .minute = 5 },
		.action = { .kind = KASA_ACT_ON },
	};

	CALL("{\"schedule\":{" LISTS(SUNDAY) "}}", kasa_schedule_read(dev, 0, on_book, NULL));
	CALL("{\"schedule\":{\"add_rule\":{\"id\":\"7\"}," LISTS(SUNDAY) "}}",
	     kasa_schedule_add(dev, 0, &rule, on_book, NULL, NULL));
	CALL("{\"schedule\":{" TAKEN("edit_rule") LISTS(SUNDAY) "}}",
	     kasa_schedule_edit(dev, 0, &rule, on_book, NULL, NULL));
	CALL("{\"schedule\":{" TAKEN("set_overall_enable") LISTS(SUNDAY) "}}",
	     kasa_schedule_enable(dev, 0, true, on_book, NULL));
	CALL("{\"schedule\":{" TAKEN("delete_rule") LISTS("") "}}", kasa_schedule_remove(dev, 0, "7", on_book, NULL));
	CALL("{\"schedule\":{" TAKEN("delete_all_rules") LISTS("") "}}", kasa_schedule_clear(dev, 0, on_book, NULL));
	CALL("{\"anti_theft\":{" LISTS(SUNDAY) "}}", kasa_away_read(dev, 0, on_book, NULL));
	CALL("{\"anti_theft\":{" TAKEN("delete_rule") LISTS("") "}}", kasa_away_remove(dev, 0, "7", on_book, NULL));
}

static void
count_down(struct kasa_context *ctx, struct kasa_device *dev)
{
	CALL("{\"count_down\":{" LISTS(COUNTS) "}}", kasa_countdown_read(dev, 0, on_countdown, NULL));
	CALL("{\"count_down\":{" TAKEN("delete_all_rules") TAKEN("add_rule") LISTS(COUNTS) "}}",
	     kasa_countdown_set(dev, 0, false, 60, "kasa", on_countdown, NULL));
	CALL("{\"count_down\":{" TAKEN("delete_all_rules") LISTS("") "}}",
	     kasa_countdown_cancel(dev, 0, on_countdown, NULL));
}

static void
sense(struct kasa_context *ctx, struct kasa_device *dev)
{
	struct kasa_clock clock = { .year = 2026, .month = 7, .day = 5, .hour = 12, .zone = 38 };

	CALL(PIR(""), kasa_motion_read(dev, on_motion, NULL));
	CALL(PIR(OK("set_enable") ","), kasa_motion_enable(dev, true, on_motion, NULL));
	CALL(PIR(OK("set_trigger_sens") ","), kasa_motion_range_set(dev, KASA_RANGE_CUSTOM, 33, on_motion, NULL));
	CALL(PIR(OK("set_cold_time") ","), kasa_motion_inactivity_set(dev, 60000, on_motion, NULL));
	CALL(LAS(""), kasa_ambient_read(dev, on_ambient, NULL));
	CALL(LAS(OK("set_enable") ","), kasa_ambient_enable(dev, true, on_ambient, NULL));
	CALL(LAS(OK("set_dark_index") ","), kasa_ambient_dark_set(dev, 1, on_ambient, NULL));
	CALL(LAS(OK("set_brt_level") ","), kasa_ambient_level_set(dev, 1, 3, on_ambient, NULL));
	CALL(TIME(""), kasa_clock_read(dev, on_clock, NULL));
	CALL(TIME(OK("set_timezone") ","), kasa_clock_set(dev, &clock, on_clock, NULL));
}

/* Of a device that is known by what it said first, or as the plug that it is: what it says later does not tell. */
static void
with_a_handle(const char *sysinfo, void (*calls)(struct kasa_context *ctx, struct kasa_device *dev))
{
	struct kasa_context *ctx = kasa_context_new(loop);
	struct kasa_device *dev = ctx ? handle(ctx) : NULL;

	accepted = told = 0;
	plug.says = sysinfo;
	if (dev) {
		count_call(kasa_device_refresh(dev, on_done, NULL));
		settle(ctx);
	}
	if (dev && kasa_device_state(dev))
		calls(ctx, dev);
	kasa_context_free(ctx);
	fake_plug_hang_up(&plug);
	ev_run(loop, EVRUN_NOWAIT);
}

static void
call_history(void)
{
	with_a_handle(NULL, look_back);
}

static void
call_setup(void)
{
	with_a_handle(NULL, set_up);
}

static void
call_lights(void)
{
	with_a_handle(ANSWER_INFO(LIGHTSTRIP(1)), light_up);
}

static void
call_dimmers(void)
{
	with_a_handle(ANSWER_INFO(DIMMER(1, 40)), dim);
}

static void
call_sensors(void)
{
	with_a_handle(ANSWER_INFO(SENSOR_SWITCH), sense);
}

static void
call_rules(void)
{
	with_a_handle(NULL, keep_rules);
}

static void
call_countdown(void)
{
	with_a_handle(NULL, count_down);
}

static void
call_and_free(void)
{
	struct kasa_context *ctx = kasa_context_new(loop);
	struct kasa_device *dev = ctx ? handle(ctx) : NULL;

	accepted = told = 0;
	if (dev) {
		count_call(kasa_relay_toggle(dev, 0, on_done, NULL));
		count_call(kasa_device_poll(dev, on_done, NULL));
		ev_run(loop, EVRUN_NOWAIT);
		kasa_device_free(dev);
		ck_assert_uint_eq(told, accepted);
	}
	kasa_context_free(ctx);
	fake_plug_hang_up(&plug);
	ev_run(loop, EVRUN_NOWAIT);
}

/* With memory again a handle that had none works. */
static void
recover(void)
{
	struct kasa_context *ctx;
	struct kasa_device *dev;

	oom_pause();
	ctx = kasa_context_new(loop);
	dev = handle(ctx);
	oom_resume();
	accepted = told = 0;
	count_call(kasa_relay_set(dev, 0, false, on_done, NULL));
	settle(ctx);
	oom_pause();
	plug.relay = 0;
	count_call(kasa_relay_set(dev, 0, true, on_done, NULL));
	settle(ctx);
	ck_assert_int_eq(plug.relay, 1);
	oom_resume();
	kasa_context_free(ctx);
	fake_plug_hang_up(&plug);
	ev_run(loop, EVRUN_NOWAIT);
}

static const char *const here[] = { "127.0.0.1" };

static struct kasa_discover_options
options(void)
{
	return (struct kasa_discover_options){
		.targets = here, .target_count = 1, .port = plug.port, .wait_ms = 10, .rounds = 1
	};
}

static void
on_search_over(const struct kasa_discover_report *report, const struct kasa_err *err, void *arg)
{
	(void)report;
	(void)arg;
	note(err);
}

static void
discover(void)
{
	struct kasa_context *ctx = kasa_context_new(loop);
	struct kasa_discover_options opts = options();
	struct kasa_discover *search = NULL;

	accepted = told = 0;
	if (ctx) {
		count_call(kasa_discover_start(ctx, &opts, NULL, on_search_over, NULL, NULL, NULL));
		settle(ctx);
		if (kasa_discover_start(ctx, &opts, NULL, on_search_over, NULL, &search, NULL) == KASA_OK)
			kasa_discover_stop(search);
		settle(ctx);
	}
	kasa_context_free(ctx);
}

/* A device that announces itself and listens to nobody. */
static void
discover_announced(void)
{
	struct kasa_context *ctx = kasa_context_new(loop);
	struct kasa_discover_options opts = options();

	opts.tdp_port = herald.port;
	opts.timeout_ms = 10;
	accepted = told = 0;
	if (ctx) {
		const struct kasa_credentials account = { .klap1 = { 1 } };

		kasa_context_add_credentials(ctx, &account);
		plug.no_udp = true;
		count_call(kasa_discover_start(ctx, &opts, NULL, on_search_over, NULL, NULL, NULL));
		settle(ctx);
	}
	kasa_context_free(ctx);
}

static void
discover_interfaces(void)
{
	struct kasa_context *ctx = kasa_context_new(loop);
	struct kasa_discover *search = NULL;
	struct kasa_interface list[4];
	struct kasa_err err;

	if (kasa_interfaces(list, 4, &err) < 0)
		ck_assert_int_eq(err.code, KASA_ENOMEM);
	/* stopped before a single probe leaves */
	if (ctx && kasa_discover_start(ctx, NULL, NULL, NULL, NULL, &search, &err) == KASA_OK)
		kasa_discover_stop(search);
	kasa_context_free(ctx);
}

static void
on_located(const struct kasa_located *located, void *arg)
{
	bool nomem = located->err->code == KASA_ENOMEM || located->err->code == KASA_ENOTFOUND;

	(void)arg;
	ck_assert_msg(located->device || nomem, "%d: %s", (int)located->err->code, located->err->text);
	told++;
}

/* A search that is over is not to be stopped. */
static void
on_all_located(void *arg)
{
	struct kasa_locate **search = arg;

	*search = NULL;
}

static void
locate(void)
{
	struct kasa_context *ctx = kasa_context_new(loop);
	struct kasa_discover_options opts = options();
	struct kasa_want wants[] = {
		{ .id = FAKE_ID, .alias = FAKE_ALIAS, .hint_host = "127.0.0.1", .hint_port = plug.port },
		{ .mac = FAKE_MAC },
		{ .alias = "christ" },
	};
	struct kasa_locate *search = NULL;

	accepted = told = 0;
	if (ctx && kasa_locate_start(ctx, wants, 3, &opts, 0, on_located, NULL, NULL, NULL, NULL) == KASA_OK) {
		accepted = 3;
		settle(ctx);
	}
	if (ctx
	    && kasa_locate_start(ctx, wants, 3, &opts, 0, on_located, on_all_located, &search, &search, NULL)
	               == KASA_OK) {
		ev_run(loop, EVRUN_NOWAIT);
		kasa_locate_stop(search);
	}
	kasa_context_free(ctx);
	fake_plug_hang_up(&plug);
	ev_run(loop, EVRUN_NOWAIT);
}

static void
run(const char *name, oom_scenario *scenario)
{
	loop = ev_loop_new(EVFLAG_AUTO);
	fake_plug_start(&plug, loop);
	fake_herald_start(&herald, loop, INADDR_LOOPBACK, 0);
	fake_herald_say(&herald, FAKE_ANNOUNCEMENT("IOT.SMARTPLUGSWITCH", "KLAP", "1", "AA-BB-CC-DD-EE-01", ""));
	oom_run(name, scenario);
	fake_plug_stop(&plug);
	fake_herald_stop(&herald);
	ev_loop_destroy(loop);
}

START_TEST(calls_without_memory_are_refused_or_told)
{
	run("calls", call_everything);
}
END_TEST

START_TEST(histories_without_memory_are_refused_or_told)
{
	run("history", call_history);
}
END_TEST

START_TEST(a_setup_without_memory_is_refused_or_told)
{
	run("setup", call_setup);
}
END_TEST

START_TEST(lights_without_memory_are_refused_or_told)
{
	run("lights", call_lights);
}
END_TEST

START_TEST(dimmers_without_memory_are_refused_or_told)
{
	run("dimmers", call_dimmers);
}
END_TEST

START_TEST(sensors_without_memory_are_refused_or_told)
{
	run("sensors", call_sensors);
}
END_TEST

START_TEST(rules_without_memory_are_refused_or_told)
{
	run("rules", call_rules);
}
END_TEST

START_TEST(countdowns_without_memory_are_refused_or_told)
{
	run("countdown", call_countdown);
}
END_TEST

START_TEST(calls_without_memory_are_cancelled_when_their_handle_is_freed)
{
	run("free", call_and_free);
}
END_TEST

START_TEST(a_handle_works_again_when_there_is_memory_again)
{
	run("recover", recover);
}
END_TEST

START_TEST(a_search_without_memory_ends)
{
	run("discover", discover);
}
END_TEST

START_TEST(a_search_among_those_who_announce_themselves_ends_without_memory)
{
	run("announced", discover_announced);
}
END_TEST

START_TEST(a_search_without_memory_for_interfaces_is_refused)
{
	run("interfaces", discover_interfaces);
}
END_TEST

START_TEST(a_locate_without_memory_tells_every_want)
{
	run("locate", locate);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		calls_without_memory_are_refused_or_told,
		histories_without_memory_are_refused_or_told,
		a_setup_without_memory_is_refused_or_told,
		lights_without_memory_are_refused_or_told,
		dimmers_without_memory_are_refused_or_told,
		sensors_without_memory_are_refused_or_told,
		rules_without_memory_are_refused_or_told,
		countdowns_without_memory_are_refused_or_told,
		calls_without_memory_are_cancelled_when_their_handle_is_freed,
		a_handle_works_again_when_there_is_memory_again,
		a_search_without_memory_ends,
		a_search_among_those_who_announce_themselves_ends_without_memory,
		a_search_without_memory_for_interfaces_is_refused,
		a_locate_without_memory_tells_every_want,
	};

	return unit_run("oom_api", tests, UNIT_COUNT(tests));
}
