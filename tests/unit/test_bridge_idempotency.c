/* Answers that are kept for whoever asks twice. */
#include "unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bridge/http/idempotency.h"

enum {
	NOW = 1795910400,
	MOST = 8,
	BYTES = 64 << 10,
};

static struct idempotency *memory;
static struct idempotency_answer answer;

static void
begin(void)
{
	memory = idempotency_new(MOST, BYTES);
	ck_assert_ptr_nonnull(memory);
}

static struct idempotency_id
id_of(const char *scope, const char *key, const char *body)
{
	return (struct idempotency_id){ .scope = scope, .key = key, .body = body, .length = strlen(body) };
}

static enum idempotency_found
asks_at(const char *key, const char *body, int64_t now_s)
{
	struct idempotency_id id = id_of("t PUT /lamp", key, body);

	return idempotency_begin(memory, &id, now_s, &answer);
}

static enum idempotency_found
asks(const char *key, const char *body)
{
	return asks_at(key, body, NOW);
}

static void
ends(const char *key, const char *body, const char *text)
{
	struct idempotency_id id = id_of("t PUT /lamp", key, body);
	struct idempotency_answer given = {
		.status = 200, .type = "application/json", .body = text, .length = strlen(text)
	};

	idempotency_end(memory, &id, NOW, &given);
}

static void
done(const char *key, const char *body, const char *text)
{
	ck_assert_int_eq(asks(key, body), IDEMPOTENCY_NEW);
	ends(key, body, text);
}

START_TEST(a_repetition_gets_the_same_answer)
{
	begin();
	done("k1", "{\"on\":true}", "{\"name\":\"lamp\"}");

	ck_assert_int_eq(asks("k1", "{\"on\":true}"), IDEMPOTENCY_DONE);
	ck_assert_int_eq(answer.status, 200);
	ck_assert_str_eq(answer.type, "application/json");
	ck_assert_str_eq(answer.body, "{\"name\":\"lamp\"}");
	ck_assert_uint_eq(answer.length, strlen("{\"name\":\"lamp\"}"));
	idempotency_free(memory);
}
END_TEST

START_TEST(a_repetition_of_what_is_running_is_told_so)
{
	begin();
	ck_assert_int_eq(asks("k1", "{}"), IDEMPOTENCY_NEW);

	ck_assert_int_eq(asks("k1", "{}"), IDEMPOTENCY_RUNNING);
	idempotency_free(memory);
}
END_TEST

START_TEST(the_same_key_with_another_body_is_a_mistake)
{
	begin();
	done("k1", "{\"on\":true}", "yes");

	ck_assert_int_eq(asks("k1", "{\"on\":false}"), IDEMPOTENCY_OTHER);
	ck_assert_int_eq(asks("k1", ""), IDEMPOTENCY_OTHER);
	idempotency_free(memory);
}
END_TEST

START_TEST(keys_of_others_are_others)
{
	struct idempotency_id id = id_of("someone else", "k1", "{}");

	begin();
	done("k1", "{}", "yes");

	ck_assert_int_eq(idempotency_begin(memory, &id, NOW, &answer), IDEMPOTENCY_NEW);
	idempotency_free(memory);
}
END_TEST

START_TEST(scope_and_key_do_not_run_into_each_other)
{
	struct idempotency_id first = id_of("ab", "c", ""), second = id_of("a", "bc", "");

	begin();
	ck_assert_int_eq(idempotency_begin(memory, &first, NOW, &answer), IDEMPOTENCY_NEW);
	ck_assert_int_eq(idempotency_begin(memory, &second, NOW, &answer), IDEMPOTENCY_NEW);
	idempotency_free(memory);
}
END_TEST

START_TEST(what_was_not_carried_out_may_be_tried_again)
{
	struct idempotency_id id = id_of("t PUT /lamp", "k1", "{}");

	begin();
	ck_assert_int_eq(asks("k1", "{}"), IDEMPOTENCY_NEW);
	idempotency_drop(memory, &id);

	ck_assert_int_eq(asks("k1", "{}"), IDEMPOTENCY_NEW);
	idempotency_free(memory);
}
END_TEST

START_TEST(an_answer_is_not_dropped)
{
	struct idempotency_id id = id_of("t PUT /lamp", "k1", "{}");

	begin();
	done("k1", "{}", "yes");
	idempotency_drop(memory, &id);

	ck_assert_int_eq(asks("k1", "{}"), IDEMPOTENCY_DONE);
	idempotency_free(memory);
}
END_TEST

START_TEST(an_answer_is_forgotten_after_a_day)
{
	begin();
	done("k1", "{}", "yes");

	ck_assert_int_eq(asks_at("k1", "{}", NOW + IDEMPOTENCY_KEEP_S - 1), IDEMPOTENCY_DONE);
	ck_assert_int_eq(asks_at("k1", "{}", NOW + IDEMPOTENCY_KEEP_S), IDEMPOTENCY_NEW);
	idempotency_free(memory);
}
END_TEST

START_TEST(the_least_recent_goes_first)
{
	char key[8];

	begin();
	for (int i = 0; i <= MOST; i++) {
		snprintf(key, sizeof key, "k%d", i);
		done(key, "{}", "yes");
	}

	ck_assert_uint_eq(idempotency_count(memory), MOST);
	ck_assert_int_eq(asks("k1", "{}"), IDEMPOTENCY_DONE);
	ck_assert_int_eq(asks("k0", "{}"), IDEMPOTENCY_NEW);
	idempotency_free(memory);
}
END_TEST

START_TEST(what_is_running_does_not_go)
{
	char key[8];

	begin();
	for (int i = 0; i < MOST; i++) {
		snprintf(key, sizeof key, "k%d", i);
		ck_assert_int_eq(asks(key, "{}"), IDEMPOTENCY_NEW);
	}

	ck_assert_int_eq(asks("more", "{}"), IDEMPOTENCY_FULL);
	ck_assert_int_eq(asks("k0", "{}"), IDEMPOTENCY_RUNNING);
	idempotency_free(memory);
}
END_TEST

START_TEST(long_answers_push_out_others)
{
	static char text[IDEMPOTENCY_ANSWER_MAX + 1];

	begin();
	memset(text, 'x', IDEMPOTENCY_ANSWER_MAX);
	done("k1", "{}", "yes");
	done("k2", "{}", text);
	done("k3", "{}", text);

	ck_assert_int_eq(asks("k3", "{}"), IDEMPOTENCY_DONE);
	ck_assert_int_eq(asks("k1", "{}"), IDEMPOTENCY_NEW);
	idempotency_free(memory);
}
END_TEST

START_TEST(an_answer_that_is_too_long_is_not_kept)
{
	static char text[IDEMPOTENCY_ANSWER_MAX + 2];

	begin();
	memset(text, 'x', IDEMPOTENCY_ANSWER_MAX + 1);
	done("k1", "{}", text);

	ck_assert_int_eq(asks("k1", "{}"), IDEMPOTENCY_NEW);
	idempotency_free(memory);
}
END_TEST

START_TEST(an_answer_without_a_body_is_one)
{
	struct idempotency_id id = id_of("t PUT /lamp", "k1", "{}");
	struct idempotency_answer none = { .status = 204, .type = "", .body = NULL, .length = 0 };

	begin();
	ck_assert_int_eq(asks("k1", "{}"), IDEMPOTENCY_NEW);
	idempotency_end(memory, &id, NOW, &none);

	ck_assert_int_eq(asks("k1", "{}"), IDEMPOTENCY_DONE);
	ck_assert_int_eq(answer.status, 204);
	ck_assert_uint_eq(answer.length, 0);
	idempotency_free(memory);
}
END_TEST

static void
reload_at(int64_t now_s)
{
	char *text = idempotency_save(memory, NOW);
	struct kasa_err err;

	ck_assert_ptr_nonnull(text);
	idempotency_free(memory);
	begin();
	ck_assert_int_eq(idempotency_load(memory, text, strlen(text), now_s, &err), KASA_OK);
	free(text);
}

START_TEST(answers_live_through_a_restart)
{
	begin();
	done("k1", "{\"on\":true}", "{\"name\":\"Küche\"}");
	ck_assert_int_eq(asks("k2", "{}"), IDEMPOTENCY_NEW);
	reload_at(NOW + 60);

	ck_assert_int_eq(asks("k1", "{\"on\":true}"), IDEMPOTENCY_DONE);
	ck_assert_str_eq(answer.body, "{\"name\":\"Küche\"}");
	ck_assert_int_eq(asks("k1", "{}"), IDEMPOTENCY_OTHER);
	ck_assert_int_eq(asks("k2", "{}"), IDEMPOTENCY_NEW);
	idempotency_free(memory);
}
END_TEST

START_TEST(what_is_too_old_is_not_loaded)
{
	begin();
	done("k1", "{}", "yes");
	reload_at(NOW + IDEMPOTENCY_KEEP_S);

	ck_assert_uint_eq(idempotency_count(memory), 0);
	idempotency_free(memory);
}
END_TEST

static const char *const foreign[] = {
	"",
	"[]",
	"{\"answers\":{}}",
	"{\"answers\":[1]}",
	"{\"answers\":[{\"name\":\"a\",\"sum\":\"00\",\"time\":1795910400,\"status\":200,\"type\":\"\",\"body\":\"\"}]}",
	("{\"answers\":[{\"name\":\"a\",\"sum\":\"00000000000000000000000000000000\",\"time\":1795910400,\"status\":7,"
	 "\"type\":\"\",\"body\":\"\"}]}"),
};

START_TEST(what_is_no_text_of_ours_is_refused_with_a_sentence)
{
	struct kasa_err err;

	begin();
	for (size_t i = 0; i < UNIT_COUNT(foreign); i++) {
		ck_assert_int_eq(idempotency_load(memory, foreign[i], strlen(foreign[i]), NOW, &err), KASA_EINVAL);
		ck_assert_uint_gt(strlen(err.text), 0);
		ck_assert_uint_eq(idempotency_count(memory), 0);
	}
	idempotency_free(memory);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_repetition_gets_the_same_answer,
		a_repetition_of_what_is_running_is_told_so,
		the_same_key_with_another_body_is_a_mistake,
		keys_of_others_are_others,
		scope_and_key_do_not_run_into_each_other,
		what_was_not_carried_out_may_be_tried_again,
		an_answer_is_not_dropped,
		an_answer_is_forgotten_after_a_day,
		the_least_recent_goes_first,
		what_is_running_does_not_go,
		long_answers_push_out_others,
		an_answer_that_is_too_long_is_not_kept,
		an_answer_without_a_body_is_one,
		answers_live_through_a_restart,
		what_is_too_old_is_not_loaded,
		what_is_no_text_of_ours_is_refused_with_a_sentence,
	};

	return unit_run("bridge_idempotency", tests, UNIT_COUNT(tests));
}
