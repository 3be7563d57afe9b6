/* What went through a meter since midnight, as the device itself remembers it. */
#ifndef KASA_CLI_WATCH_TODAY_H
#define KASA_CLI_WATCH_TODAY_H

#include "cli/watch.h"

/* Begins to ask about the meter that was read last, unless it is known, or was asked a moment ago. */
void watch_today_ask(struct watch_device *device);

#endif
