/* What clients over HTTP have in common here: connections to 127.0.0.1, a clock, figures in order. */
#ifndef KASA_BENCH_HTTP_CLIENT_H
#define KASA_BENCH_HTTP_CLIENT_H

#include <stdbool.h>
#include <stddef.h>

double client_now_ms(void);

/* A connection to 127.0.0.1, whose reads do not wait. Ends the program when there is none. */
int client_connect(const char *port);

/* All of it, or the end of the program. */
void client_send(int fd, const char *text, size_t length);

/* A request with a token, where there is one, and a body of JSON, where there is one. Returns its length. */
size_t client_request(char *out, size_t size, const char *method, const char *path, const char *token,
                      const char *body);

/* Says what went wrong, and ends the program. */
_Noreturn void client_fail(const char *what);

/* In place. */
void client_sort(double *values, size_t count);

/* One answer, as it comes in: it is over when its Content-Length, or its last chunk, is there. */
struct client_answer {
	char head[2048];
	size_t have, bytes; /* of .head; of the body */
	size_t want;        /* of the body; (size_t)-1: it comes in chunks */
	bool in_body;
	int status;
	char tail[5]; /* the last bytes that came */
};

/* Reads what there is. True: it is whole. Ends the program when the server went away. */
bool client_read(int fd, struct client_answer *answer);

#endif
