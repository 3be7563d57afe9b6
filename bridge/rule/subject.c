#include "bridge/rule/subject.h"

#include <stdlib.h>
#include <string.h>

/* What hangs at a device. */
struct attached {
	size_t count;
	struct subject *item[];
};

void
subject_init(struct subject *subject, const char *member, void *owner, bool watches)
{
	*subject = (struct subject){ .owner = owner, .watches = watches };
	if (!groups_split(member, subject->name, &subject->outlet))
		subject->name[0] = '\0';
}

bool
subjects_add(struct subjects *subjects, struct subject *subject)
{
	size_t room = subjects->room ? subjects->room * 2 : 16;
	struct subject **item;

	if (subjects->count == subjects->room) {
		item = realloc(subjects->item, room * sizeof *item);
		if (!item)
			return false;
		subjects->item = item;
		subjects->room = room;
	}
	subjects->item[subjects->count++] = subject;
	return true;
}

static size_t
claim(const struct subjects *subjects, struct device *device)
{
	size_t count = 0;

	for (size_t i = 0; i < subjects->count; i++) {
		struct subject *subject = subjects->item[i];

		if ((subject->device && subject->device != device) || !groups_calls(device, subject->name))
			continue;
		subject->device = device;
		count++;
	}
	return count;
}

void
subjects_attach(struct subjects *subjects, struct device *device)
{
	struct attached *attached;
	size_t count;

	subjects_detach(subjects, device);
	count = claim(subjects, device);
	if (count == 0)
		return;
	attached = calloc(1, sizeof *attached + count * sizeof attached->item[0]);
	for (size_t i = 0; i < subjects->count; i++)
		if (subjects->item[i]->device == device && attached)
			attached->item[attached->count++] = subjects->item[i];
		else if (subjects->item[i]->device == device)
			subjects->item[i]->device = NULL;
	device->of_port[subjects->port] = attached;
}

void
subjects_detach(struct subjects *subjects, struct device *device)
{
	struct attached *attached = device->of_port[subjects->port];

	for (size_t i = 0; attached && i < attached->count; i++)
		attached->item[i]->device = NULL;
	free(attached);
	device->of_port[subjects->port] = NULL;
}

struct subject *
subjects_of(const struct subjects *subjects, const struct device *device, size_t index)
{
	const struct attached *attached = device->of_port[subjects->port];

	return attached && index < attached->count ? attached->item[index] : NULL;
}

void
subjects_finish(struct subjects *subjects)
{
	free(subjects->item);
	*subjects = (struct subjects){ .port = subjects->port };
}
