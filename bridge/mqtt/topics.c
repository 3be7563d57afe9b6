#include "bridge/mqtt/topics.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"

/* ---- out ---- */

const char *
topic_device(char out[TOPIC_MAX], const char *base, const char *name, unsigned outlet, const char *leaf)
{
	const char *slash = leaf[0] ? "/" : "";

	if (outlet > 0)
		snprintf(out, TOPIC_MAX, "%s/%s/outlet/%u%s%s", base, name, outlet, slash, leaf);
	else
		snprintf(out, TOPIC_MAX, "%s/%s%s%s", base, name, slash, leaf);
	return out;
}

const char *
topic_bridge(char out[TOPIC_MAX], const char *base, const char *leaf)
{
	snprintf(out, TOPIC_MAX, "%s/bridge/%s", base, leaf);
	return out;
}

/* ---- in ---- */

/* Steps over a word and the slash behind it, if there is one. */
static bool
take(const char **at, const char *word)
{
	size_t n = strlen(word);

	if (strncmp(*at, word, n) != 0 || ((*at)[n] != '/' && (*at)[n] != '\0'))
		return false;
	*at += (*at)[n] == '/' ? n + 1 : n;
	return true;
}

/* One level that is not the last and no longer than a name may be. */
static bool
take_name(const char **at, char name[DEVICE_NAME_MAX])
{
	size_t n = strcspn(*at, "/");

	if (n == 0 || n >= DEVICE_NAME_MAX || (*at)[n] == '\0')
		return false;
	memcpy(name, *at, n);
	name[n] = '\0';
	*at += n + 1;
	return kasa_utf8_valid(name, n);
}

/* A number from 1, as we write it: no zeros before it. */
static bool
take_outlet(const char **at, unsigned *outlet)
{
	unsigned value = 0;
	const char *p = *at;

	if (*p == '0')
		return false;
	for (; *p >= '0' && *p <= '9' && value <= KASA_OUTLETS_MAX; p++)
		value = value * 10 + (unsigned)(*p - '0');
	if (*p != '/' || value == 0 || value > KASA_OUTLETS_MAX)
		return false;
	*outlet = value;
	*at = p + 1;
	return true;
}

static bool
is_level(const char *text)
{
	return text[0] != '\0' && !strchr(text, '/');
}

static enum topic_kind
bridge_kind(struct topic *topic, const char *at)
{
	if (strcmp(at, "canary") == 0)
		return TOPIC_CANARY;
	if (!take(&at, "request") || at[0] == '\0')
		return TOPIC_NONE;
	topic->attr = at;
	return TOPIC_REQUEST;
}

static enum topic_kind
device_kind(struct topic *topic, const char *at)
{
	if (take(&at, "outlet") && !take_outlet(&at, &topic->outlet))
		return TOPIC_NONE;
	if (strcmp(at, "set") == 0)
		return TOPIC_SET;
	if (strcmp(at, "get") == 0)
		return TOPIC_GET;
	if (!take(&at, "set") || !is_level(at))
		return TOPIC_NONE;
	topic->attr = at;
	return TOPIC_SET_ATTR;
}

void
topic_parse(struct topic *topic, const char *base, const char *text)
{
	size_t n = strlen(base);

	*topic = (struct topic){ .kind = TOPIC_NONE };
	if (strncmp(text, base, n) != 0 || text[n] != '/')
		return;
	text += n + 1;
	if (!take_name(&text, topic->name))
		return;
	topic->kind = strcmp(topic->name, "bridge") == 0 ? bridge_kind(topic, text) : device_kind(topic, text);
}

bool
topic_answerable(const char *base, const char *text)
{
	size_t length = strlen(text);
	struct topic topic;

	if (length == 0 || length > TOPIC_ANSWER_MAX || text[0] == '$' || strpbrk(text, "+#"))
		return false;
	if (!kasa_utf8_valid(text, length))
		return false;
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)text[i] < ' ' || text[i] == 0x7f)
			return false;
	topic_parse(&topic, base, text);
	return topic.kind == TOPIC_NONE;
}
