#include "poller.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <sys/resource.h>

uint32_t
bench_address(unsigned index)
{
	return 0x7f010000u + (index / 254) * 256 + index % 254 + 1;
}

const char *
bench_address_text(unsigned index)
{
	struct in_addr in = { .s_addr = htonl(bench_address(index)) };

	return inet_ntoa(in);
}

void
bench_report(const char *name, unsigned polls, unsigned on)
{
	struct rusage use;
	double us;

	getrusage(RUSAGE_SELF, &use);
	us = (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) * 1e6
	     + (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec);
	printf("%s polls=%u on=%u cpu_us_each=%.3f\n", name, polls, on, us / polls);
}

long
bench_resident_kb(void)
{
	FILE *f = fopen("/proc/self/statm", "r");
	long pages = 0;

	if (!f)
		return 0;
	if (fscanf(f, "%*s %ld", &pages) != 1)
		pages = 0;
	fclose(f);
	return pages * 4;
}

void
bench_more_files(void)
{
	struct rlimit files;

	if (getrlimit(RLIMIT_NOFILE, &files) != 0)
		return;
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
}
