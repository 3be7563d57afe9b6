#include <kasa/raw.h>

#include "api/device.h"

static void
told(struct kasa_device *dev, const struct kasa_call *call, const struct kasa_outcome *outcome)
{
	if (call->fn.raw)
		call->fn.raw(dev, outcome->text, outcome->len, outcome->err, call->arg);
}

int
kasa_raw_call(struct kasa_device *dev, const char *request, kasa_raw_fn *done, void *arg, struct kasa_err *err)
{
	struct kasa_call *call;
	int rc = kasa_raw_check(request, err);

	if (rc != KASA_OK)
		return rc;
	call = kasa_call_new(dev, &(struct kasa_order){ .kind = KASA_ORDER_RAW, .text = request });
	if (call) {
		call->told = told;
		call->fn.raw = done;
		call->arg = arg;
	}
	rc = kasa_device_submit(dev, call);
	return rc == KASA_OK ? rc : kasa_err_set(err, rc, rc == KASA_EBUSY ? "too many calls wait" : "no memory");
}
