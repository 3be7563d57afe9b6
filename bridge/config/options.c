/* By getopt_long(3), whose own words are replaced: they name the program and not the remedy. */
#include "bridge/config/options.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include <kasa/version.h>

#include "base/err.h"
#include "bridge/config/config.h"
#include "bridge/config/config_keys.h"
#include "bridge/daemon.h"
#include "common/suggest.h"
#include "common/text_show.h"

enum {
	OPT_CHECK = 256,
	OPT_ONCE,
	OPT_LOG_LEVEL,
	OPT_STATE_DIR,
	OPT_VERSION,
	TYPED_MAX = 64, /* of an option that nobody knows */
};

static const struct option longs[] = {
	{ "config", required_argument, NULL, 'c' },
	{ "check-config", no_argument, NULL, OPT_CHECK },
	{ "once", no_argument, NULL, OPT_ONCE },
	{ "log-level", required_argument, NULL, OPT_LOG_LEVEL },
	{ "state-dir", required_argument, NULL, OPT_STATE_DIR },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, OPT_VERSION },
	{ 0 },
};

const char *
options_help(void)
{
	return "usage: kasad [OPTION]...\n"
	       "\n"
	       "Bridges TP-Link Kasa and Tapo plugs, switches and lights to MQTT and Home Assistant.\n"
	       "\n"
	       "  -c, --config FILE      the configuration; without it /etc/kasa/kasad.yaml, if there is one\n"
	       "      --check-config     tell all that is wrong with the configuration, and end\n"
	       "      --once             read and publish everything once, and end\n"
	       "      --log-level LEVEL  error, warning, info or debug\n"
	       "      --state-dir DIR    where counters and what was set by requests are kept\n"
	       "  -h, --help             print this\n"
	       "      --version          print the version\n"
	       "\n"
	       "kasad(8) says more, kasad.yaml(5) all about the configuration.\n";
}

/* Without hyphens before, or a value behind. */
static const char *
name_of(const char *typed, char name[TYPED_MAX])
{
	typed += strspn(typed, "-");
	snprintf(name, TYPED_MAX, "%.*s", (int)strcspn(typed, "="), typed);
	return name;
}

static int
refuse(char *argv[], int code, struct kasa_err *err)
{
	const char *typed = argv[optind - 1];
	char name[TYPED_MAX], shown[TEXT_SHOWN];
	struct suggest suggest;

	if (code == ':')
		return kasa_err_set(err, KASA_EINVAL, "%s wants a value; kasad --help tells which",
		                    text_show(shown, typed));
	suggest_start(&suggest, name_of(typed, name));
	for (const struct option *row = longs; row->name; row++)
		suggest_offer(&suggest, row->name);
	if (suggest.best && strcmp(suggest.best, name) == 0)
		return kasa_err_set(err, KASA_EINVAL, "--%s takes no value", name);
	if (suggest.best)
		return kasa_err_set(err, KASA_EINVAL, "no option \"%s\"; did you mean --%s?", text_show(shown, typed),
		                    suggest.best);
	return kasa_err_set(err, KASA_EINVAL, "no option \"%s\"; kasad --help lists them", text_show(shown, typed));
}

static int
read_level(struct options *options, struct kasa_err *err)
{
	char shown[TEXT_SHOWN];

	for (unsigned i = 0; config_levels[i]; i++)
		if (strcmp(config_levels[i], optarg) == 0)
			return options->log_level = (int)i, KASA_OK;
	return kasa_err_set(err, KASA_EINVAL, "--log-level: \"%s\" is none of error, warning, info, debug",
	                    text_show(shown, optarg));
}

static int
read_path(const char **out, const char *name, struct kasa_err *err)
{
	*out = optarg;
	return optarg[0] ? KASA_OK : kasa_err_set(err, KASA_EINVAL, "--%s: a path is wanted, and it is empty", name);
}

static int
read_option(struct options *options, int code, struct kasa_err *err)
{
	switch (code) {
	case 'c':
		return read_path(&options->config, "config", err);
	case OPT_STATE_DIR:
		return read_path(&options->state_dir, "state-dir", err);
	case OPT_LOG_LEVEL:
		return read_level(options, err);
	case OPT_CHECK:
		return options->check = true, KASA_OK;
	case OPT_ONCE:
		return options->once = true, KASA_OK;
	case OPT_VERSION:
		return options->version = true, KASA_OK;
	default:
		return options->help = true, KASA_OK;
	}
}

int
options_read(struct options *options, int argc, char *argv[], struct kasa_err *err)
{
	char shown[TEXT_SHOWN];
	int code, rc = KASA_OK;

	*options = (struct options){ .log_level = -1 };
	opterr = 0;
	optind = 0; /* glibc begins anew then, also when a test has been here before */
	while (rc == KASA_OK && (code = getopt_long(argc, argv, "+:c:h", longs, NULL)) != -1)
		rc = code == '?' || code == ':' ? refuse(argv, code, err) : read_option(options, code, err);
	if (rc == KASA_OK && optind < argc)
		rc = kasa_err_set(err, KASA_EINVAL, "\"%s\" is no option, and kasad takes nothing else",
		                  text_show(shown, argv[optind]));
	return rc;
}

int
options_parse(struct options *options, int argc, char *argv[])
{
	struct kasa_err err;

	if (options_read(options, argc, argv, &err) != KASA_OK) {
		fprintf(stderr, "kasad: %s\n", err.text);
		return DAEMON_USAGE;
	}
	if (options->help)
		fputs(options_help(), stdout);
	else if (options->version)
		printf("kasad %s\n", kasa_version());
	else
		return -1;
	return DAEMON_DONE;
}

int
options_check(const struct options *options)
{
	struct mistakes mistakes = { 0 };
	struct config *config = NULL;
	struct kasa_err err;
	int rc = config_load(options->config, &config, &mistakes, &err);

	mistakes_print(&mistakes, options->config ? options->config : CONFIG_USUAL);
	if (rc != KASA_OK)
		fprintf(stderr, "kasad: %s\n", err.text);
	else if (config->path[0])
		printf("%s: all is well\n", config->path);
	else
		printf("there is no configuration: the defaults hold\n");
	mistakes_finish(&mistakes);
	config_free(config);
	return rc == KASA_OK ? DAEMON_DONE : DAEMON_CONFIG;
}
