/*
 * Values that come with a request: `{{/value1}}` stands for what the JSON pointer /value1 (RFC 6901) leads to, and
 * `{{/value1|40}}` for 40 where it leads nowhere. Nothing else is possible in it: no code, no conditions. Pure.
 */
#ifndef KASA_BRIDGE_HOOK_TEMPLATE_H
#define KASA_BRIDGE_HOOK_TEMPLATE_H

#include <jansson.h>

#include <kasa/error.h>

enum {
	TEMPLATE_POINTER_MAX = 256, /* bytes */
	TEMPLATE_TEXT_MAX = 8192,   /* that become of one text */
};

/* What a pointer leads to, as a new reference; NULL: nowhere. */
typedef json_t *template_lookup_fn(const char *pointer, void *arg);

/* Whether all of it can be read. KASA_EINVAL with a sentence. */
int template_check(const char *text, struct kasa_err *err);

/*
 * Fills a text in. One that is a template and nothing else becomes what it leads to, of whatever type; else values are
 * written into the text. KASA_ENOTFOUND with a sentence that names the pointer, KASA_EINVAL, KASA_ENOMEM.
 */
int template_fill(const char *text, template_lookup_fn *lookup, void *arg, json_t **out, struct kasa_err *err);

/*
 * Fills in what config_order.set is, to what command_parse() reads: each text of its object, or what is to be its state,
 * which no request can make into anything else. Free *@p out.
 */
int template_payload(const char *set, template_lookup_fn *lookup, void *arg, char **out, struct kasa_err *err);

/* What a pointer leads to in a document, lent; NULL: nowhere. null counts as nowhere. */
json_t *template_point(const json_t *root, const char *pointer);

#endif
