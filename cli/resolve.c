/* All names are searched together, with one round of probes; each job begins as soon as its device is proven. */
#include "cli/resolve.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <kasa/locate.h>

#include "base/err.h"
#include "cli/dns.h"
#include "cli/exit.h"
#include "cli/job.h"
#include "cli/writer.h"

/* A name that is searched, and the jobs that wait for it: outlets of one strip are one search. */
struct lookup {
	const struct target *target;
	struct kasa_list jobs;
	struct cache_entry known; /* where it was last; id "" when nothing is known */
};

static uint16_t
port_of(const struct run *run, const struct target *target)
{
	return target->port ? target->port : run->cli->opts.port;
}

static void
fail_all(struct kasa_list *jobs, const struct kasa_err *err)
{
	while (!kasa_list_empty(jobs)) {
		struct job *job = KASA_CONTAINER(jobs->next, struct job, node);

		kasa_list_remove(&job->node);
		job_fail(job, err);
	}
}

/* ---- names of hosts ---- */

static int
try_dns(struct job *job, struct kasa_err *err)
{
	char host[DNS_HOST_MAX];
	int rc = dns_lookup(job->target->name, host, err);

	if (rc == KASA_OK)
		run_host(job, host, port_of(job->run, job->target));
	return rc;
}

static void
start_dns(struct job *job)
{
	struct kasa_err err;

	if (try_dns(job, &err) != KASA_OK)
		job_fail(job, &err);
}

/* Nothing answered to this name; it may be one that only DNS knows. */
static void
try_dns_last(struct kasa_list *jobs)
{
	struct kasa_err err;

	while (!kasa_list_empty(jobs))
		if (try_dns(KASA_CONTAINER(jobs->next, struct job, node), &err) != KASA_OK)
			return;
}

/* ---- names of devices ---- */

static void
on_located(const struct kasa_located *located, void *arg)
{
	struct run *run = arg;
	struct lookup *lookup = &run->lookups[located->index];
	const struct target *target = lookup->target;

	if (located->device) {
		const struct kasa_state *state = kasa_device_state(located->device);

		if (target->kind == TARGET_ALIAS && state)
			cache_take_name(&run->cli->cache, state->alias, state->id);
		run_adopt(run, &lookup->jobs, located->device);
		return;
	}
	if (located->err->code == KASA_ENOTFOUND && target->dns_last && !target->dns_first)
		try_dns_last(&lookup->jobs);
	fail_all(&lookup->jobs, located->err);
}

static void
on_located_all(void *arg)
{
	struct run *run = arg;

	run->locate = NULL;
}

static struct kasa_want
want(const struct lookup *lookup)
{
	const struct target *target = lookup->target;
	const struct cache_entry *known = lookup->known.id[0] ? &lookup->known : NULL;

	return (struct kasa_want){
		.id = target->kind == TARGET_ID               ? target->name
		      : known && target->kind == TARGET_ALIAS ? known->id
		                                              : NULL,
		.mac = target->kind == TARGET_MAC ? target->name : NULL,
		.alias = target->kind == TARGET_ALIAS ? target->name : NULL,
		.hint_host = known ? known->host : NULL,
		.hint_port = known ? known->port : 0,
		.hint_transport = known ? known->transport : NULL,
		.hint_payload = known ? known->payload : NULL,
	};
}

static void
locate(struct run *run)
{
	struct kasa_want *wants = calloc(run->lookup_count, sizeof *wants);
	struct kasa_discover_options search;
	struct kasa_err err;
	int rc = KASA_ENOMEM;

	kasa_err_set(&err, rc, "no memory for a search");
	for (size_t i = 0; wants && i < run->lookup_count; i++)
		wants[i] = want(&run->lookups[i]);
	if (wants)
		rc = cli_search_options(run->cli, &search, &err);
	if (rc == KASA_OK)
		rc = kasa_locate_start(run->cli->ctx, wants, run->lookup_count, &search, run->cli->opts.timeout_ms,
		                       on_located, on_located_all, run, &run->locate, &err);
	free(wants);
	for (size_t i = 0; rc != KASA_OK && i < run->lookup_count; i++)
		fail_all(&run->lookups[i].jobs, &err);
}

static void
recall(struct run *run, struct lookup *lookup)
{
	const struct cache *cache = &run->cli->cache;
	const struct cache_entry *known = NULL;

	cache_load(&run->cli->cache);
	if (lookup->target->kind == TARGET_ID)
		known = cache_by_id(cache, lookup->target->name);
	else if (lookup->target->kind == TARGET_MAC)
		known = cache_by_mac(cache, lookup->target->name);
	else
		known = cache_by_alias(cache, lookup->target->name);
	if (known)
		lookup->known = *known;
}

/* The search for this name, which other jobs may wait for as well. */
static void
add_lookup(struct run *run, struct job *job)
{
	const struct target *target = job->target;
	struct lookup *lookup = run->lookups;

	while (lookup < run->lookups + run->lookup_count
	       && (lookup->target->kind != target->kind || strcasecmp(lookup->target->name, target->name) != 0))
		lookup++;
	if (lookup == run->lookups + run->lookup_count) {
		run->lookup_count++;
		*lookup = (struct lookup){ .target = target };
		kasa_list_init(&lookup->jobs);
		recall(run, lookup);
	}
	kasa_list_append(&lookup->jobs, &job->node);
}

/* ---- every device ---- */

/* One that was seen and not read: its job fails as reading it did. */
static void
fail_found(struct job *job, const struct kasa_found *found)
{
	const struct kasa_state *state = found->state;
	struct kasa_err told = *found->err;
	const struct writer_failure failure = {
		.device = state->alias[0]   ? state->alias
		          : state->model[0] ? state->model
		                            : NULL,
		.host = found->host,
		.err = &told,
	};

	accounts_explain(job_cli(job), &told);
	job_cli(job)->writer->failure(&job_cli(job)->out, &failure);
	job_end(job, exit_status((int)found->err->code));
}

static void
start_found(struct job *job, const struct kasa_found *found)
{
	const struct kasa_state *state = found->state;
	const struct kasa_device_options how = {
		.host = found->host,
		.port = found->port,
		.transport = found->transport,
		.payload = found->payload,
	};
	struct kasa_device *dev;
	struct kasa_list jobs;
	struct kasa_err err;

	if (kasa_device_open(job_cli(job)->ctx, &how, &dev, &err) != KASA_OK) {
		job_fail(job, &err);
		return;
	}
	kasa_device_expect(dev, state->id[0] ? state->id : NULL, state->mac[0] ? state->mac : NULL);
	kasa_list_init(&jobs);
	kasa_list_append(&jobs, &job->node);
	run_adopt(job->run, &jobs, dev);
}

static void
on_found(const struct kasa_found *found, void *arg)
{
	struct run *run = arg;
	struct kasa_err err;
	struct job *job = run_add_job(run, NULL, &err);

	run->found++;
	if (!job)
		complain("%s", err.text);
	else if (found->err->code != KASA_OK)
		fail_found(job, found);
	else
		start_found(job, found);
}

/* The job that stands for `all` ends with the search: well when anybody answered. */
static void
on_found_all(const struct kasa_discover_report *report, const struct kasa_err *err, void *arg)
{
	struct run *run = arg;
	struct job *job = KASA_CONTAINER(run->jobs.next, struct job, all);
	struct kasa_err told = *err;

	(void)report;
	run->search = NULL;
	if (run->found > 0) {
		job_end(job, EXIT_DONE);
		return;
	}
	kasa_err_set(&told, KASA_ENOTFOUND, "no device answered%s%s (kasa doctor looks for the reason)",
	             err->code == KASA_OK ? "" : ": ", err->text);
	job_fail(job, &told);
}

static void
start_all(struct job *job)
{
	struct run *run = job->run;
	struct kasa_discover_options search;
	struct kasa_err err;

	cache_load(&run->cli->cache);
	if (cli_search_options(run->cli, &search, &err) != KASA_OK
	    || kasa_discover_start(run->cli->ctx, &search, on_found, on_found_all, run, &run->search, &err) != KASA_OK)
		job_fail(job, &err);
}

/* ---- the whole ---- */

static void
start(struct run *run, struct job *job)
{
	const struct target *target = job->target;
	struct kasa_err err;

	switch (target->kind) {
	case TARGET_ALL:
		start_all(job);
		return;
	case TARGET_HOST:
		run_host(job, target->name, port_of(run, target));
		return;
	case TARGET_DNS:
		start_dns(job);
		return;
	case TARGET_MAC:
	case TARGET_ID:
	case TARGET_ALIAS:
		if (!target->dns_first || try_dns(job, &err) != KASA_OK)
			add_lookup(run, job);
		return;
	}
}

void
resolve_start(struct run *run)
{
	const struct kasa_list *last = run->jobs.prev; /* searches add jobs behind it */
	struct kasa_list *at = &run->jobs;
	struct kasa_err err;

	run->lookups = calloc(run->devices.count, sizeof *run->lookups);
	run->lookup_count = 0;
	kasa_err_set(&err, KASA_ENOMEM, "no memory for the devices");
	while (at != last) {
		struct job *job;

		at = at->next;
		job = KASA_CONTAINER(at, struct job, all);
		if (run->lookups)
			start(run, job);
		else
			job_fail(job, &err);
	}
	if (run->lookup_count > 0)
		locate(run);
}

void
resolve_stop(struct run *run)
{
	kasa_locate_stop(run->locate);
	kasa_discover_stop(run->search);
	run->locate = NULL;
	run->search = NULL;
}

void
resolve_finish(struct run *run)
{
	free(run->lookups);
}
