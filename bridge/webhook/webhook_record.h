/*
 * What is kept of messages on the disk: a line of JSON for each thing that happened to one. What a file says follows from its
 * lines in their order; its last line may be torn. Pure.
 */
#ifndef KASA_BRIDGE_WEBHOOK_RECORD_H
#define KASA_BRIDGE_WEBHOOK_RECORD_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum {
	WEBHOOK_ID_MAX = 32,
	WEBHOOK_WHY_MAX = 96,
	WEBHOOK_BODY_MAX = 20 << 10, /* as Standard Webhooks wants it */
	/* Each byte of a body may become six. */
	WEBHOOK_LINE_MAX = 6 * WEBHOOK_BODY_MAX + (4 << 10),
};

enum webhook_record_kind {
	WEBHOOK_RECORD_ADD,   /* it waits */
	WEBHOOK_RECORD_END,   /* it is gone, delivered or not */
	WEBHOOK_RECORD_DEAD,  /* it was given up, and is kept for people to see */
	WEBHOOK_RECORD_AGAIN, /* it waits again, since another time, behind all others */
};

struct webhook_record {
	enum webhook_record_kind kind;
	char id[WEBHOOK_ID_MAX];
	int64_t time_s; /* UTC */
	uint64_t key;   /* of what overtakes it; 0: nothing does */
	char why[WEBHOOK_WHY_MAX];
};

/* What a line of WEBHOOK_RECORD_ADD holds. */
struct webhook_content {
	const char *id, *event, *device; /* device: "lamp", "strip/2"; or "" */
	int64_t time_s;
	uint64_t key;
	const char *type; /* of its body; "" where it is a query */
	const char *to;   /* the event's name at IFTTT; or "" */
	const char *body;
	size_t length;
};

/* Append a line with its end. KASA_EPROTO past the limit of @p out, KASA_ENOMEM. */
int webhook_record_add(struct kasa_buf *out, const struct webhook_content *content);
int webhook_record_other(struct kasa_buf *out, const struct webhook_record *record);

/* Reads a line without its end. False when it is none. */
bool webhook_record_parse(const char *line, size_t length, struct webhook_record *out);

/* The content of a line that was an ADD; texts live as long as @p keep, which is the caller's to release. False: it is none. */
bool webhook_record_content(const char *line, size_t length, struct webhook_content *out, json_t **keep);

#endif
