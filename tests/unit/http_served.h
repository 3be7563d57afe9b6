/* A server with a route of each kind, and short ways to ask it. */
#ifndef KASA_TESTS_UNIT_HTTP_SERVED_H
#define KASA_TESTS_UNIT_HTTP_SERVED_H

#include "unit/http_client.h"

extern struct http_home home;
extern struct http_req *held; /* of /late, ... */
extern int holds;             /* ... which was asked so often */

/* Of grafana, who reads, panel, which controls, and root, who administrates. */
extern const char served_tokens[];

/* Makes it; and has it listen. NULL: no tokens. */
void served_begin(const char *text);
void served_start(const char *text);

/* The status of what comes back. */
int served_ask(const char *request);

/* A request line and headers behind Host, perhaps a body behind an empty line. */
const char *served_get(const char *line, const char *more);
int served_status(const char *line, const char *more);

#endif
