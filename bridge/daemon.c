#include "bridge/daemon.h"

#include <ev.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <kasa/credentials.h>
#include <kasa/version.h>

#include "base/err.h"
#include "bridge/clock.h"
#include "bridge/config/secrets.h"
#include "bridge/gauge.h"
#include "bridge/health.h"
#include "bridge/hub/finder.h"
#include "bridge/hub/hub.h"
#include "bridge/hub/poller.h"
#include "bridge/log.h"
#include "bridge/mqtt/mqtt.h"
#include "bridge/notify.h"
#include "bridge/once.h"
#include "bridge/rule/rules.h"
#include "bridge/store/store.h"
#include "bridge/web.h"
#include "bridge/webhook/webhooks.h"

enum {
	END_ORDERS_MS = 1000, /* orders on their way may take so long after SIGTERM, ... */
	END_BROKER_MS = 700,  /* ... and the last words to the broker */
	STATUS_S = 10,
	DESCRIPTORS_SPARE = 200, /* beside one for each device */
};

struct daemon {
	const struct options *options;
	struct ev_loop *loop;
	struct kasa_context *ctx;
	struct store *store;
	struct hub hub;
	struct mqtt *mqtt;
	struct web *web;
	struct rules *rules;
	struct webhooks *webhooks;
	struct once once;
	ev_signal on_term, on_int, on_hup;
	ev_timer status, ending;
	uint64_t end_ms; /* when it ends, whatever is on its way; 0: it does not */
	bool restart;
	bool warned_descriptors;
	int exit;
};

/* ---- reading the configuration ---- */

static void
log_mistakes(const char *path, const struct mistakes *mistakes)
{
	for (size_t i = 0; i < mistakes->count; i++)
		log_error("%s:%u:%u: %s", path, mistakes->item[i].line, mistakes->item[i].column,
		          mistakes->item[i].text);
}

struct config *
daemon_load(const struct options *options)
{
	struct mistakes mistakes = { 0 };
	struct config *config = NULL;
	struct kasa_err err;

	if (config_load(options->config, &config, &mistakes, &err) != KASA_OK) {
		log_mistakes(options->config ? options->config : CONFIG_USUAL, &mistakes);
		if (mistakes.count == 0)
			log_error("configuration not read error=\"%s\"", err.text);
	} else if (options->state_dir) {
		free(config->state_dir);
		config->state_dir = strdup(options->state_dir);
	}
	mistakes_finish(&mistakes);
	return config;
}

static void
set_log_level(const struct options *options, const struct config *config)
{
	log_set_level(options->log_level >= 0 ? (enum kasa_log_level)options->log_level : config->log_level);
}

static int
reload(struct kasa_err *err, void *arg)
{
	struct daemon *daemon = arg;
	struct config *next = daemon_load(daemon->options);
	char keys[300];

	if (!next) {
		log_error("configuration not loaded: the one that is in use stays");
		return kasa_err_set(err, KASA_EINVAL,
		                    "the configuration has mistakes, which are in the log; nothing was changed");
	}
	if (config_restart(daemon->hub.config, next, keys, sizeof keys)[0])
		log_warning("a restart is needed for some of it keys=\"%s\"", keys);
	set_log_level(daemon->options, next);
	hub_reconfigure(&daemon->hub, next);
	log_info("configuration loaded path=\"%s\"", daemon->hub.config->path);
	return KASA_OK;
}

/* ---- ending ---- */

static bool
orders_done(struct hub *hub)
{
	HUB_EACH(hub, device)
	if (!lane_idle(&device->lane))
		return false;
	return true;
}

static void
on_ending(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct daemon *daemon = timer->data;

	(void)events;
	if (orders_done(&daemon->hub) || clock_ms() >= daemon->end_ms)
		ev_break(loop, EVBREAK_ALL);
}

static void
end(struct daemon *daemon)
{
	if (daemon->end_ms) {
		daemon->end_ms = clock_ms(); /* asked twice: at once */
		return;
	}
	notify_stopping();
	daemon->hub.leaving = true;
	daemon->end_ms = clock_ms() + END_ORDERS_MS;
	ev_timer_start(daemon->loop, &daemon->ending);
}

static void
on_end(struct ev_loop *loop, ev_signal *watcher, int events)
{
	struct daemon *daemon = watcher->data;

	(void)loop;
	(void)events;
	log_info("ending signal=%s", strsignal(watcher->signum));
	end(daemon);
}

static void
on_reload(struct ev_loop *loop, ev_signal *watcher, int events)
{
	struct kasa_err err;

	(void)loop;
	(void)events;
	notify_reloading();
	reload(&err, watcher->data);
	notify_ready();
}

static void
restart(void *arg)
{
	struct daemon *daemon = arg;

	log_info("restarting");
	daemon->restart = true;
	end(daemon);
}

static void
on_once(int status, void *arg)
{
	struct daemon *daemon = arg;

	daemon->exit = status;
	end(daemon);
}

/* ---- what it says of itself ---- */

static void
republish(void *arg)
{
	struct daemon *daemon = arg;

	if (daemon->mqtt)
		mqtt_republish(daemon->mqtt);
}

static void
clear_discovery(void *arg)
{
	struct daemon *daemon = arg;

	if (daemon->mqtt)
		mqtt_clear_discovery(daemon->mqtt);
}

static json_t *
health(void *arg)
{
	struct daemon *daemon = arg;
	struct broker_status broker = { 0 };

	if (daemon->mqtt)
		mqtt_status(daemon->mqtt, &broker);
	return health_document(&daemon->hub, daemon->mqtt ? &broker : NULL);
}

static void
warn_descriptors(struct daemon *daemon)
{
	size_t wanted = daemon->hub.device_count + DESCRIPTORS_SPARE;
	struct rlimit limit;

	if (daemon->warned_descriptors || getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted)
		return;
	daemon->warned_descriptors = true;
	log_warning("too few descriptors for all devices have=%llu want=%zu (ulimit -n, LimitNOFILE=)",
	            (unsigned long long)limit.rlim_cur, wanted);
}

static void
on_status(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct daemon *daemon = timer->data;
	struct broker_status broker = { .why = "" };

	(void)loop;
	(void)events;
	warn_descriptors(daemon);
	if (daemon->mqtt)
		mqtt_status(daemon->mqtt, &broker);
	notify_status("%zu devices, %zu online; broker %s%s%s", daemon->hub.device_count, daemon->hub.online_count,
	              !daemon->mqtt ? "not wanted"
	              : broker.up   ? "connected"
	                            : "not connected",
	              broker.up || !broker.why[0] ? "" : ": ", broker.up ? "" : broker.why);
}

/* ---- beginning ---- */

static void
on_library_log(enum kasa_log_level level, const char *line, void *arg)
{
	(void)arg;
	log_line(level == KASA_LOG_INFO ? KASA_LOG_DEBUG : level, "%s", line);
}

/* Lines that nobody reads are not made: each message has one. */
static void
on_log_level(enum kasa_log_level level, void *arg)
{
	kasa_context_log(arg, on_library_log, NULL, level == KASA_LOG_INFO ? KASA_LOG_WARNING : level);
}

/* Asked by the library before its first login. */
static void
on_login(struct kasa_context *ctx, void *arg)
{
	struct daemon *daemon = arg;
	struct kasa_err err;

	if (secrets_accounts(ctx, daemon->hub.config, &err) != KASA_OK)
		log_error("accounts not read error=\"%s\"", err.text);
}

/* One descriptor for each device, as many as the system lets us have. */
static void
raise_descriptors(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= limit.rlim_max)
		return;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}

static void
watch_signal(struct daemon *daemon, ev_signal *watcher, void (*fn)(struct ev_loop *, ev_signal *, int), int number)
{
	ev_signal_init(watcher, fn, number);
	watcher->data = daemon;
	ev_signal_start(daemon->loop, watcher);
}

static void
watch(struct daemon *daemon)
{
	watch_signal(daemon, &daemon->on_term, on_end, SIGTERM);
	watch_signal(daemon, &daemon->on_int, on_end, SIGINT);
	watch_signal(daemon, &daemon->on_hup, on_reload, SIGHUP);
	ev_timer_init(&daemon->status, on_status, 1, STATUS_S);
	ev_timer_init(&daemon->ending, on_ending, 0, 0.01);
	daemon->status.data = daemon->ending.data = daemon;
	ev_timer_start(daemon->loop, &daemon->status);
	gauge_start(daemon->loop);
	notify_watchdog_start(daemon->loop);
}

static void
unwatch(struct daemon *daemon)
{
	ev_signal_stop(daemon->loop, &daemon->on_term);
	ev_signal_stop(daemon->loop, &daemon->on_int);
	ev_signal_stop(daemon->loop, &daemon->on_hup);
	ev_timer_stop(daemon->loop, &daemon->status);
	ev_timer_stop(daemon->loop, &daemon->ending);
	gauge_stop(daemon->loop);
	notify_watchdog_stop(daemon->loop);
}

static int
status_of(int code)
{
	return code == KASA_EBUSY ? DAEMON_BUSY : code == KASA_ENOMEM ? DAEMON_FAILED : DAEMON_CONFIG;
}

/* What requests can do, wherever they come from. */
static struct request_powers
powers_of(struct daemon *daemon)
{
	return (struct request_powers){
		.reload = reload,
		.restart = restart,
		.republish = republish,
		.clear_discovery = clear_discovery,
		.health = health,
		.arg = daemon,
	};
}

static int
start_web(struct daemon *daemon, struct kasa_err *err)
{
	const struct request_powers powers = powers_of(daemon);
	const struct web_about about = { .mqtt = daemon->mqtt, .rules = daemon->rules, .webhooks = daemon->webhooks };

	return web_start(&daemon->hub, &powers, &about, &daemon->web, err);
}

static int
start_mqtt(struct daemon *daemon, struct kasa_err *err)
{
	const struct request_powers powers = powers_of(daemon);
	const struct config_mqtt *config = &daemon->hub.config->mqtt;
	char *password = NULL;
	int rc;

	if (!config->enabled)
		return KASA_OK;
	rc = secret_read("mqtt_password", config->password_file, "KASAD_MQTT_PASSWORD", &password, err);
	if (rc == KASA_OK)
		rc = secret_travels(config, password, err);
	if (rc == KASA_OK)
		rc = mqtt_new(&daemon->hub, &powers, password, &daemon->mqtt, err);
	secret_free(password);
	return rc;
}

static int
start(struct daemon *daemon, struct config *config, struct kasa_err *err)
{
	int rc;

	daemon->loop = ev_default_loop(EVFLAG_AUTO);
	daemon->ctx = daemon->loop ? kasa_context_new(daemon->loop) : NULL;
	rc = daemon->ctx ? store_open(config, daemon->loop, &daemon->store, err)
	                 : kasa_err_set(err, KASA_ENOMEM, "no memory, or no event loop to be had");
	if (rc != KASA_OK) {
		config_free(config);
		return rc;
	}
	log_follow(on_log_level, daemon->ctx);
	kasa_context_try_default_credentials(daemon->ctx, config->try_default_credentials);
	kasa_context_ignore_signatures(daemon->ctx, config->ignore_signatures);
	if (secrets_environment(daemon->ctx, err) != KASA_OK)
		log_error("account not read error=\"%s\"", err->text);
	kasa_context_on_login(daemon->ctx, on_login, daemon);
	rc = hub_init(&daemon->hub, daemon->loop, daemon->ctx, config, daemon->store, err);
	if (rc == KASA_OK)
		rc = webhooks_new(&daemon->hub, &daemon->webhooks, err); /* before those who tell of events */
	if (rc == KASA_OK)
		rc = rules_new(&daemon->hub, &daemon->rules, err);
	if (rc == KASA_OK)
		rc = start_mqtt(daemon, err);
	return rc == KASA_OK ? start_web(daemon, err) : rc;
}

static void
finish(struct daemon *daemon)
{
	web_stop(daemon->web);
	webhooks_free(daemon->webhooks);
	mqtt_free(daemon->mqtt, END_BROKER_MS);
	rules_free(daemon->rules);
	store_close(daemon->store);
	hub_finish(&daemon->hub);
	log_follow(NULL, NULL);
	kasa_context_free(daemon->ctx);
	if (daemon->loop)
		ev_loop_destroy(daemon->loop);
}

int
daemon_run(const struct options *options, struct config *config, bool *wants_restart)
{
	struct daemon daemon = { .options = options };
	struct kasa_err err;
	int rc;

	raise_descriptors();
	set_log_level(options, config);
	rc = start(&daemon, config, &err);
	if (rc == KASA_OK) {
		watch(&daemon);
		log_info("kasad %s runs config=\"%s\" state_dir=\"%s\" devices=%zu", kasa_version(),
		         daemon.hub.config->path, store_folder(daemon.store), daemon.hub.device_count);
		if (options->once)
			once_start(&daemon.once, &daemon.hub, daemon.mqtt, on_once, &daemon);
		notify_ready();
		ev_run(daemon.loop, 0);
		once_stop(&daemon.once);
		unwatch(&daemon);
	} else {
		log_error("cannot begin error=\"%s\"", err.text);
		daemon.exit = status_of(rc);
	}
	finish(&daemon);
	*wants_restart = daemon.restart;
	return daemon.exit;
}
