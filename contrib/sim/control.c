#include "control.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/number.h"
#include "common/suggest.h"

#include "report.h"
#include "request.h"
#include "restart.h"
#include "smart_call.h"
#include "spec.h"
#include "token.h"

enum {
	WORDS_MAX = 8,
	ADVANCE_MAX_S = 366 * 86400, /* a year's rules are carried out in a moment, those of a hundred not */
};

/* The words of one line. */
struct order {
	struct sim_server *server;
	char *word[WORDS_MAX];
	size_t count;
	struct kasa_err err;
};

static int
refresh(struct order *order, struct sim_device *dev)
{
	return sim_server_update(order->server, dev, &order->err);
}

static int
nobody(struct order *order)
{
	return kasa_err_set(&order->err, KASA_ENOTFOUND, "no device \"%.80s\"; name one by its address or its alias",
	                    order->word[1]);
}

static int
do_fault(struct order *order)
{
	struct sim_device *dev;
	struct sim_fault fault;
	size_t index = 0, hits = 0;
	int rc = sim_fault_parse(&fault, order->word[2], &order->err);

	for (; rc == KASA_OK && (dev = sim_house_match(order->server->house, order->word[1], &index)); hits++) {
		dev->fault = fault;
		rc = refresh(order, dev);
	}
	if (rc == KASA_OK && hits == 0)
		return nobody(order);
	return rc;
}

static int
do_move(struct order *order)
{
	struct sim_house *house = order->server->house;
	struct sim_device *dev = sim_house_one(house, order->word[1], &order->err);
	struct kasa_err ignored;
	uint32_t address, before;
	int rc;

	if (!dev)
		return order->err.code;
	before = dev->address;
	if (!sim_address_parse(order->word[2], &address))
		return kasa_err_set(&order->err, KASA_EINVAL, "\"%.40s\" is no IPv4 address", order->word[2]);
	rc = sim_house_move(house, dev, address, &order->err);
	if (rc != KASA_OK)
		return rc;
	sim_server_vanish(order->server, dev);
	rc = refresh(order, dev);
	if (rc == KASA_OK)
		return rc;
	sim_house_move(house, dev, before, &ignored);
	sim_server_update(order->server, dev, &ignored);
	return rc;
}

static int
do_remove(struct order *order)
{
	struct sim_device *dev;
	size_t index = 0, hits = 0;

	for (; (dev = sim_house_match(order->server->house, order->word[1], &index)); hits++) {
		sim_restart_cancel(order->server, dev);
		sim_house_remove(order->server->house, dev);
		sim_server_vanish(order->server, dev);
	}
	return hits == 0 ? nobody(order) : KASA_OK;
}

/* WHO may be a strip with the number of an outlet, from 1: "Desk strip/2". */
static struct sim_device *
find_outlet(struct order *order, int *outlet)
{
	char *slash = strrchr(order->word[1], '/');
	struct sim_device *dev = sim_house_one(order->server->house, order->word[1], &order->err);
	uint32_t number;

	*outlet = SIM_WHOLE_DEVICE;
	if (dev || !slash || order->err.code != KASA_ENOTFOUND)
		return dev;
	*slash = '\0';
	dev = sim_house_one(order->server->house, order->word[1], &order->err);
	if (!dev)
		return NULL;
	if (!number_parse(slash + 1, 1, (uint32_t)dev->outlet_count, &number)) {
		kasa_err_set(&order->err, KASA_ENOTFOUND, "it has %zu outlets, and none \"%.20s\"", dev->outlet_count,
		             slash + 1);
		return NULL;
	}
	*outlet = (int)number - 1;
	return dev;
}

static int
do_set(struct order *order)
{
	int outlet, rc = KASA_OK;
	struct sim_device *dev = find_outlet(order, &outlet);
	int64_t now_ms = sim_server_now_ms(order->server);

	if (!dev)
		return order->err.code;
	sim_device_tick(dev, now_ms);
	for (size_t i = 2; i < order->count && rc == KASA_OK; i++) {
		char *value = strchr(order->word[i], '=');

		if (!value)
			return kasa_err_set(&order->err, KASA_EINVAL, "\"%.80s\" is no KEY=VALUE like on=1",
			                    order->word[i]);
		*value++ = '\0';
		rc = sim_spec_apply(dev, outlet, order->word[i], value, now_ms, &order->err);
	}
	return rc == KASA_OK ? refresh(order, dev) : rc;
}

static int
do_get(struct order *order)
{
	struct sim_device *dev = sim_house_one(order->server->house, order->word[1], &order->err);

	if (!dev)
		return order->err.code;
	fputs("ok ", stdout);
	sim_report_print(dev, sim_server_now_ms(order->server), stdout);
	return KASA_OK;
}

static int
count_smart(struct order *order, const struct sim_device *dev)
{
	const struct sim_smart_method *method = sim_smart_method_find(order->word[2]);

	if (!method)
		return kasa_err_set(&order->err, KASA_EINVAL, "it carries out no method \"%.60s\"", order->word[2]);
	printf("ok %u\n", (unsigned)sim_tally_times(&dev->tally, method));
	return KASA_OK;
}

/* MODULE.METHOD: modules have dots in their names too. */
static int
do_count(struct order *order)
{
	struct sim_device *dev = sim_house_one(order->server->house, order->word[1], &order->err);
	char *dot = strrchr(order->word[2], '.');
	const struct sim_method *method;

	if (!dev)
		return order->err.code;
	if (dev->smart)
		return count_smart(order, dev);
	if (!dot)
		return kasa_err_set(&order->err, KASA_EINVAL, "\"%.80s\" is no MODULE.METHOD like system.reboot",
		                    order->word[2]);
	*dot = '\0';
	method = sim_method_find(dev, order->word[2], dot + 1);
	if (!method)
		return kasa_err_set(&order->err, KASA_EINVAL,
		                    "it carries out no method \"%.40s\" of a module \"%.60s\"", dot + 1,
		                    order->word[2]);
	printf("ok %u\n", (unsigned)sim_tally_times(&dev->tally, method));
	return KASA_OK;
}

/* Lazily: what would have happened meanwhile does when a device is asked. */
static int
do_advance(struct order *order)
{
	uint32_t seconds;

	if (!number_parse(order->word[1], 1, ADVANCE_MAX_S, &seconds))
		return kasa_err_set(&order->err, KASA_EINVAL, "\"%.40s\" is no number of seconds from 1 to %d",
		                    order->word[1], (int)ADVANCE_MAX_S);
	order->server->ahead_ms += (int64_t)seconds * 1000;
	return KASA_OK;
}

/* How often it was asked for a module that it lacks; of several devices the sum. */
static int
do_stray(struct order *order)
{
	struct sim_device *dev;
	size_t index = 0, hits = 0;
	uint64_t sum = 0;

	for (; (dev = sim_house_match(order->server->house, order->word[1], &index)); hits++)
		sum += dev->strays;
	if (hits == 0)
		return nobody(order);
	printf("ok %" PRIu64 "\n", sum);
	return KASA_OK;
}

static int
do_quit(struct order *order)
{
	ev_break(order->server->loop, EVBREAK_ALL);
	return KASA_OK;
}

// clang-format off
static const struct command {
	const char *name;
	size_t least, most; /* words, itself included */
	int (*run)(struct order *order);
	bool answers; /* prints its own "ok" */
	const char *form;
} commands[] = {
	/* name      least most       run        answers form */
	{ "fault",   3,    3,         do_fault,  false,  "fault WHO NAME[:VALUE]" },
	{ "move",    3,    3,         do_move,   false,  "move WHO ADDRESS" },
	{ "remove",  2,    2,         do_remove, false,  "remove WHO" },
	{ "set",     3,    WORDS_MAX, do_set,    false,  "set WHO KEY=VALUE..." },
	{ "get",     2,    2,         do_get,    true,   "get WHO" },
	{ "count",   3,    3,         do_count,  true,   "count WHO MODULE.METHOD" },
	{ "advance", 2,    2,         do_advance, false, "advance SECONDS" },
	{ "stray",   2,    2,         do_stray,  true,   "stray WHO" },
	{ "quit",    1,    1,         do_quit,   false,  "quit" },
};
// clang-format on

enum {
	COMMANDS = sizeof commands / sizeof commands[0],
};

static int
unknown(struct order *order)
{
	struct suggest suggest;

	suggest_start(&suggest, order->word[0]);
	for (size_t i = 0; i < COMMANDS; i++)
		suggest_offer(&suggest, commands[i].name);
	if (suggest.best)
		return kasa_err_set(&order->err, KASA_EINVAL, "no command \"%.40s\"; did you mean %s?", order->word[0],
		                    suggest.best);
	return kasa_err_set(&order->err, KASA_EINVAL,
	                    "no command \"%.40s\"; there are: fault move remove set get count advance stray quit",
	                    order->word[0]);
}

static int
run(struct order *order)
{
	int rc;

	for (size_t i = 0; i < COMMANDS; i++) {
		if (strcmp(commands[i].name, order->word[0]) != 0)
			continue;
		if (order->count < commands[i].least || order->count > commands[i].most)
			return kasa_err_set(&order->err, KASA_EINVAL, "the form is: %s", commands[i].form);
		rc = commands[i].run(order);
		if (rc == KASA_OK && !commands[i].answers)
			fputs("ok\n", stdout);
		return rc;
	}
	return unknown(order);
}

static void
obey(struct sim_control *control, char *line)
{
	struct order order = { .server = control->server };
	char *word;

	while (order.count < WORDS_MAX && (word = sim_token(&line, ' ')))
		order.word[order.count++] = word;
	if (order.count == 0)
		return;
	if (run(&order) != KASA_OK)
		printf("error %s\n", order.err.text);
	fflush(stdout);
}

static void
take_lines(struct sim_control *control)
{
	char *end;

	while ((end = memchr(control->line, '\n', control->len))) {
		size_t n = (size_t)(end - control->line) + 1;

		*end = '\0';
		if (!control->skips)
			obey(control, control->line);
		control->skips = false;
		memmove(control->line, control->line + n, control->len - n);
		control->len -= n;
	}
	if (control->len < sizeof control->line)
		return;
	if (!control->skips)
		puts("error the line is too long");
	fflush(stdout);
	control->skips = true;
	control->len = 0;
}

static void
on_input(struct ev_loop *loop, ev_io *io, int events)
{
	struct sim_control *control = io->data;
	ssize_t n = read(io->fd, control->line + control->len, sizeof control->line - control->len);

	(void)events;
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		ev_break(loop, EVBREAK_ALL);
		return;
	}
	control->len += (size_t)n;
	take_lines(control);
}

void
sim_control_start(struct sim_control *control, struct sim_server *server)
{
	*control = (struct sim_control){ .server = server };
	ev_io_init(&control->io, on_input, STDIN_FILENO, EV_READ);
	control->io.data = control;
	ev_io_start(server->loop, &control->io);
}

void
sim_control_stop(struct sim_control *control)
{
	if (control->server)
		ev_io_stop(control->server->loop, &control->io);
}
