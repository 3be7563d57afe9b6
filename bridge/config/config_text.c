/* Each check says what is wanted, and shows what stands there. */
#include "bridge/config/config_text.h"

#include <net/if.h>
#include <string.h>

#include <kasa/discover.h>

#include "base/err.h"
#include "base/str.h"
#include "bridge/config/config.h"
#include "common/host.h"
#include "common/number.h"
#include "common/text_show.h"

enum {
	HOST_MAX = 253,      /* of a name in DNS */
	CLIENT_ID_MAX = 128, /* brokers take more; nobody can read it then */
	INSTANCE_MAX = 64,
	AREA_MAX = 64, /* as devices keep it */
};

static const char hex_digits[] = "0123456789abcdefABCDEF";
static const char word_letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

/* Begins a sentence about a text with its key and what it is. */
#define SAY(err, row, text, why, ...)                                  \
	kasa_err_set(err, KASA_EINVAL, "%s: \"%s\" " why, (row)->name, \
	             text_show((char[TEXT_SHOWN]){ 0 }, (text)->text), ##__VA_ARGS__)

static bool
has_unsafe(const char *text)
{
	const char *end = text + strlen(text);

	while (text < end)
		if (kasa_str_unsafe(kasa_utf8_next(&text, end)))
			return true;
	return false;
}

int
config_check_filled(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	(void)arg;
	if (!text->text[0])
		return kasa_err_set(err, KASA_EINVAL, "%s: it is empty; wanted: %s", row->name, row->help);
	if (has_unsafe(text->text))
		return SAY(err, row, text, "has a control character; wanted: %s", row->help);
	return KASA_OK;
}

/* ---- where things are ---- */

int
config_check_host(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	const char *colon = strchr(text->text, ':');

	(void)arg;
	if (host_is_address(text->text))
		return KASA_OK;
	if (strstr(text->text, "://"))
		return SAY(err, row, text, "is a URL; wanted: %s; a port has the key port", row->help);
	if (colon && !strchr(colon + 1, ':'))
		return SAY(err, row, text, "has a colon; a port has the key port");
	if (host_is_broken_address(text->text))
		return SAY(err, row, text, "is no address: four numbers from 0 to 255, as 192.0.2.7");
	if (!host_is_name(text->text) || strlen(text->text) > HOST_MAX)
		return SAY(err, row, text, "is neither an address nor a host's name; wanted: %s", row->help);
	return KASA_OK;
}

int
config_check_interface(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	size_t n = strlen(text->text);

	(void)arg;
	if (n == 0 || n >= IF_NAMESIZE || strpbrk(text->text, "/ \t") || has_unsafe(text->text))
		return SAY(err, row, text, "is no interface: 1 to %d letters without blanks and slashes, as eth0",
		           IF_NAMESIZE - 1);
	return KASA_OK;
}

int
config_check_target(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	(void)arg;
	return kasa_discover_check_target(text->text, err) == KASA_OK ? KASA_OK : kasa_err_wrap(err, "%s", row->name);
}

/* ---- MQTT ---- */

static bool
has_empty_level(const char *topic)
{
	size_t n = strlen(topic);

	return topic[0] == '/' || topic[n - 1] == '/' || strstr(topic, "//");
}

int
config_check_topic(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	const char *topic = text->text;

	if (config_check_filled(row, text, arg, err) != KASA_OK)
		return KASA_EINVAL;
	if (strpbrk(topic, "+#"))
		return SAY(err, row, text, "has a + or a #, which stand for other topics");
	if (topic[0] == '$')
		return SAY(err, row, text, "begins with a $, as topics of the broker itself do");
	if (has_empty_level(topic))
		return SAY(err, row, text, "begins or ends with a slash, or has two in a row");
	if (strlen(topic) > CONFIG_TOPIC_MAX)
		return SAY(err, row, text, "has %zu bytes, of at most %d", strlen(topic), CONFIG_TOPIC_MAX);
	return KASA_OK;
}

int
config_check_client_id(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	if (config_check_filled(row, text, arg, err) != KASA_OK)
		return KASA_EINVAL;
	if (strlen(text->text) > CLIENT_ID_MAX)
		return SAY(err, row, text, "has %zu bytes, of at most %d", strlen(text->text), CLIENT_ID_MAX);
	return KASA_OK;
}

int
config_check_instance(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	size_t n = strlen(text->text);

	(void)arg;
	if (n == 0 || n > INSTANCE_MAX || text->text[strspn(text->text, word_letters)])
		return SAY(err, row, text, "is no word of 1 to %d letters, digits, _ and -", INSTANCE_MAX);
	return KASA_OK;
}

void
config_word_of(const char *text, char *out, size_t size)
{
	size_t n = 0;

	for (; *text && n + 1 < size; text++)
		if (strchr(word_letters, *text))
			out[n++] = *text;
	out[n] = '\0';
}

/* ---- who devices are ---- */

bool
config_id_parse(const char *text, char out[CONFIG_ID_TEXT])
{
	if (strlen(text) != CONFIG_ID_DIGITS || strspn(text, hex_digits) != CONFIG_ID_DIGITS)
		return false;
	for (size_t i = 0; i <= CONFIG_ID_DIGITS; i++)
		out[i] = (char)(text[i] >= 'a' && text[i] <= 'f' ? text[i] - 'a' + 'A' : text[i]);
	return true;
}

int
config_check_mac(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	uint8_t mac[6];

	(void)arg;
	if (!kasa_mac_parse(text->text, mac))
		return SAY(err, row, text, "is no MAC: 12 hexadecimal digits, as 50:C7:BF:00:00:01");
	return KASA_OK;
}

int
config_check_id(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	char id[CONFIG_ID_TEXT];

	(void)arg;
	if (!config_id_parse(text->text, id))
		return SAY(err, row, text, "is no id: %d hexadecimal digits", CONFIG_ID_DIGITS);
	return KASA_OK;
}

static bool
is_identity(const char *text)
{
	char id[CONFIG_ID_TEXT];
	uint8_t mac[6];

	return kasa_mac_parse(text, mac) || config_id_parse(text, id);
}

/* ---- names ---- */

int
config_check_area(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	if (config_check_filled(row, text, arg, err) != KASA_OK)
		return KASA_EINVAL;
	if (strlen(text->text) > AREA_MAX)
		return SAY(err, row, text, "has %zu bytes, of at most %d", strlen(text->text), AREA_MAX);
	return KASA_OK;
}

int
config_check_name(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	(void)arg;
	return config_name_check(text->text, err) == KASA_OK ? KASA_OK : kasa_err_wrap(err, "%s", row->name);
}

int
config_check_own_name(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	if (is_identity(text->text))
		return SAY(err, row, text, "is a MAC or an id, and those are names of devices already");
	return config_check_name(row, text, arg, err);
}

/* A device, or an outlet of one behind a slash. Whether there is one of that name in the app, nobody knows yet. */
int
config_check_member(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	const char *slash = strchr(text->text, '/');
	size_t n = slash ? (size_t)(slash - text->text) : strlen(text->text);
	char name[CONFIG_NAME_MAX + 1];
	uint32_t outlet;

	(void)arg;
	if (slash && !number_parse(slash + 1, 1, CONFIG_OUTLET_MOST, &outlet))
		return SAY(err, row, text, "has no number of an outlet behind its slash: from 1 to %d",
		           CONFIG_OUTLET_MOST);
	if (n > CONFIG_NAME_MAX)
		return SAY(err, row, text, "is longer than the %d bytes that a name has at most", CONFIG_NAME_MAX);
	memcpy(name, text->text, n);
	name[n] = '\0';
	return config_name_check(name, err) == KASA_OK ? KASA_OK : kasa_err_wrap(err, "%s", row->name);
}

bool
config_real_parse(const char *text, uint32_t least_thousandths, uint32_t most_thousandths, double *out)
{
	uint32_t thousandths;

	if (!seconds_parse(text, least_thousandths, most_thousandths, &thousandths))
		return false;
	*out = thousandths / 1e3;
	return true;
}

int
config_check_real(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	double ignored;

	(void)arg;
	if (config_real_parse(text->text, row->least, row->most, &ignored))
		return KASA_OK;
	return SAY(err, row, text, "is no number from %g to %g; wanted: %s", row->least / 1e3, row->most / 1e3,
	           row->help);
}
