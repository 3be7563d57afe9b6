/* What a device is, as a list of devices shows it. */
#include "bridge/documents/documents.h"
#include "bridge/documents/documents_put.h"

static json_t *
capabilities(const struct kasa_state *state)
{
	json_t *words = json_array();

	for (unsigned bit = 0; kasa_feature_word(bit); bit++)
		if (state->features & 1u << bit
		    && json_array_append_new(words, json_string(kasa_feature_word(bit))) != 0)
			return put_done(words, -1);
	return words;
}

static json_t *
children(const struct kasa_state *state)
{
	json_t *list = json_array();

	for (unsigned i = 0; i < state->outlet_count; i++) {
		json_t *child = json_object();
		int rc = put_int(child, "outlet", (int)i + 1) | put_text(child, "id", state->outlets[i].id)
		         | put_text(child, "alias", state->outlets[i].alias);

		if (rc != 0 || json_array_append_new(list, child) != 0)
			return put_done(list, -1);
	}
	return list;
}

/* What it said of itself. */
static int
put_said(json_t *object, const struct kasa_state *state)
{
	int rc = put_text(object, "alias", state->alias) | put_text(object, "model", state->model);

	rc |= put_text(object, "family", kasa_family_word(state->family));
	rc |= put_text(object, "hardware", state->hw) | put_text(object, "firmware", state->fw);
	rc |= json_object_set_new(object, "capabilities", capabilities(state));
	if (state->outlet_count > 0)
		rc |= json_object_set_new(object, "children", children(state));
	return rc;
}

static int
put_where(json_t *object, const struct kasa_device *handle)
{
	return put_text(object, "host", kasa_device_host(handle)) | put_int(object, "port", kasa_device_port(handle))
	       | put_text(object, "transport", kasa_device_transport(handle))
	       | put_text(object, "language", kasa_device_payload(handle));
}

json_t *
document_device(const struct device *device)
{
	const struct kasa_state *state = device_state(device);
	json_t *object = json_object();
	int rc = put_text(object, "name", device->name) | put_text(object, "id", device->id);

	rc |= put_text(object, "mac", device->mac) | put_text(object, "area", device->area);
	if (state)
		rc |= put_said(object, state);
	if (device->handle)
		rc |= put_where(object, device->handle);
	rc |= json_object_set_new(object, "online", json_boolean(device->availability == AVAILABILITY_ONLINE));
	rc |= json_object_set_new(object, "disabled", json_boolean(!device->enabled));
	rc |= json_object_set_new(object, "hidden", json_boolean(device->hidden));
	rc |= json_object_set_new(object, "protected", json_boolean(device->protected));
	rc |= put_text(object, "error", device->error);
	if (device->seen_s > 0)
		rc |= put_time(object, "last_seen", device->seen_s);
	return put_done(object, rc);
}
