"""What Home Assistant's MQTT discovery takes, as tables: keys of documents and platforms, classes, units. For hasscheck.

Written from its documentation and the behaviour of version 2026.9; what none of our entities uses is left out, so a new
kind of entity needs a row here first.
"""

# -- keys: their types -----------------------------------------------------------------------------------------------
# T topic to subscribe, P topic to publish, J template, S text, B true or false, I whole number >= 0, F number,
# L list of texts, U address of a page, * looked at elsewhere; a tuple: one of these.

COMMON = {
    "unique_id": "S", "name": "*", "default_entity_id": "S", "device_class": "*",
    "entity_category": ("config", "diagnostic"), "enabled_by_default": "B", "visible_by_default": "B", "icon": "S",
    "entity_picture": "U", "qos": (0, 1, 2), "encoding": "S", "json_attributes_topic": "T",
    "json_attributes_template": "J", "group": "L", "message_expiry_interval": "*", "platform": "S", "~": "S",
    "availability": "*", "availability_mode": ("all", "any", "latest"), "availability_topic": "T",
    "availability_template": "J", "payload_available": "S", "payload_not_available": "S", "device": "*", "origin": "*",
}
VALUE = {"state_topic": "T", "value_template": "J"}
COMMAND = {"command_topic": "P", "command_template": "J", "retain": "B"}
# platform: (required, all of its own)
PLATFORMS = {
    "switch": (["command_topic"],
               {**VALUE, **COMMAND, "payload_on": "S", "payload_off": "S", "state_on": "S", "state_off": "S",
                "optimistic": "B"}),
    "binary_sensor": (["state_topic"],
                      {**VALUE, "payload_on": "S", "payload_off": "S", "expire_after": "I", "off_delay": "I",
                       "force_update": "B"}),
    "sensor": (["state_topic"],
               {**VALUE, "state_class": "*", "unit_of_measurement": "*", "suggested_display_precision": "I",
                "options": "L", "last_reset_value_template": "J", "expire_after": "I", "force_update": "B"}),
    "button": (["command_topic"], {**COMMAND, "payload_press": "S"}),
    "number": (["command_topic"],
               {**VALUE, **COMMAND, "min": "F", "max": "F", "step": "F", "mode": ("auto", "box", "slider"),
                "unit_of_measurement": "*", "payload_reset": "S", "optimistic": "B"}),
    "select": (["command_topic", "options"], {**VALUE, **COMMAND, "options": "L", "optimistic": "B"}),
    "event": (["state_topic", "event_types"], {**VALUE, "event_types": "L"}),
    "light": (["command_topic"],
              {"state_topic": "T", "command_topic": "P", "retain": "B", "schema": ("json",), "brightness": "B",
               "brightness_scale": "I", "white_scale": "I", "supported_color_modes": "L", "color_temp_kelvin": "B",
               "min_kelvin": "I", "max_kelvin": "I", "min_mireds": "I", "max_mireds": "I", "effect": "B",
               "effect_list": "L", "flash": "B", "flash_time_short": "I", "flash_time_long": "I", "transition": "B",
               "optimistic": "B"}),
}
# These hold for a whole document, for its components have them from it.
ROOT = {"device", "origin", "components", "availability", "availability_mode", "availability_topic",
        "availability_template", "payload_available", "payload_not_available", "state_topic", "command_topic", "qos",
        "encoding", "message_expiry_interval"}
INHERITED = ROOT - {"components"}
DEVICE = {"identifiers", "connections", "name", "manufacturer", "model", "model_id", "hw_version", "sw_version",
          "serial_number", "suggested_area", "via_device", "configuration_url"}
ORIGIN = {"name", "sw_version", "support_url"}
AVAILABILITY = {"topic", "payload_available", "payload_not_available", "value_template"}

ABBREVIATIONS = {
    "avty": "availability", "avty_mode": "availability_mode", "avty_t": "availability_topic",
    "avty_tpl": "availability_template", "pl_avail": "payload_available", "pl_not_avail": "payload_not_available",
    "cmps": "components", "dev": "device", "o": "origin", "p": "platform", "t": "topic", "cmd_t": "command_topic",
    "cmd_tpl": "command_template", "stat_t": "state_topic", "val_tpl": "value_template", "stat_on": "state_on",
    "stat_off": "state_off", "pl_on": "payload_on", "pl_off": "payload_off", "pl_prs": "payload_press",
    "pl_rst": "payload_reset", "opt": "optimistic", "ret": "retain", "uniq_id": "unique_id",
    "def_ent_id": "default_entity_id", "ic": "icon", "en": "enabled_by_default", "vis": "visible_by_default",
    "ent_cat": "entity_category", "ent_pic": "entity_picture", "e": "encoding", "exp_aft": "expire_after",
    "frc_upd": "force_update", "off_dly": "off_delay", "dev_cla": "device_class", "stat_cla": "state_class",
    "unit_of_meas": "unit_of_measurement", "sug_dsp_prc": "suggested_display_precision",
    "lrst_val_tpl": "last_reset_value_template", "ops": "options", "evt_typ": "event_types",
    "json_attr_t": "json_attributes_topic", "json_attr_tpl": "json_attributes_template", "grp": "group",
    "msg_exp_int": "message_expiry_interval", "migr_discvry": "migrate_discovery", "bri_scl": "brightness_scale",
    "clr_temp_k": "color_temp_kelvin", "fx_list": "effect_list", "flsh": "flash", "max_k": "max_kelvin",
    "min_k": "min_kelvin", "max_mirs": "max_mireds", "min_mirs": "min_mireds", "sup_clrm": "supported_color_modes",
    "trns": "transition", "whit_scl": "white_scale",
}
DEVICE_ABBREVIATIONS = {"ids": "identifiers", "cns": "connections", "mf": "manufacturer", "mdl": "model",
                        "mdl_id": "model_id", "hw": "hw_version", "sw": "sw_version", "sn": "serial_number",
                        "sa": "suggested_area", "cu": "configuration_url"}
ORIGIN_ABBREVIATIONS = {"sw": "sw_version", "url": "support_url"}

# -- classes ---------------------------------------------------------------------------------------------------------

CLASSES = {
    "switch": {"outlet", "switch"},
    "button": {"identify", "restart", "update"},
    "event": {"doorbell", "button", "motion"},
    "binary_sensor": set("""battery battery_charging carbon_monoxide cold connectivity door garage_door gas heat light
        lock moisture motion moving occupancy opening plug power presence problem running safety smoke sound tamper
        update vibration window""".split()),
}
MEASURED, COUNTED = {"measurement"}, {"total", "total_increasing"}
# device class of sensors and numbers: (units, state classes)
QUANTITIES = {
    "power": ("mW W kW MW GW TW".split(), MEASURED),
    "apparent_power": ("mVA VA kVA".split(), MEASURED),
    "reactive_power": ("mvar var kvar".split(), MEASURED),
    "power_factor": (["%", None], MEASURED),
    "voltage": ("\u03bcV mV V kV MV".split(), MEASURED),
    "current": ("\u03bcA mA A".split(), MEASURED),
    "energy": ("J kJ MJ GJ mWh Wh kWh MWh GWh TWh cal kcal Mcal Gcal".split(), COUNTED),
    "frequency": ("mHz Hz kHz MHz GHz".split(), MEASURED),
    "signal_strength": ("dB dBm".split(), MEASURED),
    "duration": ("d h min s ms \u03bcs".split(), MEASURED | COUNTED),
    "temperature": ("\u00b0C \u00b0F K".split(), MEASURED),
    "illuminance": (["lx"], MEASURED),
    "battery": (["%"], MEASURED),
    "humidity": (["%"], MEASURED),
    "moisture": (["%"], MEASURED),
    "timestamp": ([None], set()),
    "date": ([None], set()),
    "enum": ([None], set()),
}
NO_NUMBERS = {"timestamp", "date", "enum"}
STATE_CLASSES = {"measurement", "measurement_angle", "total", "total_increasing"}

# -- lights ----------------------------------------------------------------------------------------------------------

COLOR_MODES = {"onoff", "brightness", "color_temp", "hs", "xy", "rgb", "rgbw", "rgbww", "white"}
ALONE = {"onoff", "brightness"}
COLORS = {"color_temp", "hs", "xy", "rgb", "rgbw", "rgbww"}
