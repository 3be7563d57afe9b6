#include "wire/klap_session.h"

#include <stdio.h>

int
kasa_klap_post(const struct kasa_klap_session *session, const char *target, size_t body_len, struct kasa_buf *out)
{
	char host[KASA_HTTP1_HOST_MAX], first[64];
	const struct kasa_http1_line lines[] = {
		{ "Host", host },
		{ "Accept", "*/*" },
		{ "Connection", "keep-alive" },
		{ "Content-Type", "application/octet-stream" },
		{ "Cookie", session->cookie[0] ? session->cookie : NULL },
	};

	kasa_http1_host(host, session->host, session->port);
	snprintf(first, sizeof first, "POST /app/%s HTTP/1.1", target);
	return kasa_http1_head(out, first, lines, sizeof lines / sizeof lines[0], body_len);
}

enum kasa_step
kasa_klap_read(struct kasa_http1 *answer, struct kasa_wire_in *in, struct kasa_err *err)
{
	switch (kasa_http1_read_answer(answer, in->data, in->len, err)) {
	case KASA_HTTP1_MORE:
		return KASA_STEP_MORE;
	case KASA_HTTP1_BAD:
		return KASA_STEP_FAIL;
	case KASA_HTTP1_DONE:
		break;
	}
	in->used = answer->used;
	in->last = answer->last;
	return KASA_STEP_DONE;
}

enum kasa_step
kasa_klap_fail(struct kasa_err *err, int code, const char *why)
{
	kasa_err_set(err, code, "%s", why);
	return KASA_STEP_FAIL;
}

enum kasa_step
kasa_klap_too_many(struct kasa_err *err)
{
	kasa_err_device(err, KASA_EDEVICE, 429,
	                "too many requests: the device wants to be left alone for some minutes");
	return KASA_STEP_FAIL;
}
