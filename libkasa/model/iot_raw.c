/* Requests in the caller's own words: what may be repeated of them, and what their answers may be. */
#include <string.h>

#include "model/iot.h"

/* Only reading is harmless whatever the method does. */
bool
kasa_iot_raw_repeatable(const char *request)
{
	struct kasa_jx_doc doc;
	const struct kasa_jx *module = NULL, *method;
	bool reads = kasa_jx_parse(&doc, request, strlen(request), NULL) == KASA_OK;

	while ((module = kasa_jx_next(doc.values, module))) {
		if (kasa_jx_named(module, "context"))
			continue;
		reads = reads && kasa_jx_is(module, KASA_JX_OBJECT);
		for (method = kasa_jx_next(module, NULL); method; method = kasa_jx_next(module, method))
			reads = reads && method->key_len > 4 && memcmp(method->key, "get_", 4) == 0;
	}
	kasa_jx_finish(&doc);
	return reads;
}

/* The modules that a raw request names are those that its answer may speak of. */
static bool
answers_another_request(const struct kasa_jx *root, const char *request)
{
	const struct kasa_jx *module = NULL;
	struct kasa_jx_doc doc;
	bool another = false;

	if (kasa_jx_parse(&doc, request, strlen(request), NULL) != KASA_OK)
		return false;
	while ((module = kasa_jx_next(root, module))) {
		const struct kasa_jx *asked = NULL;
		bool found = kasa_iot_always_belongs(module);

		while (!found && (asked = kasa_jx_next(doc.values, asked)))
			found = kasa_jx_same_name(asked, module);
		another = another || !found;
	}
	kasa_jx_finish(&doc);
	return another;
}

/* The first error anywhere in the answer. */
static int
first_error(const struct kasa_jx *root, struct kasa_err *err)
{
	int rc = kasa_iot_refusal(root, "the request", "", err);
	const struct kasa_jx *module = NULL, *reply;
	char ns[64], method[64];

	while (rc == KASA_OK && (module = kasa_jx_next(root, module))) {
		kasa_jx_copy_key(module, ns, sizeof ns);
		rc = kasa_iot_refusal(module, ns, "", err);
		reply = NULL;
		while (rc == KASA_OK && (reply = kasa_jx_next(module, reply))) {
			kasa_jx_copy_key(reply, method, sizeof method);
			rc = kasa_iot_refusal(reply, ns, method, err);
		}
	}
	return rc;
}

enum kasa_verdict
kasa_iot_raw_parse(const struct kasa_jx *root, const char *request, struct kasa_err *err)
{
	if (answers_another_request(root, request)) {
		kasa_err_set(err, KASA_EPROTO, "an answer to another question");
		return KASA_VERDICT_GARBAGE;
	}
	return first_error(root, err) == KASA_OK ? KASA_VERDICT_DONE : KASA_VERDICT_REFUSED;
}
