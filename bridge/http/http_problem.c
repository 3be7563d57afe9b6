/* One way to say what was wrong, for people and for programs. */
#include "bridge/http/http_problem.h"

#include <string.h>

// clang-format off
static const struct { int status; const char *words; } words[] = {
	{ 200, "OK" }, { 202, "Accepted" }, { 204, "No Content" }, { 304, "Not Modified" },
	{ 400, "Bad Request" }, { 401, "Unauthorized" }, { 403, "Forbidden" }, { 404, "Not Found" },
	{ 405, "Method Not Allowed" }, { 406, "Not Acceptable" }, { 409, "Conflict" }, { 411, "Length Required" },
	{ 412, "Precondition Failed" }, { 413, "Content Too Large" }, { 414, "URI Too Long" },
	{ 415, "Unsupported Media Type" }, { 421, "Misdirected Request" }, { 422, "Unprocessable Content" },
	{ 428, "Precondition Required" }, { 429, "Too Many Requests" }, { 431, "Request Header Fields Too Large" },
	{ 500, "Internal Server Error" }, { 501, "Not Implemented" }, { 502, "Bad Gateway" },
	{ 503, "Service Unavailable" }, { 504, "Gateway Timeout" },
};
static const struct { const char *code; int status; } codes[] = {
	{ "unknown_device", 404 }, { "unknown_group", 404 }, { "unknown_outlet", 404 }, { "not_found", 404 },
	{ "bad_value", 400 }, { "unknown_attribute", 400 }, { "invalid", 400 }, { "bad_request", 400 },
	{ "unauthorized", 401 }, { "denied", 403 }, { "forbidden", 403 },
	{ "ambiguous", 409 }, { "conflict", 409 }, { "cancelled", 409 }, { "in_progress", 409 },
	{ "not_supported", 422 }, { "unsupported", 422 }, { "key_reused", 422 }, { "too_many", 429 },
	{ "io", 500 }, { "device_error", 502 }, { "device", 502 }, { "unreachable", 502 }, { "refused", 502 },
	{ "reset", 502 }, { "protocol", 502 }, { "auth", 502 }, { "signature", 502 }, { "identity", 502 },
	{ "rival", 502 }, { "unknown", 502 },
	{ "device_offline", 503 }, { "resting", 503 }, { "busy", 503 }, { "nomem", 503 },
	{ "timeout", 504 }, { "outcome_unknown", 504 },
};
// clang-format on

const char *
http_status_words(int status)
{
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (words[i].status == status)
			return words[i].words;
	return "Error";
}

int
http_status_of(const char *code)
{
	for (size_t i = 0; code && i < sizeof codes / sizeof codes[0]; i++)
		if (strcmp(codes[i].code, code) == 0)
			return codes[i].status;
	return 500;
}

char *
http_problem_text(int status, const char *code, const char *detail)
{
	json_auto_t *json = json_pack("{ss ss si ss* ss*}", "type", "about:blank", "title", http_status_words(status),
	                              "status", status, "detail", detail, "code", code);

	return json ? json_dumps(json, JSON_COMPACT) : NULL;
}
