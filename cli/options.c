/* The table of options, and how each takes its value. */
#include "cli/options.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "cli/history_words.h"
#include "cli/text.h"
#include "common/answer.h"
#include "common/number.h"

enum {
	SECONDS_MAX_MS = 3600 * 1000, /* beyond an hour it is a slip */
};

static int
no_memory(struct kasa_err *err)
{
	return kasa_err_set(err, KASA_ENOMEM, "no memory for the arguments");
}

static int
set_host(struct options *opts, const char *value, const char *from, struct kasa_err *err)
{
	(void)from;
	return words_add(&opts->hosts, value, strlen(value)) == KASA_OK ? KASA_OK : no_memory(err);
}

static int
set_alias(struct options *opts, const char *value, const char *from, struct kasa_err *err)
{
	(void)from;
	return words_add(&opts->aliases, value, strlen(value)) == KASA_OK ? KASA_OK : no_memory(err);
}

static int
set_list(struct words *list, const char *value, const char *from, const char *what, struct kasa_err *err)
{
	size_t before = list->count;

	if (words_split(list, value) != KASA_OK)
		return no_memory(err);
	return list->count > before ? KASA_OK : kasa_err_set(err, KASA_EINVAL, "%s: empty; %s", from, what);
}

static int
set_target(struct options *opts, const char *value, const char *from, struct kasa_err *err)
{
	return set_list(&opts->targets, value, from, "an address or a range is wanted, as 192.0.2.0/24", err);
}

static int
set_interface(struct options *opts, const char *value, const char *from, struct kasa_err *err)
{
	return set_list(&opts->interfaces, value, from, "the name of a network interface is wanted, as eth0", err);
}

static int
set_leases(struct options *opts, const char *value, const char *from, struct kasa_err *err)
{
	if (!value[0])
		return kasa_err_set(err, KASA_EINVAL, "%s: empty; the file of a DHCP server is wanted, or -", from);
	return words_add(&opts->leases, value, strlen(value)) == KASA_OK ? KASA_OK : no_memory(err);
}

static int
set_number(uint16_t *port, const char *value, const char *from, struct kasa_err *err)
{
	char shown[TEXT_SHOWN];
	uint32_t number;

	if (!number_parse(value, 1, 65535, &number))
		return kasa_err_set(err, KASA_EINVAL, "%s: \"%s\" is no port; a whole number from 1 to 65535 is", from,
		                    text_show(shown, value));
	*port = (uint16_t)number;
	return KASA_OK;
}

static int
set_port(struct options *opts, const char *value, const char *from, struct kasa_err *err)
{
	return set_number(&opts->port, value, from, err);
}

static int
set_tdp_port(struct options *opts, const char *value, const char *from, struct kasa_err *err)
{
	return set_number(&opts->tdp_port, value, from, err);
}

/* What may be typed, and the library's word for it. Which KLAP it is, a device tells by itself. */
static const struct choice {
	const char *typed, *word;
} transports[] = { { "xor", "xor" }, { "klap", "klap2" }, { "klap1", "klap1" }, { "klap2", "klap2" }, { NULL, NULL } },
  payloads[] = { { "iot", "iot" }, { "smart", "smart" }, { NULL, NULL } };

static int
set_choice(const char **word, const struct choice *choices, const char *value, const char *from, struct kasa_err *err)
{
	char shown[TEXT_SHOWN], all[64] = "";
	size_t n = 0;

	for (const struct choice *at = choices; at->typed; at++) {
		if (strcmp(at->typed, value) == 0) {
			*word = at->word;
			return KASA_OK;
		}
		n += (size_t)snprintf(all + n, sizeof all - n, "%s%s", n ? ", " : "", at->typed);
	}
	return kasa_err_set(err, KASA_EINVAL, "%s: \"%s\" is none of %s", from, text_show(shown, value), all);
}

static int
set_transport(struct options *opts, const char *value, const char *from, struct kasa_err *err)
{
	return set_choice(&opts->transport, transports, value, from, err);
}

static int
set_payload(struct options *opts, const char *value, const char *from, struct kasa_err *err)
{
	return set_choice(&opts->payload, payloads, value, from, err);
}

static int
set_seconds(uint32_t *ms, const char *value, const char *from, struct kasa_err *err)
{
	char shown[TEXT_SHOWN];

	if (seconds_parse(value, 1, SECONDS_MAX_MS, ms))
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL, "%s: \"%s\" is no time; seconds above 0, at most 3600, are, as 5 or 0.5",
	                    from, text_show(shown, value));
}

static int
set_timeout(struct options *opts, const char *value, const char *from, struct kasa_err *err)
{
	return set_seconds(&opts->timeout_ms, value, from, err);
}

static int
set_wait(struct options *opts, const char *value, const char *from, struct kasa_err *err)
{
	return set_seconds(&opts->wait_ms, value, from, err);
}

/* An option without a value is a yes; a variable says which. */
static int
set_flag(bool *flag, const char *value, const char *from, struct kasa_err *err)
{
	char shown[TEXT_SHOWN];

	if (!value)
		*flag = true;
	if (!value || answer_parse(value, flag))
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL, "%s: \"%s\" is neither 1 (yes) nor 0 (no)", from,
	                    text_show(shown, value));
}

static int
set_config(struct options *opts, const char *value, const char *from, struct kasa_err *err)
{
	if (!value[0])
		return kasa_err_set(err, KASA_EINVAL, "%s: empty; the path of a file is wanted", from);
	opts->config = value;
	return KASA_OK;
}

static int
set_credentials(struct options *opts, const char *value, const char *from, struct kasa_err *err)
{
	if (!value[0])
		return kasa_err_set(err, KASA_EINVAL, "%s: empty; the path of a file is wanted, or -", from);
	opts->credentials = value;
	return KASA_OK;
}

static int
set_try_defaults(struct options *opts, const char *value, const char *from, struct kasa_err *err)
{
	return set_flag(&opts->try_defaults, value, from, err);
}

static int
set_ignore_signatures(struct options *opts, const char *value, const char *from, struct kasa_err *err)
{
	return set_flag(&opts->ignore_signatures, value, from, err);
}

static int
set_json(struct options *opts, const char *value, const char *from, struct kasa_err *err)
{
	return set_flag(&opts->json, value, from, err);
}

static int
set_quiet(struct options *opts, const char *value, const char *from, struct kasa_err *err)
{
	return set_flag(&opts->quiet, value, from, err);
}

static int
set_yes(struct options *opts, const char *value, const char *from, struct kasa_err *err)
{
	return set_flag(&opts->yes, value, from, err);
}

static int
set_help(struct options *opts, const char *value, const char *from, struct kasa_err *err)
{
	return set_flag(&opts->help, value, from, err);
}

static int
set_version(struct options *opts, const char *value, const char *from, struct kasa_err *err)
{
	return set_flag(&opts->version, value, from, err);
}

static int
set_verbose(struct options *opts, const char *value, const char *from, struct kasa_err *err)
{
	bool yes = false;

	if (!value) {
		opts->verbose++;
		return KASA_OK;
	}
	if (number_parse(value, 0, 9, &opts->verbose))
		return KASA_OK;
	if (set_flag(&yes, value, from, err) != KASA_OK)
		return KASA_EINVAL;
	opts->verbose = yes;
	return KASA_OK;
}

static int
set_debug(struct options *opts, const char *value, const char *from, struct kasa_err *err)
{
	bool yes = false;

	if (set_flag(&yes, value, from, err) != KASA_OK)
		return KASA_EINVAL;
	if (yes)
		opts->verbose = 2;
	return KASA_OK;
}

// clang-format off
static const struct option_row rows[] = {
	/* letter, name, value, variable, help, how it is taken: these every command has */
	{ 'H', "host",      "HOST",  "KASA_HOST",      "the device at this address or host name; then there is no DEVICE", .set = set_host },
	{ 'a', "alias",     "ALIAS", "KASA_ALIAS",     "the device with this name; then there is no DEVICE", .set = set_alias },
	{ 't', "target",    "ADDR",  "KASA_TARGET",    "search this address, broadcast address or range (192.0.2.0/24); may be repeated", .set = set_target, .many = true },
	{ 'i', "interface", "IF",    "KASA_INTERFACE", "search through this network interface only; may be repeated", .set = set_interface, .many = true },
	{  0,  "leases",    "FILE",  "KASA_LEASES",    "search what this lease file (- for standard input) has of TP-Link; may be repeated", .set = set_leases, .many = true },
	{ 'p', "port",      "N",     "KASA_PORT",      "the port of the device, or of the search, instead of the usual one", .set = set_port },
	{  0,  "transport", "WORD",  "KASA_TRANSPORT", "how the device is spoken to: xor, klap, klap1, klap2; else it is found out", .set = set_transport },
	{  0,  "payload",   "WORD",  "KASA_PAYLOAD",   "the language of the device: iot or smart", .set = set_payload },
	{  0,  "tdp-port",  "N",     "KASA_TDP_PORT",  "the port of the newer discovery, instead of 20002 and 20004", .set = set_tdp_port },
	{  0,  "credentials-file", "FILE", NULL,       "the account: user name and password, a line each, for you alone to read; - is standard input", .set = set_credentials },
	{  0,  "try-default-credentials", NULL, "KASA_TRY_DEFAULT_CREDENTIALS", "try what unowned devices take, too; anybody may pose as one then", .set = set_try_defaults },
	{  0,  "ignore-signatures", NULL, "KASA_IGNORE_SIGNATURES", "take answers over KLAP whose signature is wrong: a workaround for odd firmware", .set = set_ignore_signatures },
	{  0,  "timeout",   "S",     "KASA_TIMEOUT",   "seconds that a command on a device may take (5)", .set = set_timeout },
	{ 'w', "wait",      "S",     "KASA_WAIT",      "seconds that a search may take (3)", .set = set_wait },
	{ 'j', "json",      NULL,    "KASA_JSON",      "one JSON object per device per line", .set = set_json },
	{ 'q', "quiet",     NULL,    "KASA_QUIET",     "print nothing but errors", .set = set_quiet },
	{ 'v', "verbose",   NULL,    "KASA_VERBOSE",   "tell on standard error what happens; twice: every message", .set = set_verbose },
	{ 'd', "debug",     NULL,    "KASA_DEBUG",     "the same as -vv", .set = set_debug, .same = "verbose" },
	{  0,  "config",    "FILE",  "KASA_CONFIG",    "groups, names and defaults from this file (~/.config/kasa/config.yaml)", .set = set_config },
	{ 'y', "yes",       NULL,    NULL,             "do not ask before what cannot be undone", .set = set_yes },
	{ 'h', "help",      NULL,    NULL,             "print help, of a command too, and exit", .set = set_help },
	{ 'V', "version",   NULL,    NULL,             "print the version and exit", .set = set_version },
	/* those of commands, by name */
	{ .name = "day", .value = "YYYY-MM", .looks = history_looks, .help = "the days of a month, of this one unless it is told" },
	{ .name = "month", .value = "YYYY", .looks = history_looks, .help = "the months of a year, of this one unless it is told" },
	{ .name = "price", .value = "N", .env = "KASA_PRICE", .help = "the price of a kWh, as 0.30: tells what the energy costs" },
	{ .name = "erase", .help = "forget it all, after a question" },
	{ .name = "at", .value = "TIME", .help = "when: 21:30, 9pm, noon, sunrise, sunset-15m" },
	{ .name = "from", .value = "TIME", .help = "when it begins: 21:30, 9pm, noon, sunrise, sunset-15m" },
	{ .name = "until", .value = "TIME", .help = "when it ends, in the same words" },
	{ .name = "days", .value = "DAYS", .help = "on which days of every week: daily, mon-fri, sat,sun" },
	{ .name = "on", .value = "DATE", .help = "on one day: 2026-12-24, today, tomorrow, fri" },
	{ .name = "once", .help = "one time, the next that it is so late" },
	{ .name = "name", .value = "NAME", .help = "what the rule is called" },
	{ .name = "turn", .value = "on|off", .help = "what the rule does" },
	{ .name = "in", .value = "TIME", .help = "after which time: 2h, 90m, 1h30m, 45s; a day at most" },
	{ .name = "for", .value = "TIME", .help = "and back after that time, by the device itself: 2h, 90m, 1h30m; a day at most" },
	{ .name = "force", .help = "replace a countdown that kasa did not set" },
	{ .name = "username", .value = "NAME", .help = "the account: its e-mail address" },
	{ .name = "password-file", .value = "FILE", .help = "the password is the one line of this file, which only you may read; - is standard input" },
	{ .name = "key-type", .value = "TYPE", .help = "open, wep, wpa, wpa2 or a number, in place of what the scan tells" },
	{ .name = "cached", .help = "what the device heard the last time" },
	{ .name = "check", .help = "what the cloud has for it; the device asks, and needs the Internet for it" },
	{ .name = "brightness", .value = "PERCENT", .help = "how bright, 1 to 100" },
	{ .name = "temperature", .value = "KELVIN", .help = "a white: 2700 is warm, 5000 cool" },
	{ .name = "hsv", .value = "H,S[,V]", .help = "a colour: hue 0 to 360, saturation and brightness in percent" },
	{ .name = "color", .value = "COLOR", .help = "a colour or a white by its name, as red or \"warm white\", or #ff8000" },
	{ .name = "transition", .value = "TIME", .help = "how long it takes: 2, 500ms, 1m; an hour at most" },
	{ .name = "soft-on", .value = "MODE", .help = "how it comes on by command: last, circadian or preset:N" },
	{ .name = "hard-on", .value = "MODE", .help = "how it comes on when the mains return, in the same words" },
	{ .name = "fade-on", .value = "TIME", .help = "how long switching on takes, up to 10s" },
	{ .name = "fade-off", .value = "TIME", .help = "how long switching off takes, up to 10s" },
	{ .name = "gentle-on", .value = "TIME", .help = "how long a gentle on takes, up to 2m" },
	{ .name = "gentle-off", .value = "TIME", .help = "how long a gentle off takes, up to 8m30s" },
	{ .name = "ramp-rate", .value = "N", .help = "how fast the held button dims, 10 to 50" },
	{ .name = "threshold", .value = "N", .help = "of a dimmer the lowest level that shines, 0 to 51; of a motion sensor percent" },
	{ .name = "double-click", .value = "ACTION", .help = "what a double click does: none, instant, gentle or preset:N" },
	{ .name = "long-press", .value = "ACTION", .help = "what a long press does, in the same words" },
	{ .name = "range", .value = "RANGE", .help = "how far a motion sensor reaches: far, mid, near or custom" },
	{ .name = "inactivity", .value = "TIME", .help = "how long it must be still until the light goes off, up to 24h" },
	{ .name = "dark", .value = "LEVEL", .help = "below which level it is dark" },
	{ .name = "level", .value = "LEVEL=PERCENT", .help = "how bright a level is; may be repeated", .many = true },
	{ .name = "csv", .help = "comma-separated values, for tables of other programs" },
	{ .name = "zone", .value = "NAME", .help = "the time zone that the device is to be in, as tzdata names it; local: this computer's" },
	{ .name = "every", .value = "S", .help = "seconds from one reading to the next, 0.5 to 3600 (2)" },
	{ .name = "count", .value = "N", .help = "end after so many readings of each device" },
};
// clang-format on

enum {
	ROWS = sizeof rows / sizeof rows[0]
};

_Static_assert(sizeof rows / sizeof rows[0] <= OPTIONS_MAX, "a place for each row in struct options");

const struct option_row *
option_at(size_t index)
{
	return index < ROWS ? &rows[index] : NULL;
}
