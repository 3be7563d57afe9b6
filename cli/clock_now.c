#include "cli/clock_now.h"

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

static struct kasa_clock
clock_of(int64_t local_s, int zone)
{
	int64_t days = local_s / DAY_S, second = local_s % DAY_S;
	struct date date = calendar_after(&(struct date){ 1970, 1, 1 }, (unsigned)days);

	return (struct kasa_clock){
		.year = date.year,
		.month = date.month,
		.day = date.day,
		.hour = (int)(second / 3600),
		.minute = (int)(second / 60 % 60),
		.second = (int)(second % 60),
		.zone = zone,
	};
}

bool
clock_now(int zone, struct kasa_clock *out, struct kasa_err *err)
{
	const char *name = kasa_zone_name(zone);
	int64_t now_s = (int64_t)time(NULL);
	struct zone found;

	if (!name) {
		kasa_err_set(err, KASA_EINVAL, "the device does not tell its time zone");
		return false;
	}
	if (zone_find(zone_folder(), name, &found, err) != KASA_OK)
		return false;
	*out = clock_of(now_s + zone_rule_offset(&found.rule, now_s), zone);
	return true;
}
