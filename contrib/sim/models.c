#include "models.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "common/suggest.h"

#include "motion.h"
#include "smart_model.h"

enum meter_shape {
	METER_NONE,
	METER_FLOAT,      /* V, A, W, kWh */
	METER_INTEGER,    /* mV, mA, mW, Wh */
	METER_SLOT,       /* the same and the socket's number */
	METER_POWER,      /* mW alone */
	METER_POWER_TOTAL /* mW and Wh */
};

enum trait {
	OLD = 1u << 0,       /* "type" instead of "mic_type", degrees as floats */
	SHORT_IDS = 1u << 1, /* children as "00" and not deviceId + "00" */
	ROTATED = 1u << 2,   /* children listed as 01 02 00 */
	COLOR = 1u << 3,
	WHITES = 1u << 4, /* variable colour temperature */
	SMART = 1u << 5,  /* the newer language; what it is about is its type there */
};

struct sim_model {
	const char *name, *hw, *sw, *about;
	enum sim_family family;
	enum meter_shape meter;
	unsigned traits;
	int outlets; /* of a strip; segments of a light strip */
	int volt;
	double power_w; /* when on */
};

// clang-format off
static const struct sim_model models[] = {
	/* name          hw     sw                               about                                       family           meter              traits          n   V    W */
	{ "HS100(EU)",   "2.1", "1.5.10 Build 191125 Rel.094314", "Smart Wi-Fi Plug",                         SIM_PLUG,        METER_NONE,        OLD,            0,  230, 40 },
	{ "HS103(US)",   "2.1", "1.1.4 Build 210409 Rel.113427",  "Smart Wi-Fi Plug Lite",                    SIM_PLUG,        METER_NONE,        0,              0,  120, 40 },
	{ "HS105(US)",   "1.0", "1.5.6 Build 191114 Rel.104204",  "Smart Wi-Fi Plug Mini",                    SIM_PLUG,        METER_NONE,        OLD,            0,  120, 40 },
	{ "HS110(EU)",   "4.0", "1.0.4 Build 191111 Rel.143500",  "Smart Wi-Fi Plug With Energy Monitoring",  SIM_PLUG,        METER_INTEGER,     0,              0,  230, 23.4 },
	{ "HS110(US)",   "1.0", "1.2.6 Build 200727 Rel.121701",  "Wi-Fi Smart Plug With Energy Monitoring",  SIM_PLUG,        METER_FLOAT,       OLD,            0,  120, 412.5 },
	{ "EP10(US)",    "1.0", "1.0.2 Build 200915 Rel.085940",  "Smart Wi-Fi Plug Mini",                    SIM_PLUG,        METER_NONE,        0,              0,  120, 40 },
	{ "EP25(US)",    "1.0", "1.0.14 Build 220411 Rel.102233", "Smart Wi-Fi Plug Mini",                    SIM_PLUG,        METER_INTEGER,     0,              0,  120, 61 },
	{ "KP105(UK)",   "1.0", "1.0.7 Build 210506 Rel.153510",  "Smart Wi-Fi Plug",                         SIM_PLUG,        METER_NONE,        0,              0,  230, 40 },
	{ "KP115(EU)",   "1.0", "1.0.16 Build 210205 Rel.163735", "Smart Wi-Fi Plug Mini",                    SIM_PLUG,        METER_INTEGER,     0,              0,  230, 85 },
	{ "KP125(US)",   "1.0", "1.0.6 Build 210928 Rel.185924",  "Smart Wi-Fi Plug Mini",                    SIM_PLUG,        METER_INTEGER,     0,              0,  120, 61 },
	{ "KP401(US)",   "1.0", "1.0.0 Build 191216 Rel.152512",  "Smart Outdoor Plug",                       SIM_PLUG,        METER_NONE,        0,              0,  120, 40 },
	{ "HS200(US)",   "5.0", "1.0.2 Build 200819 Rel.105309",  "Smart Wi-Fi Light Switch",                 SIM_PLUG,        METER_NONE,        0,              0,  120, 60 },
	{ "HS210(US)",   "3.0", "1.0.10 Build 211216 Rel.173213", "Smart Wi-Fi 3-Way Light Switch",           SIM_PLUG,        METER_NONE,        0,              0,  120, 60 },
	{ "KS200(US)",   "1.0", "1.0.8 Build 240424 Rel.101842",  "Smart Wi-Fi Light Switch",                 SIM_PLUG,        METER_NONE,        0,              0,  120, 60 },
	{ "KS200M(US)",  "1.0", "1.0.10 Build 221019 Rel.194527", "Smart Light Switch with PIR",              SIM_PLUG,        METER_NONE,        0,              0,  120, 60 },
	{ "HS220(US)",   "1.0", "1.5.11 Build 200214 Rel.152651", "Smart Wi-Fi Dimmer",                       SIM_DIMMER,      METER_NONE,        0,              0,  120, 60 },
	{ "ES20M(US)",   "1.0", "1.0.11 Build 240514 Rel.110351", "Wi-Fi Smart Dimmer with sensor",           SIM_DIMMER,      METER_NONE,        0,              0,  120, 60 },
	{ "KS220(US)",   "1.0", "1.0.13 Build 240424 Rel.102214", "Smart Wi-Fi Dimmer Switch",                SIM_DIMMER,      METER_NONE,        0,              0,  120, 60 },
	{ "KS220M(US)",  "1.0", "1.0.4 Build 210616 Rel.193517",  "Wi-Fi Smart Dimmer with sensor",           SIM_DIMMER,      METER_NONE,        0,              0,  120, 60 },
	{ "KS230(US)",   "1.0", "1.0.14 Build 220127 Rel.124555", "Wi-Fi Smart 3-Way Dimmer",                 SIM_DIMMER,      METER_NONE,        0,              0,  120, 60 },
	{ "KP405(US)",   "1.0", "1.0.6 Build 221207 Rel.103213",  "Kasa Smart Wi-Fi Outdoor Plug-In Dimmer",  SIM_DIMMER,      METER_NONE,        0,              0,  120, 60 },
	{ "HS107(US)",   "1.0", "1.0.8 Build 180718 Rel.155549",  "",                                         SIM_STRIP,       METER_NONE,        SHORT_IDS,      2,  120, 12 },
	{ "HS300(US)",   "2.0", "1.0.12 Build 220121 Rel.175814", "",                                         SIM_STRIP,       METER_SLOT,        0,              6,  120, 9.5 },
	{ "HS300(EU)",   "1.0", "1.0.6 Build 180627 Rel.081000",  "",                                         SIM_STRIP,       METER_INTEGER,     SHORT_IDS,      6,  230, 9.5 },
	{ "KP200(US)",   "3.0", "1.0.3 Build 221021 Rel.183354",  "",                                         SIM_STRIP,       METER_NONE,        0,              2,  120, 12 },
	{ "KP303(UK)",   "1.0", "1.0.3 Build 191105 Rel.113122",  "",                                         SIM_STRIP,       METER_NONE,        SHORT_IDS,      3,  230, 12 },
	{ "KP303(US)",   "2.0", "1.0.9 Build 210712 Rel.142309",  "",                                         SIM_STRIP,       METER_NONE,        ROTATED,        3,  120, 12 },
	{ "KP400(US)",   "2.0", "1.0.6 Build 200821 Rel.090909",  "",                                         SIM_STRIP,       METER_NONE,        0,              2,  120, 12 },
	{ "EP40(US)",    "1.0", "1.0.2 Build 210428 Rel.173117",  "",                                         SIM_STRIP,       METER_NONE,        0,              2,  120, 12 },
	{ "KL50(US)",    "1.0", "1.1.13 Build 210524 Rel.082619", "Kasa Smart Edison Bulb, Dimmable",               SIM_BULB,   METER_INTEGER,     0,              0,  0,   5 },
	{ "KL60(US)",    "1.0", "1.1.13 Build 210524 Rel.082619", "Kasa Smart Edison Bulb, Dimmable",               SIM_BULB,   METER_INTEGER,     0,              0,  0,   5 },
	{ "KL110(US)",   "1.0", "1.8.11 Build 191113 Rel.105336", "Smart Wi-Fi LED Bulb with Dimmable Light",      SIM_BULB,   METER_POWER,       0,              0,  0,   10 },
	{ "KL120(US)",   "1.0", "1.8.11 Build 191113 Rel.105336", "Smart Wi-Fi LED Bulb with Tunable White Light", SIM_BULB,   METER_POWER,       WHITES,         0,  0,   10 },
	{ "KL125(US)",   "2.0", "1.0.7 Build 211009 Rel.172044",  "Smart Wi-Fi LED Bulb with Color Changing",      SIM_BULB,   METER_POWER_TOTAL, WHITES | COLOR, 0,  0,   8.6 },
	{ "KL130(EU)",   "1.0", "1.8.8 Build 190613 Rel.123436",  "Smart Wi-Fi LED Bulb with Color Changing",      SIM_BULB,   METER_POWER,       WHITES | COLOR, 0,  0,   10 },
	{ "KL135(US)",   "1.0", "1.0.6 Build 210330 Rel.173743",  "Smart Wi-Fi LED Bulb with Color Changing",      SIM_BULB,   METER_POWER_TOTAL, WHITES | COLOR, 0,  0,   10.2 },
	{ "LB100(US)",   "1.0", "1.8.11 Build 191113 Rel.105336", "Smart Wi-Fi LED Bulb with Dimmable Light",      SIM_BULB,   METER_POWER,       0,              0,  0,   7 },
	{ "LB110(US)",   "1.0", "1.8.11 Build 191113 Rel.105336", "Smart Wi-Fi LED Bulb with Dimmable Light",      SIM_BULB,   METER_POWER,       0,              0,  0,   11 },
	{ "LB120(US)",   "1.0", "1.8.11 Build 191113 Rel.105336", "Smart Wi-Fi LED Bulb with Tunable White Light", SIM_BULB,   METER_POWER,       WHITES,         0,  0,   11 },
	{ "LB130(US)",   "1.0", "1.8.11 Build 191113 Rel.105336", "Smart Wi-Fi LED Bulb with Color Changing",      SIM_BULB,   METER_POWER,       WHITES | COLOR, 0,  0,   11 },
	{ "KL400L5(US)", "1.0", "1.0.8 Build 211018 Rel.162056",  "Kasa Smart Light Strip, Multicolor",       SIM_LIGHT_STRIP, METER_POWER_TOTAL, WHITES | COLOR, 1,  0,   10.8 },
	{ "KL420L5(US)", "1.0", "1.0.2 Build 211009 Rel.164949",  "Kasa Smart Light Strip, Multicolor",       SIM_LIGHT_STRIP, METER_POWER_TOTAL, WHITES | COLOR, 50, 0,   10.8 },
	{ "KL430(US)",   "2.0", "1.0.9 Build 210915 Rel.170534",  "Kasa Smart Light Strip, Multicolor",       SIM_LIGHT_STRIP, METER_POWER_TOTAL, WHITES | COLOR, 16, 0,   11.1 },
	{ "P100(US)",    "1.0", "1.4.0 Build 20231025 Rel.10033", "SMART.TAPOPLUG",                           SIM_PLUG,        METER_NONE,        SMART,          0,  120, 40 },
	{ "P110(EU)",    "1.0", "1.2.3 Build 230425 Rel.142542",  "SMART.TAPOPLUG",                           SIM_PLUG,        METER_INTEGER,     SMART,          0,  230, 61 },
	{ "KP125M(US)",  "1.0", "1.2.3 Build 240624 Rel.154806",  "SMART.KASAPLUG",                           SIM_PLUG,        METER_INTEGER,     SMART,          0,  120, 61 },
	{ "KS205(US)",   "1.0", "1.1.0 Build 240411 Rel.144632",  "SMART.KASASWITCH",                         SIM_PLUG,        METER_NONE,        SMART,          0,  120, 60 },
	{ "KS225(US)",   "1.0", "1.1.1 Build 240617 Rel.170815",  "SMART.KASASWITCH",                         SIM_DIMMER,      METER_NONE,        SMART,          0,  120, 60 },
	{ "P300(EU)",    "1.0", "1.0.15 Build 231130 Rel.122554", "SMART.TAPOPLUG",                           SIM_STRIP,       METER_NONE,        SMART,          3,  230, 9.5 },
	{ "P304M(UK)",   "1.0", "1.0.3 Build 240605 Rel.091502",  "SMART.TAPOPLUG",                           SIM_STRIP,       METER_INTEGER,     SMART,          4,  230, 9.5 },
	{ "L510E(US)",   "3.0", "1.1.2 Build 231120 Rel.201048",  "SMART.TAPOBULB",                           SIM_BULB,        METER_NONE,        SMART,          0,  0,   8.7 },
	{ "L530E(EU)",   "3.0", "1.1.6 Build 240130 Rel.173828",  "SMART.TAPOBULB",                           SIM_BULB,        METER_NONE,        SMART | WHITES | COLOR, 0, 0, 8.7 },
};
// clang-format on

enum {
	MODELS = sizeof models / sizeof models[0],
};

static bool
named(const struct sim_model *model, const char *name)
{
	size_t len = strlen(name), bare = strcspn(model->name, "(");

	return kasa_str_match(model->name, name) == 2 || (len == bare && kasa_str_match(model->name, name) == 1);
}

const struct sim_model *
sim_model_find(const char *name)
{
	for (size_t i = 0; i < MODELS; i++)
		if (named(&models[i], name))
			return &models[i];
	return NULL;
}

const struct sim_model *
sim_model_at(size_t index)
{
	return index < MODELS ? &models[index] : NULL;
}

const struct sim_model *
sim_model_need(const char *name, struct kasa_err *err)
{
	const struct sim_model *model = sim_model_find(name);
	struct suggest suggest;

	if (model)
		return model;
	suggest_start(&suggest, name);
	for (size_t i = 0; sim_model_at(i); i++)
		suggest_offer(&suggest, sim_model_name(sim_model_at(i)));
	if (suggest.best)
		kasa_err_set(err, KASA_EINVAL, "no model \"%.40s\"; did you mean %s? --list prints all", name,
		             suggest.best);
	else
		kasa_err_set(err, KASA_EINVAL, "no model \"%.40s\"; --list prints those there are", name);
	return NULL;
}

const char *
sim_model_name(const struct sim_model *model)
{
	return model->name;
}

static const char *
kind_of(const struct sim_model *model)
{
	switch (model->family) {
	case SIM_STRIP:
		return "strip";
	case SIM_DIMMER:
		return "dimmer";
	case SIM_BULB:
		return "bulb";
	case SIM_LIGHT_STRIP:
		return "light strip";
	case SIM_PLUG:
	case SIM_OTHER:
	case SIM_RELAYS:
	case SIM_LIGHTS:
		break;
	}
	return strstr(model->about, "Light Switch") || strstr(model->about, "SWITCH") ? "wall switch" : "plug";
}

const char *
sim_model_describe(const struct sim_model *model)
{
	static const char *const meters[] = {
		"", "; meter in W", "; meter in mW", "; a meter per outlet", "; power only", "; power and total"
	};
	static char line[120];
	char outlets[24] = "";

	if (model->family == SIM_STRIP)
		snprintf(outlets, sizeof outlets, " of %d", model->outlets);
	snprintf(line, sizeof line, "%s%s, hardware %s%s%s%s", kind_of(model), outlets, model->hw, meters[model->meter],
	         sim_names_sensors(model->about) ? "; motion and light sensor" : "",
	         model->traits & SMART ? "; SMART" : "");
	return line;
}

/* What every device tells. */
static json_t *
common(const struct sim_model *model, const char *alias)
{
	return json_pack("{ss,ss,ss,ss,ss,ss,ss,ss,si,si}", "sw_ver", model->sw, "hw_ver", model->hw, "model",
	                 model->name, "deviceId", "", "hwId", "45E29DA8382494D2E82688B52A0B2EB5", "oemId",
	                 "3D341ECE302C0642C99E31CE2430544B", "alias", alias, model->traits & OLD ? "type" : "mic_type",
	                 model->family & SIM_LIGHTS ? "IOT.SMARTBULB" : "IOT.SMARTPLUGSWITCH", "rssi", -51, "err_code",
	                 0);
}

static void
add_place(json_t *sysinfo, const struct sim_model *model)
{
	bool old = model->traits & OLD;

	json_object_set_new(sysinfo, old ? "latitude" : "latitude_i", old ? json_real(0.0) : json_integer(0));
	json_object_set_new(sysinfo, old ? "longitude" : "longitude_i", old ? json_real(0.0) : json_integer(0));
}

static void
add_relay(json_t *sysinfo, const struct sim_model *model)
{
	json_t *more = json_pack("{ss,ss,si,si,ss,s{si},ss}", "mac", "", "dev_name", model->about, "relay_state", 0,
	                         "on_time", 0, "active_mode", "none", "next_action", "type", -1, "icon_hash", "");

	json_object_update(sysinfo, more);
	json_decref(more);
}

static void
add_dimmer(json_t *sysinfo)
{
	json_t *presets = json_array();

	for (int i = 0; i < 4; i++)
		json_array_append_new(presets, json_pack("{si,si}", "index", i, "brightness", 100 - 25 * i));
	json_object_set_new(sysinfo, "brightness", json_integer(50));
	json_object_set_new(sysinfo, "preferred_state", presets);
}

#define FORTY "----------------------------------------"

static void
add_children(json_t *sysinfo, const struct sim_model *model)
{
	json_t *children = json_array();
	char id[SIM_CHILD_ID_TEXT], alias[24];

	for (int i = 0; i < model->outlets; i++) {
		int slot = (i + !!(model->traits & ROTATED)) % model->outlets;

		/* the long form's first 40 characters follow with the identity */
		snprintf(id, sizeof id, "%s%02u", model->traits & SHORT_IDS ? "" : FORTY, (unsigned)slot % 100);
		snprintf(alias, sizeof alias, "Outlet %d", slot + 1);
		json_array_append_new(children, json_pack("{ss,si,ss,si,s{si}}", "id", id, "state", 0, "alias", alias,
		                                          "on_time", 0, "next_action", "type", -1));
	}
	json_object_set_new(sysinfo, "mac", json_string(""));
	json_object_set_new(sysinfo, "children", children);
	json_object_set_new(sysinfo, "child_num", json_integer(model->outlets));
}

static void
add_plug(json_t *sysinfo, const struct sim_model *model)
{
	json_object_set_new(sysinfo, "feature", json_string(model->meter == METER_NONE ? "TIM" : "TIM:ENE"));
	json_object_set_new(sysinfo, "led_off", json_integer(0));
	json_object_set_new(sysinfo, "updating", json_integer(0));
	if (!(model->traits & OLD))
		json_object_set_new(sysinfo, "status", json_string("new"));
	if (model->family == SIM_STRIP)
		add_children(sysinfo, model);
	else
		add_relay(sysinfo, model);
	if (model->family == SIM_DIMMER)
		add_dimmer(sysinfo);
}

/* As they come from the factory: shades of one white, or a white and three colours. */
static json_t *
light_presets(const struct sim_model *model)
{
	static const int brightness[] = { 100, 75, 25, 1 };
	json_t *presets = json_array();

	for (int i = 0; i < 4 && model->family == SIM_BULB; i++) {
		bool colored = i > 0 && (model->traits & COLOR);

		json_array_append_new(presets,
		                      json_pack("{si,si,si,si,si}", "index", i, "hue", colored ? 120 * (i - 1) : 0,
		                                "saturation", colored ? 100 : 0, "color_temp", colored ? 0 : 2700,
		                                "brightness", colored ? 100 : brightness[i]));
	}
	return presets;
}

static void
add_light(json_t *sysinfo, const struct sim_model *model)
{
	json_t *more =
		json_pack("{ss,ss,s{ssss},ss,ss,sb,si,si,si,ss}", "mic_mac", "000000000000", "description",
	                  model->about, "ctrl_protocols", "name", "Linkie", "version", "1.0", "dev_state", "normal",
	                  "disco_ver", "1.0", "is_factory", 0, "is_dimmable", 1, "is_color", !!(model->traits & COLOR),
	                  "is_variable_color_temp", !!(model->traits & WHITES), "active_mode", "none");

	json_object_update(sysinfo, more);
	json_decref(more);
	json_object_set_new(sysinfo, "light_state",
	                    json_pack("{si,s{ss,si,si,si,si}}", "on_off", 0, "dft_on_state", "mode", "normal", "hue", 0,
	                              "saturation", 0, "color_temp", 2700, "brightness", 80));
	json_object_set_new(sysinfo, "preferred_state", light_presets(model));
	if (model->family != SIM_LIGHT_STRIP)
		return;
	json_object_set_new(sysinfo, "length", json_integer(model->outlets));
	json_object_set_new(sysinfo, "LEF", json_integer(1));
	json_object_set_new(
		sysinfo, "lighting_effect_state",
		json_pack("{si,ss,ss,si,si}", "enable", 0, "name", "", "id", "", "custom", 0, "brightness", 100));
}

/* Bulbs with that shape say 0. */
static int
millivolt(const struct sim_model *model)
{
	return model->volt ? model->volt * 1000 + 412 : 0;
}

static json_t *
make_reading(const struct sim_model *model)
{
	double volt = model->volt;

	switch (model->meter) {
	case METER_FLOAT:
		return json_pack("{sf,sf,sf,sf,si}", "current", 0.0, "voltage", volt + 0.4, "power", 0.0, "total", 30.4,
		                 "err_code", 0);
	case METER_INTEGER:
		return json_pack("{si,si,si,si,si}", "current_ma", 0, "voltage_mv", millivolt(model), "power_mw", 0,
		                 "total_wh", 1204, "err_code", 0);
	case METER_SLOT:
		return json_pack("{si,si,si,si,si,si}", "slot_id", 0, "current_ma", 0, "voltage_mv", millivolt(model),
		                 "power_mw", 0, "total_wh", 62, "err_code", 0);
	case METER_POWER:
		return json_pack("{si,si}", "power_mw", 0, "err_code", 0);
	case METER_POWER_TOTAL:
		return json_pack("{si,si,si}", "power_mw", 0, "total_wh", 40, "err_code", 0);
	case METER_NONE:
		break;
	}
	return NULL;
}

static json_t *
make_tree(const struct sim_model *model, const char *alias)
{
	json_t *sysinfo = common(model, alias), *reading = make_reading(model);
	const char *meter = model->family & SIM_LIGHTS ? "smartlife.iot.common.emeter" : "emeter";
	json_t *tree;

	add_place(sysinfo, model);
	if (model->family & SIM_LIGHTS)
		add_light(sysinfo, model);
	else
		add_plug(sysinfo, model);
	tree = json_pack("{s{so}}", "system", "get_sysinfo", sysinfo);
	if (reading)
		json_object_set_new(tree, meter, json_pack("{so}", "get_realtime", reading));
	return tree;
}

static struct sim_smart_traits
smart_traits(const struct sim_model *model)
{
	return (struct sim_smart_traits){
		.name = model->name,
		.type = model->about,
		.hw = model->hw,
		.fw = model->sw,
		.family = model->family,
		.children = model->outlets,
		.meter = model->meter != METER_NONE,
		.color = model->traits & COLOR,
		.whites = model->traits & WHITES,
	};
}

static json_t *
make_any_tree(const struct sim_model *model, const char *alias)
{
	struct sim_smart_traits traits = smart_traits(model);

	return model->traits & SMART ? sim_smart_model_tree(&traits, alias) : make_tree(model, alias);
}

static void
announce(struct sim_device *dev, const struct sim_model *model)
{
	struct sim_smart_traits traits = smart_traits(model);

	if (dev->smart)
		dev->announced = sim_smart_model_announcement(&traits);
}

int
sim_model_device(struct sim_device **dev, const struct sim_model *model, const char *alias, const char *name,
                 int64_t now_ms, struct kasa_err *err)
{
	json_t *tree = make_any_tree(model, alias);
	struct sim_identity identity;
	int rc;

	if (!tree)
		return kasa_err_set(err, KASA_EINVAL, "the alias \"%.80s\" is not UTF-8", alias);
	rc = sim_device_new(dev, tree, true, now_ms, err);
	if (rc != KASA_OK)
		return rc;
	(*dev)->invented = true;
	announce(*dev, model);
	for (size_t i = 0; i < (*dev)->outlet_count; i++) /* outlets differ, so that a mix-up shows */
		sim_outlet_set_power(&(*dev)->outlets[i], model->power_w * (1 + 0.5 * (double)i), now_ms);
	sim_identity_make(&identity, name);
	sim_device_identify(*dev, &identity);
	return KASA_OK;
}
