/* Values of lights as people type them. */
#include "unit/unit.h"

#include "cli/light_words.h"

static struct kasa_light_change
color_of(const char *word)
{
	struct kasa_light_change change;
	struct kasa_err err;

	kasa_light_change_init(&change);
	ck_assert_int_eq(light_words_color(word, &change, &err), KASA_OK);
	return change;
}

START_TEST(a_number_may_have_its_unit)
{
	struct kasa_light_change change;
	struct kasa_err err;

	ck_assert_int_eq(light_words_brightness("40", &change, &err), KASA_OK);
	ck_assert_int_eq(change.brightness, 40);
	ck_assert_int_eq(light_words_brightness("100%", &change, &err), KASA_OK);
	ck_assert_int_eq(change.brightness, 100);
	ck_assert_int_eq(light_words_white("2700k", &change, &err), KASA_OK);
	ck_assert_int_eq(change.color_temp_k, 2700);
	ck_assert_int_eq(light_words_white("6500K", &change, &err), KASA_OK);
	ck_assert_int_eq(change.color_temp_k, 6500);
}
END_TEST

START_TEST(what_is_refused_leaves_the_change_as_it_was)
{
	static const char *const words[] = { "",
		                             ",",
		                             "1",
		                             "1,",
		                             "1,2,",
		                             "1,2,3,",
		                             "1,2,0",
		                             "361,1",
		                             "-1,1",
		                             "1,101",
		                             "1, 2",
		                             "1,2,101",
		                             "1.5,2",
		                             "1,2,3x",
		                             "x1,2",
		                             "1;2",
		                             "1,,2",
		                             "1,2,3,4",
		                             "00000000000000000001,2" };
	struct kasa_light_change change;
	struct kasa_err err;

	kasa_light_change_init(&change);
	for (size_t i = 0; i < UNIT_COUNT(words); i++)
		ck_assert_msg(light_words_hsv(words[i], &change, &err) == KASA_EINVAL, "%s", words[i]);
	ck_assert_int_eq(change.hue, KASA_UNKNOWN);
	ck_assert_int_eq(change.saturation, KASA_UNKNOWN);
	ck_assert_int_eq(change.brightness, KASA_UNKNOWN);
}
END_TEST

START_TEST(a_colour_has_a_brightness_only_where_one_is_given)
{
	struct kasa_light_change change;
	struct kasa_err err;

	kasa_light_change_init(&change);
	ck_assert_int_eq(light_words_hsv("360,0", &change, &err), KASA_OK);
	ck_assert_int_eq(change.hue, 360);
	ck_assert_int_eq(change.saturation, 0);
	ck_assert_int_eq(change.brightness, KASA_UNKNOWN);
	ck_assert_int_eq(light_words_hsv("0,100,1", &change, &err), KASA_OK);
	ck_assert_int_eq(change.hue, 0);
	ck_assert_int_eq(change.saturation, 100);
	ck_assert_int_eq(change.brightness, 1);
}
END_TEST

// clang-format off
static const struct { const char *word; int hue, saturation, brightness; } mixed[] = {
	{ "#ff0000",   0, 100, 100 },
	{ "#00FF00", 120, 100, 100 },
	{ "#0000ff", 240, 100, 100 },
	{ "#ffff00",  60, 100, 100 },
	{ "#00ffff", 180, 100, 100 },
	{ "#ff00ff", 300, 100, 100 },
	{ "#ff8000",  30, 100, 100 },
	{ "#ff0001",   0, 100, 100 },
	{ "#ff0004", 359, 100, 100 },
	{ "#800000",   0, 100,  50 },
	{ "#ffffff",   0,   0, 100 },
	{ "#808080",   0,   0,  50 },
	{ "#010101",   0,   0,   1 },
	{ "#ff8080",   0,  50, 100 },
};
// clang-format on

START_TEST(red_green_and_blue_make_hue_saturation_and_brightness)
{
	for (size_t i = 0; i < UNIT_COUNT(mixed); i++) {
		struct kasa_light_change change = color_of(mixed[i].word);

		ck_assert_msg(change.hue == mixed[i].hue, "%s: %d", mixed[i].word, change.hue);
		ck_assert_msg(change.saturation == mixed[i].saturation, "%s: %d", mixed[i].word, change.saturation);
		ck_assert_msg(change.brightness == mixed[i].brightness, "%s: %d", mixed[i].word, change.brightness);
		ck_assert_int_eq(change.color_temp_k, KASA_UNKNOWN);
	}
}
END_TEST

START_TEST(a_name_is_a_colour_or_a_white_and_leaves_the_brightness)
{
	struct kasa_light_change blue = color_of("Blue"), warm = color_of("warm white");

	ck_assert_int_eq(blue.hue, 240);
	ck_assert_int_eq(blue.saturation, 100);
	ck_assert_int_eq(blue.color_temp_k, KASA_UNKNOWN);
	ck_assert_int_eq(blue.brightness, KASA_UNKNOWN);
	ck_assert_int_eq(warm.hue, KASA_UNKNOWN);
	ck_assert_int_eq(warm.saturation, KASA_UNKNOWN);
	ck_assert_int_eq(warm.color_temp_k, 2700);
}
END_TEST

START_TEST(a_preset_is_a_number_from_1)
{
	int number = 7;

	ck_assert(light_words_preset("preset:2", &number));
	ck_assert_int_eq(number, 2);
	ck_assert(!light_words_preset("preset:0", &number));
	ck_assert(!light_words_preset("preset:", &number));
	ck_assert(!light_words_preset("preset", &number));
	ck_assert(!light_words_preset("preset:100", &number));
	ck_assert(!light_words_preset("2", &number));
	ck_assert_int_eq(number, 2);
}
END_TEST

START_TEST(values_are_cut_to_what_a_device_shows)
{
	const struct kasa_light white = { 40, 2700, 120, 100 }, color = { 40, 0, 120, 100 };
	const struct kasa_state plain = { .features = KASA_FEATURE_BRIGHTNESS };
	const struct kasa_state full = { .features = KASA_FEATURE_COLOR | KASA_FEATURE_COLOR_TEMP };
	struct kasa_light shown = light_shown_by(&plain, &white);

	ck_assert_int_eq(shown.brightness, 40);
	ck_assert_int_eq(shown.color_temp_k, KASA_UNKNOWN);
	ck_assert_int_eq(shown.hue, KASA_UNKNOWN);
	shown = light_shown_by(&full, &white);
	ck_assert_int_eq(shown.color_temp_k, 2700);
	ck_assert_int_eq(shown.hue, KASA_UNKNOWN);
	shown = light_shown_by(&full, &color);
	ck_assert_int_eq(shown.color_temp_k, KASA_UNKNOWN);
	ck_assert_int_eq(shown.hue, 120);
	ck_assert_int_eq(shown.saturation, 100);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_number_may_have_its_unit,
		what_is_refused_leaves_the_change_as_it_was,
		a_colour_has_a_brightness_only_where_one_is_given,
		red_green_and_blue_make_hue_saturation_and_brightness,
		a_name_is_a_colour_or_a_white_and_leaves_the_brightness,
		a_preset_is_a_number_from_1,
		values_are_cut_to_what_a_device_shows,
	};

	return unit_run("cli light words", tests, UNIT_COUNT(tests));
}
