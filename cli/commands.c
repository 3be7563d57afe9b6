/* The table of commands. */
#include "cli/commands.h"

#include "cli/cmd.h"

static const char *const on_off[] = { "on", "off", NULL };
static const char *const time_options[] = { "zone", NULL };
static const char *const energy_options[] = { "day", "month", "price", "csv", "erase", NULL };
static const char *const usage_options[] = { "day", "month", "csv", "erase", NULL };
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
		.name = "on", .flags = COMMAND_OUTLETS, .start = cmd_on,
		.unsure = "it may or may not have switched",
		.summary = "switch on",
		.more = "kasa on \"Christmas tree\"\n"
		        "kasa on strip/2 \"strip/Desk lamp\"       outlets by position or name\n"
		        "kasa --host 192.0.2.4 on\n",
	},
	{
		.name = "off", .flags = COMMAND_OUTLETS, .start = cmd_off,
		.unsure = "it may or may not have switched",
		.summary = "switch off",
		.more = "kasa off \"Christmas tree\" \"Hall lamp\"\n"
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
		.unsure = "it may or may not restart",
		.summary = "restart a device",
		.more = "An HS300 switches its outlets off and on as it restarts.\n",
	},
	{
		.name = "raw", .value = "JSON", .start = cmd_raw, .check = cmd_raw_check,
		.danger = cmd_raw_danger,
		.unsure = "it may or may not have been carried out",
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
		.name = "doctor", .start = cmd_doctor_device, .run = cmd_doctor,
		.summary = "tell why nothing is found, or why one device does not answer",
		.more = "kasa doctor\n"
		        "kasa doctor 192.0.2.4\n",
	},
	{
		.name = "firmware", .flags = COMMAND_LOOKS, .start = cmd_firmware,
		.summary = "show the versions of a device's firmware and hardware",
		.more = "Nothing is installed: that is left to the app.\n",
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
