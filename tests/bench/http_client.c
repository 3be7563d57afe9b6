#include "http_client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

double
client_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

void
client_fail(const char *what)
{
	fprintf(stderr, "http client: %s\n", what);
	exit(1);
}

int
client_connect(const char *port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port)) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) != 0)
		client_fail(strerror(errno));
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	fcntl(fd, F_SETFL, O_NONBLOCK);
	return fd;
}

void
client_send(int fd, const char *text, size_t length)
{
	if (send(fd, text, length, MSG_NOSIGNAL) != (ssize_t)length)
		client_fail("a request did not go out");
}

size_t
client_request(char *out, size_t size, const char *method, const char *path, const char *token, const char *body)
{
	int n = snprintf(out, size, "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\n", method, path);

	if (token)
		n += snprintf(out + n, size - (size_t)n, "Authorization: Bearer %s\r\n", token);
	if (body)
		n += snprintf(out + n, size - (size_t)n, "Content-Type: application/json\r\nContent-Length: %zu\r\n",
		              strlen(body));
	n += snprintf(out + n, size - (size_t)n, "\r\n%s", body ? body : "");
	if ((size_t)n >= size)
		client_fail("a request is too long");
	return (size_t)n;
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

void
client_sort(double *values, size_t count)
{
	qsort(values, count, sizeof *values, compare);
}

static size_t
length_of(const char *head)
{
	const char *line = strcasestr(head, "\r\ncontent-length:");

	return line ? strtoul(line + 17, NULL, 10) : (size_t)-1;
}

/* Takes what belongs to the head; what follows it is of the body. */
static void
take_head(struct client_answer *answer, const char *bytes, size_t n)
{
	size_t room = sizeof answer->head - 1 - answer->have, part = n < room ? n : room;
	char *end;

	memcpy(answer->head + answer->have, bytes, part);
	answer->head[answer->have + part] = '\0';
	end = strstr(answer->head, "\r\n\r\n");
	if (!end) {
		answer->have += part;
		if (part < n)
			client_fail("the head of an answer is too long");
		return;
	}
	*end = '\0';
	answer->bytes = answer->have + n - (size_t)(end + 4 - answer->head);
	answer->in_body = true;
	answer->status = atoi(answer->head + 9);
	answer->want = length_of(answer->head);
}

static void
keep_tail(struct client_answer *answer, const char *bytes, size_t n)
{
	size_t new = n < sizeof answer->tail ? n : sizeof answer->tail, old = sizeof answer->tail - new;

	memmove(answer->tail, answer->tail + new, old);
	memcpy(answer->tail + old, bytes + n - new, new);
}

static bool
whole(const struct client_answer *answer)
{
	if (answer->in_body && answer->want == (size_t)-1)
		return memcmp(answer->tail, "0\r\n\r\n", sizeof answer->tail) == 0;
	return answer->in_body && answer->bytes >= answer->want;
}

bool
client_read(int fd, struct client_answer *answer)
{
	char bytes[65536];
	ssize_t n;

	while ((n = recv(fd, bytes, sizeof bytes, 0)) > 0) {
		keep_tail(answer, bytes, (size_t)n);
		if (answer->in_body)
			answer->bytes += (size_t)n;
		else
			take_head(answer, bytes, (size_t)n);
		if (whole(answer))
			return true;
	}
	if (n == 0 || errno != EAGAIN)
		client_fail("the server closed a connection");
	return false;
}
