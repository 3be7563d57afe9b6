/* How a test program runs its cases: each in a process of its own, so that one that crashes harms no other. */
#ifndef KASA_TESTS_UNIT_UNIT_H
#define KASA_TESTS_UNIT_UNIT_H

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UNIT_COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum {
	UNIT_SKIPPED = 77, /* what ctest takes for "could not run here" */
};

/* Runs the cases; what main() returns. */
static inline int
unit_run(const char *name, const TTest *const *tests, size_t count)
{
	Suite *suite = suite_create(name);
	TCase *group = tcase_create(name);
	SRunner *runner = srunner_create(suite);
	int failed;

	for (size_t i = 0; i < count; i++)
		tcase_add_test(group, tests[i]);
	suite_add_tcase(suite, group);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* For a test whose material is not here: says so and gives what main() returns. In CI that is a failure. */
static inline int
unit_skip(const char *why)
{
	const char *ci = getenv("CI");

	printf("skipped: %s\n", why);
	return ci && strcmp(ci, "true") == 0 ? EXIT_FAILURE : UNIT_SKIPPED;
}

#endif
