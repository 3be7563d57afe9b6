/* Findings first, then what to try. */
#include "cli/writer_doctor.h"

#include "base/str.h"
#include "cli/hints.h"
#include "cli/words_text.h"

enum {
	SILENT_MAX = 16, /* as many are told one by one */
};

/* "  key       value" */
static void
entry(struct text *text, const char *key, const char *value)
{
	if (!value)
		return;
	text_printf(text, "  %-10s", key);
	text_safe(text, value);
	text_add(text, "\n");
}

static void
interfaces(struct text *text, const struct writer_checkup *seen)
{
	if (seen->interface_count == 0)
		text_add(text, "  no network interface has an IPv4 address\n");
	for (size_t i = 0; i < seen->interface_count; i++) {
		const struct kasa_interface *at = &seen->interfaces[i];

		text_add(text, "  ");
		text_pad(text, at->name, 12);
		text_printf(text, "%-16s %-5s %s%s\n", at->address, at->up ? "up" : "down",
		            at->loopback       ? "this machine only"
		            : at->broadcast[0] ? "broadcast "
		                               : "cannot broadcast",
		            at->loopback ? "" : at->broadcast);
	}
}

static void
silent_hint(struct text *text, const struct hint *hint)
{
	char address[HINT_ADDRESS], mac[KASA_MAC_TEXT];

	kasa_mac_format(hint->mac, mac);
	text_printf(text, "  %-12s%-16s %s  ", "", hint_address(hint, address), mac);
	text_safe(text, hint->name[0] ? hint->name : hint->leased ? "a lease" : "a neighbour");
	text_add(text, "\n");
}

static void
hints(struct text *text, const struct hints *seen)
{
	size_t silent = seen ? hints_silent(seen) : 0, told = 0;

	if (!seen || seen->count == 0)
		return;
	text_printf(text, "  %-12s%zu of TP-Link's hardware, %zu of them silent\n", "known", seen->count, silent);
	for (size_t i = 0; i < seen->count && told < SILENT_MAX; i++)
		if (!seen->list[i].answered) {
			silent_hint(text, &seen->list[i]);
			told++;
		}
	if (silent > told)
		text_printf(text, "  %-12sand %zu more\n", "", silent - told);
}

/* "search on UDP ports 9999, 20002 and 20004" */
static void
ports(struct text *text, const struct writer_checkup *seen)
{
	const uint16_t *tdp = seen->tdp_ports;

	text_printf(text, "search on UDP port%s %u", tdp[0] ? "s" : "", seen->port);
	if (tdp[0] && tdp[1])
		text_printf(text, ", %u and %u", tdp[0], tdp[1]);
	else if (tdp[0])
		text_printf(text, " and %u", tdp[0]);
	text_add(text, "\n");
}

static void
accounts(struct text *text, const struct writer_checkup *seen)
{
	if (seen->accounts > 0)
		text_printf(text, "  %-12s%zu, from %s\n", "accounts", seen->accounts, seen->accounts_from);
	else
		text_printf(text, "  %-12snone%s\n", "accounts", seen->accounts_wrong ? " that can be used" : "");
}

void
text_checkup(struct out *out, const struct writer_checkup *seen)
{
	const struct kasa_discover_report *report = seen->report;
	struct text text;

	text_init(&text);
	text_add(&text, "interfaces\n");
	interfaces(&text, seen);
	ports(&text, seen);
	for (size_t i = 0; i < seen->target_count; i++) {
		text_printf(&text, "  %-12s", i == 0 ? "targets" : "");
		text_safe(&text, seen->targets[i]);
		text_add(&text, "\n");
	}
	text_printf(&text, "  %-12s%u, the system refused %u\n", "probes", report->sent, report->send_failed);
	if (report->last_error[0]) {
		text_printf(&text, "  %-12s", "refusal");
		text_safe(&text, report->last_error);
		text_add(&text, "\n");
	}
	text_printf(&text, "  %-12s%u\n", "found", report->found);
	hints(&text, seen->hints);
	if (report->strangers)
		text_printf(&text, "  %-12s%u\n", "strangers", report->strangers);
	if (report->garbage)
		text_printf(&text, "  %-12s%u\n", "no devices", report->garbage);
	text_printf(&text, "  %-12s%u KiB\n", "buffer", report->receive_buffer / 1024);
	accounts(&text, seen);
	for (size_t i = 0; i < CHECKUP_ADVICE_MAX && seen->advice[i]; i++) {
		text_add(&text, i == 0 ? "what to try\n  - " : "  - ");
		text_safe(&text, seen->advice[i]);
		text_add(&text, "\n");
	}
	out_result(out, &text);
	text_finish(&text);
}

void
text_visit(struct out *out, const struct writer_visit *seen)
{
	char name[2 * KASA_ALIAS_MAX];
	struct text text;

	text_init(&text);
	text_safe(&text, word_name(&seen->row, name));
	text_add(&text, "\n");
	entry(&text, "host", word_host(&seen->row, name));
	entry(&text, "TCP", seen->tcp->code == KASA_OK ? "answers" : seen->tcp->text);
	entry(&text, "via", seen->way);
	if (seen->udp_tried)
		entry(&text, "UDP", seen->udp ? "answers" : "no answer");
	if (seen->row.state)
		entry(&text, "model", seen->row.state->model);
	entry(&text, "advice", seen->advice);
	out_result(out, &text);
	text_finish(&text);
}
