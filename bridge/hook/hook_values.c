#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "bridge/hook/form.h"
#include "bridge/hook/hooks_own.h"
#include "bridge/hook/template.h"

/* Whether a Content-Type is this one, whatever parameters follow. */
static bool
is_type(const char *type, const char *wanted)
{
	size_t n = strlen(wanted);

	return strncasecmp(type, wanted, n) == 0 && (type[n] == '\0' || strchr("; \t", type[n]));
}

static bool
is_json(const char *type)
{
	const char *plus = strstr(type, "+json");

	return is_type(type, "application/json") || (plus && (plus[5] == '\0' || strchr("; \t", plus[5])));
}

static int
read_json(struct hook_values *values, const struct http_req *req, struct kasa_err *err)
{
	json_error_t wrong;

	values->body = json_loadb(req->body, req->length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &wrong);
	if (values->body)
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL, "its body is not readable as JSON: %.100s, at byte %d", wrong.text,
	                    wrong.position);
}

/* Of programs that do not say what they send: JSON where it is some, else nothing that a pointer leads to. */
static int
guess(struct hook_values *values, const struct http_req *req)
{
	struct kasa_err unwanted;

	if (read_json(values, req, &unwanted) != KASA_OK)
		values->body = NULL;
	return KASA_OK;
}

static int
read_body(struct hook_values *values, const struct http_req *req, int *status, struct kasa_err *err)
{
	const char *type = http_header(req, "Content-Type");

	*status = 400;
	if (req->length == 0)
		return KASA_OK;
	if (!type || is_type(type, "text/plain"))
		return guess(values, req);
	if (is_json(type))
		return read_json(values, req, err);
	if (is_type(type, "application/x-www-form-urlencoded"))
		return form_parse(req->body, req->length, &values->body, err);
	*status = 415;
	return kasa_err_set(err, KASA_EINVAL, "its body is neither JSON nor a form");
}

int
hook_values_read(struct hook_values *values, const struct http_req *req, int *status, struct kasa_err *err)
{
	*values = (struct hook_values){ .body = NULL };
	if (strcmp(req->method, "GET") != 0)
		return read_body(values, req, status, err);
	values->req = req;
	return KASA_OK;
}

/* A query has names and texts, and nothing deeper. */
static json_t *
query_at(const struct http_req *req, const char *pointer)
{
	const char *value = strchr(pointer + 1, '/') ? NULL : http_query(req, pointer + 1);

	return value ? json_string(value) : NULL;
}

json_t *
hook_values_at(const char *pointer, void *arg)
{
	const struct hook_values *values = arg;

	return values->req ? query_at(values->req, pointer) : json_incref(template_point(values->body, pointer));
}

void
hook_values_finish(struct hook_values *values)
{
	json_decref(values->body);
	*values = (struct hook_values){ .body = NULL };
}
