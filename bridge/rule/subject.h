/*
 * Whom something is about: a device as the configuration names it, perhaps an outlet of it, and who that is now. What a
 * device says goes only to those whose subject it is.
 */
#ifndef KASA_BRIDGE_SUBJECT_H
#define KASA_BRIDGE_SUBJECT_H

#include "bridge/hub/groups.h"

struct subject {
	char name[GROUP_MEMBER_MAX];
	unsigned outlet;
	struct device *device; /* NULL: nobody is called so just now */
	void *owner;           /* struct watch or struct rule, by .watches */
	bool watches;
};

/* @p member: a name, MAC, id or alias, perhaps with "/" and an outlet; it was checked. */
void subject_init(struct subject *subject, const char *member, void *owner, bool watches);

/* All of them. */
struct subjects {
	struct subject **item;
	size_t count, room;
	unsigned port; /* index of struct device.of_port, where each device keeps which are its own */
};

/* False without memory. The subject must stay where it is. */
bool subjects_add(struct subjects *subjects, struct subject *subject);

/* Finds out whose subject it is; again when it is called otherwise. */
void subjects_attach(struct subjects *subjects, struct device *device);

/* Nobody's subject any more. */
void subjects_detach(struct subjects *subjects, struct device *device);

/* Those of a device one after the other: NULL past the last. */
struct subject *subjects_of(const struct subjects *subjects, const struct device *device, size_t index);

void subjects_finish(struct subjects *subjects);

#endif
