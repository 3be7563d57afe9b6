#include "bridge/health.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "bridge/clock.h"
#include "bridge/documents/documents.h"
#include "bridge/gauge.h"
#include "bridge/hub/poller.h"

static long
resident_kib(void)
{
	FILE *file = fopen("/proc/self/statm", "re");
	char text[128] = "", *second;

	if (!file)
		return 0;
	if (!fgets(text, sizeof text, file))
		text[0] = '\0';
	fclose(file);
	second = strchr(text, ' ');
	return second ? strtol(second, NULL, 10) * (sysconf(_SC_PAGESIZE) / 1024) : 0;
}

static int
descriptors(void)
{
	DIR *folder = opendir("/proc/self/fd");
	int count = -3; /* ".", ".." and the folder itself */

	if (!folder)
		return 0;
	while (readdir(folder))
		count++;
	closedir(folder);
	return count;
}

static json_t *
process_part(void)
{
	struct rusage usage;
	double cpu_s = 0;

	if (getrusage(RUSAGE_SELF, &usage) == 0)
		cpu_s = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
		        + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
	return json_pack("{s:I, s:o, s:i, s:o, s:o}", "rss_kib", (json_int_t)resident_kib(), "cpu_s",
	                 document_real(cpu_s, 2), "fds", descriptors(), "loop_worst_ms",
	                 document_real(gauge_worst_ms(), 1), "loop_worst_ever_ms",
	                 document_real(gauge_worst_ever_ms(), 1));
}

static json_t *
broker_part(const struct broker_status *broker)
{
	if (!broker)
		return json_null();
	return json_pack("{s:b, s:o, s:i, s:I, s:I, s:I, s:i, s:i, s:s}", "connected", broker->up, "since",
	                 document_time(broker->since_s), "version", broker->version, "received",
	                 (json_int_t)broker->received, "published", (json_int_t)broker->published, "dropped",
	                 (json_int_t)broker->dropped, "queued", (int)broker->queued, "reconnects",
	                 (int)broker->reconnects, "error", broker->why);
}

/* Only those that have something to tell: a house of thousands would not fit into a message. */
static json_t *
troubled_part(struct hub *hub)
{
	json_t *troubled = json_object();
	size_t most = 100;

	HUB_EACH(hub, device)
	{
		if (device->availability != AVAILABILITY_OFFLINE && !device->error[0])
			continue;
		if (most-- == 0)
			break;
		json_object_set_new(troubled, device->name,
		                    json_pack("{s:b, s:s, s:i, s:i, s:o}", "online",
		                              device->availability == AVAILABILITY_ONLINE, "error", device->error,
		                              "failures", (int)device->failures, "missed", (int)device->poll.missed,
		                              "last_seen", document_time(device->seen_s)));
	}
	return troubled;
}

json_t *
health_document(struct hub *hub, const struct broker_status *broker)
{
	int64_t now_s = clock_utc_s();

	return json_pack("{s:o, s:I, s:{s:I, s:I, s:o}, s:{s:I, s:I}, s:{s:I, s:I}, s:o, s:o}", "time",
	                 document_time(now_s), "uptime", (json_int_t)(now_s - hub->started_s), "devices", "known",
	                 (json_int_t)hub->device_count, "online", (json_int_t)hub->online_count, "troubled",
	                 troubled_part(hub), "polls", "asked", (json_int_t)hub->poller->asked, "late",
	                 (json_int_t)hub->poller->late, "commands", "done", (json_int_t)hub->orders, "failed",
	                 (json_int_t)hub->orders_failed, "mqtt", broker_part(broker), "process", process_part());
}
