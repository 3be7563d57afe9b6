/* What is known of one device, as it is known: nobody is asked for it. */
#include "bridge/rest/rest_object.h"
#include "bridge/rest/rest_own.h"

void
rest_get_device(struct http_req *req, void *arg)
{
	struct device *device = rest_device(arg, req);
	const char *text;
	size_t length;

	if (!device)
		return;
	text = rest_text_of(arg, device, &length);
	if (text)
		http_answer(req, 200, "application/json", text, length);
	else
		http_problem(req, 500, "nomem", "out of memory");
}

static json_t *
outlets_of(const struct device *device)
{
	json_t *list = json_array();
	int rc = 0;

	for (unsigned i = 1; i <= rest_outlets(device); i++)
		rc |= json_array_append_new(list, rest_outlet_object(device, i));
	if (rc == 0)
		return json_pack("{ss so}", "name", device->name, "outlets", list);
	json_decref(list);
	return NULL;
}

void
rest_get_outlets(struct http_req *req, void *arg)
{
	struct device *device = rest_device(arg, req);

	if (device)
		rest_answer(req, outlets_of(device));
}

void
rest_get_outlet(struct http_req *req, void *arg)
{
	struct device *device = rest_device(arg, req);
	unsigned outlet;

	if (device && rest_outlet(device, req, &outlet))
		rest_answer(req, rest_outlet_object(device, outlet));
}

void
rest_get_energy(struct http_req *req, void *arg)
{
	struct device *device = rest_device(arg, req);

	if (device)
		rest_answer(req, rest_energy_whole(device));
}
