/* Decides by form alone: no file, no network. */
#include "cli/target.h"

#include <string.h>

#include "base/err.h"
#include "base/str.h"
#include "cli/text.h"
#include "common/host.h"
#include "common/number.h"

enum {
	ID_DIGITS = 40,
	OUTLET_ID_DIGITS = 42,
};

/* Copies @p n bytes that were typed. */
static int
take(char *dst, size_t size, const char *src, size_t n, const char *what, struct kasa_err *err)
{
	char shown[TEXT_SHOWN];

	if (n == 0)
		return kasa_err_set(err, KASA_EINVAL, "the name of %s is empty", what);
	if (n >= size)
		return kasa_err_set(err, KASA_EINVAL, "\"%s\": the name of %s has at most %zu bytes",
		                    text_show(shown, src), what, size - 1);
	memcpy(dst, src, n);
	dst[n] = '\0';
	return KASA_OK;
}

/* Copies a part with the quotes round it, if any, taken off. */
static int
take_part(char *dst, size_t size, const char *src, size_t n, const char *what, struct kasa_err *err)
{
	if (n >= 2 && src[0] == '"' && src[n - 1] == '"')
		return take(dst, size, src + 1, n - 2, what, err);
	return take(dst, size, src, n, what, err);
}

/* Where the name of the device ends: at the first slash that stands outside quotes. */
static size_t
name_length(const char *typed)
{
	const char *quote = typed[0] == '"' ? strchr(typed + 1, '"') : NULL;

	if (quote && (quote[1] == '/' || quote[1] == '\0'))
		return (size_t)(quote + 1 - typed);
	return strcspn(typed, "/");
}

static int
split(struct target *target, const char *typed, struct kasa_err *err)
{
	size_t n = name_length(typed);
	int rc;

	*target = (struct target){ .typed = typed };
	rc = take_part(target->name, sizeof target->name, typed, n, "a DEVICE", err);
	if (rc == KASA_OK && typed[n] == '/')
		rc = take_part(target->outlet, sizeof target->outlet, typed + n + 1, strlen(typed + n + 1), "an outlet",
		               err);
	return rc;
}

static bool
is_hex(const char *text, size_t digits)
{
	return strlen(text) == digits && strspn(text, "0123456789abcdefABCDEF") == digits;
}

/* Takes ":PORT" off a name, unless it is an IPv6 address, and the brackets off "[ADDRESS]". */
static int
take_port(struct target *target, struct kasa_err *err)
{
	char *name = target->name, *colon = strrchr(name, ':');
	char shown[TEXT_SHOWN];
	uint32_t port;

	if (name[0] == '[' && name[strlen(name) - 1] == ']')
		colon = name + strlen(name);
	else if (!colon || (strchr(name, ':') != colon && name[0] != '['))
		return KASA_OK;
	if (*colon == ':') {
		if (!number_parse(colon + 1, 1, 65535, &port))
			return kasa_err_set(err, KASA_EINVAL,
			                    "\"%s\": the port after the colon is a number from 1 to 65535",
			                    text_show(shown, target->typed));
		target->port = (uint16_t)port;
	}
	*colon = '\0';
	if (name[0] == '[' && colon - name >= 2 && colon[-1] == ']') {
		colon[-1] = '\0';
		memmove(name, name + 1, strlen(name));
	}
	return KASA_OK;
}

static int
refuse_broken_address(const struct target *target, struct kasa_err *err)
{
	char shown[TEXT_SHOWN];

	if (!host_is_broken_address(target->name))
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL, "\"%s\" is no address: four numbers from 0 to 255, as 192.0.2.7",
	                    text_show(shown, target->typed));
}

/* An address or a name with a dot, with or without a port; anything else stays an alias. */
static int
parse_address(struct target *target, struct kasa_err *err)
{
	struct target bare = *target;
	size_t head = strcspn(target->name, ":");
	bool ported = target->name[0] == '[' || (target->name[head] == ':' && memchr(target->name, '.', head));
	int rc = ported && !strchr(target->name, ' ') ? take_port(&bare, err) : KASA_OK;

	if (rc != KASA_OK)
		return rc;
	if (host_is_address(bare.name))
		bare.kind = TARGET_HOST;
	else if (refuse_broken_address(&bare, err) != KASA_OK)
		return KASA_EINVAL;
	else if (bare.port && host_is_name(bare.name))
		bare.kind = TARGET_DNS;
	if (bare.kind != TARGET_ALIAS)
		*target = bare;
	return KASA_OK;
}

static void
parse_identity(struct target *target)
{
	uint8_t mac[6];

	if (kasa_mac_parse(target->name, mac)) {
		target->kind = TARGET_MAC;
	} else if (is_hex(target->name, ID_DIGITS)) {
		target->kind = TARGET_ID;
	} else if (is_hex(target->name, OUTLET_ID_DIGITS) && !target->outlet[0]) {
		target->kind = TARGET_ID;
		memcpy(target->outlet, target->name, OUTLET_ID_DIGITS + 1);
		target->name[ID_DIGITS] = '\0';
	}
}

static int
parse_all(struct target *target, struct kasa_err *err)
{
	if (target->outlet[0])
		return kasa_err_set(err, KASA_EINVAL, "all means whole devices: an outlet is chosen of one strip");
	target->kind = TARGET_ALL;
	return KASA_OK;
}

int
target_parse(struct target *target, const char *typed, struct kasa_err *err)
{
	int rc = split(target, typed, err);

	if (rc != KASA_OK)
		return rc;
	if (strcmp(target->name, "all") == 0 && typed[0] != '"')
		return parse_all(target, err);
	target->kind = TARGET_ALIAS;
	parse_identity(target);
	if (target->kind != TARGET_ALIAS)
		return KASA_OK;
	rc = parse_address(target, err);
	if (rc != KASA_OK || target->kind != TARGET_ALIAS)
		return rc;
	target->dns_last = host_is_name(target->name);
	target->dns_first = target->dns_last && strchr(target->name, '.');
	return KASA_OK;
}

int
target_parse_host(struct target *target, const char *typed, struct kasa_err *err)
{
	char shown[TEXT_SHOWN];
	int rc = split(target, typed, err);

	if (rc == KASA_OK && !host_is_address(target->name))
		rc = take_port(target, err);
	if (rc == KASA_OK && !host_is_address(target->name))
		rc = refuse_broken_address(target, err);
	if (rc != KASA_OK)
		return rc;
	target->kind = host_is_address(target->name) ? TARGET_HOST : TARGET_DNS;
	if (target->kind == TARGET_DNS && !host_is_name(target->name))
		return kasa_err_set(
			err, KASA_EINVAL,
			"\"%s\" is neither an address nor a host's name; a device's name goes after --alias",
			text_show(shown, typed));
	return KASA_OK;
}

int
target_parse_alias(struct target *target, const char *typed, struct kasa_err *err)
{
	*target = (struct target){ .typed = typed, .kind = TARGET_ALIAS };
	return take(target->name, sizeof target->name, typed, strlen(typed), "a device", err);
}
