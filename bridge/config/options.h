/* The command line of kasad. */
#ifndef KASA_BRIDGE_OPTIONS_H
#define KASA_BRIDGE_OPTIONS_H

#include <stdbool.h>

#include <kasa/error.h>

/* Texts are those of argv. */
struct options {
	const char *config;    /* NULL: the usual file */
	const char *state_dir; /* NULL: as the configuration says */
	int log_level;         /* an enum kasa_log_level that wins over that of the configuration, or -1 */
	bool check;            /* reads the configuration, tells what is wrong with it, and does no more */
	bool once;             /* ends when all that was found has been read and published */
	bool help, version;
};

/* Reads a command line. KASA_EINVAL with a sentence. */
int options_read(struct options *options, int argc, char *argv[], struct kasa_err *err);

/* The same, with the words that --help, --version and mistakes want: an exit status, or -1 when there is more to do. */
int options_parse(struct options *options, int argc, char *argv[]);

/* What --help prints. Lives for ever. */
const char *options_help(void);

/* Does what --check-config asks for: mistakes to standard error, or to standard output that there are none. An exit status. */
int options_check(const struct options *options);

#endif
