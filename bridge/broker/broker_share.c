#include "bridge/broker/broker_share.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum {
	/* What was in the library or in a TLS record when the thread stopped to read comes on top of the limit. */
	IN_MESSAGES = 2 * BROKER_IN_MESSAGES,
	IN_BYTES = 16 << 20,
};

static char *
copy(const char *text)
{
	return text ? strdup(text) : NULL;
}

static char *
client_id(const struct config_mqtt *config)
{
	char *made = NULL;

	if (config->client_id)
		return strdup(config->client_id);
	if (asprintf(&made, "kasad-%s", config->instance ? config->instance : "kasa") < 0)
		return NULL;
	return made;
}

static void
set(struct broker_settings *settings, const struct config_mqtt *config, const char *password,
    const struct broker_message *will)
{
	*settings = (struct broker_settings){
		.host = strdup(config->host ? config->host : "localhost"),
		.username = copy(config->username),
		.password = copy(password),
		.client_id = client_id(config),
		.ca_file = copy(config->ca_file),
		.cert_file = copy(config->cert_file),
		.key_file = copy(config->key_file),
		.will = will ? broker_item_message(will) : NULL,
		.port = config->port,
		.tls = config->tls,
		.keepalive_s = config->keepalive_s,
		.version = config->version,
	};
}

static bool
is_whole(const struct broker_share *share, const struct broker_message *will)
{
	const struct broker_settings *settings = &share->settings;

	return settings->host && settings->client_id && (settings->will || !will) && share->in && share->out
	       && share->wake_fd >= 0 && share->ended_fd >= 0;
}

static void
wake_thread(void *arg)
{
	broker_share_wake(arg);
}

struct broker_share *
broker_share_new(const struct config_mqtt *config, const char *password, const struct broker_message *will,
                 broker_wake_fn *wake_loop, void *arg)
{
	struct broker_share *share = calloc(1, sizeof *share);

	if (!share)
		return NULL;
	atomic_store(&share->holders, 1);
	set(&share->settings, config, password, will);
	share->out = broker_queue_new(BROKER_OUT_MESSAGES, BROKER_OUT_BYTES, wake_thread, share);
	share->in = broker_queue_new(IN_MESSAGES, IN_BYTES, wake_loop, arg);
	share->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	share->ended_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (is_whole(share, will))
		return share;
	broker_share_drop(share);
	return NULL;
}

void
broker_share_hold(struct broker_share *share)
{
	atomic_fetch_add(&share->holders, 1);
}

static void
finish(struct broker_settings *settings)
{
	if (settings->password)
		explicit_bzero(settings->password, strlen(settings->password));
	free(settings->password);
	free(settings->host);
	free(settings->username);
	free(settings->client_id);
	free(settings->ca_file);
	free(settings->cert_file);
	free(settings->key_file);
	free(settings->will);
}

void
broker_share_drop(struct broker_share *share)
{
	if (atomic_fetch_sub(&share->holders, 1) != 1)
		return;
	broker_queue_free(share->out);
	broker_queue_free(share->in);
	if (share->wake_fd >= 0)
		close(share->wake_fd);
	if (share->ended_fd >= 0)
		close(share->ended_fd);
	finish(&share->settings);
	free(share);
}

void
broker_share_wake(struct broker_share *share)
{
	uint64_t one = 1;

	/* It fails only when it is full, and then the thread is awake. */
	if (!atomic_exchange(&share->woken, true) && write(share->wake_fd, &one, sizeof one) < 0)
		return;
}

void
broker_share_awake(struct broker_share *share)
{
	uint64_t count;

	/* Read first: a wake between the two would be lost the other way round. */
	if (read(share->wake_fd, &count, sizeof count) > 0)
		atomic_store(&share->woken, false);
}
