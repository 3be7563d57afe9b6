#include "common/clock_now.h"

#include <stdlib.h>
#include <time.h>

#include "base/err.h"
#include "common/calendar.h"
#include "common/zone.h"

enum {
	DAY_S = 86400,
};

const char *
zone_folder(void)
{
	const char *folder = getenv("TZDIR");

	return folder && folder[0] ? folder : ZONE_FOLDER;
}

/* The clock of a zone when it is so many seconds since 1970, there. */
static struct kasa_clock
clock_of(const struct kasa_clock *zone, int64_t local_s)
{
	int64_t days = local_s / DAY_S, second = local_s % DAY_S;
	struct date date = calendar_after(&(struct date){ 1970, 1, 1 }, (unsigned)days);
	struct kasa_clock clock = *zone;

	clock.year = date.year;
	clock.month = date.month;
	clock.day = date.day;
	clock.hour = (int)(second / 3600);
	clock.minute = (int)(second / 60 % 60);
	clock.second = (int)(second % 60);
	return clock;
}

/* By its name or its number; by its minutes alone, where a device has no name for it. */
static int
rule_of(const struct kasa_clock *zone, struct zone_rule *out, struct kasa_err *err)
{
	const char *name = zone->region[0] ? zone->region : kasa_zone_name(zone->zone);
	struct zone found;
	int rc;

	if (!name && zone->utc_s > 0 && zone->ahead_min != KASA_UNKNOWN) {
		*out = (struct zone_rule){ .offset_s = zone->ahead_min * 60, .summer_s = zone->ahead_min * 60 };
		return KASA_OK;
	}
	if (!name)
		return kasa_err_set(err, KASA_EINVAL, "the device does not tell its time zone");
	rc = zone_find(zone_folder(), name, &found, err);
	if (rc == KASA_OK)
		*out = found.rule;
	return rc;
}

bool
clock_now(const struct kasa_clock *device, struct kasa_clock *out, struct kasa_err *err)
{
	int64_t now_s = (int64_t)time(NULL);
	struct zone_rule rule;

	if (rule_of(device, &rule, err) != KASA_OK)
		return false;
	*out = clock_of(device, now_s + zone_rule_offset(&rule, now_s));
	out->utc_s = now_s;
	out->ahead_min = rule.offset_s / 60;
	return true;
}

struct kasa_clock
clock_shown(const struct kasa_clock *device)
{
	struct zone_rule rule;
	struct kasa_err err;

	if (device->utc_s <= 0 || rule_of(device, &rule, &err) != KASA_OK)
		return *device;
	return clock_of(device, device->utc_s + zone_rule_offset(&rule, device->utc_s));
}

/* By the offset that is valid then, or nearly: the hour that is there twice is the first one. */
void
clock_add_utc(struct kasa_clock *clock)
{
	int64_t local_s = calendar_days(&(struct date){ clock->year, clock->month, clock->day }) * DAY_S
	                  + clock->hour * 3600 + clock->minute * 60 + clock->second;
	struct zone_rule rule;
	struct kasa_err err;

	clock->utc_s = 1; /* it keeps it */
	if (rule_of(clock, &rule, &err) != KASA_OK)
		rule = (struct zone_rule){ 0 };
	clock->utc_s = local_s - zone_rule_offset(&rule, local_s - rule.summer_s);
	clock->ahead_min = rule.offset_s / 60;
}
