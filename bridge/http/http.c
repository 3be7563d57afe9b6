/* MHD without threads: its epoll is watched by our loop, and it runs when something is there, until it has nothing left. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "bridge/clock.h"
#include "bridge/config/secrets.h"
#include "bridge/http/http_own.h"
#include "bridge/log.h"
#include "common/private_file.h"

enum {
	MEMORY = 8 << 10, /* of a connection: its headers, and what waits to be sent */
	ROUNDS = 8,       /* of MHD at once, ... */
	ROUNDS_MS = 5,    /* ... unless they take so long: the loop has others to serve */
	SPARE = 16,       /* connections that MHD may have beside those that we count */
	PEM_MOST = 256 << 10,
};

/* ---- running ---- */

/* What it has put off, as the second of two requests that came at once, is no event of epoll. */
static bool
has_more(struct http *http)
{
	MHD_UNSIGNED_LONG_LONG timeout;

	return MHD_get_timeout(http->daemon, &timeout) == MHD_YES && timeout == 0;
}

static void
pump(struct http *http)
{
	uint64_t start = http->now_ms = clock_ms();
	bool more;
	unsigned n = 0;

	http->pumping = true;
	do {
		MHD_run(http->daemon);
		more = has_more(http);
		if (more)
			http->now_ms = clock_ms();
	} while (more && ++n < ROUNDS && http->now_ms - start < ROUNDS_MS);
	http->pumping = false;
	if (more)
		ev_timer_start(http->loop, &http->more);
}

static void
on_epoll(struct ev_loop *loop, ev_io *io, int events)
{
	(void)loop;
	(void)events;
	pump(io->data);
}

static void
on_more(struct ev_loop *loop, ev_timer *timer, int events)
{
	(void)loop;
	(void)events;
	pump(timer->data);
}

static void
on_deadline(struct ev_loop *loop, ev_timer *timer, int events)
{
	(void)loop;
	(void)events;
	http_conn_expire(timer->data);
}

static void
on_rest(struct ev_loop *loop, ev_timer *timer, int events)
{
	(void)loop;
	(void)events;
	http_accept_again(timer->data);
}

void
http_pump_soon(struct http *http)
{
	if (!ev_is_pending(&http->io))
		ev_feed_event(http->loop, &http->io, EV_READ);
}

/* ---- MHD ---- */

static void KASA_PRINTF(2, 0) on_log(void *arg, const char *fmt, va_list args)
{
	char line[300];
	size_t n;

	(void)arg;
	vsnprintf(line, sizeof line, fmt, args);
	n = strlen(line);
	if (n > 0 && line[n - 1] == '\n')
		line[n - 1] = '\0';
	log_debug("libmicrohttpd says text=\"%s\"", line);
}

/* Paths are decoded by ourselves. Of a query it was seen that it can be. */
static size_t
on_unescape(void *arg, struct MHD_Connection *mhd, char *text)
{
	(void)arg;
	(void)mhd;
	if (!http_uri_decode(text, strlen(text)))
		text[0] = '\0';
	return strlen(text);
}

static int
read_pem(const char *path, char **out, struct kasa_err *err)
{
	struct kasa_buf text;
	int rc;

	if (!path)
		return KASA_OK;
	kasa_buf_init(&text, PEM_MOST);
	rc = private_file_read(path, &text, err);
	*out = (char *)text.data;
	return rc;
}

/* A credential of systemd, or the file. */
static int
read_key(struct http *http, struct kasa_err *err)
{
	struct kasa_buf text;
	bool found;
	int rc = secret_text("http_key", http->config->key_file, PEM_MOST, &text, &found, err);

	if (rc == KASA_OK && !found)
		rc = kasa_err_set(err, KASA_EINVAL, "http.cert_file: it wants its key as well, which key_file names");
	if (rc == KASA_OK)
		http->key = (char *)text.data;
	else
		secret_text_free(&text);
	return rc;
}

static int
read_certificate(struct http *http, struct kasa_err *err)
{
	int rc = KASA_OK;

	if (!http->config->cert_file)
		return KASA_OK;
	if (MHD_is_feature_supported(MHD_FEATURE_TLS) != MHD_YES)
		return kasa_err_set(err, KASA_EINVAL,
		                    "http.cert_file: the libmicrohttpd of this system was built without TLS; a reverse "
		                    "proxy can do it");
	rc = read_pem(http->config->cert_file, &http->cert, err);
	return rc == KASA_OK ? read_key(http, err) : rc;
}

static struct MHD_Daemon *
start_daemon(struct http *http)
{
	static char priorities[] = "NORMAL:-VERS-TLS1.0:-VERS-TLS1.1";
	unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_NO_LISTEN_SOCKET | MHD_USE_ERROR_LOG;
	struct MHD_OptionItem tls[] = {
		{ MHD_OPTION_HTTPS_MEM_CERT, 0, http->cert },
		{ MHD_OPTION_HTTPS_MEM_KEY, 0, http->key },
		{ MHD_OPTION_HTTPS_PRIORITIES, 0, priorities },
		{ MHD_OPTION_END, 0, NULL },
	};

	flags |= http->cert ? MHD_USE_TLS : 0;
	/* clang-format off */
	return MHD_start_daemon(flags, 0, NULL, NULL, http_serve, http,
		MHD_OPTION_EXTERNAL_LOGGER, on_log, NULL,
		MHD_OPTION_NOTIFY_CONNECTION, http_conn_notify, http,
		MHD_OPTION_NOTIFY_COMPLETED, http_serve_done, http,
		MHD_OPTION_URI_LOG_CALLBACK, http_serve_uri, http,
		MHD_OPTION_UNESCAPE_CALLBACK, on_unescape, http,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MEMORY,
		MHD_OPTION_CONNECTION_LIMIT, http->config->limits.connections + SPARE,
		MHD_OPTION_CONNECTION_TIMEOUT, 0u,
		MHD_OPTION_STRICT_FOR_CLIENT, 1,
		MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1,
		MHD_OPTION_ARRAY, http->cert ? tls : &tls[3],
		MHD_OPTION_END);
	/* clang-format on */
}

static int
watch_daemon(struct http *http, struct kasa_err *err)
{
	const union MHD_DaemonInfo *info;

	http->daemon = start_daemon(http);
	info = http->daemon ? MHD_get_daemon_info(http->daemon, MHD_DAEMON_INFO_EPOLL_FD) : NULL;
	if (!info)
		return kasa_err_set(err, KASA_EINVAL, "http cannot be served: libmicrohttpd does not begin%s",
		                    http->cert ? "; do http.cert_file and http.key_file belong together?" : "");
	ev_io_set(&http->io, info->epoll_fd, EV_READ);
	ev_io_start(http->loop, &http->io);
	return KASA_OK;
}

/* ---- its life ---- */

static void
take_names(struct http *http)
{
	http->names.listen = http->config->listen;
	http->names.hosts = http->config->hosts;
	http->names.origins = http->config->origins;
	if (gethostname(http->names.own, sizeof http->names.own) != 0)
		http->names.own[0] = '\0';
	http->names.own[sizeof http->names.own - 1] = '\0';
}

int
http_new(struct ev_loop *loop, const struct config_http *config, const struct http_tokens *tokens, struct http **out,
         struct kasa_err *err)
{
	struct http *http = calloc(1, sizeof *http);

	if (!http)
		return kasa_err_set(err, KASA_ENOMEM, "no memory for the HTTP server");
	http->loop = loop;
	http->config = config;
	http->tokens = tokens;
	for (int i = 0; i < HTTP_STATES; i++)
		kasa_list_init(&http->in_state[i]);
	ev_init(&http->io, on_epoll);
	ev_timer_init(&http->more, on_more, 0, 0);
	ev_init(&http->deadline, on_deadline);
	ev_init(&http->rest, on_rest);
	http->io.data = http->more.data = http->deadline.data = http->rest.data = http;
	*out = http;
	return KASA_OK;
}

int
http_add(struct http *http, const struct http_route *rows, void *arg, struct kasa_err *err)
{
	return http_routes_add(&http->routes, rows, arg, err);
}

int
http_start(struct http *http, struct kasa_err *err)
{
	int rc = read_certificate(http, err);

	take_names(http);
	if (rc == KASA_OK)
		rc = watch_daemon(http, err);
	return rc == KASA_OK ? http_listen(http, err) : rc;
}

const struct http_route *
http_route_at(const struct http *http, size_t index)
{
	return index < http->routes.count ? http->routes.row[index].route : NULL;
}

void
http_count(const struct http *http, struct http_counts *out)
{
	*out = http->counts;
}

static void
answer_all(struct http *http)
{
	for (int state = HTTP_WORK; state < HTTP_STATES; state++)
		for (struct kasa_list *at = http->in_state[state].next; at != &http->in_state[state];) {
			struct http_conn *conn = KASA_CONTAINER(at, struct http_conn, node);

			at = at->next;
			http_conn_leave(conn);
		}
}

static void
stop_daemon(struct http *http)
{
	if (!http->daemon)
		return;
	answer_all(http);
	for (int i = 0; i < ROUNDS; i++)
		pump(http);
	ev_io_stop(http->loop, &http->io);
	MHD_stop_daemon(http->daemon);
}

static void
free_pem(char *text)
{
	if (text)
		explicit_bzero(text, strlen(text));
	free(text);
}

void
http_free(struct http *http)
{
	if (!http)
		return;
	http->leaving = true;
	http_listen_stop(http);
	stop_daemon(http);
	ev_timer_stop(http->loop, &http->more);
	ev_timer_stop(http->loop, &http->deadline);
	ev_timer_stop(http->loop, &http->rest);
	http_routes_finish(&http->routes);
	free_pem(http->cert);
	free_pem(http->key);
	free(http);
}
