#include <kasa/version.h>

#include <stdio.h>

#define EV_COMPAT3 0
#include <ev.h>

const char *
kasa_version(void)
{
	return KASA_VERSION;
}

const char *
kasa_version_libraries(void)
{
	static _Thread_local char text[64];

	snprintf(text, sizeof text, "libev %d.%d", ev_version_major(), ev_version_minor());
	return text;
}
