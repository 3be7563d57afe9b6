#include "fault.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/suggest.h"

enum sim_fault_takes {
	TAKES_NOTHING,
	TAKES_MAYBE,
	TAKES_NUMBER,
};

struct fault_row {
	const char *name;
	enum sim_fault_kind kind;
	enum sim_fault_takes takes;
	double initial, least, most;
	const char *help;
};

// clang-format off
static const struct fault_row rows[] = {
	/* name              kind                       takes          initial least most        help */
	{ "none",            SIM_FAULT_NONE,            TAKES_NOTHING, 0,      0,    0,          "behaves" },
	{ "slow",            SIM_FAULT_SLOW,            TAKES_NUMBER,  0,      0,    3600000,    "slow:MS waits so long before each reply" },
	{ "silent",          SIM_FAULT_SILENT,          TAKES_NOTHING, 0,      0,    0,          "takes requests and never answers" },
	{ "silent-after",    SIM_FAULT_SILENT_AFTER,    TAKES_NUMBER,  0,      0,    65536,      "silent-after:N sends N bytes of a reply, then nothing more" },
	{ "refuse",          SIM_FAULT_REFUSE,          TAKES_NOTHING, 0,      0,    0,          "refuses connections, and is silent on UDP" },
	{ "reset",           SIM_FAULT_RESET,           TAKES_NOTHING, 0,      0,    0,          "accepts and resets connections, and is silent on UDP" },
	{ "reset-after",     SIM_FAULT_RESET_AFTER,     TAKES_NUMBER,  0,      0,    65536,      "reset-after:N resets after N bytes of a reply" },
	{ "cut",             SIM_FAULT_CUT,             TAKES_NUMBER,  0,      0,    65536,      "cut:N closes after N bytes of a reply" },
	{ "garbage",         SIM_FAULT_GARBAGE,         TAKES_MAYBE,   16,     1,    65536,      "garbage[:N] sends N random bytes before each reply" },
	{ "flip",            SIM_FAULT_FLIP,            TAKES_NUMBER,  0,      0,    1,          "flip:RATE changes that share of a reply's bytes, 0 to 1" },
	{ "length",          SIM_FAULT_LENGTH,          TAKES_NUMBER,  0,      0,    4294967295, "length:N announces N bytes, whatever follows" },
	{ "twice",           SIM_FAULT_TWICE,           TAKES_NOTHING, 0,      0,    0,          "sends each reply twice" },
	{ "trickle",         SIM_FAULT_TRICKLE,         TAKES_MAYBE,   10,     1,    60000,      "trickle[:MS] sends one byte at a time" },
	{ "flood",           SIM_FAULT_FLOOD,           TAKES_NOTHING, 0,      0,    0,          "announces 65536 bytes and sends for ever" },
	{ "die-after-apply", SIM_FAULT_DIE_AFTER_APPLY, TAKES_NOTHING, 0,      0,    0,          "does what was asked and resets instead of answering" },
	{ "loss",            SIM_FAULT_LOSS,            TAKES_NUMBER,  0,      0,    1,          "loss:RATE loses that share of its UDP answers, 0 to 1" },
	{ "forged",          SIM_FAULT_FORGED,          TAKES_NOTHING, 0,      0,    0,          "signs its replies wrongly; KLAP" },
	{ "status",          SIM_FAULT_STATUS,          TAKES_NUMBER,  0,      400,  599,        "status:N answers requests with that status and nothing else; KLAP" },
	{ "handshake",       SIM_FAULT_HANDSHAKE,       TAKES_MAYBE,   403,    400,  599,        "handshake[:N] answers the first handshake with that status; KLAP" },
};
// clang-format on

enum {
	ROWS = sizeof rows / sizeof rows[0],
	FLOOD_LENGTH = 65536,
};

static const struct fault_row *
find(const char *name, size_t len)
{
	for (size_t i = 0; i < ROWS; i++)
		if (strlen(rows[i].name) == len && memcmp(rows[i].name, name, len) == 0)
			return &rows[i];
	return NULL;
}

static int
unknown(const char *text, size_t len, struct kasa_err *err)
{
	char names[240] = "", name[40];
	struct suggest suggest;

	snprintf(name, sizeof name, "%.*s", (int)(len < sizeof name ? len : sizeof name - 1), text);
	suggest_start(&suggest, name);
	for (size_t i = 0; i < ROWS; i++) {
		suggest_offer(&suggest, rows[i].name);
		snprintf(names + strlen(names), sizeof names - strlen(names), "%s%s", i ? " " : "", rows[i].name);
	}
	if (suggest.best)
		return kasa_err_set(err, KASA_EINVAL, "no fault \"%s\"; did you mean %s?", name, suggest.best);
	return kasa_err_set(err, KASA_EINVAL, "no fault \"%s\"; there are: %s", name, names);
}

static int
read_value(const struct fault_row *row, const char *text, double *value, struct kasa_err *err)
{
	char *end;

	*value = strtod(text, &end);
	if (end != text && *end == '\0' && *value >= row->least && *value <= row->most)
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL, "fault %s: \"%.40s\" is no number from %g to %.10g", row->name, text,
	                    row->least, row->most);
}

int
sim_fault_parse(struct sim_fault *fault, const char *text, struct kasa_err *err)
{
	size_t len = strcspn(text, ":");
	const struct fault_row *row = find(text, len);
	double value;
	int rc;

	if (!row)
		return unknown(text, len, err);
	value = row->initial;
	if (text[len] == ':' && row->takes == TAKES_NOTHING)
		return kasa_err_set(err, KASA_EINVAL, "fault %s takes no number", row->name);
	if (text[len] == '\0' && row->takes == TAKES_NUMBER)
		return kasa_err_set(err, KASA_EINVAL, "fault %s wants a number: %s", row->name, row->help);
	if (text[len] == ':') {
		rc = read_value(row, text + len + 1, &value, err);
		if (rc != KASA_OK)
			return rc;
	}
	*fault = (struct sim_fault){ .kind = row->kind, .value = value };
	return KASA_OK;
}

void
sim_fault_format(const struct sim_fault *fault, char *out, size_t size)
{
	for (size_t i = 0; i < ROWS; i++) {
		if (rows[i].kind != fault->kind)
			continue;
		if (rows[i].takes == TAKES_NOTHING)
			snprintf(out, size, "%s", rows[i].name);
		else
			snprintf(out, size, "%s:%.10g", rows[i].name, fault->value);
	}
}

const char *
sim_fault_help(size_t index, const char **name)
{
	if (index >= ROWS)
		return NULL;
	*name = rows[index].name;
	return rows[index].help;
}

bool
sim_chance(struct kasa_rng *rng, double share)
{
	return kasa_rng_below(rng, UINT32_MAX) < share * (double)UINT32_MAX;
}

static int
garbage_before(struct kasa_rng *rng, struct kasa_buf *reply, size_t n)
{
	if (!kasa_buf_room(reply, n))
		return KASA_ENOMEM;
	memmove(reply->data + n, reply->data, reply->len);
	for (size_t i = 0; i < n; i++)
		reply->data[i] = (uint8_t)kasa_rng_below(rng, 256);
	reply->len += n;
	return KASA_OK;
}

static void
flip_bits(struct kasa_rng *rng, struct kasa_buf *reply, double share)
{
	for (size_t i = 0; i < reply->len; i++)
		if (sim_chance(rng, share))
			reply->data[i] ^= (uint8_t)(1u << kasa_rng_below(rng, 8));
}

static int
repeat(struct kasa_buf *reply)
{
	size_t len = reply->len;

	if (!kasa_buf_room(reply, len))
		return KASA_ENOMEM;
	memcpy(reply->data + len, reply->data, len);
	reply->len += len;
	return KASA_OK;
}

bool
sim_fault_length(const struct sim_fault *fault, uint32_t *length)
{
	*length = fault->kind == SIM_FAULT_FLOOD ? FLOOD_LENGTH : (uint32_t)fault->value;
	return fault->kind == SIM_FAULT_FLOOD || fault->kind == SIM_FAULT_LENGTH;
}

int
sim_fault_spoil(const struct sim_fault *fault, struct kasa_rng *rng, struct kasa_buf *reply, bool stream)
{
	if (fault->kind == SIM_FAULT_GARBAGE)
		return garbage_before(rng, reply, (size_t)fault->value);
	if (fault->kind == SIM_FAULT_FLIP)
		flip_bits(rng, reply, fault->value);
	if (stream && fault->kind == SIM_FAULT_TWICE)
		return repeat(reply);
	return KASA_OK;
}
