/* Reading answers of the IOT language: errors in `err_code`, at three depths, or by silence. */
#include "model/iot.h"

#include <string.h>

#include "base/str.h"
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
refusal(const struct kasa_jx *object, const char *what, const char *method, struct kasa_err *err)
{
	int code = kasa_jx_int(object, "err_code");
	char text[120];
	int kind = means_unsupported(code) ? KASA_ENOTSUP : KASA_EDEVICE;

	if (code == 0 || code == KASA_UNKNOWN)
		return KASA_OK;
	if (!kasa_jx_copy(object, "err_msg", text, sizeof text))
		kasa_str_copy(text, sizeof text, "no reason given");
	return kasa_err_device(err, kind, code, "the device %s %s%s%s: %s (%d)",
	                       kind == KASA_ENOTSUP ? "does not support" : "refused", what, method[0] ? "." : "",
	                       method, text, code);
}

/*
 * Finds the answer of one method. An error may stand at the top, at the namespace or at the method; what is
 * simply absent is not supported either.
 */
static int
answer_of(const struct kasa_jx *root, const char *ns, const char *method, const struct kasa_jx **out,
          struct kasa_err *err)
{
	const struct kasa_jx *module = kasa_jx_get(root, ns);
	const struct kasa_jx *reply = kasa_jx_get(module, method);
	int rc = refusal(root, ns, method, err);

	*out = reply;
	if (rc == KASA_OK)
		rc = refusal(module, ns, "", err);
	if (rc != KASA_OK)
		return rc;
	if (!kasa_jx_is(reply, KASA_JX_OBJECT))
		return kasa_err_set(err, KASA_ENOTSUP, "the device does not answer %s.%s", ns, method);
	return refusal(reply, ns, method, err);
}

/* Reads the state where the answer holds one. KASA_ENOTSUP when it does not. */
static int
read_state(const struct kasa_jx *root, struct kasa_record *record, struct kasa_err *err)
{
	const struct kasa_jx *info;
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
parse_look(const struct kasa_jx *root, struct kasa_record *record, struct kasa_err *err)
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
parse_setter(const struct kasa_jx *root, const char *ns, const char *method, struct kasa_order *order,
             struct kasa_record *record, struct kasa_err *err)
{
	const struct kasa_jx *reply;
	struct kasa_err of_state;
	int acknowledged = answer_of(root, ns, method, &reply, err), rc;

	if (acknowledged != KASA_OK && learns_other_id(order, err))
		return KASA_VERDICT_AGAIN;
	order->unanswered = acknowledged == KASA_ENOTSUP && err->device_code == 0;
	if (acknowledged != KASA_OK && !order->unanswered)
		return KASA_VERDICT_REFUSED;
	rc = read_state(root, record, &of_state);
	if (rc == KASA_EPROTO || rc == KASA_ENOMEM) {
		*err = of_state;
		return KASA_VERDICT_GARBAGE;
	}
	return rc == KASA_OK && kasa_order_confirmed(order, &record->state) ? KASA_VERDICT_DONE
	                                                                    : KASA_VERDICT_UNCONFIRMED;
}

/*
 * A light does not know the plug's switch, or acknowledges it and does nothing, but tells in the same answer
 * that it is a light.
 */
static enum kasa_verdict
parse_relay(const struct kasa_jx *root, struct kasa_order *order, struct kasa_record *record, struct kasa_err *err)
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

/* The answer of a light tells why: it has none. */
static enum kasa_verdict
parse_led(const struct kasa_jx *root, struct kasa_order *order, struct kasa_record *record, struct kasa_err *err)
{
	enum kasa_verdict verdict = parse_setter(root, "system", "set_led_off", order, record, err);
	struct kasa_err ignored;

	if (verdict == KASA_VERDICT_REFUSED && err->code == KASA_ENOTSUP
	    && read_state(root, record, &ignored) == KASA_OK && !(record->state.features & KASA_FEATURE_LED))
		kasa_err_device(err, KASA_ENOTSUP, err->device_code, "%s has no status LED to set",
		                record->state.model);
	return verdict;
}

static enum kasa_verdict
parse_energy(const struct kasa_jx *root, struct kasa_order *order, struct kasa_record *record,
             struct kasa_energy *energy, struct kasa_err *err)
{
	const struct kasa_jx *realtime;
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
parse_raw(const struct kasa_jx *root, struct kasa_err *err)
{
	int rc = refusal(root, "the request", "", err);
	const struct kasa_jx *module = NULL, *reply;
	char ns[64], method[64];

	while (rc == KASA_OK && (module = kasa_jx_next(root, module))) {
		kasa_jx_copy_key(module, ns, sizeof ns);
		rc = refusal(module, ns, "", err);
		reply = NULL;
		while (rc == KASA_OK && (reply = kasa_jx_next(module, reply))) {
			kasa_jx_copy_key(reply, method, sizeof method);
			rc = refusal(reply, ns, method, err);
		}
	}
	return verdict_of(rc);
}

static enum kasa_verdict
parse_body(struct kasa_order *order, const struct kasa_jx *root, struct kasa_record *record, struct kasa_energy *energy,
           struct kasa_err *err)
{
	const char *system = kasa_iot_names(&record->state)->system;
	const struct kasa_jx *reply;

	switch (order->kind) {
	case KASA_ORDER_LOOK:
		return parse_look(root, record, err);
	case KASA_ORDER_RELAY:
		return parse_relay(root, order, record, err);
	case KASA_ORDER_LED:
		return parse_led(root, order, record, err);
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

/* What any answer may speak of. */
static bool
always_belongs(const struct kasa_jx *member)
{
	static const char *const words[] = { "err_code", "err_msg", "context" };

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (kasa_jx_named(member, words[i]))
			return true;
	return false;
}

static bool
belongs(const struct kasa_jx *module, const struct kasa_order *order, const struct kasa_iot_names *names)
{
	if (always_belongs(module) || kasa_jx_named(module, "system") || kasa_jx_named(module, names->system))
		return true;
	if (order->kind == KASA_ORDER_ENERGY && kasa_jx_named(module, names->emeter))
		return true;
	return order->kind == KASA_ORDER_RELAY && names->light && kasa_jx_named(module, names->light);
}

/* A module that speaks, but not of the state: the acknowledgement of something that was asked before. */
static bool
speaks_of_other_methods(const struct kasa_jx *system)
{
	return kasa_jx_count(system) > 0 && !kasa_jx_get(system, "get_sysinfo") && !kasa_jx_get(system, "err_code");
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
		bool found = always_belongs(module);

		while (!found && (asked = kasa_jx_next(doc.values, asked)))
			found = kasa_jx_same_name(asked, module);
		another = another || !found;
	}
	kasa_jx_finish(&doc);
	return another;
}

/* A plug that answers twice, or late, answers the next question with what it had to say to the last one. */
static bool
answers_another(const struct kasa_jx *root, const struct kasa_order *order, const struct kasa_record *record)
{
	const struct kasa_iot_names *names = kasa_iot_names(&record->state);
	const struct kasa_jx *module = NULL;

	if (order->kind == KASA_ORDER_RAW)
		return answers_another_request(root, order->text);
	if (order->kind == KASA_ORDER_LOOK && speaks_of_other_methods(kasa_jx_get(root, "system")))
		return true;
	while ((module = kasa_jx_next(root, module)))
		if (!belongs(module, order, names))
			return true;
	return false;
}

enum kasa_verdict
kasa_iot_parse(struct kasa_order *order, const char *text, size_t len, struct kasa_record *record,
               struct kasa_energy *energy, struct kasa_err *err)
{
	struct kasa_jx_doc doc;
	enum kasa_verdict verdict = KASA_VERDICT_GARBAGE;

	if (kasa_jx_parse(&doc, text, len, err) != KASA_OK)
		return verdict;
	if (answers_another(doc.values, order, record))
		kasa_err_set(err, KASA_EPROTO, "an answer to another question");
	else
		verdict = parse_body(order, doc.values, record, energy, err);
	kasa_jx_finish(&doc);
	return verdict;
}
