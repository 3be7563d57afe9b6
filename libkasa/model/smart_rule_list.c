/* Reading lists of rules, page by page, and which of them comes next. */
#include <string.h>

#include "base/err.h"
#include "model/next.h"
#include "model/rule.h"
#include "model/smart_child.h"
#include "model/smart_rule.h"

enum {
	NEXT_SCHEDULE = 1, /* `type` of the next event */
	NEXT_COUNTDOWN = 2,
};

/* ---- the list ---- */

static bool
is_list_of_objects(const struct kasa_jx *list)
{
	const struct kasa_jx *json = NULL;

	while ((json = kasa_jx_next(list, json)))
		if (!kasa_jx_is(json, KASA_JX_OBJECT))
			return false;
	return kasa_jx_is(list, KASA_JX_ARRAY);
}

static size_t
text_size(const struct kasa_jx *list)
{
	const struct kasa_jx *json = NULL;
	size_t size = 0;

	while ((json = kasa_jx_next(list, json)))
		size += json->len + 1;
	return size;
}

/* Lets each rule point to its text; these follow one another. Tells where they end. */
static char *
point(struct kasa_rule *rules, size_t count, char *text)
{
	for (size_t i = 0; i < count; i++) {
		rules[i].given = text;
		text += strlen(text) + 1;
	}
	return text;
}

/* Room for so many more rules, and behind all of them for so much more text. NULL without memory. */
static struct kasa_rule *
make_room(struct kasa_answer *answer, size_t more, size_t more_text)
{
	size_t count = answer->rules.count;
	const char *last = count > 0 ? answer->rules.rules[count - 1].given : NULL;
	size_t text = last ? (size_t)(last + strlen(last) + 1 - answer->rules.rules[0].given) : 0;
	struct kasa_rule *rules =
		kasa_answer_grow(answer, (count + more) * sizeof(struct kasa_rule) + text + more_text);

	if (rules)
		memmove(&rules[count + more], &rules[count], text);
	return rules;
}

static int
add_rules(const struct kasa_jx *list, struct kasa_smart_talk *talk)
{
	struct kasa_rules *all = &talk->answer->rules;
	size_t more = kasa_jx_count(list), had = all->count;
	const struct kasa_jx *json = NULL;
	struct kasa_rule *rules = make_room(talk->answer, more, text_size(list));
	char *text;

	if (!rules)
		return kasa_err_set(talk->err, KASA_ENOMEM, "no memory for %zu rules", had + more);
	text = point(rules, had, (char *)&rules[had + more]);
	for (size_t i = had; (json = kasa_jx_next(list, json)); i++) {
		kasa_smart_rule_read(json, talk->order->rules.book, &rules[i]);
		rules[i].given = memcpy(text, json->text, json->len);
		text += json->len;
		*text++ = '\0';
	}
	all->rules = rules;
	all->count = (unsigned)(had + more);
	return KASA_OK;
}

static void
forget(struct kasa_rules *rules)
{
	rules->rules = NULL;
	rules->count = 0;
	rules->next_id[0] = '\0';
	kasa_next_read(NULL, &rules->next);
}

/* A page that begins where none was asked for is the first one again, of a device that knows no pages. */
int
kasa_smart_rules_read(const struct kasa_jx *page, struct kasa_smart_talk *talk)
{
	const struct kasa_jx *list = kasa_jx_get(page, "rule_list");
	int start = kasa_jx_int(page, "start_index");

	if (!is_list_of_objects(list))
		return kasa_err_set(talk->err, KASA_EPROTO, "rule_list lists no rules");
	if (start != KASA_UNKNOWN && start != (int)talk->start)
		return KASA_OK;
	if (talk->start == 0) {
		forget(&talk->answer->rules);
		talk->answer->rules.enabled = kasa_smart_flag(page, "enable");
	}
	talk->next = kasa_smart_next_page(page, list, talk->start);
	return kasa_jx_count(list) > 0 ? add_rules(list, talk) : KASA_OK;
}

/* ---- what comes next ---- */

/* Nothing, in an empty object or as an event of nobody. */
static enum kasa_mode
next_by(const struct kasa_jx *event)
{
	int type = kasa_jx_int(event, "type");

	if (type == NEXT_SCHEDULE)
		return KASA_MODE_SCHEDULE;
	if (type == NEXT_COUNTDOWN)
		return KASA_MODE_COUNTDOWN;
	return type == KASA_UNKNOWN || type == 0 ? KASA_MODE_NONE : KASA_MODE_OTHER;
}

/* By the device's own clock, as its rule has it: the event tells UTC, and nobody here knows the rules of its time zone. */
static int
second_of_day(const struct kasa_rule *rule)
{
	bool told = rule && rule->start.minute != KASA_UNKNOWN
	            && (rule->start.kind == KASA_MOMENT_CLOCK || rule->start.minute > 0);

	return told ? rule->start.minute * 60 : KASA_UNKNOWN;
}

int
kasa_smart_rules_next(const struct kasa_jx *event, struct kasa_smart_talk *talk)
{
	struct kasa_rules *rules = &talk->answer->rules;
	const struct kasa_rule *rule;

	kasa_next_read(NULL, &rules->next);
	rules->next_id[0] = '\0';
	if (!event)
		return KASA_OK;
	rules->next.by = next_by(event);
	if (rules->next.by == KASA_MODE_NONE)
		return KASA_OK;
	kasa_jx_copy(event, "id", rules->next_id, sizeof rules->next_id);
	rule = rules->next.by == KASA_MODE_SCHEDULE ? kasa_rules_find(rules, rules->next_id) : NULL;
	rules->next.on = kasa_smart_flag(kasa_jx_get(event, "desired_states"), "on");
	rules->next.at_s = second_of_day(rule);
	return KASA_OK;
}
