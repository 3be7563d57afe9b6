/* wifi: which network a device is in, those that it hears, and into another one. */
#include <kasa/wifi.h>

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/str.h"
#include "cli/cmd.h"
#include "cli/job.h"
#include "cli/secret.h"
#include "cli/sheet.h"
#include "common/number.h"

enum {
	KEY_MOST = 99,  /* a number of the device's that nobody knows today */
	WEP_LEAST = 5,  /* bytes of the shortest key there is */
	KEY_UNSAID = -1 /* the scan has to tell it */
};

static const char *const keys[] = { "open", "WEP", "WPA", "WPA2" }; /* by their numbers */

enum {
	KEYS = sizeof keys / sizeof keys[0]
};

static void
add_key(struct sheet *sheet, int key_type)
{
	sheet_int(sheet, "key_type", "security", key_type);
	if (key_type >= 0 && key_type < KEYS)
		sheet_shown(sheet, keys[key_type]);
}

static void
add_network(struct sheet *sheet, const struct kasa_network *network, bool levels)
{
	sheet_text(sheet, "ssid", "network", network->ssid);
	add_key(sheet, network->key_type);
	sheet_int(sheet, "rssi_dbm", "signal", network->rssi_dbm);
	sheet_unit(sheet, "dBm");
	if (levels)
		sheet_int(sheet, "level", "bars", network->level);
}

/* ---- the network it is in ---- */

static void
tell(struct job *job, const struct kasa_network *network)
{
	struct sheet sheet;

	sheet_init(&sheet, "wifi");
	sheet_bool(&sheet, "joined", "joined", network->ssid[0] != '\0');
	if (network->ssid[0])
		add_network(&sheet, network, network->level != KASA_UNKNOWN);
	job_sheet(job, &sheet);
	sheet_finish(&sheet);
}

static void
on_network(struct kasa_device *dev, const struct kasa_network *network, const struct kasa_err *err, void *arg)
{
	(void)dev;
	if (err->code == KASA_OK)
		tell(arg, network);
	else
		job_fail(arg, err);
}

void
cmd_wifi(struct job *job)
{
	int rc = kasa_wifi_read(job->lane->dev, on_network, job);

	if (rc != KASA_OK)
		job_refuse(job, rc);
}

/* ---- those that it hears ---- */

/* A column for all where one has a value. */
static bool
tell_levels(const struct kasa_networks *networks)
{
	for (unsigned i = 0; i < networks->count; i++)
		if (networks->networks[i].level != KASA_UNKNOWN)
			return true;
	return false;
}

static void
tell_networks(struct job *job, const struct kasa_networks *networks)
{
	bool levels = tell_levels(networks);
	struct sheet sheet;

	sheet_init(&sheet, "wifi_scan");
	sheet_list(&sheet, "networks");
	for (unsigned i = 0; i < networks->count; i++) {
		sheet_row(&sheet);
		add_network(&sheet, &networks->networks[i], levels);
	}
	job_sheet(job, &sheet);
	sheet_finish(&sheet);
}

static void
on_networks(struct kasa_device *dev, const struct kasa_networks *networks, const struct kasa_err *err, void *arg)
{
	(void)dev;
	if (err->code == KASA_OK)
		tell_networks(arg, networks);
	else
		job_fail(arg, err);
}

void
cmd_wifi_scan(struct job *job)
{
	bool refresh = !options_given(&job_cli(job)->opts, "cached");
	int rc = kasa_wifi_scan(job->lane->dev, refresh, on_networks, job);

	if (rc != KASA_OK)
		job_refuse(job, rc);
}

/* ---- into another one ---- */

/* What --key-type says, KEY_UNSAID without one. */
static int
parse_key(const struct options *opts, int *key_type, struct kasa_err *err)
{
	const char *text = options_text(opts, "key-type");
	char shown[TEXT_SHOWN];
	uint32_t number;

	*key_type = KEY_UNSAID;
	if (!text)
		return KASA_OK;
	for (int i = 0; i < KEYS; i++)
		if (strcasecmp(text, keys[i]) == 0)
			*key_type = i;
	if (number_parse(text, 0, KEY_MOST, &number))
		*key_type = (int)number;
	if (*key_type != KEY_UNSAID)
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL,
	                    "--key-type: \"%s\" is none of open, wep, wpa, wpa2, or a number from 0 to %d",
	                    text_show(shown, text), KEY_MOST);
}

static int
say(struct kasa_err *err, const char *from, const struct kasa_err *why)
{
	return kasa_err_set(err, KASA_EINVAL, "%s: %s", from, why->text);
}

int
cmd_wifi_join_check(const struct cli *cli, struct kasa_err *err)
{
	struct kasa_err why;
	int key_type;

	if (kasa_wifi_check(cli->call.value, "", KASA_WIFI_OPEN, &why) != KASA_OK)
		return say(err, "wifi join", &why);
	if (parse_key(&cli->opts, &key_type, err) != KASA_OK)
		return KASA_EINVAL;
	if (key_type == KASA_WIFI_OPEN && options_given(&cli->opts, "password-file"))
		return kasa_err_set(err, KASA_EINVAL, "wifi join: an open network has no password");
	return KASA_OK;
}

/* What no network at all takes is refused before the scan tells more. */
static int
check_password(const struct cli *cli, int key_type, struct kasa_err *err)
{
	size_t n = strlen(cli->secret);
	struct kasa_err why;

	if (key_type == KEY_UNSAID && n == 0)
		return KASA_OK;
	if (key_type == KEY_UNSAID && n < WEP_LEAST)
		return kasa_err_set(err, KASA_EINVAL,
		                    "wifi join: the password of a WPA network has 8 to %d bytes, a WEP key %d or more, "
		                    "not %zu",
		                    KASA_WIFI_KEY_MAX, WEP_LEAST, n);
	if (kasa_wifi_check(cli->call.value, cli->secret, key_type == KEY_UNSAID ? KASA_WIFI_WEP : key_type, &why)
	    != KASA_OK)
		return say(err, "wifi join", &why);
	return KASA_OK;
}

int
cmd_wifi_join_prepare(struct cli *cli, struct kasa_err *err)
{
	char question[96 + TEXT_SHOWN], shown[TEXT_SHOWN];
	int key_type, rc = parse_key(&cli->opts, &key_type, err);

	if (rc != KASA_OK || key_type == KASA_WIFI_OPEN)
		return rc;
	snprintf(question, sizeof question, "Password of \"%s\"%s: ", text_show(shown, cli->call.value),
	         key_type == KEY_UNSAID ? ", empty for an open network" : "");
	rc = secret_read(&cli->opts, question, cli->secret, err);
	return rc == KASA_OK ? check_password(cli, key_type, err) : rc;
}

/* What it does now, for this device's own network is gone with it. */
static void
tell_joined(struct job *job, int key_type)
{
	const char *ssid = job_cli(job)->call.value;
	char hint[256], shown[TEXT_SHOWN];
	struct sheet sheet;

	snprintf(
		hint, sizeof hint,
		"it leaves for \"%s\"; kasa discover finds it there within a minute, or it opens its own network again",
		text_show(shown, ssid));
	sheet_init(&sheet, "wifi_join");
	sheet_text(&sheet, "ssid", "network", ssid);
	add_key(&sheet, key_type);
	sheet_bool(&sheet, "accepted", "next", true);
	sheet_shown(&sheet, hint);
	job_sheet(job, &sheet);
	sheet_finish(&sheet);
}

static void
on_joined(struct kasa_device *dev, const struct kasa_err *err, void *arg)
{
	struct job *job = arg;

	(void)dev;
	if (err->code != KASA_OK)
		job_fail(job, err);
	else if (!job->ended)
		tell_joined(job, *(const int *)job->own);
}

static void
join(struct job *job, int key_type)
{
	const struct cli *cli = job_cli(job);
	struct kasa_err err;
	int rc;

	*(int *)job->own = key_type;
	if (kasa_wifi_check(cli->call.value, cli->secret, key_type, &err) != KASA_OK) {
		job_fail(job, &err);
		return;
	}
	if (!job_arm(job))
		return;
	job->unsure = "it may or may not have left for the other network";
	rc = kasa_wifi_join(job->lane->dev, cli->call.value, cli->secret, key_type, on_joined, job);
	if (rc != KASA_OK)
		job_refuse(job, rc);
}

/* As the library tells names: broken bytes are U+FFFD. */
static bool
is_named(const struct kasa_network *network, const char *typed)
{
	const char *end = typed + strlen(typed);
	char name[KASA_SSID_TEXT];
	size_t n = 0;

	while (typed < end)
		n += kasa_utf8_put(name + n, kasa_utf8_next(&typed, end));
	name[n] = '\0';
	return strcmp(network->ssid, name) == 0;
}

/* The strongest of that name tells which key. */
static void
on_heard(struct kasa_device *dev, const struct kasa_networks *networks, const struct kasa_err *err, void *arg)
{
	struct job *job = arg;
	const char *ssid = job_cli(job)->call.value;
	char shown[TEXT_SHOWN];
	struct kasa_err told;

	(void)dev;
	if (err->code != KASA_OK || job->ended) {
		job_fail(job, err);
		return;
	}
	for (unsigned i = 0; i < networks->count; i++)
		if (networks->networks[i].key_type >= 0 && is_named(&networks->networks[i], ssid)) {
			join(job, networks->networks[i].key_type);
			return;
		}
	kasa_err_set(&told, KASA_ENOTFOUND,
	             "it hears no network \"%s\": kasa wifi scan lists those that it hears, and with --key-type it is "
	             "sent there all the same",
	             text_show(shown, ssid));
	job_fail(job, &told);
}

void
cmd_wifi_join(struct job *job)
{
	struct kasa_err err;
	int key_type, rc;

	if (!job_own(job, sizeof key_type, NULL))
		return;
	parse_key(&job_cli(job)->opts, &key_type, &err); /* it was checked */
	if (key_type != KEY_UNSAID) {
		join(job, key_type);
		return;
	}
	rc = kasa_wifi_scan(job->lane->dev, true, on_heard, job);
	if (rc != KASA_OK)
		job_refuse(job, rc);
}
