/* A doubly linked list whose nodes live inside what they link. */
#ifndef KASA_BASE_LIST_H
#define KASA_BASE_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct kasa_list {
	struct kasa_list *prev, *next;
};

#define KASA_CONTAINER(node, type, member) ((type *)(void *)((char *)(node)-offsetof(type, member)))

static inline void
kasa_list_init(struct kasa_list *list)
{
	list->prev = list->next = list;
}

static inline bool
kasa_list_empty(const struct kasa_list *list)
{
	return list->next == list;
}

static inline void
kasa_list_append(struct kasa_list *list, struct kasa_list *node)
{
	node->prev = list->prev;
	node->next = list;
	list->prev->next = node;
	list->prev = node;
}

/* Legal for a node that is in no list, once it was initialised. */
static inline void
kasa_list_remove(struct kasa_list *node)
{
	/* NOLINTNEXTLINE(clang-analyzer-unix.Malloc): does not see that node is next of its prev, and so gone after */
	node->prev->next = node->next;
	node->next->prev = node->prev;
	kasa_list_init(node);
}

#endif
