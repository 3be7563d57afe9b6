/* What the configuration says, as machines. */
#include <stdlib.h>

#include "bridge/log.h"
#include "bridge/rule/rules_own.h"

/* ---- watches ---- */

static const struct watch *
same_watch(const struct watch *old, size_t count, uint64_t mark)
{
	for (size_t i = 0; i < count; i++)
		if (old[i].mark == mark)
			return &old[i];
	return NULL;
}

static bool
load_watches(struct rules *rules, const struct watch *old, size_t count)
{
	const struct config_watches *config = &rules->hub->config->watches;

	rules->watches = calloc(config->count ? config->count : 1, sizeof *rules->watches);
	if (!rules->watches)
		return false;
	for (size_t i = 0; i < config->count; i++) {
		const struct watch *same = same_watch(old, count, config->item[i].mark);

		watch_init(&rules->watches[i], &config->item[i]);
		if (same)
			watch_inherit(&rules->watches[i], same);
		rules->watch_count++;
		if (!subjects_add(&rules->subjects, &rules->watches[i].subject))
			return false;
	}
	return true;
}

/* ---- rules ---- */

static const struct rule *
same_rule(const struct rule *old, size_t count, uint64_t mark)
{
	for (size_t i = 0; i < count; i++)
		if (old[i].mark == mark)
			return &old[i];
	return NULL;
}

static bool
add_subjects(struct rules *rules, struct rule *rule)
{
	for (size_t i = 0; i < rule->config->condition_count; i++)
		if (rule->config->conditions[i].device && !subjects_add(&rules->subjects, &rule->conditions[i].subject))
			return false;
	return true;
}

static bool
load_rule(struct rules *rules, const struct config_rule *config, const struct rule *same)
{
	struct rule *rule = &rules->rule[rules->rule_count];

	if (!rule_init(rule, config))
		return false;
	rules->rule_count++;
	if (same)
		rule_inherit(rule, same);
	return add_subjects(rules, rule);
}

static bool
load_rules(struct rules *rules, const struct rule *old, size_t count)
{
	const struct config_rules *config = &rules->hub->config->rules;

	rules->rule = calloc(config->count ? config->count : 1, sizeof *rules->rule);
	if (!rules->rule)
		return false;
	for (size_t i = 0; i < config->count; i++)
		if (config->item[i].enabled
		    && !load_rule(rules, &config->item[i], same_rule(old, count, config->item[i].mark)))
			return false;
	return true;
}

static void
free_rules(struct rule *rule, size_t count)
{
	for (size_t i = 0; i < count; i++)
		rule_finish(&rule[i]);
	free(rule);
}

/* ---- all of it ---- */

static void
detach_all(struct rules *rules)
{
	HUB_EACH(rules->hub, device)
	subjects_detach(&rules->subjects, device);
	subjects_finish(&rules->subjects);
}

static void
clear(struct rules *rules)
{
	rules->watches = NULL;
	rules->watch_count = 0;
	rules->rule = NULL;
	rules->rule_count = 0;
	kasa_list_init(&rules->queue);
	kasa_list_init(&rules->rule_queue);
}

void
rules_unload(struct rules *rules)
{
	detach_all(rules);
	free(rules->watches);
	free_rules(rules->rule, rules->rule_count);
	clear(rules);
}

int
rules_load(struct rules *rules)
{
	struct watch *watches = rules->watches;
	struct rule *rule = rules->rule;
	size_t watch_count = rules->watch_count, rule_count = rules->rule_count;
	bool loaded;

	detach_all(rules);
	clear(rules);
	loaded = load_watches(rules, watches, watch_count) && load_rules(rules, rule, rule_count);
	free(watches);
	free_rules(rule, rule_count);
	if (!loaded)
		rules_unload(rules);
	return loaded ? KASA_OK : KASA_ENOMEM;
}
