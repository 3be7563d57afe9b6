#include "sun.h"

#include <math.h>

#include "calendar.h"

enum {
	DAY_2000 = 10957, /* 2000-01-01, whose noon the formulas count from */
};

static const double RADIANS = 3.14159265358979323846 / 180;

static double
sin_of(double degrees)
{
	return sin(degrees * RADIANS);
}

/* Half of the way that the sun is up, in degrees; not a number where it does not rise or set. */
static double
half_arc(double latitude, double longitude_of_sun)
{
	double declination = asin(sin_of(longitude_of_sun) * sin_of(23.4397));

	/* -0.833: the sun's own radius, and what the air bends */
	return acos((sin_of(-0.833) - sin_of(latitude) * sin(declination))
	            / (cos(latitude * RADIANS) * cos(declination)))
	       / RADIANS;
}

/* Days since the noon of 2000-01-01, UTC, by the sunrise equation. */
static double
event(const struct sim_place *place, int32_t day, bool sets)
{
	double noon = day - DAY_2000 - place->longitude / 360;
	double anomaly = fmod(357.5291 + 0.98560028 * noon, 360);
	double centre = 1.9148 * sin_of(anomaly) + 0.02 * sin_of(2 * anomaly) + 0.0003 * sin_of(3 * anomaly);
	double longitude = fmod(anomaly + centre + 180 + 102.9372, 360);
	double transit = noon + 0.0053 * sin_of(anomaly) - 0.0069 * sin_of(2 * longitude);
	double half = half_arc(place->latitude, longitude) / 360;

	return sets ? transit + half : transit - half;
}

int
sim_sun_minute(const struct sim_place *place, int32_t day, int32_t ahead_s, bool sets)
{
	double when = place->known ? event(place, day, sets) : NAN;
	long minute;

	if (isnan(when))
		return sets ? SIM_SUNSET_MIN : SIM_SUNRISE_MIN;
	minute = lround((when + DAY_2000 + 0.5 - day) * SIM_DAY_MIN + ahead_s / 60.0);
	return (int)((minute % SIM_DAY_MIN + SIM_DAY_MIN) % SIM_DAY_MIN); /* a zone may be far from its place */
}
