/* What devices that speak SMART say of themselves, made by hand: their answers, each under its method, as a recording has them. */
#ifndef KASA_TESTS_UNIT_SMART_DEVICES_H
#define KASA_TESTS_UNIT_SMART_DEVICES_H

#define SMART_ID "8022AAAABBBBCCCCDDDDEEEEFFFF000011112222"

#define SMART_COMPONENT(id, version) "{\"id\":\"" id "\",\"ver_code\":" #version "}"
#define SMART_COMPONENTS(list)                                                                       \
	"\"component_nego\":{\"component_list\":[" SMART_COMPONENT("device", 2) "," SMART_COMPONENT( \
		"schedule", 2) "," SMART_COMPONENT("countdown", 2) "," SMART_COMPONENT("antitheft", 1) list "]}"

/* "TGFtcA==" is "Lamp". */
#define SMART_INFO(type, model, name, members)                                                                 \
	"\"get_device_info\":{\"device_id\":\"" SMART_ID "\",\"fw_ver\":\"1.3.0 Build 1\",\"hw_ver\":\"1.0\"," \
	"\"model\":\"" model "\",\"type\":\"SMART." type "\",\"mac\":\"AA-BB-CC-DD-EE-01\",\"rssi\":-50,"      \
	"\"nickname\":\"" name "\",\"specs\":\"\",\"has_set_location_info\":true" members "}"

#define SMART_LED(rule)                                                                                        \
	"\"get_led_info\":{\"bri_config\":{\"bri_type\":\"overall\"},\"led_rule\":\"" rule "\",\"led_status\"" \
	":true,\"night_mode\":{\"start_time\":1320}}"

/* What takes any change and shows none: it stays as it was. */
#define SMART_TAKES "\"set_device_info\":{},\"set_led_info\":{},\"device_reboot\":{},\"device_reset\":{},"

/* A plug with a meter and an LED, on (true) or off (false). */
#define SMART_PLUG(on)                                                          \
	"{" SMART_COMPONENTS("," SMART_COMPONENT("led", 1) "," SMART_COMPONENT( \
		"energy_monitoring",                                            \
		2)) "," SMART_INFO("TAPOPLUG", "P110",                          \
	                           "TGFtcA==", ",\"device_on\":" #on ",\"on_time\":7") "," SMART_LED("always") "}"

#define SMART_PLAIN(on) \
	"{" SMART_COMPONENTS("") "," SMART_INFO("KASASWITCH", "KS205", "TGFtcA==", ",\"device_on\":" #on) "}"

#define SMART_CHILD(number, position, on)                                                                              \
	"{\"device_id\":\"" SMART_ID number "\",\"position\":" #position ",\"category\":\"plug.powerstrip.sub-plug\"," \
	"\"device_on\":" #on ",\"on_time\":0,\"nickname\":\"T25l\"}"
#define SMART_CHILDREN(list, sum) \
	"\"get_child_device_list\":{\"child_device_list\":[" list "],\"start_index\":0,\"sum\":" #sum "}"

/* A strip of two outlets, the second one listed first. */
#define SMART_STRIP(a, b)                                                                                          \
	"{" SMART_COMPONENTS("," SMART_COMPONENT("child_device", 2) "," SMART_COMPONENT("led", 1)) "," SMART_INFO( \
		"TAPOPLUG", "P300",                                                                                \
		"U3RyaXA=", "") "," SMART_CHILDREN(SMART_CHILD("01", 2, b) "," SMART_CHILD("00", 1, a),            \
	                                           2) "," SMART_LED("always") "}"

/* One of six, which are more than one message takes. */
#define SMART_LONG_STRIP(on)                                                                                                                 \
	"{" SMART_COMPONENTS("," SMART_COMPONENT("child_device", 2)) "," SMART_INFO("TAPOPLUG", "P316M", "U3RyaXA=", "") "," SMART_CHILDREN( \
		SMART_CHILD("00", 1, on) "," SMART_CHILD("01", 2, on) "," SMART_CHILD("02", 3, on) "," SMART_CHILD(                          \
			"03", 4, on) "," SMART_CHILD("04", 5, on) "," SMART_CHILD("05", 6, on),                                              \
		6) "}"

/* Members of get_device_info, and what lights have. */
#define SMART_BULB(members)                                                                                            \
	"{" SMART_COMPONENTS("," SMART_COMPONENT("brightness", 1) "," SMART_COMPONENT("color", 1) "," SMART_COMPONENT( \
		"color_temperature",                                                                                   \
		1) "," SMART_COMPONENT("preset", 1)) "," SMART_INFO("TAPOBULB", "L530", "QnVsYg==",                    \
	                                                            ",\"color_temp_range\":[2500,6500]," members) "}"
#define SMART_DIMMER(members)                                                          \
	"{" SMART_COMPONENTS("," SMART_COMPONENT("brightness", 1) "," SMART_COMPONENT( \
		"dimmer_calibration", 1)) "," SMART_INFO("TAPOSWITCH", "S505D", "RGlt", "," members) "}"

#define SMART_HUB \
	"{" SMART_COMPONENTS("," SMART_COMPONENT("child_device", 1)) "," SMART_INFO("TAPOHUB", "H100", "SHVi", "") "}"

#endif
