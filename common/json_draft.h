/* A JSON object under construction: once something failed, nothing is left of it. What is unknown is left out. */
#ifndef KASA_COMMON_JSON_DRAFT_H
#define KASA_COMMON_JSON_DRAFT_H

#include <jansson.h>
#include <stdbool.h>

struct json_draft {
	json_t *json;
	bool failed;
};

struct json_draft json_draft_begin(void);

/* Goes on with an object, which is stolen; NULL is one that failed. */
struct json_draft json_draft_of(json_t *object);

/* The object, a new reference, or NULL. */
json_t *json_draft_end(struct json_draft *draft);

/* Each steals @p value; NULL is no memory. */
void json_draft_set(struct json_draft *draft, const char *key, json_t *value);
void json_draft_append(struct json_draft *draft, json_t *array, json_t *value);

/* NULL and "" are left out, KASA_UNKNOWN and NAN as well. */
void json_draft_text(struct json_draft *draft, const char *key, const char *text);
void json_draft_bool(struct json_draft *draft, const char *key, int value);
void json_draft_int(struct json_draft *draft, const char *key, int value);
void json_draft_real(struct json_draft *draft, const char *key, double value);

/* A string of any bytes: what is not UTF-8 becomes U+FFFD. */
json_t *json_text(const char *text);

#endif
