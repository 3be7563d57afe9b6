#include "unit/oom.h"

#include <check.h>
#define EV_COMPAT3 0
#include <ev.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *memory, size_t size);
void __real_free(void *memory);

void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *memory, size_t size);
char *__wrap_strdup(const char *text);
void __wrap_free(void *memory);

/* What Check itself allocates is none of this test's business. */
void __real__mark_point(const char *file, int line);
void __real__ck_assert_failed(const char *file, int line, const char *expr, const char *msg, ...) CK_ATTRIBUTE_NORETURN
	CK_ATTRIBUTE_FORMAT(printf, 4, 5);
void __wrap__mark_point(const char *file, int line);
void __wrap__ck_assert_failed(const char *file, int line, const char *expr, const char *msg, ...) CK_ATTRIBUTE_NORETURN
	CK_ATTRIBUTE_FORMAT(printf, 4, 5);

enum {
	POINTS_MAX = 5000, /* a scenario that never gets through is a bug of its own */
};

static bool armed, persistent; /* something is to fail; and all behind it */
static unsigned paused;
static bool in_check;
static long count, fail_at; /* allocations so far; the one that fails */
static long live;           /* allocated and not given back */

static bool
fails(void)
{
	if (!armed || paused > 0 || in_check)
		return false;
	count++;
	return persistent ? count >= fail_at : count == fail_at;
}

void *
__wrap_malloc(size_t size)
{
	void *memory = fails() ? NULL : __real_malloc(size);

	live += memory && !in_check;
	return memory;
}

void *
__wrap_calloc(size_t n, size_t size)
{
	void *memory = fails() ? NULL : __real_calloc(n, size);

	live += memory && !in_check;
	return memory;
}

void *
__wrap_realloc(void *memory, size_t size)
{
	void *moved = fails() ? NULL : __real_realloc(memory, size);

	live += moved && !memory && !in_check;
	return moved;
}

char *
__wrap_strdup(const char *text)
{
	size_t size = strlen(text) + 1;
	char *copy = __wrap_malloc(size);

	return copy ? memcpy(copy, text, size) : NULL;
}

void
__wrap_free(void *memory)
{
	live -= memory && !in_check;
	__real_free(memory);
}

void
__wrap__mark_point(const char *file, int line)
{
	in_check = true;
	__real__mark_point(file, line);
	in_check = false;
}

void
__wrap__ck_assert_failed(const char *file, int line, const char *expr, const char *msg, ...)
{
	char text[1024] = "";
	va_list args;

	in_check = true;
	va_start(args, msg);
	if (msg)
		vsnprintf(text, sizeof text, msg, args);
	va_end(args);
	__real__ck_assert_failed(file, line, expr, msg ? "%s" : NULL, text);
}

void
oom_pause(void)
{
	paused++;
}

void
oom_resume(void)
{
	paused--;
}

static void *
allocate_for_libev(void *memory, long size)
{
	if (size > 0)
		return __real_realloc(memory, (size_t)size);
	__real_free(memory);
	return NULL;
}

/* Fails the allocation number @p at; true when there was one. */
static bool
run_at(const char *name, oom_scenario *scenario, long at, bool all_behind)
{
	long before = live;

	count = 0;
	fail_at = at;
	persistent = all_behind;
	armed = true;
	scenario();
	armed = false;
	ck_assert_msg(live == before, "%s: %ld allocations leak when number %ld fails%s", name, live - before, at,
	              all_behind ? " and all behind it" : "");
	return count >= at;
}

static long
sweep(const char *name, oom_scenario *scenario, bool all_behind)
{
	long points = 0;

	while (run_at(name, scenario, points + 1, all_behind))
		ck_assert_int_lt(++points, POINTS_MAX);
	return points;
}

void
oom_run(const char *name, oom_scenario *scenario)
{
	long once, behind;

	ev_set_allocator(allocate_for_libev);
	run_at(name, scenario, POINTS_MAX, false); /* what is made once and kept is made now */
	once = sweep(name, scenario, false);
	behind = sweep(name, scenario, true);
	ck_assert_int_gt(once, 0);
	ck_assert_int_gt(behind, 0);
	printf("%s: %ld points once, %ld from there on\n", name, once, behind);
	fflush(stdout);
}
