/*
 * libcurl asks DNS in a thread of its own for each name; CURLOPT_QUICK_EXIT keeps a handle that goes from waiting for it, which
 * would stop the loop for as long as DNS is silent. Handles come and go only while libcurl is not running: when it says that
 * one is done, a list is read after it has returned.
 */
#include "bridge/webhook/courier.h"

#include <curl/curl.h>
#include <ev.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <kasa/version.h>

#include "base/err.h"
#include "base/list.h"
#include "base/str.h"
#include "bridge/webhook/webhook_url.h"

struct courier {
	struct ev_loop *loop;
	CURLM *multi;
	ev_timer timer;
	struct kasa_list jobs;
};

/* A socket of libcurl's, as long as it wants to know of it. */
struct socket_watch {
	struct courier *courier;
	ev_io io;
};

struct courier_job {
	struct kasa_list node;
	struct courier *courier;
	CURL *easy;
	struct curl_slist *headers;
	char host[WEBHOOK_HOST_MAX];
	char error[CURL_ERROR_SIZE];
	size_t body_seen, headers_seen;
	bool forbidden; /* the address was */
	courier_fn *done;
	void *arg;
};

/* ---- the loop ---- */

static void
release(struct courier_job *job)
{
	kasa_list_remove(&job->node);
	curl_multi_remove_handle(job->courier->multi, job->easy);
	curl_easy_cleanup(job->easy);
	curl_slist_free_all(job->headers);
	free(job);
}

static uint32_t
ms_of(CURL *easy)
{
	curl_off_t us = 0;

	curl_easy_getinfo(easy, CURLINFO_TOTAL_TIME_T, &us);
	return us > 0 ? (uint32_t)(us / 1000) : 0;
}

static const char *
why_of(const struct courier_job *job, CURLcode code)
{
	if (job->forbidden)
		return "its address is one that no webhook is sent to: link-local, or this host by another name";
	return job->error[0] ? job->error : curl_easy_strerror(code);
}

/* An answer counts from its status on: what was to come behind it does not matter. */
static void
finish(struct courier_job *job, CURLcode code)
{
	struct courier_result result = { .took_ms = ms_of(job->easy) };
	char why[COURIER_WHY_MAX] = "";
	courier_fn *done = job->done;
	void *arg = job->arg;
	curl_off_t asked_s = 0;
	long status = 0;

	curl_easy_getinfo(job->easy, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(job->easy, CURLINFO_RETRY_AFTER, &asked_s);
	result.status = status >= 200 ? (int)status : 0;
	result.retry_after_s = asked_s;
	if (!result.status)
		kasa_str_copy(why, sizeof why, why_of(job, code));
	kasa_str_plain(why);
	result.why = why;
	release(job);
	done(&result, arg);
}

static void
read_done(struct courier *courier)
{
	struct courier_job *job;
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(courier->multi, &left))) {
		if (message->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &job);
		finish(job, message->data.result);
	}
}

static void
on_timer(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct courier *courier = timer->data;
	int running;

	(void)loop;
	(void)events;
	curl_multi_socket_action(courier->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	read_done(courier);
}

static void
on_socket(struct ev_loop *loop, ev_io *io, int events)
{
	struct socket_watch *watch = KASA_CONTAINER(io, struct socket_watch, io);
	struct courier *courier = watch->courier;
	int what = (events & EV_READ ? CURL_CSELECT_IN : 0) | (events & EV_WRITE ? CURL_CSELECT_OUT : 0);
	int running;

	(void)loop;
	curl_multi_socket_action(courier->multi, io->fd, what, &running); /* the watch may be gone now */
	read_done(courier);
}

/* May be called by curl_multi_add_handle(): it must not run libcurl. */
static int
set_timer(CURLM *multi, long timeout_ms, void *arg)
{
	struct courier *courier = arg;

	(void)multi;
	ev_timer_stop(courier->loop, &courier->timer);
	if (timeout_ms < 0)
		return 0;
	ev_timer_set(&courier->timer, (double)timeout_ms / 1000, 0);
	ev_timer_start(courier->loop, &courier->timer);
	return 0;
}

static void
forget_socket(struct courier *courier, struct socket_watch *watch)
{
	if (!watch)
		return;
	ev_io_stop(courier->loop, &watch->io);
	free(watch);
}

static int
watch_socket(CURL *easy, curl_socket_t fd, int what, void *arg, void *of_socket)
{
	struct courier *courier = arg;
	struct socket_watch *watch = of_socket;
	int events = (what & CURL_POLL_IN ? EV_READ : 0) | (what & CURL_POLL_OUT ? EV_WRITE : 0);

	(void)easy;
	if (what == CURL_POLL_REMOVE) {
		forget_socket(courier, watch);
		return 0;
	}
	if (!watch) {
		watch = malloc(sizeof *watch);
		if (!watch)
			return -1;
		watch->courier = courier;
		ev_io_init(&watch->io, on_socket, fd, events);
		curl_multi_assign(courier->multi, fd, watch);
	}
	ev_io_stop(courier->loop, &watch->io);
	ev_io_set(&watch->io, fd, events);
	ev_io_start(courier->loop, &watch->io);
	return 0;
}

/* ---- one request ---- */

static curl_socket_t
open_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct courier_job *job = arg;

	(void)purpose;
	if (webhook_address_allowed(&address->addr, job->host))
		return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
	job->forbidden = true;
	return CURL_SOCKET_BAD;
}

static size_t
take_body(char *bytes, size_t size, size_t count, void *arg)
{
	struct courier_job *job = arg;

	(void)bytes;
	job->body_seen += size * count;
	return job->body_seen <= COURIER_ANSWER_MAX ? size * count : 0;
}

static size_t
take_header(char *bytes, size_t size, size_t count, void *arg)
{
	struct courier_job *job = arg;

	(void)bytes;
	job->headers_seen += size * count;
	return job->headers_seen <= COURIER_HEADERS_MAX ? size * count : 0;
}

static bool
add_header(struct courier_job *job, const char *header)
{
	struct curl_slist *more = curl_slist_append(job->headers, header);

	if (more)
		job->headers = more;
	return more;
}

static bool
add_headers(struct courier_job *job, const struct courier_letter *letter)
{
	bool good = add_header(job, "Expect:") && add_header(job, "User-Agent: kasad/" KASA_VERSION);

	for (size_t i = 0; letter->headers && letter->headers[i]; i++)
		good = good && add_header(job, letter->headers[i]);
	return good && curl_easy_setopt(job->easy, CURLOPT_HTTPHEADER, job->headers) == CURLE_OK;
}

/* Each option is a sentence; the first that is refused says no to all. */
#define SET(job, option, value) (curl_easy_setopt((job)->easy, option, value) == CURLE_OK)

static bool
set_limits(struct courier_job *job, const struct courier_letter *letter)
{
	return SET(job, CURLOPT_NOSIGNAL, 1L) && SET(job, CURLOPT_QUICK_EXIT, 1L)
	       && SET(job, CURLOPT_PROTOCOLS_STR, "http,https") && SET(job, CURLOPT_FOLLOWLOCATION, 0L)
	       && SET(job, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED) && SET(job, CURLOPT_PROXY, "")
	       && SET(job, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1)
	       && SET(job, CURLOPT_CONNECTTIMEOUT_MS, (long)letter->connect_timeout_ms)
	       && SET(job, CURLOPT_TIMEOUT_MS, (long)letter->timeout_ms)
	       && SET(job, CURLOPT_OPENSOCKETFUNCTION, open_socket) && SET(job, CURLOPT_OPENSOCKETDATA, job)
	       && SET(job, CURLOPT_WRITEFUNCTION, take_body) && SET(job, CURLOPT_WRITEDATA, job)
	       && SET(job, CURLOPT_HEADERFUNCTION, take_header) && SET(job, CURLOPT_HEADERDATA, job);
}

/* Without CURLOPT_CAPATH the authorities are read once and kept: each handshake costs 3 ms and not 40. */
static bool
set_tls(struct courier_job *job, const struct courier_letter *letter)
{
	return SET(job, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) && SET(job, CURLOPT_CAPATH, NULL)
	       && (!letter->ca_file || SET(job, CURLOPT_CAINFO, letter->ca_file))
	       && (!letter->cert_file || SET(job, CURLOPT_SSLCERT, letter->cert_file))
	       && (!letter->key_file || SET(job, CURLOPT_SSLKEY, letter->key_file));
}

static bool
set_letter(struct courier_job *job, const struct courier_letter *letter)
{
	bool good = SET(job, CURLOPT_URL, letter->url) && SET(job, CURLOPT_PRIVATE, job)
	            && SET(job, CURLOPT_ERRORBUFFER, job->error) && add_headers(job, letter);

	if (!good || strcmp(letter->method, "GET") == 0)
		return good;
	return SET(job, CURLOPT_POST, 1L) && SET(job, CURLOPT_CUSTOMREQUEST, letter->method)
	       && SET(job, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)letter->length)
	       && SET(job, CURLOPT_COPYPOSTFIELDS, letter->length > 0 ? letter->body : "");
}

struct courier_job *
courier_send(struct courier *courier, const struct courier_letter *letter, courier_fn *done, void *arg)
{
	struct courier_job *job = calloc(1, sizeof *job);

	if (!job)
		return NULL;
	job->courier = courier;
	job->done = done;
	job->arg = arg;
	webhook_url_host(letter->url, job->host);
	kasa_list_append(&courier->jobs, &job->node);
	job->easy = curl_easy_init();
	if (job->easy && set_limits(job, letter) && set_tls(job, letter) && set_letter(job, letter)
	    && curl_multi_add_handle(courier->multi, job->easy) == CURLM_OK)
		return job;
	release(job);
	return NULL;
}

void
courier_cancel(struct courier_job *job)
{
	if (job)
		release(job);
}

/* ---- all of it ---- */

static bool
prepare(struct courier *courier)
{
	CURLM *multi = courier->multi;

	return multi && curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, watch_socket) == CURLM_OK
	       && curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, courier) == CURLM_OK
	       && curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, set_timer) == CURLM_OK
	       && curl_multi_setopt(multi, CURLMOPT_TIMERDATA, courier) == CURLM_OK
	       && curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, 16L) == CURLM_OK;
}

int
courier_new(struct ev_loop *loop, struct courier **out, struct kasa_err *err)
{
	struct courier *courier = calloc(1, sizeof *courier);

	if (!courier || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		free(courier);
		return kasa_err_set(err, KASA_ENOMEM, "no memory for webhooks");
	}
	courier->loop = loop;
	kasa_list_init(&courier->jobs);
	ev_timer_init(&courier->timer, on_timer, 0, 0);
	courier->timer.data = courier;
	courier->multi = curl_multi_init();
	if (!prepare(courier)) {
		courier_free(courier);
		return kasa_err_set(err, KASA_ENOTSUP, "libcurl cannot be prepared for webhooks");
	}
	*out = courier;
	return KASA_OK;
}

void
courier_free(struct courier *courier)
{
	if (!courier)
		return;
	while (!kasa_list_empty(&courier->jobs))
		release(KASA_CONTAINER(courier->jobs.next, struct courier_job, node));
	curl_multi_cleanup(courier->multi); /* takes sockets back, so before the loop goes */
	ev_timer_stop(courier->loop, &courier->timer);
	curl_global_cleanup();
	free(courier);
}
