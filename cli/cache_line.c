/* Text that a person can read, and a damaged line of which spoils no other. */
#include "cli/cache_line.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/str.h"
#include "common/number.h"

enum {
	FIELDS = 5,     /* that each line has */
	FIELDS_MAX = 7, /* with transport and payload */
};

static const char *const transports[] = { "xor", "klap1", "klap2", NULL };
static const char *const payloads[] = { "iot", "smart", NULL };

static const char *
find_word(const char *const *words, const char *word)
{
	while (*words && strcmp(*words, word) != 0)
		words++;
	return *words;
}

const char *
cache_transport(const char *word)
{
	return find_word(transports, word);
}

const char *
cache_payload(const char *word)
{
	return find_word(payloads, word);
}

static void
escape(struct text *out, const char *field)
{
	for (; *field; field++)
		switch (*field) {
		case '\t':
			text_add(out, "\\t");
			break;
		case '\n':
			text_add(out, "\\n");
			break;
		case '\\':
			text_add(out, "\\\\");
			break;
		default:
			text_bytes(out, field, 1);
		}
}

void
cache_line_format(struct text *out, const struct cache_entry *entry)
{
	escape(out, entry->id);
	text_add(out, "\t");
	escape(out, entry->mac);
	text_add(out, "\t");
	escape(out, entry->host);
	text_printf(out, "\t%u\t", entry->port);
	escape(out, entry->alias);
	if (entry->transport != transports[0] || entry->payload != payloads[0])
		text_printf(out, "\t%s\t%s", entry->transport, entry->payload);
	text_add(out, "\n");
}

/* What an escaped character stands for, or NUL. */
static char
unescaped(char c)
{
	switch (c) {
	case 't':
		return '\t';
	case 'n':
		return '\n';
	case '\\':
		return '\\';
	default:
		return '\0';
	}
}

static bool
copy_field(char *dst, size_t size, const char *src, size_t n)
{
	size_t used = 0;

	for (size_t i = 0; i < n; i++) {
		char c = src[i];

		if (c == '\\') {
			if (++i == n)
				return false;
			c = unescaped(src[i]);
		}
		if (c == '\0' || used + 1 >= size)
			return false;
		dst[used++] = c;
	}
	dst[used] = '\0';
	return true;
}

static bool
is_id(const char *id)
{
	return id[0] && id[strspn(id, "0123456789abcdefABCDEF")] == '\0';
}

static bool
is_address(const char *host)
{
	struct in6_addr address;

	return inet_pton(AF_INET, host, &address) == 1 || inet_pton(AF_INET6, host, &address) == 1;
}

static bool
is_mac(const char *mac)
{
	uint8_t bytes[6];

	return mac[0] == '\0' || kasa_mac_parse(mac, bytes);
}

static size_t
fields_of(const char *line, size_t n)
{
	size_t tabs = 0;

	for (size_t i = 0; i < n; i++)
		tabs += line[i] == '\t';
	return tabs + 1 > FIELDS ? FIELDS_MAX : FIELDS;
}

bool
cache_line_parse(const char *line, size_t n, struct cache_entry *entry)
{
	char port[8], transport[8] = "xor", payload[8] = "iot";
	const struct {
		char *dst;
		size_t size;
	} fields[FIELDS_MAX] = {
		{ entry->id, sizeof entry->id },       { entry->mac, sizeof entry->mac },
		{ entry->host, sizeof entry->host },   { port, sizeof port },
		{ entry->alias, sizeof entry->alias }, { transport, sizeof transport },
		{ payload, sizeof payload },
	};
	const char *end = line + n;
	size_t count = fields_of(line, n);
	uint32_t number;

	for (size_t i = 0; i < count; i++) {
		const char *tab = i + 1 < count ? memchr(line, '\t', (size_t)(end - line)) : end;

		if (!tab || !copy_field(fields[i].dst, fields[i].size, line, (size_t)(tab - line)))
			return false;
		line = tab < end ? tab + 1 : end;
	}
	if (!number_parse(port, 1, 65535, &number))
		return false;
	entry->port = (uint16_t)number;
	entry->transport = cache_transport(transport);
	entry->payload = cache_payload(payload);
	return entry->transport && entry->payload && is_id(entry->id) && is_mac(entry->mac) && is_address(entry->host)
	       && kasa_utf8_valid(entry->alias, strlen(entry->alias));
}
