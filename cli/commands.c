/* The table of commands. */
#include "cli/commands.h"

#include <kasa/wifi.h>

#include "cli/cmd.h"

static const char *const on_off[] = { "on", "off", NULL };
static const char *const time_options[] = { "zone", NULL };
static const char *const energy_options[] = { "day", "month", "price", "csv", "erase", NULL };
static const char *const usage_options[] = { "day", "month", "csv", "erase", NULL };
static const char *const csv_options[] = { "csv", NULL };
static const char *const rule_add_options[] = { "at",         "until",       "days", "on",    "once", "name",
	                                        "brightness", "temperature", "hsv",  "color", NULL };
static const char *const rule_edit_options[] = { "at",   "until",      "turn",        "days", "on",    "once",
	                                         "name", "brightness", "temperature", "hsv",  "color", NULL };
static const char *const away_options[] = { "from", "until", "days", "on", "once", "name", NULL };
static const char *const timer_options[] = { "in", "force", NULL };
static const char *const bind_options[] = { "username", "password-file", NULL };
static const char *const login_options[] = { "username", NULL };
static const char *const join_options[] = { "password-file", "key-type", NULL };
static const char *const scan_options[] = { "cached", NULL };
static const char *const firmware_options[] = { "check", NULL };
static const char *const on_options[] = { "brightness", "temperature", "hsv",   "color",
	                                  "transition", "for",         "force", NULL };
static const char *const off_options[] = { "transition", "for", "force", NULL };
static const char *const transition_options[] = { "transition", NULL };
static const char *const light_set_options[] = { "soft-on", "hard-on", NULL };
static const char *const preset_set_options[] = { "brightness", "temperature", "hsv", "color", NULL };
static const char *const dimmer_options[] = { "fade-on",   "fade-off",     "gentle-on",  "gentle-off", "ramp-rate",
	                                      "threshold", "double-click", "long-press", NULL };
static const char *const motion_options[] = { "range", "threshold", "inactivity", NULL };
static const char *const ambient_options[] = { "dark", "level", NULL };
static const char *const shells[] = { "bash", "zsh", "fish", NULL };
static const char *const completed[] = { "devices", NULL };
static const char *const watch_options[] = { "every", "count", NULL };
static const char *const manual[] = { "commands", "options", NULL };

// clang-format off
static const struct command rows[] = {
	{
		.name = "discover", .run = cmd_discover,
		.summary = "find the devices of this network, a line for each as it answers",
		.more = "kasa discover --wait 5\n"
		        "kasa discover --target 192.0.2.0/24    another network\n"
		        "kasa discover --leases dhcp.leases     whom its DHCP server knows\n"
		        "kasa discover --json\n",
	},
	{
		.name = "state", .alias = "info", .flags = COMMAND_OUTLETS | COMMAND_LOOKS, .start = cmd_state,
		.summary = "show what a device is and how it stands",
		.more = "kasa state \"Christmas tree\"\n"
		        "kasa state all --json\n",
	},
	{
		.name = "on", .options = on_options, .flags = COMMAND_OUTLETS, .start = cmd_on, .check = cmd_switch_check,
		.unsure = "it may or may not have switched",
		.summary = "switch on",
		.more = "kasa on \"Christmas tree\"\n"
		        "kasa on \"Christmas tree\" --for 2h       the device itself switches off again\n"
		        "kasa on strip/2 \"strip/Desk lamp\"       outlets by position or name\n"
		        "kasa on \"Reading lamp\" --brightness 40 --color \"warm white\" --transition 2s\n"
		        "kasa --host 192.0.2.4 on\n",
	},
	{
		.name = "off", .options = off_options, .flags = COMMAND_OUTLETS, .start = cmd_off,
		.check = cmd_switch_check,
		.unsure = "it may or may not have switched",
		.summary = "switch off",
		.more = "kasa off \"Christmas tree\" \"Hall lamp\"\n"
		        "kasa off \"Reading lamp\" --transition 30s\n"
		        "kasa off all\n",
	},
	{
		.name = "toggle", .flags = COMMAND_OUTLETS, .start = cmd_toggle,
		.unsure = "it may or may not have switched",
		.summary = "switch to the other state",
		.more = "kasa toggle strip/1\n"
		        "A strip as a whole goes off when one of its outlets is on.\n",
	},
	{
		.name = "brightness", .value = "PERCENT", .options = transition_options, .start = cmd_light_value,
		.check = cmd_light_value_check, .unsure = "its brightness may or may not have been set",
		.summary = "set how bright a light is",
		.more = "kasa brightness \"Reading lamp\" 40\n"
		        "A light that is off stays off and keeps the value for when it comes on; but with --transition\n"
		        "a dimmer comes on.\n",
	},
	{
		.name = "temperature", .value = "KELVIN", .options = transition_options, .start = cmd_light_value,
		.check = cmd_light_value_check, .unsure = "its white may or may not have been set",
		.summary = "let a light show a white of this colour temperature",
		.more = "kasa temperature \"Reading lamp\" 2700\n"
		        "A light that is off stays off and keeps the value for when it comes on.\n"
		        "kasa light shows which whites a lamp has, where that is known.\n",
	},
	{
		.name = "hsv", .value = "H,S[,V]", .options = transition_options, .start = cmd_light_value,
		.check = cmd_light_value_check, .unsure = "its colour may or may not have been set",
		.summary = "let a light show a colour: hue, saturation and, if wanted, brightness",
		.more = "kasa hsv \"Reading lamp\" 240,80,50\n"
		        "A light that is off stays off and keeps the value for when it comes on.\n",
	},
	{
		.name = "light", .topic = "all that a light tells, and how it comes on", .flags = COMMAND_LOOKS,
		.start = cmd_light_show,
		.summary = "show what a dimmer, a bulb or a light strip shows and can show",
		.more = "kasa light \"Reading lamp\"\n",
	},
	{
		.name = "light", .verb = "set", .options = light_set_options, .start = cmd_light_set, .check = cmd_light_set_check,
		.unsure = "it may or may not have been set",
		.summary = "set how a bulb or a light strip comes on: as it was last, circadian, or as a preset",
		.more = "kasa light set \"Reading lamp\" --soft-on last --hard-on preset:2\n",
	},
	{
		.name = "preset", .verb = "list", .topic = "values that a light keeps under a number, from 1", .start = cmd_preset_list,
		.summary = "list the presets of a dimmer, a bulb or a light strip",
	},
	{
		.name = "preset", .verb = "set", .value = "NUMBER", .options = preset_set_options, .start = cmd_preset_set,
		.check = cmd_preset_set_check, .unsure = "the preset may or may not have been set",
		.summary = "store values under a number; what is not said stays as it is",
		.more = "kasa preset set \"Reading lamp\" 2 --brightness 40 --temperature 3000\n"
		        "kasa preset set \"Reading lamp\" 3 --color blue\n",
	},
	{
		.name = "preset", .verb = "use", .value = "NUMBER", .options = transition_options, .start = cmd_preset_use,
		.check = cmd_preset_use_check, .unsure = "it may or may not show the preset",
		.summary = "switch on with the values of a preset",
		.more = "kasa preset use \"Reading lamp\" 2 --transition 2s\n",
	},
	{
		.name = "effect", .verb = "show", .topic = "what a light strip plays", .start = cmd_effect_show,
		.summary = "show what a light strip plays, or played last",
	},
	{
		.name = "effect", .verb = "set", .value = "FILE", .start = cmd_effect_set, .check = cmd_effect_check,
		.unsure = "it may or may not play the effect",
		.summary = "play an effect out of a file, out of standard input (-), or given as JSON itself",
		.more = "kasa effect set Shelf aurora.json\n"
		        "An effect is the arguments of set_lighting_effect; it has a \"name\".\n",
	},
	{
		.name = "effect", .verb = "off", .start = cmd_effect_off, .unsure = "the effect may or may not have ended",
		.summary = "end the effect: the strip shows its plain colour",
	},
	{
		.name = "dimmer", .topic = "how a dimmer goes on and off, and what its button does", .start = cmd_dimmer_show,
		.summary = "show the times, the limits and the button of a dimmer",
	},
	{
		.name = "dimmer", .verb = "set", .options = dimmer_options, .start = cmd_dimmer_set, .check = cmd_dimmer_set_check,
		.unsure = "some of it may have been set",
		.summary = "set them, one after the other",
		.more = "kasa dimmer set \"Dining table\" --fade-on 500ms --gentle-off 30s\n"
		        "kasa dimmer set \"Dining table\" --double-click preset:2 --long-press none\n"
		        "A bare number is seconds.\n",
	},
	{
		.name = "motion", .topic = "the motion sensor of a switch or a dimmer", .start = cmd_motion_show,
		.summary = "show the motion sensor, and whether something moves at this moment",
	},
	{
		.name = "motion", .verb = "on", .start = cmd_motion_enable, .unsure = "it may or may not have been set",
		.summary = "let motion switch the light on",
	},
	{
		.name = "motion", .verb = "off", .start = cmd_motion_enable, .unsure = "it may or may not have been set",
		.summary = "let motion switch nothing",
	},
	{
		.name = "motion", .verb = "set", .options = motion_options, .start = cmd_motion_set, .check = cmd_motion_set_check,
		.unsure = "some of it may have been set",
		.summary = "set how far the sensor reaches, and how long it must be still until the light goes off",
		.more = "kasa motion set Stairs --range near --inactivity 60s\n"
		        "kasa motion set Stairs --threshold 40       the custom range, with that threshold\n",
	},
	{
		.name = "ambient", .topic = "the ambient light sensor of a switch or a dimmer", .start = cmd_ambient_show,
		.summary = "show the ambient light sensor, and whether it is dark at this moment",
	},
	{
		.name = "ambient", .verb = "on", .start = cmd_ambient_enable, .unsure = "it may or may not have been set",
		.summary = "let the sensor keep the light off while it is bright",
	},
	{
		.name = "ambient", .verb = "off", .start = cmd_ambient_enable, .unsure = "it may or may not have been set",
		.summary = "let brightness outside count for nothing",
	},
	{
		.name = "ambient", .verb = "set", .options = ambient_options, .start = cmd_ambient_set,
		.check = cmd_ambient_set_check, .unsure = "some of it may have been set",
		.summary = "set below which level it is dark, and how bright the levels are",
		.more = "kasa ambient set Stairs --dark cloudy --level cloudy=40\n",
	},
	{
		.name = "energy", .alias = "emeter", .options = energy_options, .flags = COMMAND_OUTLETS | COMMAND_LOOKS, .start = cmd_energy,
		.check = cmd_energy_check, .danger = cmd_erase_danger,
		.loss = "its days, its months and its total are forgotten",
		.look = "kasa energy shows whether its total is 0",
		.summary = "read the meter: power, voltage, current and total; or what was used by day or month",
		.more = "kasa energy \"Christmas tree\"\n"
		        "kasa energy strip                       each outlet, and their sum\n"
		        "kasa energy tree --price 0.30           and what the total costs\n"
		        "kasa energy tree --day                  this month, by the device's clock\n"
		        "kasa energy strip --month 2025 --csv\n"
		        "kasa energy all --csv\n",
	},
	{
		.name = "usage", .options = usage_options, .flags = COMMAND_OUTLETS | COMMAND_LOOKS, .limit_ms = 10000,
		.start = cmd_usage, .check = cmd_usage_check, .danger = cmd_erase_danger,
		.loss = "how long it was on is forgotten",
		.look = "kasa usage shows whether it is 0:00",
		.summary = "show how long it was on: today, in 7 days, in 30, or by day or month",
		.more = "kasa usage \"Christmas tree\"\n"
		        "kasa usage strip/2 --day 2026-07\n"
		        "kasa usage tree --month --json\n",
	},
	{
		.name = "watch", .options = watch_options, .flags = COMMAND_OUTLETS | COMMAND_LOOKS, .start = cmd_watch,
		.check = cmd_watch_check,
		.summary = "show devices live, with a chart of their power; q ends it",
		.more = "kasa watch \"Christmas tree\" strip/2\n"
		        "kasa watch all --every 10\n"
		        "kasa watch strip --json --count 60      an object for each reading\n"
		        "On a terminal it takes the whole screen; the arrows or Tab choose whose chart is shown where not all\n"
		        "have room. Elsewhere each reading is a line. The meters of a strip are read in turn, one each time.\n",
	},
	{
		.name = "schedule", .verb = "list", .topic = "rules by which a device switches itself",
		.options = csv_options, .flags = COMMAND_OUTLETS | COMMAND_LOOKS, .limit_ms = 10000, .start = cmd_rules_list,
		.summary = "list the rules, and what comes next",
	},
	{
		.name = "schedule", .verb = "add", .choices = on_off, .options = rule_add_options,
		.flags = COMMAND_OUTLETS | COMMAND_LOOKS, .start = cmd_rule_add, .check = cmd_rule_add_check,
		.unsure = "the rule may or may not have been added", .look = "kasa schedule list shows whether it is there",
		.summary = "add a rule; every day, unless --days, --on or --once say otherwise",
		.more = "kasa schedule add \"Christmas tree\" on --at sunset-15m --days mon-fri\n"
		        "kasa schedule add \"Christmas tree\" on --at 17:00 --until 23:00 --name Advent\n"
		        "kasa schedule add strip/2 off --at 6:30 --on 2026-12-24\n"
		        "kasa schedule add \"Reading lamp\" on --at 7am --brightness 40 --color \"warm white\"\n",
	},
	{
		.name = "schedule", .verb = "edit", .value = "RULE", .options = rule_edit_options,
		.flags = COMMAND_OUTLETS | COMMAND_LOOKS | COMMAND_ONE_DEVICE, .start = cmd_rule_edit,
		.check = cmd_rule_edit_check, .unsure = "the rule may or may not have been changed",
		.summary = "change a rule, given by its number, its name, or the beginning of its id",
		.more = "kasa schedule edit \"Christmas tree\" 2 --at 21:30\n"
		        "kasa schedule edit \"Christmas tree\" Advent --until none\n"
		        "What is not said stays as it is, and so does what kasa does not know of the rule.\n",
	},
	{
		.name = "schedule", .verb = "remove", .value = "RULE", .flags = COMMAND_OUTLETS | COMMAND_ONE_DEVICE,
		.start = cmd_rule_remove, .unsure = "the rule may or may not have been removed",
		.summary = "remove a rule",
	},
	{
		.name = "schedule", .verb = "enable", .value = "RULE",
		.flags = COMMAND_OUTLETS | COMMAND_ONE_DEVICE | COMMAND_VALUE_OPTIONAL, .start = cmd_rules_enable,
		.unsure = "it may or may not have been enabled",
		.summary = "let a rule be carried out again, or without RULE the rules as a whole",
	},
	{
		.name = "schedule", .verb = "disable", .value = "RULE",
		.flags = COMMAND_OUTLETS | COMMAND_ONE_DEVICE | COMMAND_VALUE_OPTIONAL, .start = cmd_rules_enable,
		.unsure = "it may or may not have been disabled",
		.summary = "keep a rule and do not carry it out, or without RULE none of them",
	},
	{
		.name = "schedule", .verb = "clear", .flags = COMMAND_OUTLETS, .start = cmd_rules_clear,
		.loss = "the device forgets all rules of its schedule",
		.unsure = "the rules may or may not have been removed",
		.summary = "remove all rules",
	},
	{
		.name = "timer", .topic = "the countdown of a device, for which no computer must be on",
		.choices = on_off, .options = timer_options, .flags = COMMAND_OUTLETS, .start = cmd_timer_set,
		.check = cmd_timer_check, .unsure = "the countdown may or may not have been set",
		.summary = "switch on or off after a time; a device has one countdown, which is replaced",
		.more = "kasa timer \"Christmas tree\" off --in 2h\n"
		        "Some firmware counts an hour at most; a rule of the schedule (--once) is for more.\n",
	},
	{
		.name = "timer", .verb = "list", .options = csv_options, .flags = COMMAND_OUTLETS | COMMAND_LOOKS,
		.limit_ms = 10000, .start = cmd_timer_list, .summary = "show the countdown that runs",
	},
	{
		.name = "timer", .verb = "cancel", .flags = COMMAND_OUTLETS, .start = cmd_timer_cancel,
		.unsure = "the countdown may or may not have been stopped",
		.summary = "stop the countdown, whoever set it",
	},
	{
		.name = "away", .verb = "list", .topic = "switch as if somebody were at home",
		.options = csv_options, .flags = COMMAND_OUTLETS | COMMAND_LOOKS, .limit_ms = 10000, .start = cmd_rules_list,
		.summary = "list the rules of the away mode",
	},
	{
		.name = "away", .verb = "add", .options = away_options, .flags = COMMAND_OUTLETS | COMMAND_LOOKS,
		.start = cmd_rule_add, .check = cmd_rule_add_check, .unsure = "the rule may or may not have been added",
		.look = "kasa away list shows whether it is there",
		.summary = "add a rule; every day, unless --days, --on or --once say otherwise",
		.more = "kasa away add \"Hall lamp\" --from sunset --until 23:00 --days fri-sun\n",
	},
	{
		.name = "away", .verb = "edit", .value = "RULE", .options = away_options,
		.flags = COMMAND_OUTLETS | COMMAND_LOOKS | COMMAND_ONE_DEVICE, .start = cmd_rule_edit,
		.check = cmd_rule_edit_check, .unsure = "the rule may or may not have been changed",
		.summary = "change a rule, given by its number, its name, or the beginning of its id",
	},
	{
		.name = "away", .verb = "remove", .value = "RULE", .flags = COMMAND_OUTLETS | COMMAND_ONE_DEVICE,
		.start = cmd_rule_remove, .unsure = "the rule may or may not have been removed",
		.summary = "remove a rule",
	},
	{
		.name = "away", .verb = "enable", .value = "RULE",
		.flags = COMMAND_OUTLETS | COMMAND_ONE_DEVICE | COMMAND_VALUE_OPTIONAL, .start = cmd_rules_enable,
		.unsure = "it may or may not have been enabled",
		.summary = "let a rule be carried out again, or without RULE the rules as a whole",
	},
	{
		.name = "away", .verb = "disable", .value = "RULE",
		.flags = COMMAND_OUTLETS | COMMAND_ONE_DEVICE | COMMAND_VALUE_OPTIONAL, .start = cmd_rules_enable,
		.unsure = "it may or may not have been disabled",
		.summary = "keep a rule and do not carry it out, or without RULE none of them",
	},
	{
		.name = "away", .verb = "clear", .flags = COMMAND_OUTLETS, .start = cmd_rules_clear,
		.loss = "the device forgets all rules of its away mode",
		.unsure = "the rules may or may not have been removed",
		.summary = "remove all rules",
	},
	{
		.name = "led", .choices = on_off, .start = cmd_led,
		.unsure = "the LED may or may not have been set",
		.summary = "let the status LED shine, or keep it dark",
		.more = "kasa led off \"Christmas tree\"\n",
	},
	{
		.name = "alias", .value = "NAME", .flags = COMMAND_OUTLETS | COMMAND_ONE_DEVICE, .start = cmd_alias,
		.check = cmd_alias_check, .unsure = "it may or may not have its new name",
		.summary = "give a device or an outlet another name",
		.more = "kasa alias \"Hall lamp\" \"Lamp in the hall\"\n"
		        "kasa --host 192.0.2.4 alias \"Lamp in the hall\"\n",
	},
	{
		.name = "reboot", .flags = COMMAND_LOOKS, .start = cmd_reboot,
		.unsure = "it may or may not restart", .look = "kasa state answers again once it has",
		.summary = "restart a device",
		.more = "An HS300 switches its outlets off and on as it restarts.\n",
	},
	{
		.name = "reset", .flags = COMMAND_ONE_DEVICE, .start = cmd_reset,
		.loss = "it forgets its name, its rules, its account and its Wi-Fi, and has to be set up anew",
		.unsure = "it may or may not forget everything",
		.look = "kasa state tells whether it is still there; one that is not has a network of its own (man kasa-setup)",
		.summary = "bring a device back to how it left the factory",
		.more = "kasa reset \"Christmas tree\"\n"
		        "One device at a time; man kasa-setup tells how it is set up anew.\n",
	},
	{
		.name = "location", .topic = "show or set where a device believes to be", .start = cmd_location,
		.summary = "tell whether it knows where it is; with --verbose where",
		.more = "kasa --verbose location \"Christmas tree\"\n"
		        "Devices need it for sunrise and sunset. It is your home: kasa shows it only when it is asked twice.\n",
	},
	{
		.name = "location", .verb = "set", .value = "LAT,LON", .start = cmd_location_set, .check = cmd_location_set_check,
		.unsure = "it may or may not have its new location",
		.summary = "tell a device where it is, in degrees",
		.more = "kasa location set tree 52.3702,4.8952\n"
		        "kasa location set tree -33.87,151.21    or 33.87S,151.21E\n",
	},
	{
		.name = "cloud", .topic = "show or change how a device stands with TP-Link's cloud", .start = cmd_cloud,
		.summary = "show its account, its server, and whether it is connected",
		.more = "kasa cloud \"Christmas tree\"\n",
	},
	{
		.name = "cloud", .verb = "bind", .options = bind_options, .start = cmd_cloud_bind, .check = cmd_cloud_bind_check,
		.prepare = cmd_cloud_bind_prepare,
		.loss = "the password goes over this network as good as in clear, and the device into that account",
		.unsure = "it may or may not be bound", .look = "kasa cloud tells whether it is bound",
		.summary = "put a device into an account; the password is asked for",
		.more = "kasa cloud bind tree --username me@example.com\n",
	},
	{
		.name = "cloud", .verb = "unbind", .start = cmd_cloud_unbind,
		.loss = "it leaves its account, and the app does not find it there any more",
		.unsure = "it may or may not be bound", .look = "kasa cloud tells whether it is bound",
		.summary = "take a device out of its account",
	},
	{
		.name = "cloud", .verb = "server", .value = "HOST", .start = cmd_cloud_server, .check = cmd_cloud_server_check,
		.unsure = "its server may or may not have been set",
		.summary = "set the server that a device turns to; a name that leads nowhere keeps it off the cloud",
		.more = "kasa cloud server all nowhere.invalid\n"
		        "kasa cloud server tree n-devs.tplinkcloud.com    as it was\n",
	},
	{
		.name = "wifi", .topic = "show, scan and change a device's Wi-Fi", .start = cmd_wifi,
		.summary = "show the network that it is in",
		.more = "kasa wifi \"Christmas tree\"\n",
	},
	{
		.name = "wifi", .verb = "scan", .options = scan_options, .limit_ms = KASA_WIFI_SCAN_MS, .start = cmd_wifi_scan,
		.summary = "list the networks that a device hears; takes up to half a minute",
		.more = "kasa wifi scan tree --cached\n",
	},
	{
		.name = "wifi", .verb = "join", .value = "SSID", .options = join_options, .flags = COMMAND_ONE_DEVICE,
		.limit_ms = KASA_WIFI_SCAN_MS + 10000, .start = cmd_wifi_join, .check = cmd_wifi_join_check,
		.prepare = cmd_wifi_join_prepare,
		.loss = "it leaves the network in which it is reached now",
		.look = "kasa discover finds it in one of the two networks, or it opens its own again (man kasa-setup)",
		.summary = "send a device into another network; the password is asked for",
		.more = "kasa wifi join tree \"Old mill\"\n"
		        "kasa wifi join tree \"Old mill\" --password-file wifi.key --yes\n"
		        "A new device is set up this way: man kasa-setup.\n",
	},
	{
		.name = "raw", .value = "JSON", .start = cmd_raw, .check = cmd_raw_check,
		.danger = cmd_raw_danger,
		.unsure = "it may or may not have been carried out",
		.look = "a question to the device tells, before it is sent again",
		.summary = "send a request as it is and print the answer",
		.more = "kasa raw \"Christmas tree\" '{\"system\":{\"get_sysinfo\":{}}}'\n",
	},
	{
		.name = "time", .start = cmd_time,
		.topic = "show the clock of a device, or set it",
		.summary = "show the clock of a device, and how far it is from this computer's",
		.more = "kasa time all\n",
	},
	{
		.name = "time", .verb = "sync", .options = time_options, .start = cmd_time_sync, .check = cmd_time_sync_check,
		.unsure = "its clock may or may not have been set",
		.summary = "set the clock to this computer's time",
		.more = "kasa time sync all                      each in its own time zone\n"
		        "kasa time sync tree --zone Europe/Vienna\n"
		        "kasa time sync tree --zone local        in this computer's time zone\n"
		        "Devices know 110 time zones by number: of them the one is taken whose clocks show the same.\n",
	},
	{
		.name = "time", .verb = "set", .value = "TIME", .start = cmd_time_set, .check = cmd_time_set_check,
		.unsure = "its clock may or may not have been set",
		.summary = "set the clock to some time, in its own time zone",
		.more = "kasa time set tree \"2026-12-24 18:00\"\n",
	},
	{
		.name = "login", .options = login_options, .limit_ms = 10000, .start = cmd_login_device, .run = cmd_login,
		.check = cmd_login_check, .prepare = cmd_login_prepare,
		.summary = "keep the account of devices with newer firmware; with DEVICE only when that takes it",
		.more = "kasa login                              asks for user name and password\n"
		        "kasa login \"Christmas tree\"             and tries them there first\n"
		        "kasa login --credentials-file account.txt\n"
		        "Only hashes are stored, for you alone to read. They open the devices all the same.\n",
	},
	{
		.name = "logout", .options = login_options, .run = cmd_logout,
		.summary = "forget the accounts of kasa login, or the one of --username",
	},
	{
		.name = "doctor", .start = cmd_doctor_device, .run = cmd_doctor,
		.summary = "tell why nothing is found, or why one device does not answer",
		.more = "kasa doctor\n"
		        "kasa doctor 192.0.2.4\n",
	},
	{
		.name = "firmware", .options = firmware_options, .flags = COMMAND_LOOKS, .limit_ms = 15000, .start = cmd_firmware,
		.summary = "show the versions of a device's firmware and hardware, and what the cloud has for it",
		.more = "kasa firmware all\n"
		        "kasa firmware tree --check\n"
		        "Nothing is installed: a device takes firmware from any server, unencrypted, and whoever answers in place\n"
		        "of the right one would own it. New firmware may close port 9999 besides. The app does it.\n",
	},
	{
		.name = "completion", .choices = shells, .flags = COMMAND_OFFLINE, .run = cmd_completion,
		.summary = "print the completion script of a shell",
		.more = "eval \"$(kasa completion bash)\"\n",
	},
	{
		.name = "help", .value = "COMMAND [VERB]", .flags = COMMAND_OFFLINE | COMMAND_VALUE_OPTIONAL | COMMAND_WORDS,
		.run = cmd_help,
		.summary = "print help, of one command, of one of its verbs, or of all",
	},
	{
		.name = "version", .flags = COMMAND_OFFLINE, .run = cmd_version,
		.summary = "print the version",
	},
	{
		.name = "__complete", .choices = completed, .flags = COMMAND_OFFLINE | COMMAND_HIDDEN, .run = cmd_complete,
		.summary = "names for the shell's completion",
	},
	{
		.name = "__man", .choices = manual, .flags = COMMAND_OFFLINE | COMMAND_HIDDEN, .run = cmd_man,
		.summary = "lists for the manual",
	},
};
// clang-format on

const struct command *
command_at(size_t index)
{
	return index < sizeof rows / sizeof rows[0] ? &rows[index] : NULL;
}
