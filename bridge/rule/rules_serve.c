/* GET /api/v1/rules, and what metrics tell of rules. */
#include "bridge/documents/documents.h"
#include "bridge/rule/rules_own.h"

static const char *
state_of(const struct rule *rule, uint64_t now_ms)
{
	if (rule->paused_ms > now_ms)
		return "paused";
	return rule->is == KASA_UNKNOWN ? "unknown" : rule->is == 1 ? "true" : "armed";
}

static json_t *
describe(const struct rule *rule, uint64_t now_ms)
{
	json_t *json = json_pack("{ss ss sI}", "name", rule->config->name, "state", state_of(rule, now_ms), "fired",
	                         (json_int_t)rule->fired);

	if (json && rule->is == 1)
		json_object_set_new(json, "true_since", document_time(rule->since_s));
	if (json && rule->fired_s > 0)
		json_object_set_new(json, "last_fired", document_time(rule->fired_s));
	return json;
}

/* Those that are not enabled are only named. */
static json_t *
describe_disabled(const struct config_rule *config)
{
	return json_pack("{ss ss sI}", "name", config->name, "state", "disabled", "fired", (json_int_t)0);
}

static void
serve_list(struct http_req *req, void *arg)
{
	const struct rules *rules = arg;
	const struct config_rules *config = &rules->hub->config->rules;
	json_t *list = json_array();
	struct moment moment;

	rules_now(&moment);
	for (size_t i = 0; i < rules->rule_count; i++)
		json_array_append_new(list, describe(&rules->rule[i], moment.now_ms));
	for (size_t i = 0; i < config->count; i++)
		if (!config->item[i].enabled)
			json_array_append_new(list, describe_disabled(&config->item[i]));
	http_answer_json(req, 200, json_pack("{so}", "rules", list));
}

int
rules_serve(struct rules *rules, struct http *http, struct kasa_err *err)
{
	static const struct http_route routes[] = {
		{ "GET", "/api/v1/rules", HTTP_READ, 0, serve_list },
		{ 0 },
	};

	return http_add(http, routes, rules, err);
}

void
rules_expose(struct exposition *out, void *rules)
{
	const struct rules *all = rules;

	if (all->rule_count == 0)
		return;
	exposition_family(out, "kasa_rule_fired_total", EXPOSITION_COUNTER, "How often a rule was carried out.");
	for (size_t i = 0; i < all->rule_count; i++) {
		exposition_begin(out, "");
		exposition_label(out, "rule", all->rule[i].config->name);
		exposition_value(out, (double)all->rule[i].fired);
	}
}
