/* What strangers and configurations put into hooks: headers of signatures, forms, templates, sources, secrets. */
#include <jansson.h>

#include "base/str.h"
#include "bridge/hook/form.h"
#include "bridge/hook/hook_auth.h"
#include "bridge/hook/signature.h"
#include "bridge/hook/source.h"
#include "bridge/hook/template.h"
#include "fuzz/fuzz.h"

enum {
	NOW = 1795809600,
};

static void
take_form(const char *text, size_t length, json_t **out)
{
	struct kasa_err err;

	if (form_parse(text, length, out, &err) != KASA_OK) {
		PROMISE(*out == NULL && kasa_utf8_valid(err.text, strlen(err.text)));
		return;
	}
	PROMISE(json_is_object(*out) && json_object_size(*out) <= FORM_FIELDS_MAX);
}

static json_t *
lookup(const char *pointer, void *arg)
{
	PROMISE(pointer[0] == '/' && strlen(pointer) < TEMPLATE_POINTER_MAX);
	return json_incref(template_point(arg, pointer));
}

/* A bare text becomes a state and nothing else, whatever the request says. */
static void
take_template(const char *text, json_t *values)
{
	struct kasa_err err;
	json_t *json = NULL, *filled;
	char *payload = NULL;
	bool readable = template_check(text, &err) == KASA_OK;

	if (template_fill(text, lookup, values, &filled, &err) == KASA_OK)
		PROMISE(readable && filled);
	else
		PROMISE(!filled && err.text[0]);
	json_decref(filled);
	if (template_payload(text, lookup, values, &payload, &err) == KASA_OK) {
		json = json_loads(payload, 0, NULL);
		PROMISE(json_is_object(json));
		PROMISE(text[0] == '{' || strpbrk(text, " \t\r\n") == text
		        || (json_object_size(json) == 1 && json_object_get(json, "state")));
	}
	json_decref(json);
	free(payload);
}

/* Nobody guesses a signature. */
static void
take_header(const char *header, const char *body, size_t length)
{
	static const char secret[] = "a-secret-of-this-test";
	struct signature_key key;
	int64_t timestamp_s;

	PROMISE(signature_key_text(&key, secret));
	PROMISE(!signature_github_check(header, &key, body, length));
	PROMISE(!signature_stripe_check(header, &key, body, length, &timestamp_s));
	PROMISE(!signature_standard_check(header, &key, "msg_1", "1795809600", body, length));
	signature_standard_check("v1,AAAA", &key, header, header, body, length);
	signature_timestamp(header, &timestamp_s);
	PROMISE(signature_same(header, header) && !signature_same(header, secret));
}

static void
take_secrets(const char *text)
{
	for (enum config_hook_auth auth = CONFIG_HOOK_PATH; auth < CONFIG_HOOK_AUTHS; auth++) {
		const struct hook_proof proof = { .path = text,
			                          .header = text,
			                          .authorization = text,
			                          .github = text,
			                          .stripe = text,
			                          .id = text,
			                          .timestamp = text,
			                          .signature = text,
			                          .body = text,
			                          .length = strlen(text) };
		struct hook_secrets secrets = { .count = 0 };
		struct kasa_err err;

		if (hook_secrets_lines(&secrets, auth, text, &err) != KASA_OK)
			PROMISE(err.text[0]);
		for (unsigned i = 0; i < secrets.count; i++)
			PROMISE(strlen(secrets.text[i]) >= CONFIG_HOOK_SECRET_LEAST);
		hook_auth(&secrets, auth, &proof, NOW);
		PROMISE(!hook_auth(NULL, auth, &proof, NOW));
		hook_secrets_finish(&secrets);
	}
}

/* The first line is a header, a template, a source; the rest is a body. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size), *end = memchr(text, '\n', size);
	const char *body = end ? end + 1 : text + size;
	size_t length = size - (size_t)(body - text);
	struct source source;
	json_t *values = NULL;

	take_secrets(text);
	if (end)
		*end = '\0';
	take_form(body, length, &values);
	if (!values)
		values = json_loadb(body, length, JSON_REJECT_DUPLICATES, NULL);
	take_template(text, values);
	take_header(text, body, length);
	if (source_parse(&source, text))
		PROMISE(source.bits <= 128);
	source_has(&(struct source){ .bits = 64 }, text);
	json_decref(values);
	free(text);
	return 0;
}
