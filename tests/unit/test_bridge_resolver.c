/* Names become addresses in a thread, which keeps nobody waiting. No name here leaves this machine. */
#include "unit/unit.h"

#include <ev.h>
#include <semaphore.h>

#include "base/err.h"
#include "base/str.h"
#include "bridge/hub/resolver.h"

static struct ev_loop *loop;
static sem_t begun, released; /* of lookups that hang */

/* What was told, of all questions of a test. */
struct told {
	unsigned count, failed;
	char address[RESOLVER_ADDRESS];
	struct kasa_err err;
};

static void
setup(void)
{
	loop = ev_loop_new(EVFLAG_AUTO);
	sem_init(&begun, 0, 0);
	sem_init(&released, 0, 0);
}

static void
note(const char *address, const struct kasa_err *err, void *arg)
{
	struct told *told = arg;

	told->count++;
	told->failed += err->code != KASA_OK;
	told->err = *err;
	kasa_str_copy(told->address, sizeof told->address, address);
}

static void
wait_for(const struct told *told, unsigned count)
{
	while (told->count < count)
		ev_run(loop, EVRUN_ONCE);
}

static int
answer(const char *name, char address[RESOLVER_ADDRESS], struct kasa_err *err)
{
	if (strcmp(name, "nobody") == 0)
		return kasa_err_set(err, KASA_ENOTFOUND, "nobody: is not there");
	kasa_err_clear(err);
	kasa_str_copy(address, RESOLVER_ADDRESS, "192.0.2.7");
	return KASA_OK;
}

static int
hang(const char *name, char address[RESOLVER_ADDRESS], struct kasa_err *err)
{
	sem_post(&begun);
	sem_wait(&released);
	return answer(name, address, err);
}

START_TEST(a_name_is_told_from_the_loop)
{
	struct told told = { .count = 0 };
	struct resolver *resolver;

	setup();
	resolver = resolver_new(loop, answer);
	ck_assert_int_eq(resolver_ask(resolver, "plug", note, &told), KASA_OK);
	ck_assert_uint_eq(told.count, 0);
	wait_for(&told, 1);

	ck_assert_str_eq(told.address, "192.0.2.7");
	ck_assert_int_eq(told.err.code, KASA_OK);
	resolver_free(resolver);
	ev_loop_destroy(loop);
}
END_TEST

START_TEST(a_name_that_leads_nowhere_is_told_as_that)
{
	struct told told = { .count = 0 };
	struct resolver *resolver;

	setup();
	resolver = resolver_new(loop, answer);
	resolver_ask(resolver, "nobody", note, &told);
	wait_for(&told, 1);

	ck_assert_int_eq(told.err.code, KASA_ENOTFOUND);
	ck_assert_str_eq(told.address, "");
	resolver_free(resolver);
	ev_loop_destroy(loop);
}
END_TEST

START_TEST(the_system_prefers_ipv4)
{
	struct told told = { .count = 0 };
	struct resolver *resolver;

	setup();
	resolver = resolver_new(loop, NULL);
	resolver_ask(resolver, "127.0.0.9", note, &told);
	wait_for(&told, 1);
	ck_assert_str_eq(told.address, "127.0.0.9");
	resolver_ask(resolver, "::1", note, &told);
	wait_for(&told, 2);
	ck_assert_str_eq(told.address, "::1");

	resolver_free(resolver);
	ev_loop_destroy(loop);
}
END_TEST

START_TEST(a_lookup_that_hangs_keeps_nobody_from_leaving)
{
	struct told told = { .count = 0 };
	struct resolver *resolver;

	setup();
	resolver = resolver_new(loop, hang);
	resolver_ask(resolver, "slow", note, &told);
	resolver_ask(resolver, "behind", note, &told);
	sem_wait(&begun);
	resolver_free(resolver);
	ev_loop_destroy(loop);

	ck_assert_uint_eq(told.count, 0);
	sem_post(&released);
}
END_TEST

START_TEST(too_many_names_are_refused)
{
	struct told told = { .count = 0 };
	struct resolver *resolver;

	setup();
	resolver = resolver_new(loop, hang);
	resolver_ask(resolver, "slow", note, &told);
	sem_wait(&begun);
	for (int i = 0; i < RESOLVER_WAITING_MAX; i++)
		ck_assert_int_eq(resolver_ask(resolver, "more", note, &told), KASA_OK);
	ck_assert_int_eq(resolver_ask(resolver, "more", note, &told), KASA_EBUSY);

	for (int i = 0; i <= RESOLVER_WAITING_MAX; i++)
		sem_post(&released);
	wait_for(&told, RESOLVER_WAITING_MAX + 1);
	ck_assert_uint_eq(told.failed, 0);
	resolver_free(resolver);
	ev_loop_destroy(loop);
}
END_TEST

START_TEST(who_is_forgotten_is_not_told_wherever_the_question_is)
{
	struct told first = { .count = 0 }, second = { .count = 0 }, last = { .count = 0 };
	struct resolver *resolver;

	setup();
	resolver = resolver_new(loop, hang);
	resolver_ask(resolver, "slow", note, &first);
	resolver_ask(resolver, "waits", note, &second);
	resolver_ask(resolver, "last", note, &last);
	sem_wait(&begun);
	resolver_forget(resolver, &first);
	resolver_forget(resolver, &second);
	for (int i = 0; i < 3; i++)
		sem_post(&released);
	wait_for(&last, 1);

	ck_assert_uint_eq(first.count + second.count, 0);
	resolver_free(resolver);
	ev_loop_destroy(loop);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_name_is_told_from_the_loop, a_name_that_leads_nowhere_is_told_as_that,
		the_system_prefers_ipv4,      a_lookup_that_hangs_keeps_nobody_from_leaving,
		too_many_names_are_refused,   who_is_forgotten_is_not_told_wherever_the_question_is,
	};

	return unit_run("bridge_resolver", tests, UNIT_COUNT(tests));
}
