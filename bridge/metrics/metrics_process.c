/* What every exporter tells of its process, by the usual names. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <kasa/version.h>

#include "bridge/gauge.h"
#include "bridge/metrics/metrics_hub.h"

/* One line of /proc, "" when it is not to be read. */
static void
read_line(const char *path, char *line, int size)
{
	FILE *file = fopen(path, "re");

	if (!file || !fgets(line, size, file))
		line[0] = '\0';
	if (file)
		fclose(file);
}

static void
memory(struct exposition *out)
{
	long page = sysconf(_SC_PAGESIZE);
	char line[128], *rest;
	double whole, resident;

	read_line("/proc/self/statm", line, sizeof line);
	if (!line[0])
		return;
	whole = (double)strtoul(line, &rest, 10) * (double)page;
	resident = (double)strtoul(rest, NULL, 10) * (double)page;
	exposition_one(out, "process_virtual_memory_bytes", EXPOSITION_GAUGE, "Virtual memory size in bytes.", whole);
	exposition_one(out, "process_resident_memory_bytes", EXPOSITION_GAUGE, "Resident memory size in bytes.",
	               resident);
}

/* Since when it runs, by the kernel: the 22nd word of stat, in ticks since the host started. */
static double
started_s(void)
{
	char line[1024], uptime[64];
	const char *at;
	struct timespec now;

	read_line("/proc/self/stat", line, sizeof line);
	read_line("/proc/uptime", uptime, sizeof uptime);
	at = strrchr(line, ')');
	for (int word = 2; at && word < 22; word++)
		at = strchr(at + 1, ' ');
	if (!at || !uptime[0] || clock_gettime(CLOCK_REALTIME, &now) != 0)
		return 0;
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9 - strtod(uptime, NULL)
	       + strtod(at, NULL) / (double)sysconf(_SC_CLK_TCK);
}

static void
started(struct exposition *out)
{
	static double at_s; /* once: it wobbles by what uptime is rounded to */

	if (at_s == 0)
		at_s = started_s();
	if (at_s > 0)
		exposition_one(out, "process_start_time_seconds", EXPOSITION_GAUGE,
		               "Start time of the process since unix epoch in seconds.", at_s);
}

static void
processor(struct exposition *out)
{
	struct rusage usage;

	if (getrusage(RUSAGE_SELF, &usage) != 0)
		return;
	exposition_one(out, "process_cpu_seconds_total", EXPOSITION_COUNTER,
	               "Total user and system CPU time spent in seconds.",
	               (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
	                       + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6);
}

static void
descriptors(struct exposition *out)
{
	DIR *folder = opendir("/proc/self/fd");
	struct rlimit limit;
	int count = -3; /* ".", ".." and the folder itself */

	if (folder) {
		while (readdir(folder))
			count++;
		closedir(folder);
		exposition_one(out, "process_open_fds", EXPOSITION_GAUGE, "Number of open file descriptors.", count);
	}
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0)
		exposition_one(out, "process_max_fds", EXPOSITION_GAUGE, "Maximum number of open file descriptors.",
		               (double)limit.rlim_cur);
}

void
metrics_of_process(struct exposition *out)
{
	exposition_family(out, "kasa_build_info", EXPOSITION_INFO, "Which kasad this is.");
	exposition_begin(out, "");
	exposition_label(out, "version", kasa_version());
	exposition_value(out, 1);
	exposition_one(out, "kasa_loop_worst_seconds", EXPOSITION_GAUGE,
	               "The longest turn of the loop since the start: what waited for it waited as long.",
	               gauge_worst_ever_ms() / 1e3);
	processor(out);
	memory(out);
	descriptors(out);
	started(out);
}
