/* Where it listens. Connections are taken here and given to MHD, so that one MHD serves all addresses and we say how many. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "bridge/clock.h"
#include "bridge/http/http_own.h"
#include "bridge/log.h"

enum {
	BACKLOG = 128,
	BURST = 16,           /* connections taken at once */
	NO_DESCRIPTORS_S = 1, /* then it is tried again */
	UNSENT =
		64
		<< 10, /* bytes that the kernel keeps for a reader; it would grow to megabytes for one that does not read */
};

/* ---- taking ---- */

static unsigned
count_of(const struct http *http, uint64_t key)
{
	unsigned count = 0;

	for (int state = HTTP_HEADERS; state < HTTP_STATES; state++)
		for (const struct kasa_list *at = http->in_state[state].next; at != &http->in_state[state];
		     at = at->next)
			count += KASA_CONTAINER(at, struct http_conn, node)->address.key == key;
	return count;
}

/* This host is not limited: a proxy may be there. */
static bool
has_enough(const struct http *http, const struct sockaddr *address)
{
	char text[HTTP_PEER_TEXT];
	struct http_peer peer;

	http_peer_of(address, &peer, text);
	return !peer.local && count_of(http, peer.key) >= http->config->limits.per_address;
}

static void
pause_listening(struct http *http)
{
	for (unsigned i = 0; i < http->listener_count; i++)
		ev_io_stop(http->loop, &http->listener[i].io);
	http->accepts = false;
}

static bool
is_full(const struct http *http)
{
	return http->counts.connections >= http->config->limits.connections;
}

void
http_accept_again(struct http *http)
{
	if (http->accepts || http->leaving || is_full(http))
		return;
	for (unsigned i = 0; i < http->listener_count; i++)
		ev_io_start(http->loop, &http->listener[i].io);
	http->accepts = true;
}

/* False: there is no further one. */
static bool
take_one(struct http_listener *listener)
{
	struct http *http = listener->http;
	struct sockaddr_storage address;
	socklen_t size = sizeof address;
	int fd = accept4(listener->fd, (struct sockaddr *)&address, &size, SOCK_CLOEXEC | SOCK_NONBLOCK);

	if (fd < 0 && (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)) {
		log_warning("http connection not taken error=\"%s\"", strerror(errno));
		pause_listening(http);
		ev_timer_stop(http->loop, &http->rest);
		ev_timer_set(&http->rest, NO_DESCRIPTORS_S, 0);
		ev_timer_start(http->loop, &http->rest);
		return false;
	}
	if (fd < 0)
		return errno == EINTR || errno == ECONNABORTED;
	if (has_enough(http, (struct sockaddr *)&address))
		close(fd);
	else
		MHD_add_connection(http->daemon, fd, (struct sockaddr *)&address, size);
	return true;
}

static void
on_connection(struct ev_loop *loop, ev_io *io, int events)
{
	struct http_listener *listener = io->data;
	unsigned n = 0;

	(void)loop;
	(void)events;
	while (n < BURST && !is_full(listener->http) && take_one(listener))
		n++;
	if (is_full(listener->http))
		pause_listening(listener->http);
	if (n > 0)
		http_pump_soon(listener->http);
}

/* ---- opening ---- */

static int
open_socket(const struct sockaddr_storage *address, struct kasa_err *err)
{
	int fd = socket(address->ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), yes = 1, unsent = UNSENT;
	bool v6 = address->ss_family == AF_INET6;
	socklen_t size = v6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in);

	if (fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0
	    && (!v6 || setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof yes) == 0)
	    && setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &unsent, sizeof unsent) == 0
	    && bind(fd, (const struct sockaddr *)address, size) == 0 && listen(fd, BACKLOG) == 0)
		return fd;
	kasa_err_set(err, errno == EADDRINUSE ? KASA_EBUSY : KASA_EINVAL, "%s", strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

static int
add_listener(struct http *http, const char *text, struct kasa_err *err)
{
	struct http_listener *listener = &http->listener[http->listener_count];
	struct sockaddr_storage address;

	if (!config_http_address(text, &address))
		return kasa_err_set(err, KASA_EINVAL, "http cannot listen at %s: it is no address with a port", text);
	if (http_tokens_count(http->tokens) == 0 && !config_http_is_local(&address))
		return kasa_err_set(
			err, KASA_EINVAL,
			"http does not listen at %s, where others reach it, without tokens: http.tokens_file "
			"or the credential http_tokens has them",
			text);
	listener->fd = open_socket(&address, err);
	if (listener->fd < 0)
		return kasa_err_wrap(err, "http cannot listen at %s", text);
	listener->http = http;
	ev_io_init(&listener->io, on_connection, listener->fd, EV_READ);
	listener->io.data = listener;
	http->listener_count++;
	log_info("http listens address=%s tls=%s", text, http->cert ? "yes" : "no");
	return KASA_OK;
}

int
http_listen(struct http *http, struct kasa_err *err)
{
	int rc = KASA_OK;

	for (char **text = http->config->listen; rc == KASA_OK && *text && http->listener_count < HTTP_LISTEN_MAX;
	     text++)
		rc = add_listener(http, *text, err);
	if (rc == KASA_OK)
		http_accept_again(http);
	return rc;
}

void
http_listen_stop(struct http *http)
{
	pause_listening(http);
	for (unsigned i = 0; i < http->listener_count; i++)
		close(http->listener[i].fd);
	http->listener_count = 0;
}
