/* The second of two blocks, with times of 64 bits; the only one where a file is that old. */
#include "common/tzif.h"

#include <string.h>

#include "base/be32.h"

enum {
	HEADER = 44,
	VERSION_AT = 4,
	COUNTS_AT = 20,
	TYPE_SIZE = 6,
	OLD_TIME = 4,
	NEW_TIME = 8,
};

static const char magic[] = "TZif";

/* What is left to read. */
struct rest {
	const uint8_t *data;
	size_t len;
};

/* How often each thing stands in a block, in the order of the header. */
struct counts {
	uint32_t utc, standard, leap, time, type, character;
};

/* The next @p n bytes, or NULL. */
static const uint8_t *
take(struct rest *rest, uint64_t n)
{
	const uint8_t *at = rest->data;

	if (n > rest->len)
		return NULL;
	rest->data += n;
	rest->len -= (size_t)n;
	return at;
}

static bool
take_header(struct rest *rest, uint8_t *version, struct counts *counts)
{
	const uint8_t *at = take(rest, HEADER);

	if (!at || memcmp(at, magic, sizeof magic - 1) != 0)
		return false;
	*version = at[VERSION_AT];
	at += COUNTS_AT;
	*counts = (struct counts){ kasa_be32_get(at),      kasa_be32_get(at + 4),  kasa_be32_get(at + 8),
		                   kasa_be32_get(at + 12), kasa_be32_get(at + 16), kasa_be32_get(at + 20) };
	return true;
}

/* Every change must be to one of the types that there are. */
static bool
kinds_known(const struct tzif *tzif, uint32_t types)
{
	for (size_t i = 0; i < tzif->count; i++)
		if (tzif->kinds[i] >= types)
			return false;
	return types > 0;
}

static bool
take_block(struct rest *rest, const struct counts *counts, size_t time_size, struct tzif *out)
{
	uint64_t behind =
		counts->character + (uint64_t)counts->leap * (time_size + 4) + counts->standard + (uint64_t)counts->utc;

	out->time_size = time_size;
	out->count = counts->time;
	out->times = take(rest, (uint64_t)counts->time * time_size);
	out->kinds = take(rest, counts->time);
	out->types = take(rest, (uint64_t)counts->type * TYPE_SIZE);
	return out->times && out->kinds && out->types && take(rest, behind);
}

/* "\n" RULE "\n" */
static bool
take_rule(struct rest *rest, char rule[TZIF_RULE])
{
	const uint8_t *first = take(rest, 1), *end = first ? memchr(rest->data, '\n', rest->len) : NULL;
	size_t n = end ? (size_t)(end - rest->data) : 0;

	if (!end || *first != '\n' || n >= TZIF_RULE)
		return false;
	memcpy(rule, rest->data, n);
	rule[n] = '\0';
	return strlen(rule) == n;
}

/* The first block is for programs that know no other, and mostly empty. */
static bool
take_new(struct rest *rest, struct counts *counts, struct tzif *out)
{
	uint8_t version;

	return take_header(rest, &version, counts) && take_block(rest, counts, NEW_TIME, out)
	       && take_rule(rest, out->rule);
}

bool
tzif_parse(const uint8_t *data, size_t len, struct tzif *out)
{
	struct rest rest = { data, len };
	struct counts counts;
	uint8_t version;

	*out = (struct tzif){ 0 };
	if (!take_header(&rest, &version, &counts) || !take_block(&rest, &counts, OLD_TIME, out))
		return false;
	if (version != 0 && !take_new(&rest, &counts, out))
		return false;
	return kinds_known(out, counts.type);
}

int64_t
tzif_time(const struct tzif *tzif, size_t i)
{
	const uint8_t *at = tzif->times + i * tzif->time_size;
	uint32_t high = kasa_be32_get(at);

	if (tzif->time_size == OLD_TIME)
		return (int32_t)high;
	return (int64_t)((uint64_t)high << 32 | kasa_be32_get(at + 4));
}

int32_t
tzif_offset(const struct tzif *tzif, size_t i)
{
	return (int32_t)kasa_be32_get(tzif->types + (size_t)tzif->kinds[i] * TYPE_SIZE);
}

int32_t
tzif_first_offset(const struct tzif *tzif)
{
	return (int32_t)kasa_be32_get(tzif->types);
}
