/* A DEVICE as it was typed: what kind of name it is, and which outlet is meant. */
#ifndef KASA_CLI_TARGET_H
#define KASA_CLI_TARGET_H

#include <stdbool.h>
#include <stdint.h>

#include <kasa/error.h>
#include <kasa/state.h>

enum {
	TARGET_NAME_MAX = 256, /* the longest name of DNS, and its NUL */
};

enum target_kind {
	TARGET_ALL,  /* every device that answers */
	TARGET_HOST, /* a numeric address */
	TARGET_DNS,  /* a name that only DNS is asked for */
	TARGET_MAC,
	TARGET_ID,
	TARGET_ALIAS, /* an alias, or the beginning of one */
};

struct target {
	enum target_kind kind;
	const char *typed; /* borrowed */
	char name[TARGET_NAME_MAX];
	uint16_t port;               /* 0: not said */
	bool member;                 /* it came with a group */
	bool dns_first;              /* an alias with a dot: more likely a host's name */
	bool dns_last;               /* an alias that may be a host's name as well */
	char outlet[KASA_ALIAS_MAX]; /* "": the whole device; a position, an alias or the id of one */
};

/*
 * Tells what a DEVICE is: "all", an address with or without ":PORT", a MAC, an id of 40 hex digits (42: an
 * outlet's), else an alias. An outlet follows after the first slash; what holds a slash itself may be quoted.
 *
 * @p typed is borrowed. KASA_EINVAL with a sentence.
 */
int target_parse(struct target *target, const char *typed, struct kasa_err *err);

/* What --host got: an address or a host's name, with or without ":PORT" and "/OUTLET". */
int target_parse_host(struct target *target, const char *typed, struct kasa_err *err);

/* What --alias got: a name to its last character. */
int target_parse_alias(struct target *target, const char *typed, struct kasa_err *err);

#endif
