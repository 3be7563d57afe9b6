/* Requests in the caller's own words: what may be repeated of them, and what their answers say. */
#include <string.h>

#include "model/smart.h"

static bool
is_method(const struct kasa_jx *request, const char *name)
{
	char method[64];

	return kasa_jx_copy(request, "method", method, sizeof method) && strcmp(method, name) == 0;
}

/* Only reading is harmless whatever the method does. */
static bool
only_reads(const struct kasa_jx *request)
{
	char method[64];

	kasa_jx_copy(request, "method", method, sizeof method);
	return strncmp(method, "get_", 4) == 0 || strcmp(method, "component_nego") == 0;
}

/* A method of its own, one that an outlet is asked, or several of both. */
static bool
is_harmless(const struct kasa_jx *request)
{
	const struct kasa_jx *params = kasa_jx_get(request, "params"), *requests, *at = NULL;
	bool harmless = true;

	if (is_method(request, "control_child"))
		return is_harmless(kasa_jx_get(params, "requestData"));
	if (!is_method(request, "multipleRequest"))
		return only_reads(request);
	requests = kasa_jx_get(params, "requests");
	while ((at = kasa_jx_next(requests, at)))
		harmless = harmless && is_harmless(at);
	return harmless && kasa_jx_is(requests, KASA_JX_ARRAY);
}

bool
kasa_smart_raw_repeatable(const char *request)
{
	struct kasa_jx_doc doc;
	bool harmless;

	if (kasa_jx_parse(&doc, request, strlen(request), NULL) != KASA_OK)
		return false;
	harmless = is_harmless(doc.values);
	kasa_jx_finish(&doc);
	return harmless;
}

static int
refusal(const struct kasa_jx *response, const char *otherwise, struct kasa_err *err)
{
	char method[64];

	if (!kasa_jx_copy(response, "method", method, sizeof method))
		return kasa_smart_refusal(response, otherwise, err);
	return kasa_smart_refusal(response, method, err);
}

/* The first error of an answer and of the answers within. */
static int
first_error(const struct kasa_jx *answer, struct kasa_err *err)
{
	const struct kasa_jx *result = kasa_jx_get(answer, "result"), *response = NULL;
	const struct kasa_jx *responses = kasa_jx_get(result, "responses");
	int rc = refusal(answer, "the request", err);

	if (rc == KASA_OK && kasa_jx_get(result, "responseData"))
		rc = first_error(kasa_jx_get(result, "responseData"), err);
	while (rc == KASA_OK && (response = kasa_jx_next(responses, response)))
		rc = first_error(response, err);
	return rc;
}

enum kasa_verdict
kasa_smart_raw_parse(const struct kasa_jx *root, struct kasa_err *err)
{
	int rc = first_error(root, err);

	if (rc == KASA_EPROTO)
		return KASA_VERDICT_GARBAGE;
	return rc == KASA_OK ? KASA_VERDICT_DONE : KASA_VERDICT_REFUSED;
}
