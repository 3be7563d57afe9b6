/* Built with jansson, which keeps the order in which keys were set. */
#include "cli/json_object.h"

#include <stdio.h>

#include "base/str.h"
#include "cli/hints.h"
#include "cli/sheet.h"

json_t *
json_failure(const struct writer_failure *failure)
{
	struct json_draft object = json_draft_begin();

	json_draft_text(&object, "host", failure->host);
	json_draft_text(&object, "device", failure->device);
	if (failure->outlet > 0)
		json_draft_int(&object, "outlet", failure->outlet);
	json_draft_set(&object, "error", json_error(failure->err));
	return json_draft_end(&object);
}

static json_t *
interface_object(const struct kasa_interface *interface)
{
	struct json_draft object = json_draft_begin();

	json_draft_text(&object, "name", interface->name);
	json_draft_text(&object, "address", interface->address);
	json_draft_text(&object, "broadcast", interface->broadcast);
	json_draft_bool(&object, "up", interface->up);
	json_draft_bool(&object, "loopback", interface->loopback);
	return json_draft_end(&object);
}

static void
set_report(struct json_draft *object, const struct kasa_discover_report *report)
{
	json_draft_set(object, "found", json_integer(report->found));
	json_draft_set(object, "probes_sent", json_integer(report->sent));
	json_draft_set(object, "probes_refused", json_integer(report->send_failed));
	json_draft_set(object, "duplicates", json_integer(report->duplicates));
	json_draft_set(object, "strangers", json_integer(report->strangers));
	json_draft_set(object, "garbage", json_integer(report->garbage));
	json_draft_set(object, "receive_buffer", json_integer(report->receive_buffer));
	json_draft_text(object, "last_error", report->last_error);
}

static json_t *
hint_object(const struct hint *hint)
{
	char address[HINT_ADDRESS], mac[KASA_MAC_TEXT];
	struct json_draft object = json_draft_begin();

	kasa_mac_format(hint->mac, mac);
	json_draft_text(&object, "host", hint_address(hint, address));
	json_draft_text(&object, "mac", mac);
	json_draft_text(&object, "name", hint->name);
	json_draft_text(&object, "from", hint->leased ? "lease" : "neighbour");
	return json_draft_end(&object);
}

static void
set_hints(struct json_draft *object, const struct hints *hints)
{
	json_t *silent = json_array();

	json_draft_set(object, "hints", json_integer(hints ? (json_int_t)hints->count : 0));
	for (size_t i = 0; hints && i < hints->count; i++)
		if (!hints->list[i].answered)
			json_draft_append(object, silent, hint_object(&hints->list[i]));
	json_draft_set(object, "silent", silent);
}

static json_t *
ports_array(const uint16_t ports[2])
{
	json_t *array = json_array();

	for (size_t i = 0; array && i < 2 && ports[i]; i++)
		json_array_append_new(array, json_integer(ports[i]));
	return array;
}

json_t *
json_checkup(const struct writer_checkup *checkup)
{
	struct json_draft object = json_draft_begin();
	json_t *interfaces = json_array(), *targets = json_array(), *advice = json_array();

	for (size_t i = 0; i < checkup->interface_count; i++)
		json_draft_append(&object, interfaces, interface_object(&checkup->interfaces[i]));
	json_draft_set(&object, "interfaces", interfaces);
	json_draft_int(&object, "port", checkup->port);
	json_draft_set(&object, "tdp_ports", ports_array(checkup->tdp_ports));
	json_draft_set(&object, "accounts", json_integer((json_int_t)checkup->accounts));
	json_draft_text(&object, "accounts_from", checkup->accounts > 0 ? checkup->accounts_from : NULL);
	json_draft_text(&object, "accounts_error", checkup->accounts_wrong);
	for (size_t i = 0; i < checkup->target_count; i++)
		json_draft_append(&object, targets, json_text(checkup->targets[i]));
	json_draft_set(&object, "targets", targets);
	set_report(&object, checkup->report);
	set_hints(&object, checkup->hints);
	for (size_t i = 0; i < CHECKUP_ADVICE_MAX && checkup->advice[i]; i++)
		json_draft_append(&object, advice, json_text(checkup->advice[i]));
	json_draft_set(&object, "advice", advice);
	return json_draft_end(&object);
}

/* A member of that name which a device has always, as a light's, gives way. */
json_t *
json_device_sheet(const struct device_row *row, const struct sheet *sheet)
{
	struct json_draft object = json_draft_of(json_device(row));

	json_draft_set(&object, sheet->name, json_sheet(sheet));
	return json_draft_end(&object);
}

json_t *
json_visit(const struct writer_visit *visit)
{
	struct json_draft object = json_draft_of(json_device(&visit->row));

	json_draft_set(&object, "tcp", json_text(kasa_error_word((int)visit->tcp->code)));
	if (visit->udp_tried)
		json_draft_bool(&object, "udp", visit->udp);
	json_draft_text(&object, "announced", visit->way);
	if (visit->tcp->code != KASA_OK)
		json_draft_set(&object, "error", json_error(visit->tcp));
	json_draft_text(&object, "advice", visit->advice);
	return json_draft_end(&object);
}

/* "2025-11-22T11:00:00.123Z" */
static void
set_time(struct json_draft *object, const struct timespec *time)
{
	char second[32], text[48];
	struct tm tm;

	gmtime_r(&time->tv_sec, &tm);
	strftime(second, sizeof second, "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(text, sizeof text, "%s.%03dZ", second, (int)(time->tv_nsec / 1000000));
	json_draft_text(object, "time", text);
}

json_t *
json_reading(const struct writer_reading *reading)
{
	json_t *seen = reading->failure ? json_failure(reading->failure) : json_device(&reading->row);
	struct json_draft object = json_draft_begin();

	set_time(&object, &reading->time);
	if (!seen || !object.json || json_object_update(object.json, seen) != 0)
		object.failed = true;
	json_decref(seen);
	if (reading->away_ms > 0)
		json_draft_real(&object, "away_s", (double)reading->away_ms / 1e3);
	return json_draft_end(&object);
}
