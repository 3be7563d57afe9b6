/* Files of webhooks, templates and addresses: whatever stands in them, what was read is written so that it is read the same again. */
#include "bridge/webhook/webhook_queue.h"
#include "bridge/webhook/webhook_template.h"
#include "bridge/webhook/webhook_url.h"
#include "fuzz/fuzz.h"

enum {
	OUT_MAX = 1 << 20,
};

static void
read_file(const char *content, size_t length)
{
	struct webhook_queue first, second;
	struct kasa_buf out;
	size_t broken;

	webhook_queue_init(&first);
	webhook_queue_init(&second);
	PROMISE(webhook_queue_read(&first, content, length, &broken) <= length);
	kasa_buf_init(&out, 64 * length + 4096);
	PROMISE(webhook_queue_write(&first, &out) == KASA_OK);
	PROMISE(webhook_queue_read(&second, (const char *)out.data, out.len, &broken) == out.len);
	PROMISE(broken == 0);
	PROMISE(second.waiting.count == first.waiting.count && second.waiting.bytes == first.waiting.bytes);
	PROMISE(second.dead.count == first.dead.count && second.dead.bytes == first.dead.bytes);
	webhook_queue_finish(&first);
	webhook_queue_finish(&second);
	kasa_buf_finish(&out);
}

static void
render(const char *text)
{
	struct webhook_values values = { .text = { [WEBHOOK_DEVICE_ALIAS] = text, [WEBHOOK_POWER_W] = "12.5" } };
	struct kasa_err err = { .code = KASA_OK };
	struct kasa_buf out;
	int rc = webhook_template_check(text, &err);

	PROMISE(rc == KASA_OK || (rc == KASA_EINVAL && err.text[0]));
	for (unsigned escape = WEBHOOK_PLAIN; escape <= WEBHOOK_XML; escape++) {
		kasa_buf_init(&out, OUT_MAX);
		rc = webhook_template_render(text, (enum webhook_escape)escape, &values, &out);
		PROMISE(rc == KASA_OK || rc == KASA_EPROTO);
		kasa_buf_finish(&out);
		kasa_buf_init(&out, OUT_MAX);
		PROMISE(webhook_template_render("{{device.alias}}", (enum webhook_escape)escape, &values, &out)
		        == KASA_OK);
		for (size_t i = 0; i < out.len; i++)
			PROMISE(out.data[i] >= ' ');
		kasa_buf_finish(&out);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size), host[WEBHOOK_HOST_MAX];
	uint8_t *copy = fuzz_copy(data, size);

	read_file((const char *)copy, size);
	if (strlen(text) < 4096)
		render(text);
	if (webhook_url_check(text, NULL) == KASA_OK) {
		webhook_url_host(text, host);
		PROMISE(host[0] && strlen(host) < strlen(text));
	}
	free(copy);
	free(text);
	return 0;
}
