#include "furnish.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "replay.h"
#include "spec.h"
#include "token.h"
#include "transport.h"

// clang-format off
/* The house of somebody who only wants to try: one of each family, and what stands in it. */
static const char *const standard_house[] = {
	"HS110(EU),alias=Christmas tree",
	"HS100(EU),alias=Hall lamp",
	"HS110(US),alias=Washing machine",
	"KP115(EU),alias=Freezer,on=1",
	"HS300(US),alias=Desk strip",
	"KP303(UK),alias=TV corner",
	"HS220(US),alias=Dining table",
	"KL130(EU),alias=Reading lamp",
	"KL430(US),alias=Shelf",
};

static const struct { const char *strip, *outlets[7]; } standard_outlets[] = {
	{ "Desk strip", { "Desk lamp", "Monitor", "Printer", "Speakers", "Router", "Charger", NULL } },
	{ "TV corner",  { "Television", "Console", "Amplifier", NULL } },
};
// clang-format on

struct furnish {
	struct sim_house *house;
	const struct sim_wishes *wishes;
	int64_t now_ms;
	struct kasa_err *err;
};

/* "KEY=VALUE" of one device; its address is kept for when it moves in. */
static int
apply_word(const struct furnish *job, struct sim_device *dev, char *word, uint32_t *address)
{
	char *value = strchr(word, '=');

	if (!value)
		return kasa_err_set(job->err, KASA_EINVAL, "\"%.80s\" is no KEY=VALUE like alias=Lamp", word);
	*value++ = '\0';
	if (strcmp(word, "address") != 0)
		return sim_spec_apply(dev, SIM_WHOLE_DEVICE, word, value, job->now_ms, job->err);
	if (sim_address_parse(value, address))
		return KASA_OK;
	return kasa_err_set(job->err, KASA_EINVAL, "address=%.40s: an IPv4 address like 127.0.0.1 is expected", value);
}

static int
apply_words(const struct furnish *job, struct sim_device *dev, char *words, uint32_t *address)
{
	char *word;
	int rc = KASA_OK;

	while (rc == KASA_OK && (word = sim_token(&words, ',')))
		rc = apply_word(job, dev, word, address);
	return rc;
}

/* The identity follows from the model and from how many of it came before. */
static int
new_device(struct furnish *job, const struct sim_model *model, const char *alias, struct sim_device **dev)
{
	char name[80];

	snprintf(name, sizeof name, "%s %zu", sim_model_name(model), job->house->count + 1);
	return sim_model_device(dev, model, alias ? alias : name, name, job->now_ms, job->err);
}

/* What the command line has for all devices; words of its own come behind it. */
static void
settle(const struct furnish *job, struct sim_device *dev)
{
	dev->closes = job->wishes->closes;
	dev->transport = sim_transport_for(dev, job->wishes->transport);
}

static int
add_spec(struct furnish *job, char *words)
{
	char *name = sim_token(&words, ',');
	const struct sim_model *model = sim_model_need(name ? name : "", job->err);
	struct sim_device *dev;
	uint32_t address = 0;
	int rc;

	if (!model)
		return KASA_EINVAL;
	rc = new_device(job, model, NULL, &dev);
	if (rc != KASA_OK)
		return rc;
	settle(job, dev);
	rc = apply_words(job, dev, words, &address);
	if (rc == KASA_OK)
		return sim_house_add(job->house, dev, address, job->err);
	sim_device_free(dev);
	return rc;
}

static int
add_device(struct furnish *job, const char *spec)
{
	char *words = strdup(spec);
	int rc;

	if (!words)
		return kasa_err_set(job->err, KASA_ENOMEM, "no memory for a device");
	rc = add_spec(job, words);
	free(words);
	return rc;
}

static int
add_wishes(struct furnish *job)
{
	int rc = KASA_OK;

	for (size_t i = 0; i < job->wishes->count && rc == KASA_OK; i++) {
		const struct sim_wish *one = &job->wishes->list[i];

		if (one->kind == SIM_WISH_DEVICE) {
			rc = add_device(job, one->text);
			if (rc != KASA_OK)
				kasa_err_wrap(job->err, "--device %.80s", one->text);
		} else if (one->kind == SIM_WISH_REPLAY) {
			rc = sim_replay(job->house, one->text, job->wishes, job->now_ms, job->err);
		}
	}
	return rc;
}

static int
add_count(struct furnish *job)
{
	char alias[24];
	struct sim_device *dev;
	int rc = KASA_OK;

	for (uint32_t i = 1; i <= job->wishes->plugs && rc == KASA_OK; i++) {
		snprintf(alias, sizeof alias, "plug %u", (unsigned)i);
		rc = new_device(job, job->wishes->model, alias, &dev);
		if (rc != KASA_OK)
			return rc;
		settle(job, dev);
		rc = sim_house_add(job->house, dev, 0, job->err);
	}
	return rc;
}

static int
name_outlets(struct furnish *job, size_t row)
{
	struct sim_device *dev = sim_house_one(job->house, standard_outlets[row].strip, job->err);
	int rc = KASA_OK;

	for (int i = 0; rc == KASA_OK && standard_outlets[row].outlets[i]; i++)
		rc = sim_spec_apply(dev, i, "alias", standard_outlets[row].outlets[i], job->now_ms, job->err);
	return rc;
}

static int
add_standard(struct furnish *job)
{
	int rc = KASA_OK;

	for (size_t i = 0; rc == KASA_OK && i < sizeof standard_house / sizeof standard_house[0]; i++)
		rc = add_device(job, standard_house[i]);
	for (size_t i = 0; rc == KASA_OK && i < sizeof standard_outlets / sizeof standard_outlets[0]; i++)
		rc = name_outlets(job, i);
	return rc;
}

/* WHO=NAME[:VALUE]; an alias may have a '=', a fault has none. */
static int
add_fault(struct furnish *job, const char *text)
{
	const char *equals = strrchr(text, '=');
	struct sim_device *dev;
	struct sim_fault fault;
	size_t index = 0, hits = 0;
	char who[160];
	int rc;

	if (!equals)
		return kasa_err_set(job->err, KASA_EINVAL, "--fault %.80s: WHO=NAME like all=slow:200 is expected",
		                    text);
	rc = sim_fault_parse(&fault, equals + 1, job->err);
	if (rc != KASA_OK)
		return rc;
	snprintf(who, sizeof who, "%.*s", (int)(equals - text), text);
	for (; (dev = sim_house_match(job->house, who, &index)); hits++)
		dev->fault = fault;
	if (hits == 0)
		return kasa_err_set(job->err, KASA_EINVAL,
		                    "--fault %.80s: no device \"%.80s\"; name one by its address or its "
		                    "alias, or say all",
		                    text, who);
	return KASA_OK;
}

static int
add_faults(struct furnish *job)
{
	int rc = KASA_OK;

	for (size_t i = 0; i < job->wishes->count && rc == KASA_OK; i++)
		if (job->wishes->list[i].kind == SIM_WISH_FAULT)
			rc = add_fault(job, job->wishes->list[i].text);
	return rc;
}

int
sim_furnish(struct sim_house *house, const struct sim_wishes *wishes, int64_t now_ms, struct kasa_err *err)
{
	struct furnish job = { house, wishes, now_ms, err };
	int rc = add_wishes(&job);

	if (rc == KASA_OK)
		rc = add_count(&job);
	if (rc == KASA_OK && house->count == 0)
		rc = add_standard(&job);
	return rc == KASA_OK ? add_faults(&job) : rc;
}
