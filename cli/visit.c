/* doctor DEVICE: the same question over TCP and over UDP; which of them is answered, and how not, tells the reason. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cmd.h"
#include "cli/exit.h"
#include "cli/job.h"

enum {
	UDP_MS = 1500, /* a plug answers in 5 to 100 ms, and is asked more than once */
	UDP_ROUNDS = 3,
};

struct visit {
	struct job *job;
	struct kasa_discover *search; /* NULL but while it goes on */
	struct kasa_err tcp;
	bool udp_tried, udp;
	char way[32];              /* what it announced of itself, "" when nothing */
	struct kasa_err announced; /* why that is no way */
};

/* Ends what still goes on. */
static void
visit_free(void *own)
{
	struct visit *visit = own;

	kasa_discover_stop(visit->search);
	free(visit);
}

static const char *
advice(const struct visit *visit)
{
	if (visit->tcp.code != KASA_OK && visit->announced.code != KASA_OK)
		return visit->announced.text;
	switch ((int)visit->tcp.code) {
	case KASA_OK:
		return visit->udp || !visit->udp_tried
		               ? NULL
		               : "UDP does not get through: discovery cannot find it, --host and its name in the cache can";
	case KASA_EREFUSED:
		if (visit->way[0])
			return "port 9999 is closed, and it announces another way: kasa takes that where neither --port nor "
			       "--transport say otherwise";
		return "the machine is there and port 9999 is closed: it is no Kasa device, or its newer firmware speaks "
		       "another protocol (on many, Third-Party Compatibility in the app's settings opens it again)";
	case KASA_ERESET:
		return "connections are taken and dropped: too many programs ask it at once, or it hangs: switch its power "
		       "off and on";
	case KASA_ETIMEOUT:
		return visit->udp
		               ? "UDP gets through and TCP does not: a firewall, or a device that hangs: switch its power off "
		                 "and on"
		               : "nothing there answers: is it plugged in, on this network (not the guest Wi-Fi), and still at "
		                 "this address?";
	case KASA_EUNREACH:
		return "no way leads there: is this machine on the same network, and the device switched on?";
	case KASA_EPROTO:
		return "something else than a Kasa device listens on that port";
	default:
		return NULL;
	}
}

static void
finish(struct visit *visit)
{
	struct job *job = visit->job;
	struct kasa_err tcp = visit->tcp;
	const struct writer_visit told = {
		.row = job_row(job),
		.tcp = &tcp,
		.udp_tried = visit->udp_tried,
		.udp = visit->udp,
		.way = visit->way[0] ? visit->way : NULL,
		.advice = advice(visit),
	};

	accounts_explain(job_cli(job), &tcp);
	job_cli(job)->writer->visit(&job_cli(job)->out, &told);
	if (visit->tcp.code == KASA_OK)
		job_done(job);
	else
		job_end(job, exit_status((int)visit->tcp.code));
}

static void
on_found(const struct kasa_found *found, void *arg)
{
	struct visit *visit = arg;

	visit->udp = true;
	visit->announced = *found->err;
	if (found->announcement)
		snprintf(visit->way, sizeof visit->way, "%.11s/%.11s", found->transport, found->payload);
	kasa_discover_stop(visit->search);
	visit->search = NULL;
	finish(visit);
}

static void
on_silence(const struct kasa_discover_report *report, const struct kasa_err *err, void *arg)
{
	struct visit *visit = arg;

	(void)report;
	(void)err;
	visit->search = NULL;
	finish(visit);
}

/* Only IPv4 is asked over UDP. */
static void
ask_over_udp(struct visit *visit)
{
	struct kasa_device *dev = visit->job->lane->dev;
	const char *host = kasa_device_host(dev);
	bool is_xor = strcmp(kasa_device_transport(dev), "xor") == 0, usual = kasa_device_port(dev) == KASA_PORT;
	const struct kasa_discover_options options = {
		.targets = &host,
		.target_count = 1,
		.port = is_xor && !usual ? kasa_device_port(dev) : 0,
		.tdp_port = job_cli(visit->job)->opts.tdp_port,
		.announced_only = true,
		.wait_ms = UDP_MS,
		.rounds = UDP_ROUNDS,
	};
	struct kasa_err err;

	visit->udp_tried = kasa_discover_start(job_cli(visit->job)->ctx, &options, on_found, on_silence, visit,
	                                       &visit->search, &err)
	                   == KASA_OK;
	if (!visit->udp_tried)
		finish(visit);
}

static void
on_tcp(struct kasa_device *dev, const struct kasa_err *err, void *arg)
{
	struct job *job = arg;
	struct visit *visit = job->own; /* NULL when the job was interrupted */

	(void)dev;
	if (err->code == KASA_ECANCELED) {
		job_fail(job, err);
		return;
	}
	visit->tcp = *err;
	ask_over_udp(visit);
}

void
cmd_doctor_device(struct job *job)
{
	struct visit *visit = job_own(job, sizeof *visit, visit_free);
	int rc;

	if (!visit)
		return;
	visit->job = job;
	rc = kasa_device_refresh(job->lane->dev, on_tcp, job);
	if (rc != KASA_OK)
		job_refuse(job, rc);
}
