/* The devices that are known: what each says of its kind, and the family and the features that follow from it. */
#include "unit/unit.h"

#include "unit/devices.h"

enum {
	SWITCHES = KASA_FEATURE_RELAY | KASA_FEATURE_TIMER | KASA_FEATURE_LED,
	METERS = SWITCHES | KASA_FEATURE_ENERGY,
	DIMS = SWITCHES | KASA_FEATURE_BRIGHTNESS,
	SENSES = KASA_FEATURE_MOTION | KASA_FEATURE_AMBIENT_LIGHT,
	OUTLETS = KASA_FEATURE_OUTLETS,
	SHINES = KASA_FEATURE_RELAY | KASA_FEATURE_TIMER | KASA_FEATURE_ENERGY | KASA_FEATURE_BRIGHTNESS,
	WHITES = SHINES | KASA_FEATURE_COLOR_TEMP,
	COLORS = WHITES | KASA_FEATURE_COLOR,
	EFFECTS = COLORS | KASA_FEATURE_EFFECTS,
	MEMBERS_MAX = 3000,
};

#define SMARTPLUG "\"mic_type\":\"IOT.SMARTPLUGSWITCH\",\"led_off\":0,"
#define OLD_SMARTPLUG "\"type\":\"IOT.SMARTPLUGSWITCH\",\"led_off\":0,"
#define NAMED(name, feature) "\"relay_state\":0,\"dev_name\":\"" name "\",\"feature\":\"" feature "\""
#define DIMMABLE(name) NAMED(name, "TIM") ",\"brightness\":50"
#define SMARTBULB "\"mic_type\":\"IOT.SMARTBULB\",\"light_state\":{\"on_off\":0},"
#define CAN(dimmable, temp, color) \
	"\"is_dimmable\":" #dimmable ",\"is_variable_color_temp\":" #temp ",\"is_color\":" #color
#define DESCRIBED(text) ",\"description\":\"" text "\""

// clang-format off
static const struct {
	const char *models; /* for whoever reads a failure: it is not what decides */
	const char *says;
	unsigned outlets;
	enum kasa_family family;
	unsigned features;
} known[] = {
	{ "HS100 1.0",    OLD_SMARTPLUG NAMED("Wi-Fi Smart Plug", "TIM"),                            0, KASA_FAMILY_PLUG, SWITCHES },
	{ "HS100 2.0",    OLD_SMARTPLUG NAMED("Smart Wi-Fi Plug", "TIM"),                            0, KASA_FAMILY_PLUG, SWITCHES },
	{ "HS103 1.0",    OLD_SMARTPLUG NAMED("Smart Wi-Fi Plug Lite", "TIM"),                       0, KASA_FAMILY_PLUG, SWITCHES },
	{ "HS105 1.0",    OLD_SMARTPLUG NAMED("Smart Wi-Fi Plug Mini", "TIM"),                       0, KASA_FAMILY_PLUG, SWITCHES },
	{ "HS110 1.0",    OLD_SMARTPLUG NAMED("Wi-Fi Smart Plug With Energy Monitoring", "TIM:ENE"), 0, KASA_FAMILY_PLUG, METERS },
	{ "HS110 4.0",    SMARTPLUG NAMED("Smart Wi-Fi Plug With Energy Monitoring", "TIM:ENE"),     0, KASA_FAMILY_PLUG, METERS },
	{ "HS100 4.1, KP105", SMARTPLUG NAMED("Smart Wi-Fi Plug", "TIM"),                            0, KASA_FAMILY_PLUG, SWITCHES },
	{ "HS103 2.1",    SMARTPLUG NAMED("Smart Wi-Fi Plug Lite", "TIM"),                           0, KASA_FAMILY_PLUG, SWITCHES },
	{ "EP10, KP100",  SMARTPLUG NAMED("Smart Wi-Fi Plug Mini", "TIM"),                           0, KASA_FAMILY_PLUG, SWITCHES },
	{ "EP25, KP115, KP125", SMARTPLUG NAMED("Smart Wi-Fi Plug Mini", "TIM:ENE"),                 0, KASA_FAMILY_PLUG, METERS },
	{ "KP401",        SMARTPLUG NAMED("Smart Outdoor Plug", "TIM"),                              0, KASA_FAMILY_PLUG, SWITCHES },
	{ "HS200, KS200", SMARTPLUG NAMED("Smart Wi-Fi Light Switch", "TIM"),                        0, KASA_FAMILY_SWITCH, SWITCHES },
	{ "HS210",        SMARTPLUG NAMED("Smart Wi-Fi 3-Way Light Switch", "TIM"),                  0, KASA_FAMILY_SWITCH, SWITCHES },
	{ "KS200M",       SMARTPLUG NAMED("Smart Light Switch with PIR", "TIM"),                     0, KASA_FAMILY_SWITCH, SWITCHES | SENSES },
	{ "HS220 1.0",    SMARTPLUG DIMMABLE("Smart Wi-Fi Dimmer"),                                  0, KASA_FAMILY_DIMMER, DIMS },
	{ "HS220 2.0",    SMARTPLUG DIMMABLE("Wi-Fi Smart Dimmer"),                                  0, KASA_FAMILY_DIMMER, DIMS },
	{ "KS220",        SMARTPLUG DIMMABLE("Smart Wi-Fi Dimmer Switch"),                           0, KASA_FAMILY_DIMMER, DIMS },
	{ "KS230",        SMARTPLUG DIMMABLE("Wi-Fi Smart 3-Way Dimmer"),                            0, KASA_FAMILY_DIMMER, DIMS },
	{ "KP405",        SMARTPLUG DIMMABLE("Kasa Smart Wi-Fi Outdoor Plug-In Dimmer"),             0, KASA_FAMILY_DIMMER, DIMS },
	{ "ES20M, KS220M", SMARTPLUG DIMMABLE("Wi-Fi Smart Dimmer with sensor"),                     0, KASA_FAMILY_DIMMER, DIMS | SENSES },
	{ "EP40, HS107, KP200, KP400", SMARTPLUG "\"feature\":\"TIM\"",                              2, KASA_FAMILY_STRIP, SWITCHES | OUTLETS },
	{ "KP303",        SMARTPLUG "\"feature\":\"TIM\"",                                           3, KASA_FAMILY_STRIP, SWITCHES | OUTLETS },
	{ "HS300",        SMARTPLUG "\"feature\":\"TIM:ENE\"",                                       6, KASA_FAMILY_STRIP, METERS | OUTLETS },
	{ "KL110, LB100, LB110", SMARTBULB CAN(1, 0, 0) DESCRIBED("Smart Wi-Fi LED Bulb with Dimmable Light"), 0, KASA_FAMILY_BULB, SHINES },
	{ "KL50, KL60",   SMARTBULB CAN(1, 0, 0) DESCRIBED("Kasa Smart Edison Bulb, Dimmable"),      0, KASA_FAMILY_BULB, SHINES },
	{ "KL120",        SMARTBULB CAN(1, 1, 0) DESCRIBED("Smart Wi-Fi LED Bulb with Tunable White Light"), 0, KASA_FAMILY_BULB, WHITES },
	{ "KL125, KL130, KL135, LB130", SMARTBULB CAN(1, 1, 1) DESCRIBED("Smart Wi-Fi LED Bulb with Color Changing"), 0, KASA_FAMILY_BULB, COLORS },
	{ "KL400, KL430", SMARTBULB CAN(1, 1, 1) DESCRIBED("Kasa Smart Light Strip, Multicolor") ",\"length\":16,\"lighting_effect_state\":{\"enable\":0}",
	                                                                                             0, KASA_FAMILY_LIGHTSTRIP, EFFECTS },
	/* beside them: what no recording has, but what follows */
	{ "a strip of lights' switches", SMARTPLUG NAMED("Smart Light Switch", "TIM"),               2, KASA_FAMILY_STRIP, SWITCHES | OUTLETS },
	{ "a dimmer with a meter", SMARTPLUG NAMED("Dimmer", "TIM:ENE"),                             0, KASA_FAMILY_DIMMER, METERS | DIMS },
	{ "a bulb called a dimmer", SMARTBULB CAN(1, 0, 0) ",\"dev_name\":\"Dimmer\"",               0, KASA_FAMILY_BULB, SHINES },
	{ "a strip without effects", SMARTBULB CAN(1, 1, 1) ",\"length\":8",                         0, KASA_FAMILY_LIGHTSTRIP, COLORS },
};
// clang-format on

/* `"children":[...]`, each with its position at the end of its id. */
static size_t
write_children(char *out, size_t size, unsigned count)
{
	size_t n = (size_t)snprintf(out, size, ",\"child_num\":%u,\"children\":[", count);

	for (unsigned i = 0; i < count; i++)
		n += (size_t)snprintf(out + n, size - n,
		                      "%s{\"id\":\"" DEVICE_ID "%02u\",\"alias\":\"Socket %u\",\"state\":0}",
		                      i ? "," : "", i, i + 1);
	return n + (size_t)snprintf(out + n, size - n, "]");
}

static struct kasa_record
read_known(size_t row)
{
	char members[MEMBERS_MAX];
	size_t n = (size_t)snprintf(members, sizeof members, "\"deviceId\":\"" DEVICE_ID "\",\"model\":\"X\",%s",
	                            known[row].says);

	if (known[row].outlets > 0)
		write_children(members + n, sizeof members - n, known[row].outlets);
	return device_record(members);
}

START_TEST(each_known_kind_has_its_family_and_no_other)
{
	for (size_t i = 0; i < UNIT_COUNT(known); i++) {
		struct kasa_record record = read_known(i);

		ck_assert_msg(record.state.family == known[i].family, "%s: %s", known[i].models,
		              kasa_family_word(record.state.family));
		kasa_record_finish(&record);
	}
}
END_TEST

START_TEST(each_known_kind_has_its_features_and_no_other)
{
	for (size_t i = 0; i < UNIT_COUNT(known); i++) {
		struct kasa_record record = read_known(i);

		ck_assert_msg(record.state.features == known[i].features, "%s: 0x%x, not 0x%x", known[i].models,
		              record.state.features, known[i].features);
		kasa_record_finish(&record);
	}
}
END_TEST

START_TEST(each_known_strip_has_its_outlets_in_their_order)
{
	for (size_t i = 0; i < UNIT_COUNT(known); i++) {
		struct kasa_record record = read_known(i);
		char alias[24];

		ck_assert_uint_eq(record.state.outlet_count, known[i].outlets);
		for (unsigned at = 0; at < record.state.outlet_count; at++) {
			snprintf(alias, sizeof alias, "Socket %u", at + 1);
			ck_assert_str_eq(record.state.outlets[at].alias, alias);
		}
		kasa_record_finish(&record);
	}
}
END_TEST

/* KP303(US) 1.0.9 lists them as 01, 02, 00; old firmware of HS107, HS300, KP303(UK) and KP400 tells two digits only. */
START_TEST(outlets_are_in_order_in_whatever_form_and_order_they_are_listed)
{
	static const char *const listed[] = {
		CHILD(DEVICE_ID "01", 1) "," CHILD(DEVICE_ID "02", 0) "," CHILD(DEVICE_ID "00", 0),
		CHILD("01", 1) "," CHILD("02", 0) "," CHILD("00", 0),
		CHILD("02", 0) "," CHILD("00", 0) "," CHILD("01", 1),
		CHILD("OUTLET_3", 0) "," CHILD("OUTLET_1", 0) "," CHILD("OUTLET_2", 1),
	};

	for (size_t i = 0; i < UNIT_COUNT(listed); i++) {
		char members[MEMBERS_MAX];
		struct kasa_record record;

		snprintf(members, sizeof members, STRIP_INFO ",\"children\":[%s]", listed[i]);
		record = device_record(members);
		ck_assert_uint_eq(record.state.outlet_count, 3);
		ck_assert_int_eq(record.state.outlets[0].on, 0);
		ck_assert_int_eq(record.state.outlets[1].on, 1);
		ck_assert_int_eq(record.state.outlets[2].on, 0);
		kasa_record_finish(&record);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_known_kind_has_its_family_and_no_other,
		each_known_kind_has_its_features_and_no_other,
		each_known_strip_has_its_outlets_in_their_order,
		outlets_are_in_order_in_whatever_form_and_order_they_are_listed,
	};

	return unit_run("families", tests, UNIT_COUNT(tests));
}
