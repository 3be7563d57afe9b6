#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "bridge/clock.h"
#include "bridge/log.h"
#include "bridge/store/store.h"
#include "bridge/webhook/webhooks_own.h"
#include "common/private_file.h"

/* ---- events ---- */

static void
make_id(char id[WEBHOOK_ID_MAX])
{
	static uint64_t count;
	uint64_t random = 0;

	if (getrandom(&random, sizeof random, GRND_NONBLOCK) != (ssize_t)sizeof random)
		random = (uint64_t)clock_utc_s() << 20 ^ clock_ms();
	snprintf(id, WEBHOOK_ID_MAX, "msg_%016llx%06llx", (unsigned long long)random,
	         (unsigned long long)(count++ & 0xffffff));
}

static void
about_init(struct webhook_about *about, const struct webhooks *webhooks, const struct event *event,
           char id[WEBHOOK_ID_MAX])
{
	make_id(id);
	*about = (struct webhook_about){
		.id = id,
		.event = event,
		.now_s = clock_utc_s(),
		.instance = webhooks->hub->config->mqtt.instance,
	};
}

/* One id for all receivers, and each has the event on its disk when this returns. */
static void
on_event(struct port *port, const struct event *event)
{
	struct webhooks *webhooks = KASA_CONTAINER(port, struct webhooks, port);
	struct webhook_about about;
	char id[WEBHOOK_ID_MAX];

	about_init(&about, webhooks, event, id);
	WEBHOOKS_EACH(webhooks, endpoint)
	if (webhook_wants(endpoint->config, event))
		webhook_endpoint_take(endpoint, &about);
}

/* Told as a rule's event, for there is no device that it is about. */
static void
on_rest(struct webhook_endpoint *endpoint, void *arg)
{
	struct webhooks *webhooks = arg;
	const struct event event = { .kind = EVENT_RULE, .name = "webhook_disabled", .by = endpoint->name };

	hub_event(webhooks->hub, &event);
}

void
webhooks_test(struct webhooks *webhooks, struct webhook_endpoint *endpoint, char id[WEBHOOK_ID_MAX])
{
	const struct event event = { .kind = EVENT_RULE, .name = "test", .by = endpoint->name };
	struct webhook_about about;

	about_init(&about, webhooks, &event, id);
	webhook_endpoint_take(endpoint, &about);
}

struct webhook_endpoint *
webhooks_find(const struct webhooks *webhooks, const char *name)
{
	WEBHOOKS_EACH(webhooks, endpoint)
	if (strcmp(endpoint->name, name) == 0)
		return endpoint;
	return NULL;
}

/* ---- the configuration ---- */

static void
add(struct webhooks *webhooks, const struct config_webhook *config)
{
	struct webhook_endpoint *endpoint;
	struct kasa_err err = { .code = KASA_OK };

	if (!webhooks->courier && courier_new(webhooks->hub->loop, &webhooks->courier, &err) != KASA_OK) {
		log_error("no events go to webhooks error=\"%s\"", err.text);
		return;
	}
	endpoint = webhook_endpoint_new(webhooks->hub->loop, webhooks->courier, config,
	                                webhooks->folder[0] ? webhooks->folder : NULL);
	if (!endpoint) {
		log_error("no memory for a webhook webhook=%s", config->name);
		return;
	}
	endpoint->on_rest = on_rest;
	endpoint->arg = webhooks;
	endpoint->seen = true;
	kasa_list_append(&webhooks->endpoints, &endpoint->node);
}

static void
follow(struct webhooks *webhooks, const struct config_webhook *config)
{
	struct webhook_endpoint *endpoint = webhooks_find(webhooks, config->name);

	if (!endpoint) {
		add(webhooks, config);
		return;
	}
	endpoint->seen = true;
	webhook_endpoint_configure(endpoint, config);
}

/* Those that are gone keep their files: they may come back. */
static void
drop_unseen(struct webhooks *webhooks)
{
	struct kasa_list *at = webhooks->endpoints.next;

	while (at != &webhooks->endpoints) {
		struct webhook_endpoint *endpoint = KASA_CONTAINER(at, struct webhook_endpoint, node);

		at = at->next;
		if (endpoint->seen)
			continue;
		log_info("webhook is configured no more webhook=%s waiting=%zu", endpoint->name,
		         endpoint->queue.waiting.count);
		webhook_endpoint_free(endpoint);
	}
}

static void
on_configured(struct port *port)
{
	struct webhooks *webhooks = KASA_CONTAINER(port, struct webhooks, port);
	const struct config_webhooks *config = &webhooks->hub->config->webhooks;

	WEBHOOKS_EACH(webhooks, endpoint)
	endpoint->seen = false;
	for (size_t i = 0; i < config->count; i++)
		follow(webhooks, &config->item[i]);
	drop_unseen(webhooks);
}

/* ---- files ---- */

static bool
ends_with(const char *name, const char *end)
{
	size_t n = strlen(name), end_n = strlen(end);

	return n > end_n && strcmp(name + n - end_n, end) == 0;
}

static bool
is_old(int folder, const char *name, int64_t now_s)
{
	struct stat st;

	if (!ends_with(name, ".log") && !ends_with(name, ".log.broken") && !ends_with(name, ".log.new"))
		return false;
	return fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode)
	       && now_s - st.st_mtime >= WEBHOOK_DEAD_S;
}

static bool
is_configured(const struct config_webhooks *config, const char *name)
{
	for (size_t i = 0; i < config->count; i++) {
		size_t n = strlen(config->item[i].name);

		if (strncmp(config->item[i].name, name, n) == 0 && strcmp(name + n, ".log") == 0)
			return true;
	}
	return false;
}

/* Files of receivers that are no more stay for a week, and what was broken as well. */
static void
tidy_folder(const struct webhooks *webhooks)
{
	DIR *folder = opendir(webhooks->folder);
	const struct dirent *entry;

	while (folder && (entry = readdir(folder)))
		if (!is_configured(&webhooks->hub->config->webhooks, entry->d_name)
		    && is_old(dirfd(folder), entry->d_name, clock_utc_s()))
			unlinkat(dirfd(folder), entry->d_name, 0);
	if (folder)
		closedir(folder);
}

static void
find_folder(struct webhooks *webhooks)
{
	const char *store = store_folder(webhooks->hub->store);
	int n = store ? snprintf(webhooks->folder, sizeof webhooks->folder, "%s/webhooks", store) : -1;
	struct kasa_err err = { .text = "the path is too long" };

	if (n > 0 && (size_t)n < sizeof webhooks->folder && private_dir_make(webhooks->folder, &err) == KASA_OK) {
		tidy_folder(webhooks);
		return;
	}
	webhooks->folder[0] = '\0';
	log_warning("events for webhooks are kept in memory only error=\"%s\"", err.text);
}

/* ---- life ---- */

int
webhooks_new(struct hub *hub, struct webhooks **out, struct kasa_err *err)
{
	struct webhooks *webhooks = calloc(1, sizeof *webhooks);

	if (!webhooks)
		return kasa_err_set(err, KASA_ENOMEM, "no memory for webhooks");
	webhooks->hub = hub;
	kasa_list_init(&webhooks->endpoints);
	webhooks->port.event = on_event;
	webhooks->port.configured = on_configured;
	find_folder(webhooks);
	on_configured(&webhooks->port);
	hub_add_port(hub, &webhooks->port);
	*out = webhooks;
	return KASA_OK;
}

void
webhooks_free(struct webhooks *webhooks)
{
	if (!webhooks)
		return;
	kasa_list_remove(&webhooks->port.node);
	while (!kasa_list_empty(&webhooks->endpoints))
		webhook_endpoint_free(KASA_CONTAINER(webhooks->endpoints.next, struct webhook_endpoint, node));
	courier_free(webhooks->courier);
	free(webhooks);
}
