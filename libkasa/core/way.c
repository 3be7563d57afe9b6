#include "core/way.h"

#include <stdio.h>
#include <string.h>

enum tls {
	WITHOUT,
	WITHIN,
	EITHER,
};

enum {
	PORT_HTTP = 80,
	FIRMWARE_TEXT = 80,
	LOGIN_2 = 2,
};

/* The first row that fits counts. An encryption of "" stands for any; the wire is NULL where it is not supported. */
// clang-format off
static const struct row {
	const char *family, *encryption;
	enum tls tls;
	const char *transport, *wire, *name;
} rows[] = {
	{ "SMART.IPCAMERA",     "",     EITHER,  "ssl-aes",   NULL,    "SSL-AES transport" },
	{ "SMART.TAPODOORBELL", "",     EITHER,  "ssl-aes",   NULL,    "SSL-AES transport" },
	{ "IOT.IPCAMERA",       "",     EITHER,  "linkie",    NULL,    "Linkie transport" },
	{ "SMART.TAPOROBOVAC",  "AES",  WITHIN,  "ssl",       NULL,    "JSON within TLS" },
	{ "IOT.",               "KLAP", WITHOUT, "klap1",     "klap1", "KLAP" },
	{ "SMART.",             "KLAP", WITHOUT, "klap2",     "klap2", "KLAP" },
	{ "",                   "KLAP", WITHIN,  "klap2-tls", NULL,    "KLAP within TLS" },
	{ "",                   "AES",  WITHOUT, "aes",       NULL,    "AES transport" },
	{ "",                   "AES",  WITHIN,  "ssl-aes",   NULL,    "SSL-AES transport" },
	{ "",                   "TPAP", EITHER,  "tpap",      "klap2", "TPAP" }, /* some of them take KLAP still */
	{ "",                   "",     EITHER,  "unknown",   NULL,    "a transport that is not known here" },
};

/* Devices that have nothing to switch on and off. */
static const struct {
	const char *mark, *kind;
} kinds[] = {
	{ "IPCAMERA", "camera" },
	{ "DOORBELL", "doorbell" },
	{ "ROBOVAC",  "vacuum cleaner" },
	{ "HUB",      "hub" },
	{ "CHIME",    "chime" },
};
// clang-format on

static bool
begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

static bool
fits(const struct row *row, const struct kasa_announcement *a)
{
	return begins(a->family, row->family) && (!row->encryption[0] || strcmp(a->encryption, row->encryption) == 0)
	       && (row->tls == EITHER || (row->tls == WITHIN) == a->https);
}

static const char *
kind_of(const char *family)
{
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (strstr(family, kinds[i].mark))
			return kinds[i].kind;
	return NULL;
}

/* Firmware of 2025 speaks the second generation in the old language, and tells it by either mark. */
static bool
is_newer(const struct kasa_announcement *a)
{
	return a->new_klap || a->login_version >= LOGIN_2;
}

void
kasa_way_find(struct kasa_way *way, const struct kasa_announcement *a)
{
	const struct row *row = rows;
	const char *wire;

	while (!fits(row, a)) /* the last one fits all */
		row++;
	wire = row->wire && strcmp(row->wire, "klap1") == 0 && is_newer(a) ? "klap2" : row->wire;
	*way = (struct kasa_way){
		.payload = begins(a->family, "IOT.") ? &kasa_payload_iot : &kasa_payload_smart,
		.transport = row->transport,
		.name = row->name,
		.kind = kind_of(a->family),
		.port = a->port,
		.untold = strcmp(row->transport, "tpap") == 0,
	};
	if (wire && !way->untold)
		way->transport = wire;
	if (wire && !way->kind)
		way->wire = kasa_wire_find(wire);
	if (way->untold && a->https)
		way->port = PORT_HTTP;
}

static const char *
firmware(const struct kasa_state *said, char text[FIRMWARE_TEXT])
{
	if (said->fw[0])
		snprintf(text, FIRMWARE_TEXT, "firmware %s", said->fw);
	else
		snprintf(text, FIRMWARE_TEXT, "firmware unknown");
	return text;
}

int
kasa_way_why(const struct kasa_way *way, const struct kasa_state *said, struct kasa_err *err)
{
	char text[FIRMWARE_TEXT];

	if (way->kind)
		return kasa_err_set(err, KASA_ENOTSUP, "this is a %s; %ss are not supported", way->kind, way->kind);
	return kasa_err_set(err, KASA_ENOTSUP, "not supported yet: %s, %s", way->name, firmware(said, text));
}

/* It has never been joined to a network, so no account opens it. */
static int
say_new(struct kasa_err *err)
{
	return kasa_err_append(err, "; it is not set up yet: it must join a Wi-Fi and an account first");
}

int
kasa_way_failed(const struct kasa_way *way, const struct kasa_announcement *a, const struct kasa_state *said, bool ours,
                struct kasa_err *err)
{
	char text[FIRMWARE_TEXT];

	firmware(said, text);
	if (a->factory_default)
		say_new(err);
	if (err->code == KASA_EAUTH && !ours)
		return kasa_err_wrap(err, "it belongs to another account than those that are known here (%s)", text);
	if (way->untold && err->code != KASA_EAUTH)
		return kasa_err_set(err, KASA_ENOTSUP,
		                    "not supported yet: TPAP, %s; it takes KLAP as well while \"Third-Party "
		                    "Compatibility\" is switched on in the app",
		                    text);
	return kasa_err_wrap(err, "it announces %s on port %u, %s", way->name, (unsigned)way->port, text);
}
