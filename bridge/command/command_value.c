#include "bridge/command/command_value.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "bridge/hub/order.h"
#include "common/scan.h"
#include "common/text_show.h"

enum {
	SHOWN_AT_MOST = VALUE_SHOWN - 4, /* characters, then "..." */
};

static void
cut(char out[VALUE_SHOWN], const char *text)
{
	int n = (int)strnlen(text, VALUE_SHOWN);

	/* Between characters: no byte of the rest of one begins the next. */
	if (n > SHOWN_AT_MOST)
		for (n = SHOWN_AT_MOST; n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80; n--)
			;
	snprintf(out, VALUE_SHOWN, "%.*s%s", n, text, text[n] ? "..." : "");
}

const char *
value_show(char out[VALUE_SHOWN], const json_t *value)
{
	char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(10));
	char shown[TEXT_SHOWN];

	cut(out, text ? text_show(shown, text) : "it");
	free(text);
	return out;
}

int
value_switch(const json_t *value, bool toggle, int *out, struct kasa_err *err)
{
	const char *text = json_string_value(value);
	char shown[VALUE_SHOWN];

	if (json_is_boolean(value))
		*out = json_is_true(value);
	else if (text && strcasecmp(text, "on") == 0)
		*out = 1;
	else if (text && strcasecmp(text, "off") == 0)
		*out = 0;
	else if (text && toggle && strcasecmp(text, "toggle") == 0)
		*out = ORDER_TOGGLE;
	else
		return kasa_err_set(err, KASA_EINVAL, "%s is none of %s", value_show(shown, value),
		                    toggle ? "ON, OFF and TOGGLE" : "ON and OFF");
	return KASA_OK;
}

/* False for what is no number. Signs and exponents are for JSON's own numbers only. */
static bool
number(const json_t *value, double *out)
{
	const char *text = json_string_value(value);
	struct scan_decimal decimal;

	if (json_is_number(value)) {
		*out = json_number_value(value);
		return true;
	}
	if (!text || !scan_decimal(&text, ".", &decimal) || *text)
		return false;
	*out = (double)decimal.whole + (double)decimal.billionths / 1e9;
	return true;
}

int
value_whole(const json_t *value, int least, int most, const char *unit, int *out, struct kasa_err *err)
{
	char shown[VALUE_SHOWN];
	double given;

	if (!number(value, &given))
		return kasa_err_set(err, KASA_EINVAL, "%s is no number; %d to %d%s are possible",
		                    value_show(shown, value), least, most, unit);
	if (given < least || given > most)
		return kasa_err_set(err, KASA_EINVAL, "%s is out of range; %d to %d%s are possible",
		                    value_show(shown, value), least, most, unit);
	*out = (int)lround(given);
	return KASA_OK;
}

int
value_seconds(const json_t *value, int least_ms, int most_ms, int *out, struct kasa_err *err)
{
	char shown[VALUE_SHOWN];
	double given;

	if (number(value, &given) && given * 1000 >= least_ms && given * 1000 <= most_ms) {
		*out = (int)lround(given * 1000);
		return KASA_OK;
	}
	return kasa_err_set(err, KASA_EINVAL, "%s is not possible; %g to %d seconds are, with or without a fraction",
	                    value_show(shown, value), least_ms / 1000.0, most_ms / 1000);
}

static int
refuse_word(const json_t *value, const char *const words[], unsigned count, struct kasa_err *err)
{
	char shown[VALUE_SHOWN];

	kasa_err_set(err, KASA_EINVAL, "%s is none of ", value_show(shown, value));
	for (unsigned i = 0; i < count; i++)
		kasa_err_append(err, "%s%s", i == 0 ? "" : i + 1 < count ? ", " : " and ", words[i]);
	return KASA_EINVAL;
}

int
value_word(const json_t *value, const char *const words[], unsigned count, int *out, struct kasa_err *err)
{
	const char *text = json_string_value(value);

	for (unsigned i = 0; text && i < count; i++)
		if (strcasecmp(words[i], text) == 0) {
			*out = (int)i;
			return KASA_OK;
		}
	return refuse_word(value, words, count, err);
}

int
value_press(const json_t *value, struct kasa_err *err)
{
	const char *text = json_string_value(value);
	char shown[VALUE_SHOWN];

	if (json_is_true(value) || (text && (text[0] == '\0' || strcasecmp(text, "press") == 0)))
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL, "%s is not possible; PRESS is", value_show(shown, value));
}
