/* /scrape?target=...: one device, as tplink-plug-exporter would have told it. */
#include <string.h>

#include "bridge/clock.h"
#include "bridge/metrics/exporter.h"
#include "bridge/metrics/metrics_own.h"

enum {
	ANSWER_MOST = 256 << 10, /* a strip has some kilobytes */
};

static bool
is_called(const struct device *device, const char *target)
{
	return (device->handle && strcmp(kasa_device_host(device->handle), target) == 0)
	       || strcmp(device_alias(device, 0), target) == 0;
}

/* By its address or alias; only devices that are known: the original asks whatever address it is given. */
static struct device *
find_called(struct hub *hub, const char *target, struct kasa_err *err)
{
	struct device *found = NULL;

	HUB_EACH(hub, device)
	{
		if (!is_called(device, target))
			continue;
		if (found) {
			kasa_err_set(err, KASA_EAMBIGUOUS, "several devices are called that");
			return NULL;
		}
		found = device;
	}
	if (!found)
		kasa_err_set(err, KASA_ENOTFOUND, "no such device is known");
	return found;
}

static void
answer(struct http_req *req, const struct device *device)
{
	const struct families_now now = { .utc_s = clock_utc_s(), .ms = clock_ms() };
	struct exposition out;
	struct kasa_buf text;

	kasa_buf_init(&text, ANSWER_MOST);
	exposition_init(&out, &text, false);
	exporter_write(&out, device, &now);
	if (out.failed)
		http_problem(req, 503, "out_of_memory", "no memory for it");
	else
		http_answer(req, 200, exposition_content_type(false), (const char *)text.data, text.len);
	kasa_buf_finish(&text);
}

void
metrics_serve_scrape(struct http_req *req, void *arg)
{
	const struct metrics *metrics = arg;
	const char *target = http_query(req, "target");
	struct device *device;
	struct kasa_err err;

	if (!target || !target[0]) {
		http_problem(req, 400, "bad_value", "target is missing: the address, name, alias or id of a device");
		return;
	}
	device = hub_find(metrics->hub, target, NULL);
	if (!device)
		device = find_called(metrics->hub, target, &err);
	if (device)
		answer(req, device);
	else if (err.code == KASA_EAMBIGUOUS)
		http_problem(req, 409, "ambiguous", "%s", err.text);
	else
		http_problem(req, 404, "unknown_device", "%s", err.text);
}
