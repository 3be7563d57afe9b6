/* A configuration of kasad while memory runs out: it is read whole, or told to have found no memory. */
#include "unit/unit.h"

#include "bridge/config/config.h"
#include "unit/oom.h"

static const char text[] =
	"mqtt: {host: broker.example, username: me, base_topic: home/kasa}\n"
	"homeassistant: {mode: component}\n"
	"discovery: {targets: [192.0.2.255, 198.51.100.0/24], interfaces: eth0}\n"
	"devices:\n"
	"  - {host: 192.0.2.7, name: lamp, area: Kitchen, poll: {state: 3s}}\n"
	"  - {mac: 50C7BF000001, transport: klap1, payload: iot}\n"
	"  - {id: 8006E5F2A1B3C4D5E6F708192A3B4C5D1E2F3A4B}\n"
	"groups: [{name: garden, members: [lamp, tree/2]}]\n"
	"webhooks:\n"
	"  - {name: a, url: 'https://192.0.2.8/x', secret: whsec_MDEyMzQ1Njc4OWFiY2RlZg==, devices: [lamp], headers: ['X: y']}\n"
	"  - {name: b, format: ifttt, events: all, queue: {count: 5}, retry: {first: 1s}}\n"
	"credentials: {username: me, password: secret}\n"
	"log: debug\nstate_dir: /var/lib/kasad\n";

static void
check(int rc, const struct config *config, const struct mistakes *mistakes, const struct kasa_err *err)
{
	ck_assert(rc == KASA_OK || rc == KASA_ENOMEM);
	ck_assert((rc == KASA_OK) == (config != NULL));
	ck_assert_uint_eq(mistakes->count, 0);
	if (rc == KASA_OK)
		ck_assert(config->device_count == 3 && config_find(config, NULL, "50:C7:BF:00:00:01", NULL));
	else
		ck_assert_str_eq(err->text, "no memory for the configuration");
}

static void
read_file(void)
{
	struct mistakes mistakes = { 0 };
	struct config *config = NULL;
	struct kasa_err err;
	int rc = config_parse(text, sizeof text - 1, "kasad.yaml", &config, &mistakes, &err);

	check(rc, config, &mistakes, &err);
	mistakes_finish(&mistakes);
	config_free(config);
}

static void
take_defaults(void)
{
	struct config *config = NULL;
	struct kasa_err err;
	int rc = config_default(&config, &err);

	ck_assert(rc == KASA_OK || rc == KASA_ENOMEM);
	ck_assert((rc == KASA_OK) == (config != NULL));
	config_free(config);
}

START_TEST(no_allocation_that_fails_does_harm)
{
	oom_run("file", read_file);
	oom_run("defaults", take_defaults);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { no_allocation_that_fails_does_harm };

	return unit_run("oom_bridge", tests, UNIT_COUNT(tests));
}
