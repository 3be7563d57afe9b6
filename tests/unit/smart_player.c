#include "unit/smart_player.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "model/smart.h"

enum {
	MESSAGES_MAX = 40,
};

static json_t *
refusal(int code)
{
	return json_pack("{s:i}", "error_code", code);
}

static const char *
method_of(const json_t *request)
{
	const char *method = json_string_value(json_object_get(request, "method"));

	ck_assert_ptr_nonnull(method);
	return method;
}

/* The list of a result; lists that are not paged have no `sum`. */
static const char *
list_of(const json_t *result)
{
	static const char *const lists[] = { "child_device_list", "child_component_list", "rule_list", "states",
		                             "ap_list" };

	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
		if (json_object_get(result, lists[i]) && json_object_get(result, "sum"))
			return lists[i];
	return NULL;
}

/* A page of it, as the request asks for one. */
static json_t *
page_of(const struct smart_player *player, const json_t *result, const json_t *request)
{
	const char *list = list_of(result);
	const json_t *start_index = json_object_get(json_object_get(request, "params"), "start_index");
	size_t start = (size_t)json_integer_value(start_index), most = player->page ? player->page : 100;
	json_t *page, *items;

	if (!list)
		return json_deep_copy(result);
	ck_assert(json_is_integer(start_index));
	page = json_copy((json_t *)result);
	items = json_array();
	for (size_t i = start; i < start + most; i++)
		if (json_array_get(json_object_get(result, list), i))
			json_array_append(items, json_array_get(json_object_get(result, list), i));
	json_object_set_new(page, list, items);
	json_object_set_new(page, "start_index", json_integer((json_int_t)start));
	return page;
}

static json_t *answer(struct smart_player *player, const json_t *methods, const json_t *request);

static json_t *
answer_batch(struct smart_player *player, const json_t *methods, const json_t *request)
{
	json_t *requests = json_object_get(json_object_get(request, "params"), "requests"), *responses = json_array(),
	       *at;
	size_t i;

	ck_assert_uint_gt(json_array_size(requests), 1);
	ck_assert_uint_le(json_array_size(requests), 5);
	json_array_foreach(requests, i, at) {
		json_t *response = answer(player, methods, at);
		bool refused = json_integer_value(json_object_get(response, "error_code")) != 0;

		json_object_set(response, "method", json_object_get(at, "method"));
		json_array_append_new(responses, response);
		if (refused && player->stops)
			break;
	}
	return json_pack("{s:i,s:{s:o}}", "error_code", 0, "result", "responses", responses);
}

static json_t *
answer_child(struct smart_player *player, const json_t *request)
{
	const json_t *params = json_object_get(request, "params");
	const char *id = json_string_value(json_object_get(params, "device_id"));
	const json_t *child = json_object_get(json_object_get(player->recording, "child_devices"), id);

	if (!child)
		return refusal(-1008);
	return json_pack("{s:i,s:{s:o}}", "error_code", 0, "result", "responseData",
	                 answer(player, child, json_object_get(params, "requestData")));
}

static json_t *
answer(struct smart_player *player, const json_t *methods, const json_t *request)
{
	const char *method = method_of(request);
	const json_t *result = json_object_get(methods, method);

	ck_assert(!json_is_null(json_object_get(request, "params")));
	if (strcmp(method, "multipleRequest") == 0)
		return player->no_batches ? refusal(-1003) : answer_batch(player, methods, request);
	if (strcmp(method, "control_child") == 0)
		return answer_child(player, request);
	if (!result)
		return refusal(-1002);
	if (json_is_integer(result)) /* recorded refusals */
		return refusal((int)json_integer_value(result));
	return json_pack("{s:i,s:o}", "error_code", 0, "result", page_of(player, result, request));
}

char *
smart_player_answer(struct smart_player *player, const char *request)
{
	json_t *asked = json_loads(request, 0, NULL), *said;
	char *text;

	ck_assert_ptr_nonnull(asked);
	player->messages++;
	said = answer(player, player->recording, asked);
	text = json_dumps(said, JSON_COMPACT);
	json_decref(said);
	json_decref(asked);
	return text;
}

enum kasa_verdict
smart_player_run(struct smart_player *player, struct kasa_order *order, struct kasa_record *record,
                 struct kasa_answer *answer, struct kasa_err *err)
{
	enum kasa_verdict verdict = KASA_VERDICT_MORE;

	for (int i = 0; i < MESSAGES_MAX && (verdict == KASA_VERDICT_MORE || verdict == KASA_VERDICT_AGAIN); i++) {
		struct kasa_buf out;
		char *text;

		kasa_buf_init(&out, 1 << 16);
		ck_assert_msg(kasa_smart_build(order, record, &out, err) == KASA_OK, "%s", err->text);
		ck_assert_int_eq(kasa_buf_add(&out, "", 1), KASA_OK);
		text = smart_player_answer(player, (const char *)out.data);
		verdict = kasa_smart_parse(order, text, strlen(text), record, answer, err);
		free(text);
		kasa_buf_finish(&out);
	}
	return verdict;
}
