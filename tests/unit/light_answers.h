/* What lights, dimmers, sensors and clocks answer, made by hand: the least that is read back as it was ordered. */
#ifndef KASA_TESTS_UNIT_LIGHT_ANSWERS_H
#define KASA_TESTS_UNIT_LIGHT_ANSWERS_H

#include "unit/devices.h"

#define OK(method) "\"" method "\":{\"err_code\":0}"
#define BULB_MODULE "\"smartlife.iot.smartbulb.lightingservice\":"
#define STRIP_MODULE "\"smartlife.iot.lightStrip\":"
#define SYSINFO(members) "\"system\":{\"get_sysinfo\":{" members "}}"
#define PRESETS(device) SYSINFO(device ",\"preferred_state\":[{\"index\":0," LIGHT_VALUES "}]")
#define EFFECT(on) SYSINFO(BULB(1) ",\"length\":16,\"lighting_effect_state\":{\"enable\":" on ",\"name\":\"Slow\"}")
#define DEFAULTS \
	"\"get_default_behavior\":{\"soft_on\":{\"mode\":\"last_status\"},\"hard_on\":{\"mode\":\"circadian\"}}"
#define DIM(setter)                                                                            \
	"{\"smartlife.iot.dimmer\":{" setter "\"get_dimmer_parameters\":{\"fadeOnTime\":700}," \
	"\"get_default_behavior\":{\"long_press\":{\"mode\":\"customize_preset\",\"index\":2}}}}"
#define PIR(setter)                                                                                               \
	"{\"smartlife.iot.PIR\":{" setter "\"get_config\":{\"enable\":1,\"trigger_index\":3,\"cold_time\":60000," \
	"\"min_adc\":0,\"max_adc\":4095,\"array\":[80,50,20,33]},\"get_adc_value\":{\"value\":2047}}}"
#define LAS(setter)                                                                                                    \
	"{\"smartlife.iot.LAS\":{" setter "\"get_config\":{\"devs\":[{\"enable\":1,\"dark_index\":1,\"level_array\":[" \
	"{\"name\":\"cloudy\",\"value\":15},{\"name\":\"night\",\"value\":3}]}]},\"get_current_brt\":{\"value\":12},"  \
	"\"get_dark_status\":{\"bDark\":1}}}"
#define TIME(setter)                                                                                                \
	"{\"time\":{" setter "\"get_time\":{\"year\":2026,\"month\":7,\"mday\":5,\"hour\":12,\"min\":0,\"sec\":1}," \
	"\"get_timezone\":{\"index\":38}}}"

#endif
