#include "bridge/command/errand.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/str.h"
#include "bridge/clock.h"
#include "bridge/command/command.h"
#include "bridge/hub/groups.h"

/* One that is on its way: it lives until the last of its orders was told. */
struct running {
	struct hub *hub;
	const struct errand *errand; /* until errand_run() returns */
	struct errand_end end;
	unsigned open; /* orders, and one for errand_run() itself */
	uint64_t since_ms;
	errand_done_fn *done;
	void *arg;
};

/* ---- how it ends ---- */

static void
close_one(struct running *running)
{
	if (--running->open > 0)
		return;
	running->end.ms = (unsigned)(clock_ms() - running->since_ms);
	running->done(&running->end, running->arg);
	free(running);
}

/* The first failure is the one that is told. */
static void
fail(struct running *running, const char *code, const struct kasa_err *err)
{
	if (running->end.code)
		return;
	running->end.code = code;
	running->end.err = *err;
}

static void
on_end(const struct order *order, struct device *device, const struct kasa_err *err, const char *reply, void *arg)
{
	struct running *running = arg;

	(void)order, (void)reply;
	if (err->code != KASA_OK) {
		running->end.failed++;
		fail(running, command_code_of(device, err), err);
	}
	running->end.device = running->end.device ? device : NULL;
	close_one(running);
}

/* ---- its orders ---- */

static uint32_t
patience_of(const struct running *running)
{
	return running->errand->patience_ms ? running->errand->patience_ms : running->hub->config->mqtt.command_ttl_ms;
}

static void
give(struct running *running, struct device *device, struct order *order)
{
	order->source = running->errand->source;
	kasa_str_copy(order->by, sizeof order->by, running->errand->by ? running->errand->by : "");
	order->deadline_ms = clock_ms() + patience_of(running);
	order->done = on_end;
	order->arg = running;
	running->open++;
	running->end.orders++;
	hub_execute(running->hub, device, order);
}

static void
read_anew(struct running *running, struct device *device, unsigned outlet)
{
	struct order order;

	order_init(&order, ORDER_READ);
	order.outlet = outlet;
	order.what = CHANGE_STATE | CHANGE_ENERGY | CHANGE_SETTINGS;
	give(running, device, &order);
}

static int
check_toggle(const struct running *running, struct command *command, struct kasa_err *err)
{
	if (running->errand->toggles || !command_toggles(command))
		return KASA_OK;
	command->code = "denied";
	return kasa_err_set(err, KASA_EDENIED,
	                    "it may not toggle, for it could come twice: on or off says what is wanted");
}

static int
parse(const struct running *running, struct command *command, const struct device *device, unsigned outlet,
      struct kasa_err *err)
{
	const struct errand *errand = running->errand;
	int rc = command_parse(command, device, outlet, errand->attr, errand->payload, errand->length, err);

	return rc == KASA_OK ? check_toggle(running, command, err) : rc;
}

/* What comes from the outside by itself, and what goes to several, switches no protected device off. */
static void
give_all(struct running *running, struct device *device, struct command *command, bool collective)
{
	for (unsigned i = 0; i < command->count; i++) {
		command->orders[i].collective = collective || running->errand->source == ORDER_FROM_HOOK;
		give(running, device, &command->orders[i]);
	}
}

/* ---- a device ---- */

static void
command_device(struct running *running, struct device *device, unsigned outlet)
{
	struct command command;
	struct kasa_err err;

	if (parse(running, &command, device, outlet, &err) == KASA_OK)
		give_all(running, device, &command, false);
	else
		fail(running, command.code, &err);
	command_finish(&command);
}

static void
run_device(struct running *running)
{
	char name[GROUP_MEMBER_MAX];
	struct device *device = NULL;
	struct kasa_err err;
	unsigned outlet = 0;

	if (groups_split(running->errand->device, name, &outlet))
		device = groups_find(running->hub, name, &err);
	else
		kasa_err_set(&err, KASA_ENOTFOUND, "\"%.80s\" is no device", running->errand->device);
	if (!device) {
		fail(running, err.code == KASA_ENOTFOUND ? "unknown_device" : command_code(&err), &err);
		return;
	}
	running->end.device = device;
	running->end.outlet = outlet;
	if (running->errand->refresh)
		read_anew(running, device, outlet);
	else
		command_device(running, device, outlet);
}

/* ---- a group ---- */

static void
command_member(struct running *running, const struct group_member *member, int toggled)
{
	struct command command;
	struct kasa_err err;

	if (parse(running, &command, member->device, member->outlet, &err) == KASA_OK) {
		command_settle(&command, toggled);
		give_all(running, member->device, &command, true);
	} else {
		kasa_err_wrap(&err, "%s", member->device->name);
		fail(running, command.code, &err);
		running->end.failed++;
	}
	command_finish(&command);
}

/* Read once for what is wrong in any case: then nothing of it is done. */
static int
check_group(struct running *running, size_t count)
{
	struct command command = { .count = 0 };
	struct kasa_err err;
	int rc = running->errand->refresh ? KASA_OK : parse(running, &command, NULL, 0, &err);

	if (rc == KASA_OK && count == 0) {
		command.code = "device_offline";
		rc = kasa_err_set(&err, KASA_ENOTFOUND, "none of its members is known yet");
	}
	if (rc != KASA_OK)
		fail(running, command.code, &err);
	command_finish(&command);
	return rc;
}

static void
run_group(struct running *running)
{
	const char *name = running->errand->group;
	struct group_member members[GROUP_MEMBERS_MAX];
	size_t count = groups_members(running->hub, name, members, GROUP_MEMBERS_MAX);
	int toggled = groups_toggle(running->hub, name);

	if (check_group(running, count) != KASA_OK)
		return;
	for (size_t i = 0; i < count && i < GROUP_MEMBERS_MAX; i++)
		if (running->errand->refresh)
			read_anew(running, members[i].device, members[i].outlet);
		else
			command_member(running, &members[i], toggled);
}

/* ---- the whole ---- */

static void
run(struct running *running)
{
	struct kasa_err err;

	if (!running->errand->group) {
		run_device(running);
		return;
	}
	if (groups_known(running->hub, running->errand->group)) {
		run_group(running);
		return;
	}
	kasa_err_set(&err, KASA_ENOTFOUND, "no group is called \"%.80s\"", running->errand->group);
	fail(running, "unknown_group", &err);
}

static void
refuse(errand_done_fn *done, void *arg)
{
	struct errand_end end = { .code = kasa_error_word(KASA_ENOMEM) };

	kasa_err_set(&end.err, KASA_ENOMEM, "out of memory");
	done(&end, arg);
}

void
errand_run(struct hub *hub, const struct errand *errand, errand_done_fn *done, void *arg)
{
	struct running *running = calloc(1, sizeof *running);

	if (!running) {
		refuse(done, arg);
		return;
	}
	running->hub = hub;
	running->errand = errand;
	running->open = 1;
	running->since_ms = clock_ms();
	running->done = done;
	running->arg = arg;
	run(running);
	close_one(running);
}
