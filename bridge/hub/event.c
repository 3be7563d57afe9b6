/* Words of events. */
#include "bridge/hub/hub.h"

static const char *const event_words[] = {
	[EVENT_FOUND] = "device_found",
	[EVENT_REFUSED] = "device_refused",
	[EVENT_ONLINE] = "came_online",
	[EVENT_OFFLINE] = "went_offline",
	[EVENT_RENAMED] = "device_renamed",
	[EVENT_ALIAS] = "alias_changed",
	[EVENT_MOVED] = "ip_changed",
	[EVENT_FIRMWARE] = "firmware_changed",
	[EVENT_CHANGED_LOCALLY] = "changed_locally",
	[EVENT_COMMAND_FAILED] = "command_failed",
	[EVENT_REMOVED] = "device_removed",
};

const char *
event_word(enum event_kind kind)
{
	return event_words[kind];
}
