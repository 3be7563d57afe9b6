/* location: where a device believes to be. It is somebody's home: shown to those who ask twice. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <kasa/system.h>

#include "base/err.h"
#include "cli/cmd.h"
#include "cli/job.h"
#include "cli/sheet.h"
#include "common/scan.h"

enum {
	DIGITS = 4, /* behind the point: as many as devices keep */
};

/* Devices that were never told are at 0, 0, in the sea. */
static bool
is_somewhere(const struct kasa_location *location)
{
	return isfinite(location->latitude) && isfinite(location->longitude)
	       && (location->latitude != 0 || location->longitude != 0);
}

static void
tell(struct job *job, const struct kasa_location *location)
{
	bool set = is_somewhere(location);
	struct sheet sheet;

	sheet_init(&sheet, "location");
	sheet_bool(&sheet, "set", "location", set);
	sheet_called(&sheet, "set", "not set");
	if (set && job_cli(job)->opts.verbose > 0) {
		sheet_real(&sheet, "latitude", "latitude", location->latitude, DIGITS);
		sheet_real(&sheet, "longitude", "longitude", location->longitude, DIGITS);
	} else if (set) {
		sheet_shown(&sheet, "set; kasa --verbose location shows it");
	}
	job_sheet(job, &sheet);
	sheet_finish(&sheet);
}

static void
on_location(struct kasa_device *dev, const struct kasa_location *location, const struct kasa_err *err, void *arg)
{
	(void)dev;
	if (err->code == KASA_OK)
		tell(arg, location);
	else
		job_fail(arg, err);
}

void
cmd_location(struct job *job)
{
	int rc = kasa_location_read(job->lane->dev, on_location, job);

	if (rc != KASA_OK)
		job_refuse(job, rc);
}

/* ---- where it is from now on ---- */

/* "52.3702", "-4.9", "52.37N", "4.9 W": letters are those of the positive side and of the other. */
static bool
scan_degrees(const char **at, const char letters[2], double most, double *out)
{
	bool minus = scan_char(at, '-');
	struct scan_decimal number;
	char letter;

	if (!scan_decimal(at, ".", &number))
		return false;
	scan_blanks(at);
	letter = **at;
	if (letter >= 'a' && letter <= 'z')
		letter = (char)(letter - 'a' + 'A');
	if (letter && strchr("NSEW", letter) && (minus || (letter != letters[0] && letter != letters[1])))
		return false;
	if (letter == letters[0] || letter == letters[1])
		(*at)++;
	*out = (double)number.whole + (double)number.billionths / 1e9;
	if (minus || letter == letters[1])
		*out = -*out;
	scan_blanks(at);
	return fabs(*out) <= most;
}

static bool
parse(const char *text, struct kasa_location *out)
{
	const char *at = text;

	if (!scan_degrees(&at, "NS", 90, &out->latitude) || !scan_char(&at, ','))
		return false;
	scan_blanks(&at);
	return scan_degrees(&at, "EW", 180, &out->longitude) && !*at;
}

int
cmd_location_set_check(const struct cli *cli, struct kasa_err *err)
{
	struct kasa_location location;

	if (parse(cli->call.value, &location))
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL,
	                    "location set: LAT,LON are degrees, -90 to 90 and -180 to 180, as 52.3702,4.8952 or "
	                    "33.87S,151.21E");
}

void
cmd_location_set(struct job *job)
{
	struct kasa_location location = { 0, 0 };
	int rc;

	parse(job_cli(job)->call.value, &location); /* it was checked */
	rc = kasa_location_set(job->lane->dev, location.latitude, location.longitude, on_location, job);
	if (rc != KASA_OK)
		job_refuse(job, rc);
}
