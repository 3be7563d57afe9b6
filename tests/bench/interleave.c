/*
 * Times two commands as whole processes, in turn and in random order, so that a machine whose speed drifts drifts
 * for both. Prints the median of each in microseconds, their ratio, and the largest resident memory.
 *
 *   interleave RUNS SEED COMMAND... -- COMMAND...
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct series {
	char **command;
	double *us;
	unsigned runs;
	long peak_kb;
};

static double
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void
run(struct series *series, posix_spawn_file_actions_t *quiet)
{
	struct rusage use;
	double begun = now_us();
	int status;
	pid_t pid;

	if (posix_spawnp(&pid, series->command[0], quiet, NULL, series->command, environ) != 0
	    || wait4(pid, &status, 0, &use) != pid || status != 0) {
		fprintf(stderr, "interleave: %s failed\n", series->command[0]);
		exit(1);
	}
	series->us[series->runs++] = now_us() - begun;
	if (use.ru_maxrss > series->peak_kb)
		series->peak_kb = use.ru_maxrss;
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
median(struct series *series)
{
	qsort(series->us, series->runs, sizeof *series->us, by_size);
	return series->us[series->runs / 2];
}

int
main(int argc, char **argv)
{
	struct series a = { 0 }, b = { 0 };
	posix_spawn_file_actions_t quiet;
	unsigned runs, seed;
	double base, ours;

	if (argc < 6)
		return 2;
	runs = (unsigned)atoi(argv[1]);
	seed = (unsigned)atoi(argv[2]);
	a.command = argv + 3;
	for (int i = 3; i < argc; i++)
		if (strcmp(argv[i], "--") == 0) {
			argv[i] = NULL;
			b.command = argv + i + 1;
			break;
		}
	if (!b.command || !*b.command)
		return 2;
	a.us = calloc(runs, sizeof *a.us);
	b.us = calloc(runs, sizeof *b.us);
	posix_spawn_file_actions_init(&quiet);
	posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
	while (a.us && b.us && (a.runs < runs || b.runs < runs))
		run((rand_r(&seed) & 1024 && a.runs < runs) || b.runs == runs ? &a : &b, &quiet);
	base = median(&a);
	ours = median(&b);
	printf("runs=%u base_us=%.1f ours_us=%.1f ratio=%.3f base_peak_kb=%ld ours_peak_kb=%ld\n", runs, base, ours,
	       ours / base, a.peak_kb, b.peak_kb);
	return 0;
}
