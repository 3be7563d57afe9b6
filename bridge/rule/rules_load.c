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

/* ---- all of it ---- */

static void
detach_all(struct rules *rules)
{
	HUB_EACH(rules->hub, device)
	subjects_detach(&rules->subjects, device);
	subjects_finish(&rules->subjects);
}

void
rules_unload(struct rules *rules)
{
	detach_all(rules);
	free(rules->watches);
	rules->watches = NULL;
	rules->watch_count = 0;
	kasa_list_init(&rules->queue);
}

int
rules_load(struct rules *rules)
{
	struct watch *old = rules->watches;
	size_t count = rules->watch_count;
	bool loaded;

	detach_all(rules);
	kasa_list_init(&rules->queue);
	rules->watches = NULL;
	rules->watch_count = 0;
	loaded = load_watches(rules, old, count);
	free(old);
	if (!loaded)
		rules_unload(rules);
	return loaded ? KASA_OK : KASA_ENOMEM;
}
