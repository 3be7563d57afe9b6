/* A few hundred at most: they are looked through one by one, by a hash. */
#include "bridge/http/idempotency.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "bridge/http/idempotency_own.h"

enum {
	NAME_MAX_BYTES = 1024, /* scope and key */
};

struct idempotency *
idempotency_new(size_t most, size_t bytes)
{
	struct idempotency *memory = calloc(1, sizeof *memory);

	if (!memory)
		return NULL;
	kasa_list_init(&memory->list);
	memory->most = most;
	memory->bytes_most = bytes;
	return memory;
}

void
kept_remove(struct idempotency *memory, struct kept *kept)
{
	kasa_list_remove(&kept->node);
	memory->count--;
	memory->bytes -= kept->bytes;
	free(kept->type);
	free(kept->body);
	free(kept);
}

void
idempotency_free(struct idempotency *memory)
{
	if (!memory)
		return;
	while (!kasa_list_empty(&memory->list))
		kept_remove(memory, KEPT_OF(memory->list.next));
	free(memory);
}

/* ---- whose ---- */

static char *
name_of(const struct idempotency_id *id)
{
	size_t scope = strlen(id->scope), key = strlen(id->key);
	char *name = scope + key < NAME_MAX_BYTES ? malloc(scope + key + 2) : NULL;

	if (!name)
		return NULL;
	memcpy(name, id->scope, scope);
	name[scope] = '\n';
	memcpy(name + scope + 1, id->key, key + 1);
	return name;
}

/* Two sums with different beginnings, and the length in both: who makes them collide deceives nobody but himself. */
static void
sum_of(const struct idempotency_id *id, uint64_t sum[2])
{
	sum[0] = kasa_fnv(KASA_FNV ^ id->length, id->body, id->length);
	sum[1] = kasa_fnv(~KASA_FNV ^ id->length << 8, id->body, id->length);
}

static struct kept *
find(const struct idempotency *memory, const char *name)
{
	uint64_t whose = kasa_hash_text(name);

	for (struct kasa_list *at = memory->list.prev; at != &memory->list; at = at->prev)
		if (KEPT_OF(at)->whose == whose && strcmp(KEPT_OF(at)->name, name) == 0)
			return KEPT_OF(at);
	return NULL;
}

/* ---- room ---- */

/* The least recent that has an answer; NULL when all are running. */
static struct kept *
least(const struct idempotency *memory, const struct kept *but)
{
	for (struct kasa_list *at = memory->list.next; at != &memory->list; at = at->next)
		if (KEPT_OF(at)->status != 0 && KEPT_OF(at) != but)
			return KEPT_OF(at);
	return NULL;
}

/* False when there is none to be had. */
static bool
make_room(struct idempotency *memory, const struct kept *but, size_t entries, size_t bytes)
{
	while (memory->count + entries > memory->most || memory->bytes + bytes > memory->bytes_most) {
		struct kept *old = least(memory, but);

		if (!old)
			return false;
		kept_remove(memory, old);
	}
	return true;
}

static void
forget_old(struct idempotency *memory, int64_t now_s)
{
	struct kasa_list *at = memory->list.next;

	while (at != &memory->list) {
		struct kept *kept = KEPT_OF(at);

		at = at->next;
		if (kept->status != 0 && now_s - kept->at_s >= IDEMPOTENCY_KEEP_S)
			kept_remove(memory, kept);
	}
}

struct kept *
kept_add(struct idempotency *memory, const char *name, const uint64_t sum[2], int64_t now_s)
{
	size_t bytes = sizeof(struct kept) + strlen(name) + 1;
	struct kept *kept = make_room(memory, NULL, 1, bytes) ? calloc(1, bytes) : NULL;

	if (!kept)
		return NULL;
	memcpy(kept->name, name, strlen(name) + 1);
	kept->whose = kasa_hash_text(name);
	kept->sum[0] = sum[0];
	kept->sum[1] = sum[1];
	kept->at_s = now_s;
	kept->bytes = bytes;
	kasa_list_append(&memory->list, &kept->node);
	memory->count++;
	memory->bytes += bytes;
	return kept;
}

bool
kept_answer(struct idempotency *memory, struct kept *kept, const struct idempotency_answer *answer)
{
	size_t bytes = answer->length + strlen(answer->type) + 2;
	bool fits = answer->length <= IDEMPOTENCY_ANSWER_MAX && make_room(memory, kept, 0, bytes);
	char *body = fits ? malloc(answer->length + 1) : NULL, *type = fits ? strdup(answer->type) : NULL;

	if (!body || !type) {
		free(body);
		free(type);
		return false;
	}
	if (answer->length > 0)
		memcpy(body, answer->body, answer->length);
	body[answer->length] = '\0';
	kept->body = body;
	kept->type = type;
	kept->length = answer->length;
	kept->status = answer->status;
	kept->bytes += bytes;
	memory->bytes += bytes;
	return true;
}

/* ---- requests ---- */

static void
give(const struct kept *kept, struct idempotency_answer *answer)
{
	*answer = (struct idempotency_answer){
		.status = kept->status, .type = kept->type, .body = kept->body, .length = kept->length
	};
}

/* It stays where it is in the list: how often it is asked for again does not make it live longer. */
static enum idempotency_found
again(const struct kept *kept, const uint64_t sum[2], struct idempotency_answer *answer)
{
	if (kept->sum[0] != sum[0] || kept->sum[1] != sum[1])
		return IDEMPOTENCY_OTHER;
	if (kept->status == 0)
		return IDEMPOTENCY_RUNNING;
	give(kept, answer);
	return IDEMPOTENCY_DONE;
}

enum idempotency_found
idempotency_begin(struct idempotency *memory, const struct idempotency_id *id, int64_t now_s,
                  struct idempotency_answer *answer)
{
	enum idempotency_found found = IDEMPOTENCY_FULL;
	char *name = name_of(id);
	struct kept *kept;
	uint64_t sum[2];

	if (!name)
		return found;
	forget_old(memory, now_s);
	sum_of(id, sum);
	kept = find(memory, name);
	if (kept)
		found = again(kept, sum, answer);
	else if (kept_add(memory, name, sum, now_s))
		found = IDEMPOTENCY_NEW;
	free(name);
	return found;
}

static struct kept *
running(const struct idempotency *memory, const struct idempotency_id *id)
{
	char *name = name_of(id);
	struct kept *kept = name ? find(memory, name) : NULL;

	free(name);
	return kept && kept->status == 0 ? kept : NULL;
}

void
idempotency_end(struct idempotency *memory, const struct idempotency_id *id, int64_t now_s,
                const struct idempotency_answer *answer)
{
	struct kept *kept = running(memory, id);

	if (!kept)
		return;
	kept->at_s = now_s;
	if (!kept_answer(memory, kept, answer))
		kept_remove(memory, kept);
}

void
idempotency_drop(struct idempotency *memory, const struct idempotency_id *id)
{
	struct kept *kept = running(memory, id);

	if (kept)
		kept_remove(memory, kept);
}

size_t
idempotency_count(const struct idempotency *memory)
{
	return memory->count;
}
