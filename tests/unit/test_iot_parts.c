/* Orders that need several messages: lights take only short ones. */
#include "unit/unit.h"

#include "model/iot.h"
#include "unit/devices.h"

#define ALIAS_ANSWER "{\"smartlife.iot.common.system\":{\"set_dev_alias\":{\"err_code\":0}}}"

enum {
	ROOM = 4096,
	LIGHT_MOST = 255, /* bytes */
};

/* One order to one device. */
struct talk {
	struct kasa_record record;
	struct kasa_order order;
	struct kasa_answer answer;
	struct kasa_buf out;
	struct kasa_err err;
	char name[KASA_ALIAS_MAX];
};

static void
begin(struct talk *talk, const char *device, size_t quotes)
{
	*talk = (struct talk){ .record = device_record(device) };
	memset(talk->name, 'x', sizeof talk->name - 1);
	memset(talk->name, '"', quotes); /* two bytes each, on the wire */
	talk->order = (struct kasa_order){ .kind = KASA_ORDER_ALIAS, .text = talk->name };
	kasa_buf_init(&talk->out, ROOM);
}

static const char *
words(struct talk *talk)
{
	kasa_buf_clear(&talk->out);
	ck_assert_int_eq(kasa_iot_build(&talk->order, &talk->record, &talk->out, &talk->err), KASA_OK);
	ck_assert_int_eq(kasa_buf_add(&talk->out, "", 1), KASA_OK);
	return (const char *)talk->out.data;
}

static enum kasa_verdict
reads(struct talk *talk, const char *text)
{
	return kasa_iot_parse(&talk->order, text, strlen(text), &talk->record, &talk->answer, &talk->err);
}

static void
finish(struct talk *talk)
{
	kasa_answer_finish(&talk->answer);
	kasa_buf_finish(&talk->out);
	kasa_record_finish(&talk->record);
}

START_TEST(what_a_bulb_does_not_take_at_once_it_gets_in_turn)
{
	struct talk talk;

	begin(&talk, BULB(1), 50);
	ck_assert_ptr_null(strstr(words(&talk), "get_sysinfo"));
	ck_assert_uint_le(strlen((const char *)talk.out.data), LIGHT_MOST);
	ck_assert_int_eq(reads(&talk, ALIAS_ANSWER), KASA_VERDICT_MORE);

	ck_assert_str_eq(words(&talk), "{\"system\":{\"get_sysinfo\":{}}}");
	ck_assert_int_eq(reads(&talk, ANSWER_INFO(BULB(1))), KASA_VERDICT_UNCONFIRMED);
	finish(&talk);
}
END_TEST

START_TEST(a_refusal_of_the_first_part_ends_it)
{
	struct talk talk;

	begin(&talk, BULB(1), 50);
	words(&talk);

	ck_assert_int_eq(reads(&talk, "{\"smartlife.iot.common.system\":{\"set_dev_alias\":{\"err_code\":-10000}}}"),
	                 KASA_VERDICT_REFUSED);
	finish(&talk);
}
END_TEST

START_TEST(an_answer_to_the_part_before_is_an_answer_to_another_question)
{
	struct talk talk;

	begin(&talk, BULB(1), 50);
	words(&talk);
	ck_assert_int_eq(reads(&talk, ALIAS_ANSWER), KASA_VERDICT_MORE);
	words(&talk);

	ck_assert_int_eq(reads(&talk, ALIAS_ANSWER), KASA_VERDICT_GARBAGE);
	finish(&talk);
}
END_TEST

START_TEST(a_plug_takes_it_at_once)
{
	struct talk talk;

	begin(&talk, PLUG(1), 50);
	ck_assert_ptr_nonnull(strstr(words(&talk), "get_sysinfo"));
	finish(&talk);
}
END_TEST

START_TEST(what_cannot_be_divided_is_not_sent)
{
	struct talk talk;

	begin(&talk, BULB(1), KASA_ALIAS_MAX - 1);
	ck_assert_int_eq(kasa_iot_build(&talk.order, &talk.record, &talk.out, &talk.err), KASA_ENOTSUP);
	ck_assert_ptr_nonnull(strstr(talk.err.text, "KL130(EU) takes requests of up to 255 bytes"));
	finish(&talk);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		what_a_bulb_does_not_take_at_once_it_gets_in_turn,
		a_refusal_of_the_first_part_ends_it,
		an_answer_to_the_part_before_is_an_answer_to_another_question,
		a_plug_takes_it_at_once,
		what_cannot_be_divided_is_not_sent,
	};

	return unit_run("iot_parts", tests, UNIT_COUNT(tests));
}
