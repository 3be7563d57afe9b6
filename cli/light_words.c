/* Shares, whites and colours. What a device can show is the device's business, but for their ranges. */
#include "cli/light_words.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "cli/text.h"
#include "common/number.h"
#include "common/suggest.h"

enum {
	WHITE_LEAST = 1500, /* kelvin; what the library lets pass for models whose range is not known */
	WHITE_MOST = 10000,
	DIGITS = 12, /* room for one number of a word; longer ones are none */
};

// clang-format off
static const struct { const char *name; int hue, saturation, white_k; } colors[] = {
	/* name          hue                     saturation  kelvin */
	{ "red",           0, 100, 0 },
	{ "orange",       30, 100, 0 },
	{ "yellow",       60, 100, 0 },
	{ "green",       120, 100, 0 },
	{ "turquoise",   174,  72, 0 },
	{ "cyan",        180, 100, 0 },
	{ "blue",        240, 100, 0 },
	{ "violet",      270, 100, 0 },
	{ "magenta",     300, 100, 0 },
	{ "pink",        330,  60, 0 },
	{ "warm white",  KASA_UNKNOWN, KASA_UNKNOWN, 2700 },
	{ "white",       KASA_UNKNOWN, KASA_UNKNOWN, 4000 },
	{ "cool white",  KASA_UNKNOWN, KASA_UNKNOWN, 5000 },
};
// clang-format on

enum {
	COLORS = sizeof colors / sizeof colors[0]
};

/* A whole number with or without its unit, of one letter, in either case. */
static bool
number_unit(const char *word, char unit, uint32_t least, uint32_t most, int *out)
{
	size_t n = strlen(word);
	char digits[DIGITS];
	uint32_t number;

	if (n > 0 && strncasecmp(word + n - 1, &unit, 1) == 0)
		n--;
	if (n >= sizeof digits)
		return false;
	memcpy(digits, word, n);
	digits[n] = '\0';
	if (!number_parse(digits, least, most, &number))
		return false;
	*out = (int)number;
	return true;
}

int
light_words_brightness(const char *word, struct kasa_light_change *change, struct kasa_err *err)
{
	char shown[TEXT_SHOWN];

	if (number_unit(word, '%', 1, 100, &change->brightness))
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL, "\"%.40s\" is no brightness; percent from 1 to 100 are, as 40",
	                    text_show(shown, word));
}

int
light_words_white(const char *word, struct kasa_light_change *change, struct kasa_err *err)
{
	char shown[TEXT_SHOWN];

	if (number_unit(word, 'k', WHITE_LEAST, WHITE_MOST, &change->color_temp_k))
		return KASA_OK;
	return kasa_err_set(
		err, KASA_EINVAL,
		"\"%.40s\" is no colour temperature; kelvin from %d to %d are, as 2700 (warm) or 5000 (cool)",
		text_show(shown, word), WHITE_LEAST, WHITE_MOST);
}

/* ---- hue, saturation and brightness ---- */

/* The next number of a list; false when it is none within 0 and @p most. */
static bool
list_number(const char **at, uint32_t most, int *out)
{
	size_t n = strcspn(*at, ",");
	char digits[DIGITS];
	uint32_t number;

	if (n >= sizeof digits)
		return false;
	memcpy(digits, *at, n);
	digits[n] = '\0';
	if (!number_parse(digits, 0, most, &number))
		return false;
	*out = (int)number;
	*at += n;
	return true;
}

static bool
comma(const char **at)
{
	if (**at != ',')
		return false;
	(*at)++;
	return true;
}

static bool
parse_hsv(const char *at, struct kasa_light_change *change)
{
	if (!list_number(&at, 360, &change->hue) || !comma(&at) || !list_number(&at, 100, &change->saturation))
		return false;
	if (*at && (!comma(&at) || !list_number(&at, 100, &change->brightness)))
		return false;
	return *at == '\0' && change->brightness != 0;
}

int
light_words_hsv(const char *word, struct kasa_light_change *change, struct kasa_err *err)
{
	struct kasa_light_change wanted = *change;
	char shown[TEXT_SHOWN];

	if (parse_hsv(word, &wanted)) {
		*change = wanted;
		return KASA_OK;
	}
	return kasa_err_set(
		err, KASA_EINVAL,
		"\"%.40s\" is no H,S or H,S,V: a hue from 0 to 360, a saturation from 0 to 100 and a brightness "
		"from 1 to 100, as 240,80 or 240,80,50",
		text_show(shown, word));
}

/* ---- colours by name ---- */

static int
largest(const int rgb[3])
{
	int most = rgb[0] > rgb[1] ? rgb[0] : rgb[1];

	return most > rgb[2] ? most : rgb[2];
}

static int
smallest(const int rgb[3])
{
	int least = rgb[0] < rgb[1] ? rgb[0] : rgb[1];

	return least < rgb[2] ? least : rgb[2];
}

/* Which way round the circle, in degrees; of a grey, 0. */
static int
hue_of(const int rgb[3])
{
	int most = largest(rgb), spread = most - smallest(rgb);
	int third = most == rgb[0] ? 0 : most == rgb[1] ? 1 : 2;
	int tilt = rgb[(third + 1) % 3] - rgb[(third + 2) % 3];

	if (spread == 0)
		return 0;
	return (360 + 120 * third + (60 * tilt + (tilt < 0 ? -spread : spread) / 2) / spread) % 360;
}

static bool
parse_hex(const char *word, int rgb[3])
{
	unsigned long value = strtoul(word + 1, NULL, 16);

	if (word[0] != '#' || strlen(word) != 7 || strspn(word + 1, "0123456789abcdefABCDEF") != 6)
		return false;
	rgb[0] = (int)(value >> 16);
	rgb[1] = (int)(value >> 8 & 255);
	rgb[2] = (int)(value & 255);
	return true;
}

static int
take_rgb(const int rgb[3], struct kasa_light_change *change, struct kasa_err *err)
{
	int most = largest(rgb);
	int percent = (most * 100 + 127) / 255;

	if (most == 0)
		return kasa_err_set(err, KASA_EINVAL,
		                    "\"#000000\" is black, which no light shows; kasa off switches off");
	change->hue = hue_of(rgb);
	change->saturation = ((most - smallest(rgb)) * 100 + most / 2) / most;
	change->brightness = percent > 0 ? percent : 1;
	return KASA_OK;
}

static int
no_color(const char *word, struct kasa_err *err)
{
	struct suggest near;
	char list[240] = "", shown[TEXT_SHOWN];

	suggest_start(&near, word);
	for (size_t i = 0, n = 0; i < COLORS && n < sizeof list; i++) {
		suggest_offer(&near, colors[i].name);
		n += (size_t)snprintf(list + n, sizeof list - n, "%s, ", colors[i].name);
	}
	text_show(shown, word);
	if (near.best)
		return kasa_err_set(err, KASA_EINVAL, "there is no colour \"%.40s\": did you mean \"%s\"?", shown,
		                    near.best);
	return kasa_err_set(err, KASA_EINVAL, "there is no colour \"%.40s\"; there are %sand #ff8000", shown, list);
}

int
light_words_color(const char *word, struct kasa_light_change *change, struct kasa_err *err)
{
	int rgb[3];

	if (parse_hex(word, rgb))
		return take_rgb(rgb, change, err);
	for (size_t i = 0; i < COLORS; i++) {
		if (strcasecmp(colors[i].name, word) != 0)
			continue;
		change->hue = colors[i].hue;
		change->saturation = colors[i].saturation;
		change->color_temp_k = colors[i].white_k > 0 ? colors[i].white_k : KASA_UNKNOWN;
		return KASA_OK;
	}
	return no_color(word, err);
}

/* ---- presets ---- */

bool
light_words_preset(const char *word, int *number)
{
	static const char before[] = "preset:";
	uint32_t parsed;

	if (strncmp(word, before, sizeof before - 1) != 0
	    || !number_parse(word + sizeof before - 1, 1, PRESET_NUMBER_MAX, &parsed))
		return false;
	*number = (int)parsed;
	return true;
}

struct kasa_light
light_shown_by(const struct kasa_state *state, const struct kasa_light *light)
{
	struct kasa_light shown = *light;
	bool white = light->color_temp_k > 0; /* neither 0, of a colour, nor KASA_UNKNOWN */

	if (!white || !(state->features & KASA_FEATURE_COLOR_TEMP))
		shown.color_temp_k = KASA_UNKNOWN;
	if (white || !(state->features & KASA_FEATURE_COLOR))
		shown.hue = shown.saturation = KASA_UNKNOWN;
	return shown;
}
