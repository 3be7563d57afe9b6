/* The motion sensor (PIR) and the ambient light sensor (LAS). */
#include "base/err.h"
#include "model/iot.h"
#include "model/sensor.h"

static int
flag(const struct kasa_jx *object, const char *key)
{
	int n = kasa_jx_int(object, key);

	return n == 0 || n == 1 ? n : KASA_UNKNOWN;
}

/* ---- motion ---- */

static void
read_thresholds(const struct kasa_jx *array, int thresholds[KASA_RANGES])
{
	const struct kasa_jx *at = NULL;

	for (size_t i = 0; i < KASA_RANGES; i++) {
		if (i == 0 || at)
			at = kasa_jx_next(array, at);
		thresholds[i] = kasa_jx_integer(at);
	}
}

static int
read_motion(const struct kasa_jx *reply, struct kasa_iot_talk *talk)
{
	struct kasa_motion *motion = &talk->answer->motion;
	int range = kasa_jx_int(reply, "trigger_index");

	*motion = (struct kasa_motion){
		.enabled = flag(reply, "enable"),
		.range = range >= 0 && range < KASA_RANGES ? range : KASA_UNKNOWN,
		.inactivity_ms = kasa_jx_int(reply, "cold_time"),
		.least = kasa_jx_int(reply, "min_adc"),
		.most = kasa_jx_int(reply, "max_adc"),
		.value = KASA_UNKNOWN,
		.percent = KASA_UNKNOWN,
		.motion = KASA_UNKNOWN,
	};
	read_thresholds(kasa_jx_get(reply, "array"), motion->thresholds);
	return KASA_OK;
}

static int
read_motion_value(const struct kasa_jx *reply, struct kasa_iot_talk *talk)
{
	talk->answer->motion.value = kasa_jx_int(reply, "value");
	kasa_motion_compute(&talk->answer->motion);
	return KASA_OK;
}

static int
enable_args(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	(void)record;
	return kasa_buf_printf(out, "{\"enable\":%d}", order->sensor.values[0]);
}

static int
range_args(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	int rc = kasa_buf_printf(out, "{\"index\":%d", order->sensor.values[0]);

	(void)record;
	if (rc == KASA_OK && order->sensor.values[0] == KASA_RANGE_CUSTOM)
		rc = kasa_iot_put_int(out, "value", order->sensor.values[1]);
	return rc == KASA_OK ? kasa_buf_printf(out, "}") : rc;
}

static int
inactivity_args(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	(void)record;
	return kasa_buf_printf(out, "{\"cold_time\":%d}", order->sensor.values[0]);
}

// clang-format off
#define MOTION     { KASA_IOT_PIR, "get_config", NULL, read_motion, 0 }, \
		   { KASA_IOT_PIR, "get_adc_value", NULL, read_motion_value, KASA_IOT_MAY_LACK }
#define OF_MOTION  .needs = KASA_FEATURE_MOTION, .lacks = "has no motion sensor"
#define SET_MOTION(method, args) { .asks = { { KASA_IOT_PIR, method, args, NULL, KASA_IOT_SETS }, MOTION }, OF_MOTION }

const struct kasa_iot_row kasa_iot_motion = { .asks = { MOTION }, OF_MOTION };

static const struct kasa_iot_row motion_setters[] = {
	[KASA_SENSOR_ENABLED]    = SET_MOTION("set_enable", enable_args),
	[KASA_SENSOR_RANGE]      = SET_MOTION("set_trigger_sens", range_args),
	[KASA_SENSOR_INACTIVITY] = SET_MOTION("set_cold_time", inactivity_args),
};
// clang-format on

const struct kasa_iot_row *
kasa_iot_motion_set(const struct kasa_order *order, const struct kasa_state *state)
{
	(void)state;
	return &motion_setters[order->sensor.setting];
}

/* ---- ambient light ---- */

static void
read_level(const struct kasa_jx *object, struct kasa_level *level)
{
	level->percent = kasa_jx_int(object, "value");
	kasa_jx_copy(object, "name", level->name, sizeof level->name);
}

/* One sensor is all that any device has. */
static int
read_ambient(const struct kasa_jx *reply, struct kasa_iot_talk *talk)
{
	const struct kasa_jx *sensor = kasa_jx_next(kasa_jx_get(reply, "devs"), NULL), *at = NULL;
	const struct kasa_jx *levels = kasa_jx_get(sensor, "level_array");
	struct kasa_ambient *ambient = &talk->answer->ambient;

	*ambient = (struct kasa_ambient){
		.enabled = flag(sensor, "enable"),
		.percent = KASA_UNKNOWN,
		.dark = KASA_UNKNOWN,
		.level = kasa_jx_int(sensor, "dark_index"),
	};
	while (ambient->level_count < KASA_LEVELS_MAX && (at = kasa_jx_next(levels, at)))
		read_level(at, &ambient->levels[ambient->level_count++]);
	return KASA_OK;
}

static int
read_brightness(const struct kasa_jx *reply, struct kasa_iot_talk *talk)
{
	talk->answer->ambient.percent = kasa_jx_int(reply, "value");
	return KASA_OK;
}

static int
read_dark(const struct kasa_jx *reply, struct kasa_iot_talk *talk)
{
	talk->answer->ambient.dark = flag(reply, "bDark");
	return KASA_OK;
}

static int
dark_args(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	(void)record;
	return kasa_buf_printf(out, "{\"dark_index\":%d}", order->sensor.values[0]);
}

static int
level_args(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	(void)record;
	return kasa_buf_printf(out, "{\"index\":%d,\"value\":%d}", order->sensor.values[0], order->sensor.values[1]);
}

// clang-format off
#define AMBIENT     { KASA_IOT_LAS, "get_config", NULL, read_ambient, 0 }, \
		    { KASA_IOT_LAS, "get_current_brt", NULL, read_brightness, KASA_IOT_MAY_LACK }, \
		    { KASA_IOT_LAS, "get_dark_status", NULL, read_dark, KASA_IOT_MAY_LACK }
#define OF_AMBIENT  .needs = KASA_FEATURE_AMBIENT_LIGHT, .lacks = "has no ambient light sensor"
#define SET_AMBIENT(method, args) { .asks = { { KASA_IOT_LAS, method, args, NULL, KASA_IOT_SETS }, AMBIENT }, OF_AMBIENT }

const struct kasa_iot_row kasa_iot_ambient = { .asks = { AMBIENT }, OF_AMBIENT };

static const struct kasa_iot_row ambient_setters[] = {
	[KASA_SENSOR_ENABLED] = SET_AMBIENT("set_enable", enable_args),
	[KASA_SENSOR_DARK]    = SET_AMBIENT("set_dark_index", dark_args),
	[KASA_SENSOR_LEVEL]   = SET_AMBIENT("set_brt_level", level_args),
};
// clang-format on

const struct kasa_iot_row *
kasa_iot_ambient_set(const struct kasa_order *order, const struct kasa_state *state)
{
	(void)state;
	return &ambient_setters[order->sensor.setting];
}
