/* Problem documents of RFC 9457. Pure. */
#ifndef KASA_BRIDGE_HTTP_PROBLEM_H
#define KASA_BRIDGE_HTTP_PROBLEM_H

#include "bridge/http/http.h"

/* The words of a status: "Not Found". */
const char *http_status_words(int status);

/* The document as text, which is the caller's; NULL without memory. */
char *http_problem_text(int status, const char *code, const char *detail);

#endif
