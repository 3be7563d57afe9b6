/* Reading answers of the IOT language: errors in `err_code`, at three depths, or by silence. */
#include "model/iot.h"

#include <string.h>

#include "model/energy.h"
#include "model/jx.h"
#include "model/sysinfo.h"

enum {
	NO_MODULE = -1,
	NO_METHOD = -2,
	NO_ENTRY = -14,
	BULB_NO_METHOD = -2000,
	BULB_NO_MODULE = -2001,
	NO_API_CALL = -10008,
};

static bool
means_unsupported(int code)
{
	return code == NO_MODULE || code == NO_METHOD || code == BULB_NO_METHOD || code == BULB_NO_MODULE
	       || code == NO_API_CALL;
}

static int
refusal(const json_t *object, const char *what, const char *method, struct kasa_err *err)
{
	int code = kasa_jx_int(object, "err_code");
	const char *text = kasa_jx_text(object, "err_msg");
	int kind = means_unsupported(code) ? KASA_ENOTSUP : KASA_EDEVICE;

	if (code == 0 || code == KASA_UNKNOWN)
		return KASA_OK;
	return kasa_err_device(err, kind, code, "the device %s %s%s%s: %s (%d)",
	                       kind == KASA_ENOTSUP ? "does not support" : "refused", what, method[0] ? "." : "",
	                       method, text ? text : "no reason given", code);
}

/*
 * Finds the answer of one method. An error may stand at the top, at the namespace or at the method; what is
 * simply absent is not supported either.
 */
static int
answer_of(const json_t *root, const char *ns, const char *method, const json_t **out, struct kasa_err *err)
{
	const json_t *module = json_object_get(root, ns);
	const json_t *reply = json_object_get(module, method);
	int rc = refusal(root, ns, method, err);

	*out = reply;
	if (rc == KASA_OK)
		rc = refusal(module, ns, "", err);
	if (rc != KASA_OK)
		return rc;
	if (!json_is_object(reply))
		return kasa_err_set(err, KASA_ENOTSUP, "the device does not answer %s.%s", ns, method);
	return refusal(reply, ns, method, err);
}

/* Reads the state where the answer holds one. KASA_ENOTSUP when it does not. */
static int
read_state(const json_t *root, struct kasa_record *record, struct kasa_err *err)
{
	const json_t *info;
	int rc = answer_of(root, "system", "get_sysinfo", &info, err);

	return rc == KASA_OK ? kasa_sysinfo_read(info, record, err) : rc;
}

static enum kasa_verdict
verdict_of(int rc)
{
	if (rc == KASA_OK)
		return KASA_VERDICT_DONE;
	return rc == KASA_EPROTO || rc == KASA_ENOMEM ? KASA_VERDICT_GARBAGE : KASA_VERDICT_REFUSED;
}

static enum kasa_verdict
parse_look(const json_t *root, struct kasa_record *record, struct kasa_err *err)
{
	return verdict_of(read_state(root, record, err));
}

/* An outlet that does not exist may exist under the other form of its id. */
static bool
learns_other_id(struct kasa_order *order, const struct kasa_err *err)
{
	bool by_id = order->outlet > 0 || order->each_outlet;

	if (err->device_code != NO_ENTRY || !by_id || order->other_outlet_id)
		return false;
	order->other_outlet_id = true;
	return true;
}

/* A setter's acknowledgement, with the state that came along. */
static enum kasa_verdict
parse_setter(const json_t *root, const char *ns, const char *method, struct kasa_order *order,
             struct kasa_record *record, struct kasa_err *err)
{
	const json_t *reply;
	int rc = answer_of(root, ns, method, &reply, err);

	if (rc != KASA_OK) {
		if (err->device_code == NO_ENTRY && (order->outlet > 0 || order->each_outlet)
		    && !order->other_outlet_id) {
			order->other_outlet_id = true;
			return KASA_VERDICT_AGAIN;
		}
		return KASA_VERDICT_REFUSED;
	}
	rc = read_state(root, record, err);
	if (rc == KASA_EPROTO || rc == KASA_ENOMEM)
		return KASA_VERDICT_GARBAGE;
	return rc == KASA_OK && kasa_order_confirmed(order, &record->state) ? KASA_VERDICT_DONE
	                                                                    : KASA_VERDICT_UNCONFIRMED;
}

/*
 * A light does not know the plug's switch, or acknowledges it and does nothing, but tells in the same answer
 * that it is a light.
 */
static enum kasa_verdict
parse_relay(const json_t *root, struct kasa_order *order, struct kasa_record *record, struct kasa_err *err)
{
	const struct kasa_iot_names *names = kasa_iot_names(&record->state);
	enum kasa_verdict verdict;
	struct kasa_err ignored;

	if (names->light)
		return parse_setter(root, names->light, names->set_light, order, record, err);
	verdict = parse_setter(root, "system", "set_relay_state", order, record, err);
	if (verdict == KASA_VERDICT_REFUSED && err->code == KASA_ENOTSUP)
		read_state(root, record, &ignored);
	if (verdict != KASA_VERDICT_DONE && verdict != KASA_VERDICT_GARBAGE && kasa_iot_names(&record->state)->light)
		return KASA_VERDICT_AGAIN;
	return verdict;
}

static enum kasa_verdict
parse_energy(const json_t *root, struct kasa_order *order, struct kasa_record *record, struct kasa_energy *energy,
             struct kasa_err *err)
{
	const json_t *realtime;
	int rc = order->with_state ? read_state(root, record, err) : KASA_OK;

	if (rc == KASA_OK)
		rc = answer_of(root, kasa_iot_names(&record->state)->emeter, "get_realtime", &realtime, err);
	if (rc == KASA_OK)
		kasa_energy_parse(realtime, energy);
	else if (learns_other_id(order, err))
		return KASA_VERDICT_AGAIN;
	return verdict_of(rc);
}

/* The first error anywhere in the answer. */
static enum kasa_verdict
parse_raw(const json_t *root, struct kasa_err *err)
{
	const char *ns, *method;
	json_t *module, *reply;
	int rc = refusal(root, "the request", "", err);

	json_object_foreach((json_t *)root, ns, module) {
		if (rc == KASA_OK)
			rc = refusal(module, ns, "", err);
		json_object_foreach(module, method, reply)
			if (rc == KASA_OK)
				rc = refusal(reply, ns, method, err);
	}
	return verdict_of(rc);
}

static enum kasa_verdict
parse_body(struct kasa_order *order, const json_t *root, struct kasa_record *record, struct kasa_energy *energy,
           struct kasa_err *err)
{
	const char *system = kasa_iot_names(&record->state)->system;
	const json_t *reply;

	switch (order->kind) {
	case KASA_ORDER_LOOK:
		return parse_look(root, record, err);
	case KASA_ORDER_RELAY:
		return parse_relay(root, order, record, err);
	case KASA_ORDER_LED:
		return parse_setter(root, "system", "set_led_off", order, record, err);
	case KASA_ORDER_ALIAS:
		return parse_setter(root, system, "set_dev_alias", order, record, err);
	case KASA_ORDER_ENERGY:
		return parse_energy(root, order, record, energy, err);
	case KASA_ORDER_REBOOT:
		return verdict_of(answer_of(root, system, "reboot", &reply, err));
	case KASA_ORDER_RAW:
		return parse_raw(root, err);
	}
	return KASA_VERDICT_GARBAGE;
}

/* True when the answer speaks of modules that nobody asked for: it answers another question. */
static bool
answers_another(const json_t *root, const struct kasa_order *order, const struct kasa_record *record)
{
	const struct kasa_iot_names *names = kasa_iot_names(&record->state);
	const char *ns;
	json_t *module;

	if (order->kind == KASA_ORDER_RAW)
		return false;
	json_object_foreach((json_t *)root, ns, module) {
		if (strcmp(ns, "system") == 0 || strcmp(ns, names->system) == 0 || strcmp(ns, "err_code") == 0
		    || strcmp(ns, "err_msg") == 0 || strcmp(ns, "context") == 0)
			continue;
		if (order->kind == KASA_ORDER_ENERGY && strcmp(ns, names->emeter) == 0)
			continue;
		if (order->kind == KASA_ORDER_RELAY && names->light && strcmp(ns, names->light) == 0)
			continue;
		return true;
	}
	return false;
}

enum kasa_verdict
kasa_iot_parse(struct kasa_order *order, const char *text, size_t len, struct kasa_record *record,
               struct kasa_energy *energy, struct kasa_err *err)
{
	json_t *root = kasa_jx_object(text, len, err);
	enum kasa_verdict verdict = KASA_VERDICT_GARBAGE;

	if (!root)
		return verdict;
	if (answers_another(root, order, record))
		kasa_err_set(err, KASA_EPROTO, "an answer to another question");
	else
		verdict = parse_body(order, root, record, energy, err);
	json_decref(root);
	return verdict;
}
