/* What is kept over a restart: soon after it changed, and now and then while a cycle is on its way, for its time counts. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bridge/log.h"
#include "bridge/rule/rules_own.h"
#include "bridge/store/store.h"

enum {
	SOON_S = 3,   /* what changes at once is written once */
	BUSY_S = 120, /* while a cycle is on its way */
	MARK = 17,
};

static void
mark_text(char out[MARK], uint64_t mark)
{
	snprintf(out, MARK, "%016" PRIx64, mark);
}

static bool
is_busy(const struct rules *rules)
{
	for (size_t i = 0; i < rules->watch_count; i++)
		if (watch_is_busy(&rules->watches[i]))
			return true;
	return false;
}

static json_t *
keep_all(const struct rules *rules)
{
	json_t *all = json_object();
	struct moment moment;
	char mark[MARK];

	rules_now(&moment);
	for (size_t i = 0; i < rules->watch_count; i++) {
		json_t *kept = watch_keep(&rules->watches[i], &moment);

		mark_text(mark, rules->watches[i].mark);
		if (kept)
			json_object_set_new(all, mark, kept);
	}
	return all;
}

void
rules_keep_now(struct rules *rules)
{
	const char *before = store_text(rules->hub->store, RULES_KEPT_AS);
	json_auto_t *all = keep_all(rules);
	char *text = json_object_size(all) > 0 ? json_dumps(all, JSON_COMPACT) : NULL;

	if (text ? !before || strcmp(text, before) != 0 : before != NULL)
		if (store_text_set(rules->hub->store, RULES_KEPT_AS, text) != KASA_OK)
			log_warning("what is watched is not kept");
	free(text);
	rules_keep_start(rules);
}

static void
on_keeping(struct ev_loop *loop, ev_timer *timer, int events)
{
	(void)loop, (void)events;
	rules_keep_now(timer->data);
}

static void
keep_in(struct rules *rules, unsigned seconds)
{
	ev_timer_stop(rules->hub->loop, &rules->keeping);
	ev_timer_init(&rules->keeping, on_keeping, seconds, 0);
	rules->keeping.data = rules;
	ev_timer_start(rules->hub->loop, &rules->keeping);
}

void
rules_keep_soon(struct rules *rules)
{
	if (!ev_is_active(&rules->keeping) || ev_timer_remaining(rules->hub->loop, &rules->keeping) > SOON_S)
		keep_in(rules, SOON_S);
}

void
rules_keep_start(struct rules *rules)
{
	if (is_busy(rules))
		keep_in(rules, BUSY_S);
}

void
rules_keep_stop(struct rules *rules)
{
	ev_timer_stop(rules->hub->loop, &rules->keeping);
}

void
rules_recall(struct rules *rules)
{
	const char *text = store_text(rules->hub->store, RULES_KEPT_AS);
	json_auto_t *all = text ? json_loads(text, 0, NULL) : NULL;
	struct moment moment;
	char mark[MARK];

	rules_now(&moment);
	for (size_t i = 0; i < rules->watch_count; i++) {
		const json_t *kept;

		mark_text(mark, rules->watches[i].mark);
		kept = json_object_get(all, mark);
		if (kept)
			watch_recall(&rules->watches[i], kept, &moment);
	}
}
