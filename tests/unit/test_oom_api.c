/* The public functions without memory: each call is refused, or told once how it ended; and then all is given back. */
#include "unit/unit.h"

#include "unit/home.h"
#include "unit/oom.h"

static struct fake_plug plug;
static struct ev_loop *loop;
static unsigned accepted, told; /* calls that said KASA_OK; callbacks that ran */

static void
note(const struct kasa_err *err)
{
	bool fine = err->code == KASA_OK || err->code == KASA_ENOMEM || err->code == KASA_ECANCELED
	            || err->code == KASA_EUNKNOWN; /* a reboot whose answer could not be read */

	ck_assert_msg(fine, "%d: %s", (int)err->code, err->text);
	told++;
}

static void
on_done(struct kasa_device *dev, const struct kasa_err *err, void *arg)
{
	(void)dev;
	(void)arg;
	note(err);
}

static void
on_energy(struct kasa_device *dev, const struct kasa_energy *energy, const struct kasa_err *err, void *arg)
{
	(void)energy;
	on_done(dev, err, arg);
}

static void
on_raw(struct kasa_device *dev, const char *reply, size_t length, const struct kasa_err *err, void *arg)
{
	(void)reply;
	(void)length;
	on_done(dev, err, arg);
}

static void
on_rules(struct kasa_device *dev, const struct kasa_rules *rules, const struct kasa_err *err, void *arg)
{
	bool unlike = err->code == KASA_ENOTSUP; /* the plug knows no rules */

	ck_assert_ptr_null(rules);
	if (unlike)
		told++;
	else
		on_done(dev, err, arg);
}

static void
count_call(int rc)
{
	ck_assert(rc == KASA_OK || rc == KASA_ENOMEM);
	accepted += rc == KASA_OK;
}

/* All that was accepted is told. */
static void
settle(struct kasa_context *ctx)
{
	ck_assert_int_eq(kasa_wait(ctx, HOME_WAIT_MS), KASA_OK);
	ck_assert_uint_eq(told, accepted);
}

static struct kasa_device *
handle(struct kasa_context *ctx)
{
	struct kasa_device *dev = NULL;
	struct kasa_err err;

	if (kasa_device_new(ctx, "127.0.0.1", plug.port, &dev, &err) != KASA_OK)
		ck_assert_int_eq(err.code, KASA_ENOMEM);
	return dev;
}

static void
call_everything(void)
{
	struct kasa_context *ctx = kasa_context_new(loop);
	struct kasa_device *dev = ctx ? handle(ctx) : NULL;

	accepted = told = 0;
	if (dev) {
		count_call(kasa_relay_set(dev, 0, true, on_done, NULL));
		count_call(kasa_energy_read(dev, 0, on_energy, NULL));
		settle(ctx);
		count_call(kasa_schedule_read(dev, 0, on_rules, NULL));
		count_call(kasa_alias_set(dev, 0, FAKE_ALIAS, on_done, NULL));
		count_call(kasa_raw_call(dev, "{\"system\":{\"get_sysinfo\":{}}}", on_raw, NULL, NULL));
		count_call(kasa_reboot(dev, on_done, NULL));
		settle(ctx);
	}
	kasa_context_free(ctx);
	fake_plug_hang_up(&plug);
	ev_run(loop, EVRUN_NOWAIT);
}

static void
call_and_free(void)
{
	struct kasa_context *ctx = kasa_context_new(loop);
	struct kasa_device *dev = ctx ? handle(ctx) : NULL;

	accepted = told = 0;
	if (dev) {
		count_call(kasa_relay_toggle(dev, 0, on_done, NULL));
		count_call(kasa_device_poll(dev, on_done, NULL));
		ev_run(loop, EVRUN_NOWAIT);
		kasa_device_free(dev);
		ck_assert_uint_eq(told, accepted);
	}
	kasa_context_free(ctx);
	fake_plug_hang_up(&plug);
	ev_run(loop, EVRUN_NOWAIT);
}

/* With memory again a handle that had none works. */
static void
recover(void)
{
	struct kasa_context *ctx;
	struct kasa_device *dev;

	oom_pause();
	ctx = kasa_context_new(loop);
	dev = handle(ctx);
	oom_resume();
	accepted = told = 0;
	count_call(kasa_relay_set(dev, 0, false, on_done, NULL));
	settle(ctx);
	oom_pause();
	plug.relay = 0;
	count_call(kasa_relay_set(dev, 0, true, on_done, NULL));
	settle(ctx);
	ck_assert_int_eq(plug.relay, 1);
	oom_resume();
	kasa_context_free(ctx);
	fake_plug_hang_up(&plug);
	ev_run(loop, EVRUN_NOWAIT);
}

static const char *const here[] = { "127.0.0.1" };

static struct kasa_discover_options
options(void)
{
	return (struct kasa_discover_options){
		.targets = here, .target_count = 1, .port = plug.port, .wait_ms = 10, .rounds = 1
	};
}

static void
on_search_over(const struct kasa_discover_report *report, const struct kasa_err *err, void *arg)
{
	(void)report;
	(void)arg;
	note(err);
}

static void
discover(void)
{
	struct kasa_context *ctx = kasa_context_new(loop);
	struct kasa_discover_options opts = options();
	struct kasa_discover *search = NULL;

	accepted = told = 0;
	if (ctx) {
		count_call(kasa_discover_start(ctx, &opts, NULL, on_search_over, NULL, NULL, NULL));
		settle(ctx);
		if (kasa_discover_start(ctx, &opts, NULL, on_search_over, NULL, &search, NULL) == KASA_OK)
			kasa_discover_stop(search);
		settle(ctx);
	}
	kasa_context_free(ctx);
}

static void
discover_interfaces(void)
{
	struct kasa_context *ctx = kasa_context_new(loop);
	struct kasa_discover *search = NULL;
	struct kasa_interface list[4];
	struct kasa_err err;

	if (kasa_interfaces(list, 4, &err) < 0)
		ck_assert_int_eq(err.code, KASA_ENOMEM);
	/* stopped before a single probe leaves */
	if (ctx && kasa_discover_start(ctx, NULL, NULL, NULL, NULL, &search, &err) == KASA_OK)
		kasa_discover_stop(search);
	kasa_context_free(ctx);
}

static void
on_located(const struct kasa_located *located, void *arg)
{
	bool nomem = located->err->code == KASA_ENOMEM || located->err->code == KASA_ENOTFOUND;

	(void)arg;
	ck_assert_msg(located->device || nomem, "%d: %s", (int)located->err->code, located->err->text);
	told++;
}

/* A search that is over is not to be stopped. */
static void
on_all_located(void *arg)
{
	struct kasa_locate **search = arg;

	*search = NULL;
}

static void
locate(void)
{
	struct kasa_context *ctx = kasa_context_new(loop);
	struct kasa_discover_options opts = options();
	struct kasa_want wants[] = {
		{ .id = FAKE_ID, .alias = FAKE_ALIAS, .hint_host = "127.0.0.1", .hint_port = plug.port },
		{ .mac = FAKE_MAC },
		{ .alias = "christ" },
	};
	struct kasa_locate *search = NULL;

	accepted = told = 0;
	if (ctx && kasa_locate_start(ctx, wants, 3, &opts, 0, on_located, NULL, NULL, NULL, NULL) == KASA_OK) {
		accepted = 3;
		settle(ctx);
	}
	if (ctx
	    && kasa_locate_start(ctx, wants, 3, &opts, 0, on_located, on_all_located, &search, &search, NULL)
	               == KASA_OK) {
		ev_run(loop, EVRUN_NOWAIT);
		kasa_locate_stop(search);
	}
	kasa_context_free(ctx);
	fake_plug_hang_up(&plug);
	ev_run(loop, EVRUN_NOWAIT);
}

static void
run(const char *name, oom_scenario *scenario)
{
	loop = ev_loop_new(EVFLAG_AUTO);
	fake_plug_start(&plug, loop);
	oom_run(name, scenario);
	fake_plug_stop(&plug);
	ev_loop_destroy(loop);
}

START_TEST(calls_without_memory_are_refused_or_told)
{
	run("calls", call_everything);
}
END_TEST

START_TEST(calls_without_memory_are_cancelled_when_their_handle_is_freed)
{
	run("free", call_and_free);
}
END_TEST

START_TEST(a_handle_works_again_when_there_is_memory_again)
{
	run("recover", recover);
}
END_TEST

START_TEST(a_search_without_memory_ends)
{
	run("discover", discover);
}
END_TEST

START_TEST(a_search_without_memory_for_interfaces_is_refused)
{
	run("interfaces", discover_interfaces);
}
END_TEST

START_TEST(a_locate_without_memory_tells_every_want)
{
	run("locate", locate);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		calls_without_memory_are_refused_or_told,
		calls_without_memory_are_cancelled_when_their_handle_is_freed,
		a_handle_works_again_when_there_is_memory_again,
		a_search_without_memory_ends,
		a_search_without_memory_for_interfaces_is_refused,
		a_locate_without_memory_tells_every_want,
	};

	return unit_run("oom_api", tests, UNIT_COUNT(tests));
}
