/* What of the hub is kept: what it knows goes over what was kept, and what nobody ever heard of is not kept at all. */
#include "unit/unit.h"

#include <ev.h>
#include <unistd.h>

#include "bridge/hub/hub.h"
#include "bridge/store/store_own.h"
#include "unit/scratch.h"

static char folder[] = "/tmp/kasa-store-hub-XXXXXX";
static struct config config = { .state_dir = folder };
static struct ev_loop *loop;
static struct store *store;
static struct hub hub;
static struct kasa_state state;
static struct part parts[3];
static struct meter meter;
static struct device strip = {
	.key = "50c7bf010203",
	.mac = "50:C7:BF:01:02:03",
	.id = "8006AB",
	.parts = parts,
	.part_count = 2,
	.seen_s = 1764271559,
};
static bool told; /* the device told its state in this run */

/* The library and the hub, as far as the store asks them. */
const struct kasa_state *
device_state(const struct device *device)
{
	return device == &strip && told ? &state : NULL;
}

const char *
kasa_device_host(const struct kasa_device *dev)
{
	(void)dev;
	return "192.0.2.4";
}

uint16_t
kasa_device_port(const struct kasa_device *dev)
{
	(void)dev;
	return 80;
}

const char *
kasa_device_transport(const struct kasa_device *dev)
{
	(void)dev;
	return "klap2";
}

const char *
kasa_device_payload(const struct kasa_device *dev)
{
	(void)dev;
	return "iot";
}

static void
begin(void)
{
	ck_assert_ptr_nonnull(mkdtemp(folder));
	loop = ev_loop_new(EVFLAG_AUTO);
	ck_assert_int_eq(store_open(&config, loop, &store, NULL), KASA_OK);
	kasa_list_init(&hub.devices);
	kasa_list_append(&hub.devices, &strip.node);
	strcpy(state.alias, "Desk");
	strcpy(state.model, "HS300(US)");
	counter_init(&meter.counter);
	counter_add(&meter.counter, 22.5, 1, 2, 20261127, 0);
	parts[2].meter = &meter;
	told = true;
	strip.handle = (struct kasa_device *)&state; /* any address: only the functions above see it */
}

/* As daemon and hub do it at the end, and the next start. */
static void
restart(void)
{
	store_follow(store, &hub);
	store_touch(store);
	store_close(store);
	ck_assert_int_eq(store_open(&config, loop, &store, NULL), KASA_OK);
}

static void
end(void)
{
	store_close(store);
	ev_loop_destroy(loop);
	scratch_remove(folder);
}

START_TEST(what_the_hub_knows_is_kept)
{
	struct store_device kept;
	struct counter counter;

	begin();
	restart();

	ck_assert(store_device_at(store, 0, &kept));
	ck_assert_str_eq(kept.key, strip.key);
	ck_assert_str_eq(kept.id, "8006AB");
	ck_assert_str_eq(kept.alias, "Desk");
	ck_assert_str_eq(kept.model, "HS300(US)");
	ck_assert_str_eq(kept.host, "192.0.2.4");
	ck_assert_uint_eq(kept.port, 80);
	ck_assert_str_eq(kept.transport, "klap2");
	ck_assert(store_counter(store, strip.key, 2, &counter));
	ck_assert_double_eq(counter_sum(&counter), 22.5);
	ck_assert(!store_counter(store, strip.key, 0, &counter));
	end();
}
END_TEST

START_TEST(what_it_does_not_know_stays_as_it_was_kept)
{
	struct store_device kept;
	struct counter counter;

	begin();
	restart();
	told = false;
	strip.handle = NULL;
	strip.seen_s = 0;
	parts[2].meter = NULL;
	restart();

	ck_assert(store_device_at(store, 0, &kept));
	ck_assert_str_eq(kept.alias, "Desk");
	ck_assert_str_eq(kept.host, "192.0.2.4");
	ck_assert_int_eq(kept.seen_s, 1764271559);
	ck_assert(store_counter(store, strip.key, 2, &counter));
	end();
}
END_TEST

START_TEST(what_was_never_heard_is_not_kept)
{
	struct store_device kept;

	begin();
	told = false;
	strip.handle = NULL;
	strip.seen_s = 0;
	restart();

	ck_assert(!store_device_at(store, 0, &kept));
	end();
}
END_TEST

START_TEST(a_hub_that_is_gone_leaves_what_it_knew)
{
	struct store_device kept;

	begin();
	store_follow(store, &hub);
	store_touch(store);
	store_follow(store, NULL);
	kasa_list_init(&hub.devices);
	store_close(store);
	ck_assert_int_eq(store_open(&config, loop, &store, NULL), KASA_OK);

	ck_assert(store_device_at(store, 0, &kept));
	end();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		what_the_hub_knows_is_kept,
		what_it_does_not_know_stays_as_it_was_kept,
		what_was_never_heard_is_not_kept,
		a_hub_that_is_gone_leaves_what_it_knew,
	};

	return unit_run("bridge_store_hub", tests, UNIT_COUNT(tests));
}
