/* The same on the disk: a JSON object with an array of answers, the least recent first. */
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "bridge/http/idempotency_own.h"

enum {
	SUM_TEXT = 33,
};

static json_t *
entry_json(const struct kept *kept)
{
	char sum[SUM_TEXT];

	snprintf(sum, sizeof sum, "%016llx%016llx", (unsigned long long)kept->sum[0], (unsigned long long)kept->sum[1]);
	return json_pack("{ss ss sI si ss ss%}", "name", kept->name, "sum", sum, "time", (json_int_t)kept->at_s,
	                 "status", kept->status, "type", kept->type, "body", kept->body, kept->length);
}

/* What is no text, as no answer of ours is, is not kept. */
char *
idempotency_save(const struct idempotency *memory, int64_t now_s)
{
	json_auto_t *list = json_array(), *root = json_pack("{sO}", "answers", list);

	for (struct kasa_list *at = memory->list.next; root && at != &memory->list; at = at->next) {
		json_t *entry = KEPT_OF(at)->status != 0 && now_s - KEPT_OF(at)->at_s < IDEMPOTENCY_KEEP_S
		                        ? entry_json(KEPT_OF(at))
		                        : NULL;

		if (entry && json_array_append_new(list, entry) != 0)
			return NULL;
	}
	return root ? json_dumps(root, JSON_COMPACT) : NULL;
}

/* ---- reading ---- */

static bool
read_sum(const char *text, uint64_t sum[2])
{
	unsigned long long first, second;
	int end = 0;

	if (strlen(text) != SUM_TEXT - 1 || strspn(text, "0123456789abcdef") != SUM_TEXT - 1
	    || sscanf(text, "%16llx%16llx%n", &first, &second, &end) != 2 || end != SUM_TEXT - 1)
		return false;
	sum[0] = first;
	sum[1] = second;
	return true;
}

/* A time to come was written by a clock that was wrong: it is as old as now. */
static bool
read_entry(struct idempotency *memory, json_t *entry, int64_t now_s)
{
	const char *name, *sum_text;
	struct idempotency_answer answer;
	struct kept *kept;
	uint64_t sum[2];
	json_int_t at_s;

	if (json_unpack(entry, "{ss ss sI si ss ss%}", "name", &name, "sum", &sum_text, "time", &at_s, "status",
	                &answer.status, "type", &answer.type, "body", &answer.body, &answer.length)
	            != 0
	    || answer.status < 100 || answer.status > 599 || !read_sum(sum_text, sum))
		return false;
	if (now_s - at_s >= IDEMPOTENCY_KEEP_S)
		return true;
	kept = kept_add(memory, name, sum, at_s < now_s ? at_s : now_s);
	if (kept && !kept_answer(memory, kept, &answer))
		kept_remove(memory, kept);
	return true;
}

int
idempotency_load(struct idempotency *memory, const char *text, size_t length, int64_t now_s, struct kasa_err *err)
{
	json_error_t wrong;
	json_auto_t *root = json_loadb(text, length, JSON_REJECT_DUPLICATES, &wrong);
	json_t *list = json_object_get(root, "answers"), *entry;
	size_t i;

	if (!root)
		return kasa_err_set(err, KASA_EINVAL, "not readable as JSON: %s, at byte %d", wrong.text,
		                    wrong.position);
	if (!json_is_array(list))
		return kasa_err_set(err, KASA_EINVAL, "there are no answers in it");
	json_array_foreach(list, i, entry)
		if (!read_entry(memory, entry, now_s))
			return kasa_err_set(err, KASA_EINVAL, "answer %zu is not one of ours", i + 1);
	return KASA_OK;
}
