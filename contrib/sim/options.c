#include "options.h"

#include <getopt.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>

#include "common/number.h"
#include "common/suggest.h"

#include "furnish.h"
#include "models.h"
#include "transport.h"

enum {
	FIRST_ADDRESS = 0x7f000001, /* 127.0.0.1 */
};

enum opt {
	OPT_FILE = 1, /* what getopt says for an argument that is no option */
	OPT_VERBOSE = 'v',
	OPT_HELP = 'h',
	OPT_DEVICE = 256,
	OPT_COUNT,
	OPT_MODEL,
	OPT_REPLAY,
	OPT_AS_RECORDED,
	OPT_ADDRESS,
	OPT_PORT,
	OPT_HTTP_PORT,
	OPT_TDP_PORT,
	OPT_TRANSPORT,
	OPT_USERNAME,
	OPT_PASSWORD,
	OPT_INTERFACE,
	OPT_KEEP,
	OPT_CLOSE,
	OPT_FAULT,
	OPT_SEED,
	OPT_CONTROL,
	OPT_EXIT_AFTER,
	OPT_LIST,
	OPT_VERSION,
};

// clang-format off
static const struct option longs[] = {
	{ "device",      required_argument, NULL, OPT_DEVICE },
	{ "count",       required_argument, NULL, OPT_COUNT },
	{ "model",       required_argument, NULL, OPT_MODEL },
	{ "replay",      required_argument, NULL, OPT_REPLAY },
	{ "as-recorded", no_argument,       NULL, OPT_AS_RECORDED },
	{ "address",     required_argument, NULL, OPT_ADDRESS },
	{ "port",        required_argument, NULL, OPT_PORT },
	{ "http-port",   required_argument, NULL, OPT_HTTP_PORT },
	{ "tdp-port",    required_argument, NULL, OPT_TDP_PORT },
	{ "transport",   required_argument, NULL, OPT_TRANSPORT },
	{ "username",    required_argument, NULL, OPT_USERNAME },
	{ "password",    required_argument, NULL, OPT_PASSWORD },
	{ "interface",   required_argument, NULL, OPT_INTERFACE },
	{ "keep",        no_argument,       NULL, OPT_KEEP },
	{ "close",       no_argument,       NULL, OPT_CLOSE },
	{ "fault",       required_argument, NULL, OPT_FAULT },
	{ "seed",        required_argument, NULL, OPT_SEED },
	{ "control",     no_argument,       NULL, OPT_CONTROL },
	{ "exit-after",  required_argument, NULL, OPT_EXIT_AFTER },
	{ "verbose",     no_argument,       NULL, OPT_VERBOSE },
	{ "list",        no_argument,       NULL, OPT_LIST },
	{ "help",        no_argument,       NULL, OPT_HELP },
	{ "version",     no_argument,       NULL, OPT_VERSION },
	{ 0 },
};
// clang-format on

struct reader {
	struct sim_options *options;
	struct sim_wishes wishes;
	struct kasa_err *err;
	bool replays;     /* arguments that are no options are files */
	bool model_given; /* --model, which only --count takes */
};

static int
wish(struct reader *reader, enum sim_wish_kind kind, const char *text)
{
	struct sim_wishes *wishes = &reader->wishes;
	struct sim_wish *list = realloc(wishes->list, (wishes->count + 1) * sizeof *list);

	if (!list)
		return kasa_err_set(reader->err, KASA_ENOMEM, "no memory for the command line");
	list[wishes->count++] = (struct sim_wish){ kind, text };
	wishes->list = list;
	return KASA_OK;
}

static int
number(struct reader *reader, const char *option, uint32_t least, uint32_t most, uint32_t *out)
{
	if (number_parse(optarg, least, most, out))
		return KASA_OK;
	return kasa_err_set(reader->err, KASA_EINVAL, "--%s %.40s: a number from %u to %u is expected", option, optarg,
	                    (unsigned)least, (unsigned)most);
}

static int
read_model(struct reader *reader)
{
	reader->model_given = true;
	reader->wishes.model = sim_model_need(optarg, reader->err);
	return reader->wishes.model ? KASA_OK : kasa_err_wrap(reader->err, "--model");
}

static int
read_address(struct reader *reader)
{
	if (sim_address_parse(optarg, &reader->wishes.address))
		return KASA_OK;
	return kasa_err_set(reader->err, KASA_EINVAL, "--address %.40s: an IPv4 address like 127.0.0.1 is expected",
	                    optarg);
}

static int
read_interface(struct reader *reader)
{
	reader->options->interface = optarg;
	if (if_nametoindex(optarg) != 0)
		return KASA_OK;
	return kasa_err_set(reader->err, KASA_EINVAL, "--interface %.40s: this machine has no such interface", optarg);
}

static int
read_port(struct reader *reader, const char *option, uint16_t *port)
{
	uint32_t value = 0;
	int rc = number(reader, option, 1, 65535, &value);

	*port = (uint16_t)value;
	return rc;
}

/* "as-recorded" is what each recording announces. */
static int
read_transport(struct reader *reader)
{
	reader->wishes.as_announced = strcmp(optarg, "as-recorded") == 0;
	reader->wishes.transport = NULL;
	return reader->wishes.as_announced ? KASA_OK
	                                   : sim_transport_need(optarg, &reader->wishes.transport, reader->err);
}

static int
read_exit_after(struct reader *reader)
{
	uint32_t ms;

	if (!seconds_parse(optarg, 1, 86400000, &ms))
		return kasa_err_set(reader->err, KASA_EINVAL,
		                    "--exit-after %.40s: seconds from 0.001 to 86400 are expected", optarg);
	reader->options->exit_after_s = (double)ms / 1000;
	return KASA_OK;
}

static int
read_file(struct reader *reader, const char *text)
{
	if (reader->replays)
		return wish(reader, SIM_WISH_REPLAY, text);
	return kasa_err_set(reader->err, KASA_EINVAL, "\"%.80s\" is no option; a recorded device is --replay %.80s",
	                    text, text);
}

/* getopt's own words name the program and not the remedy. */
static int
refuse(struct reader *reader, char *argv[], int code)
{
	const char *typed = argv[optind - 1];
	struct suggest suggest;

	if (code == ':')
		return kasa_err_set(reader->err, KASA_EINVAL, "%s wants a value; kasa-sim --help tells which", typed);
	suggest_start(&suggest, typed + strspn(typed, "-"));
	for (const struct option *row = longs; row->name; row++)
		suggest_offer(&suggest, row->name);
	if (suggest.best)
		return kasa_err_set(reader->err, KASA_EINVAL, "no option \"%.40s\"; did you mean --%s?", typed,
		                    suggest.best);
	return kasa_err_set(reader->err, KASA_EINVAL, "no option \"%.40s\"; kasa-sim --help lists them", typed);
}

static int
read_option(struct reader *reader, int code)
{
	struct sim_options *options = reader->options;

	switch ((enum opt)code) {
	case OPT_FILE:
		return read_file(reader, optarg);
	case OPT_REPLAY:
		reader->replays = true;
		return wish(reader, SIM_WISH_REPLAY, optarg);
	case OPT_DEVICE:
		return wish(reader, SIM_WISH_DEVICE, optarg);
	case OPT_FAULT:
		return wish(reader, SIM_WISH_FAULT, optarg);
	case OPT_COUNT:
		return number(reader, "count", 1, SIM_DEVICES_MAX, &reader->wishes.plugs);
	case OPT_SEED:
		return number(reader, "seed", 0, UINT32_MAX, &reader->wishes.seed);
	case OPT_MODEL:
		return read_model(reader);
	case OPT_ADDRESS:
		return read_address(reader);
	case OPT_PORT:
		return read_port(reader, "port", &options->port);
	case OPT_HTTP_PORT:
		return read_port(reader, "http-port", &options->http_port);
	case OPT_TDP_PORT:
		return read_port(reader, "tdp-port", &options->tdp_port);
	case OPT_TRANSPORT:
		return read_transport(reader);
	case OPT_USERNAME:
		return options->username = optarg, KASA_OK;
	case OPT_PASSWORD:
		return options->password = optarg, KASA_OK;
	case OPT_INTERFACE:
		return read_interface(reader);
	case OPT_EXIT_AFTER:
		return read_exit_after(reader);
	case OPT_AS_RECORDED:
		return reader->wishes.as_recorded = true, KASA_OK;
	case OPT_KEEP:
	case OPT_CLOSE:
		return reader->wishes.closes = code == OPT_CLOSE, KASA_OK;
	case OPT_CONTROL:
		return options->control = true, KASA_OK;
	case OPT_VERBOSE:
		return options->verbose = true, KASA_OK;
	case OPT_LIST:
		return options->task = SIM_LIST, KASA_OK;
	case OPT_HELP:
		return options->task = SIM_HELP, KASA_OK;
	case OPT_VERSION:
		return options->task = SIM_VERSION, KASA_OK;
	}
	return KASA_EINVAL;
}

static int
read_all(struct reader *reader, int argc, char *argv[])
{
	int code, rc = KASA_OK;

	opterr = 0;
	/* '-': arguments that are no options come in their place; ':': a missing value is told apart */
	while (rc == KASA_OK && (code = getopt_long(argc, argv, "-:hv", longs, NULL)) != -1)
		rc = code == '?' || code == ':' ? refuse(reader, argv, code) : read_option(reader, code);
	while (rc == KASA_OK && optind < argc)
		rc = read_file(reader, argv[optind++]);
	return rc;
}

static int
fill(struct reader *reader, struct sim_house *house, int64_t now_ms)
{
	if (reader->model_given && reader->wishes.plugs == 0)
		return kasa_err_set(reader->err, KASA_EINVAL,
		                    "--model belongs to --count N; one device is --device MODEL");
	sim_house_finish(house);
	sim_house_init(house, reader->wishes.address, reader->wishes.seed);
	return sim_furnish(house, &reader->wishes, now_ms, reader->err);
}

int
sim_options_read(struct sim_options *options, struct sim_house *house, int argc, char *argv[], int64_t now_ms,
                 struct kasa_err *err)
{
	struct reader reader = { .options = options, .err = err };
	int rc;

	*options = (struct sim_options){
		.interface = "lo", .port = 9999, .http_port = 80, .username = SIM_USERNAME, .password = SIM_PASSWORD
	};
	reader.wishes =
		(struct sim_wishes){ .address = FIRST_ADDRESS, .seed = 1, .model = sim_model_find("HS110(EU)") };
	sim_house_init(house, FIRST_ADDRESS, 1);
	rc = read_all(&reader, argc, argv);
	if (rc == KASA_OK && options->task == SIM_SERVE)
		rc = fill(&reader, house, now_ms);
	free(reader.wishes.list);
	return rc;
}
