/*
 * The least that a server on libmicrohttpd can be: its own hello world, in its own loop on epoll, whatever is asked.
 *
 *     bench_bare_http PORT [BYTES]
 *
 * BYTES: of its answer, in place of the hello.
 */
#include <microhttpd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char page[65536] = "<html><head><title>libmicrohttpd demo</title></head><body>libmicrohttpd demo</body></html>";
static size_t length;

static enum MHD_Result
answer(void *arg, struct MHD_Connection *connection, const char *url, const char *method, const char *version,
       const char *upload, size_t *upload_size, void **of_request)
{
	static int seen;
	struct MHD_Response *response;
	enum MHD_Result result;

	(void)arg;
	(void)url;
	(void)version;
	(void)upload;
	(void)upload_size;
	if (strcmp(method, "GET") != 0)
		return MHD_NO;
	if (*of_request != &seen) { /* the head alone is there: not yet */
		*of_request = &seen;
		return MHD_YES;
	}
	*of_request = NULL;
	response = MHD_create_response_from_buffer(length, page, MHD_RESPMEM_PERSISTENT);
	result = MHD_queue_response(connection, MHD_HTTP_OK, response);
	MHD_destroy_response(response);
	return result;
}

int
main(int argc, char **argv)
{
	struct MHD_Daemon *daemon;
	sigset_t ends;
	int sig;

	if (argc < 2)
		return 2;
	length = argc > 2 ? strtoul(argv[2], NULL, 10) : strlen(page);
	if (length > sizeof page)
		return 2;
	if (argc > 2)
		memset(page, 'x', length);
	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigprocmask(SIG_BLOCK, &ends, NULL);
	daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, (uint16_t)atoi(argv[1]), NULL, NULL, answer, NULL,
	                          MHD_OPTION_END);
	if (!daemon)
		return 1;
	puts("ready");
	fflush(stdout);
	sigwait(&ends, &sig);
	MHD_stop_daemon(daemon);
	return 0;
}
