/* What devices say of themselves, made by hand: the least that each kind is known by. */
#ifndef KASA_TESTS_UNIT_DEVICES_H
#define KASA_TESTS_UNIT_DEVICES_H

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "model/jx.h"
#include "model/record.h"
#include "model/sysinfo.h"

#define DEVICE_ID "8006AAAABBBBCCCCDDDDEEEEFFFF000011112222"

#define PLUG_INFO                                                                                                   \
	"\"err_code\":0,\"type\":\"IOT.SMARTPLUGSWITCH\",\"dev_name\":\"Smart Wi-Fi Plug With Energy Monitoring\"," \
	"\"deviceId\":\"" DEVICE_ID "\",\"mac\":\"AA:BB:CC:DD:EE:01\",\"model\":\"HS110(EU)\",\"hw_ver\":\"4.0\","  \
	"\"sw_ver\":\"1.0.4 Build 1\",\"feature\":\"TIM:ENE\",\"rssi\":-50"

/* The members of `get_sysinfo` of a plug that is called Lamp and is on (1) or off (0). */
#define PLUG(on) PLUG_INFO ",\"alias\":\"Lamp\",\"led_off\":0,\"on_time\":7,\"relay_state\":" #on

#define STRIP_INFO                                                                                                 \
	"\"err_code\":0,\"mic_type\":\"IOT.SMARTPLUGSWITCH\",\"deviceId\":\"" DEVICE_ID "\",\"alias\":\"Strip\","  \
	"\"mac\":\"AA:BB:CC:DD:EE:02\",\"model\":\"HS300(US)\",\"hw_ver\":\"2.0\",\"sw_ver\":\"1\",\"led_off\":0," \
	"\"feature\":\"TIM:ENE\",\"child_num\":2"

/* A strip of two outlets, its ids in the long form, or in the short one. */
#define CHILD(id, on) "{\"id\":\"" id "\",\"alias\":\"Outlet " id "\",\"state\":" #on ",\"on_time\":" #on "}"
#define STRIP(a, b) STRIP_INFO ",\"children\":[" CHILD(DEVICE_ID "00", a) "," CHILD(DEVICE_ID "01", b) "]"
#define SHORT_STRIP(a, b) STRIP_INFO ",\"children\":[" CHILD("00", a) "," CHILD("01", b) "]"

#define BULB_INFO                                                                                                     \
	"\"err_code\":0,\"mic_type\":\"IOT.SMARTBULB\",\"deviceId\":\"" DEVICE_ID "\",\"alias\":\"Bulb\","            \
	"\"mic_mac\":\"AABBCCDDEE03\",\"model\":\"KL130(EU)\",\"hw_ver\":\"1.0\",\"sw_ver\":\"1\",\"is_dimmable\":1," \
	"\"is_color\":1,\"is_variable_color_temp\":1,\"description\":\"Smart Wi-Fi LED Bulb\""
#define LIGHT_VALUES "\"hue\":120,\"saturation\":75,\"color_temp\":0,\"brightness\":40"

#define BULB(on) BULB_INFO ",\"light_state\":{\"on_off\":" #on "," LIGHT_VALUES "}"
#define LIGHTSTRIP(on) BULB(on) ",\"length\":16,\"lighting_effect_state\":{\"enable\":0}"

/* A dimmer, on (1) or off (0), with a preset. */
#define DIMMER_INFO                                                                                                         \
	"\"err_code\":0,\"mic_type\":\"IOT.SMARTPLUGSWITCH\",\"dev_name\":\"Smart Wi-Fi Dimmer\",\"deviceId\":\"" DEVICE_ID \
	"\",\"model\":\"HS220(US)\",\"led_off\":0,\"feature\":\"TIM\",\"preferred_state\":[{\"index\":0,\"brightness\":75}]"
#define DIMMER(on, brightness) DIMMER_INFO ",\"relay_state\":" #on ",\"brightness\":" #brightness

/* A switch with a motion sensor and one for ambient light. */
#define SENSOR_SWITCH                                                                                       \
	"\"err_code\":0,\"mic_type\":\"IOT.SMARTPLUGSWITCH\",\"dev_name\":\"Smart Light Switch with PIR\"," \
	"\"deviceId\":\"" DEVICE_ID "\",\"model\":\"KS200M(US)\",\"led_off\":0,\"relay_state\":0"

/* An answer to get_sysinfo, alone or beside another answer. */
#define ANSWER_INFO(members) "{\"system\":{\"get_sysinfo\":{" members "}}}"
#define ANSWER_WITH(system, members) "{\"system\":{" system ",\"get_sysinfo\":{" members "}}}"

/* Reads the members of a `get_sysinfo` into a record that was initialised. */
static inline int
device_read(struct kasa_record *record, const char *members, struct kasa_err *err)
{
	char text[16384];
	struct kasa_jx_doc info;
	int rc;

	ck_assert_int_lt(snprintf(text, sizeof text, "{%s}", members), (int)sizeof text);
	ck_assert_int_eq(kasa_jx_parse(&info, text, strlen(text), err), KASA_OK);
	rc = kasa_sysinfo_read(info.values, record, err);
	kasa_jx_finish(&info);
	return rc;
}

/* A record of a device that said this. */
static inline struct kasa_record
device_record(const char *members)
{
	struct kasa_record record;
	struct kasa_err err;

	kasa_record_init(&record);
	ck_assert_int_eq(device_read(&record, members, &err), KASA_OK);
	return record;
}

#endif
