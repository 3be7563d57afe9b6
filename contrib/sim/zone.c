#include "zone.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "calendar.h"

// clang-format off
/* Names by the index of the devices' table; rules as tzdata 2025b has them for the years from now on. */
static const struct { const char *name, *rule; } zones[SIM_ZONES] = {
	/*   0 */ { "Etc/GMT+12",                    "<-12>12" },
	/*   1 */ { "Pacific/Samoa",                 "SST11" },
	/*   2 */ { "US/Hawaii",                     "HST10" },
	/*   3 */ { "US/Alaska",                     "AKST9AKDT,M3.2.0,M11.1.0" },
	/*   4 */ { "Mexico/BajaNorte",              "PST8PDT,M3.2.0,M11.1.0" },
	/*   5 */ { "Etc/GMT+8",                     "<-08>8" },
	/*   6 */ { "PST8PDT",                       "PST8PDT,M3.2.0,M11.1.0" },
	/*   7 */ { "US/Arizona",                    "MST7" },
	/*   8 */ { "America/Mazatlan",              "MST7" },
	/*   9 */ { "MST",                           "MST7" },
	/*  10 */ { "MST7MDT",                       "MST7MDT,M3.2.0,M11.1.0" },
	/*  11 */ { "Mexico/General",                "CST6" },
	/*  12 */ { "Etc/GMT+6",                     "<-06>6" },
	/*  13 */ { "CST6CDT",                       "CST6CDT,M3.2.0,M11.1.0" },
	/*  14 */ { "America/Monterrey",             "CST6" },
	/*  15 */ { "Canada/Saskatchewan",           "CST6" },
	/*  16 */ { "America/Bogota",                "<-05>5" },
	/*  17 */ { "Etc/GMT+5",                     "<-05>5" },
	/*  18 */ { "EST",                           "EST5" },
	/*  19 */ { "America/Indiana/Indianapolis",  "EST5EDT,M3.2.0,M11.1.0" },
	/*  20 */ { "America/Caracas",               "<-04>4" },
	/*  21 */ { "America/Asuncion",              "<-03>3" },
	/*  22 */ { "Etc/GMT+4",                     "<-04>4" },
	/*  23 */ { "Canada/Atlantic",               "AST4ADT,M3.2.0,M11.1.0" },
	/*  24 */ { "America/Cuiaba",                "<-04>4" },
	/*  25 */ { "Brazil/West",                   "<-04>4" },
	/*  26 */ { "America/Santiago",              "<-04>4<-03>,M9.1.6/24,M4.1.6/24" },
	/*  27 */ { "Canada/Newfoundland",           "NST3:30NDT,M3.2.0,M11.1.0" },
	/*  28 */ { "America/Sao_Paulo",             "<-03>3" },
	/*  29 */ { "America/Argentina/Buenos_Aires", "<-03>3" },
	/*  30 */ { "America/Cayenne",               "<-03>3" },
	/*  31 */ { "America/Miquelon",              "<-03>3<-02>,M3.2.0,M11.1.0" },
	/*  32 */ { "America/Montevideo",            "<-03>3" },
	/*  33 */ { "Chile/Continental",             "<-04>4<-03>,M9.1.6/24,M4.1.6/24" },
	/*  34 */ { "Etc/GMT+2",                     "<-02>2" },
	/*  35 */ { "Atlantic/Azores",               "<-01>1<+00>,M3.5.0/0,M10.5.0/1" },
	/*  36 */ { "Atlantic/Cape_Verde",           "<-01>1" },
	/*  37 */ { "Africa/Casablanca",             "<+01>-1" },
	/*  38 */ { "UCT",                           "UTC0" },
	/*  39 */ { "GB",                            "GMT0BST,M3.5.0/1,M10.5.0" },
	/*  40 */ { "Africa/Monrovia",               "GMT0" },
	/*  41 */ { "Europe/Amsterdam",              "CET-1CEST,M3.5.0,M10.5.0/3" },
	/*  42 */ { "Europe/Belgrade",               "CET-1CEST,M3.5.0,M10.5.0/3" },
	/*  43 */ { "Europe/Brussels",               "CET-1CEST,M3.5.0,M10.5.0/3" },
	/*  44 */ { "Europe/Sarajevo",               "CET-1CEST,M3.5.0,M10.5.0/3" },
	/*  45 */ { "Africa/Lagos",                  "WAT-1" },
	/*  46 */ { "Africa/Windhoek",               "CAT-2" },
	/*  47 */ { "Asia/Amman",                    "<+03>-3" },
	/*  48 */ { "Europe/Athens",                 "EET-2EEST,M3.5.0/3,M10.5.0/4" },
	/*  49 */ { "Asia/Beirut",                   "EET-2EEST,M3.5.0/0,M10.5.0/0" },
	/*  50 */ { "Africa/Cairo",                  "EET-2EEST,M4.5.5/0,M10.5.4/24" },
	/*  51 */ { "Asia/Damascus",                 "<+03>-3" },
	/*  52 */ { "EET",                           "EET-2EEST,M3.5.0/3,M10.5.0/4" },
	/*  53 */ { "Africa/Harare",                 "CAT-2" },
	/*  54 */ { "Europe/Helsinki",               "EET-2EEST,M3.5.0/3,M10.5.0/4" },
	/*  55 */ { "Asia/Istanbul",                 "<+03>-3" },
	/*  56 */ { "Asia/Jerusalem",                "IST-2IDT,M3.4.4/26,M10.5.0" },
	/*  57 */ { "Europe/Kaliningrad",            "EET-2" },
	/*  58 */ { "Africa/Tripoli",                "EET-2" },
	/*  59 */ { "Asia/Baghdad",                  "<+03>-3" },
	/*  60 */ { "Asia/Kuwait",                   "<+03>-3" },
	/*  61 */ { "Europe/Minsk",                  "<+03>-3" },
	/*  62 */ { "Europe/Moscow",                 "MSK-3" },
	/*  63 */ { "Africa/Nairobi",                "EAT-3" },
	/*  64 */ { "Asia/Tehran",                   "<+0330>-3:30" },
	/*  65 */ { "Asia/Muscat",                   "<+04>-4" },
	/*  66 */ { "Asia/Baku",                     "<+04>-4" },
	/*  67 */ { "Europe/Samara",                 "<+04>-4" },
	/*  68 */ { "Indian/Mauritius",              "<+04>-4" },
	/*  69 */ { "Asia/Tbilisi",                  "<+04>-4" },
	/*  70 */ { "Asia/Yerevan",                  "<+04>-4" },
	/*  71 */ { "Asia/Kabul",                    "<+0430>-4:30" },
	/*  72 */ { "Asia/Ashgabat",                 "<+05>-5" },
	/*  73 */ { "Asia/Yekaterinburg",            "<+05>-5" },
	/*  74 */ { "Asia/Karachi",                  "PKT-5" },
	/*  75 */ { "Asia/Kolkata",                  "IST-5:30" },
	/*  76 */ { "Asia/Colombo",                  "<+0530>-5:30" },
	/*  77 */ { "Asia/Kathmandu",                "<+0545>-5:45" },
	/*  78 */ { "Asia/Almaty",                   "<+05>-5" },
	/*  79 */ { "Asia/Dhaka",                    "<+06>-6" },
	/*  80 */ { "Asia/Novosibirsk",              "<+07>-7" },
	/*  81 */ { "Asia/Rangoon",                  "<+0630>-6:30" },
	/*  82 */ { "Asia/Bangkok",                  "<+07>-7" },
	/*  83 */ { "Asia/Krasnoyarsk",              "<+07>-7" },
	/*  84 */ { "Asia/Chongqing",                "CST-8" },
	/*  85 */ { "Asia/Irkutsk",                  "<+08>-8" },
	/*  86 */ { "Asia/Singapore",                "<+08>-8" },
	/*  87 */ { "Australia/Perth",               "AWST-8" },
	/*  88 */ { "Asia/Taipei",                   "CST-8" },
	/*  89 */ { "Asia/Ulaanbaatar",              "<+08>-8" },
	/*  90 */ { "Asia/Tokyo",                    "JST-9" },
	/*  91 */ { "Asia/Seoul",                    "KST-9" },
	/*  92 */ { "Asia/Yakutsk",                  "<+09>-9" },
	/*  93 */ { "Australia/Adelaide",            "ACST-9:30ACDT,M10.1.0,M4.1.0/3" },
	/*  94 */ { "Australia/Darwin",              "ACST-9:30" },
	/*  95 */ { "Australia/Brisbane",            "AEST-10" },
	/*  96 */ { "Australia/Canberra",            "AEST-10AEDT,M10.1.0,M4.1.0/3" },
	/*  97 */ { "Pacific/Guam",                  "ChST-10" },
	/*  98 */ { "Australia/Hobart",              "AEST-10AEDT,M10.1.0,M4.1.0/3" },
	/*  99 */ { "Antarctica/DumontDUrville",     "<+10>-10" },
	/* 100 */ { "Asia/Magadan",                  "<+11>-11" },
	/* 101 */ { "Asia/Srednekolymsk",            "<+11>-11" },
	/* 102 */ { "Etc/GMT-11",                    "<+11>-11" },
	/* 103 */ { "Asia/Anadyr",                   "<+12>-12" },
	/* 104 */ { "Pacific/Auckland",              "NZST-12NZDT,M9.5.0,M4.1.0/3" },
	/* 105 */ { "Etc/GMT-12",                    "<+12>-12" },
	/* 106 */ { "Pacific/Fiji",                  "<+12>-12" },
	/* 107 */ { "Etc/GMT-13",                    "<+13>-13" },
	/* 108 */ { "Pacific/Apia",                  "<+13>-13" },
	/* 109 */ { "Etc/GMT-14",                    "<+14>-14" },
};
// clang-format on

/* When clocks are changed: the week-th (5: last) day of the week of a month, so long after its midnight. */
struct turn {
	int month, week, wday;
	int32_t at_s;
};

struct rule {
	int32_t usual_s, summer_s; /* ahead of UTC */
	bool has_summer;
	struct turn begins, ends;
};

const char *
sim_zone_name(int index)
{
	return zones[index].name;
}

const char *
sim_zone_rule(int index)
{
	return zones[index].rule;
}

bool
sim_zone_find(const char *name, int *index)
{
	for (*index = 0; *index < SIM_ZONES; ++*index)
		if (strcasecmp(zones[*index].name, name) == 0)
			return true;
	return false;
}

/* Past "CET" or "<+0330>". */
static const char *
skip_letters(const char *text)
{
	if (*text == '<')
		return strchr(text, '>') + 1;
	return text + strcspn(text, "+-0123456789,");
}

/* "3:30", "-1" or "24" */
static int32_t
read_time(const char **text)
{
	char *end;
	bool negative = **text == '-';
	long seconds = labs(strtol(*text, &end, 10)) * 3600;

	if (*end == ':')
		seconds += strtol(end + 1, &end, 10) * 60;
	*text = end;
	return (int32_t)(negative ? -seconds : seconds);
}

/* ",M3.5.0/3"; two o'clock where no time stands. */
static struct turn
read_turn(const char **text)
{
	struct turn turn = { .at_s = 2 * 3600 };
	char *at;

	turn.month = (int)strtol(*text + 2, &at, 10);
	turn.week = (int)strtol(at + 1, &at, 10);
	turn.wday = (int)strtol(at + 1, &at, 10);
	*text = at;
	if (*at != '/')
		return turn;
	++*text;
	turn.at_s = read_time(text);
	return turn;
}

/* The table is ours: none of its rules has a form that is not read here. POSIX counts from the west. */
static struct rule
read_rule(int index)
{
	const char *text = skip_letters(zones[index].rule);
	struct rule rule = { .usual_s = -read_time(&text) };

	rule.has_summer = *text != '\0';
	if (!rule.has_summer)
		return rule;
	text = skip_letters(text);
	rule.summer_s = *text == ',' ? rule.usual_s + 3600 : -read_time(&text);
	rule.begins = read_turn(&text);
	rule.ends = read_turn(&text);
	return rule;
}

/* Local seconds of a turn in a year, by the clocks that hold until then. */
static int64_t
turn_s(const struct turn *turn, int year)
{
	int32_t first = sim_day_number((struct sim_date){ year, turn->month, 1 });
	int day = 1 + (turn->wday - sim_day_wday(first) + 7) % 7 + 7 * (turn->week - 1);

	if (day > sim_month_days(year, turn->month))
		day -= 7;
	return (int64_t)(first + day - 1) * SIM_DAY_S + turn->at_s;
}

/* In the south summer time begins late in the year and ends early. */
static bool
summer(const struct rule *rule, int64_t utc_s)
{
	int year = sim_day_date(sim_day_of(utc_s + rule->usual_s)).year;
	int64_t begins_s = turn_s(&rule->begins, year) - rule->usual_s;
	int64_t ends_s = turn_s(&rule->ends, year) - rule->summer_s;

	if (begins_s < ends_s)
		return utc_s >= begins_s && utc_s < ends_s;
	return utc_s >= begins_s || utc_s < ends_s;
}

struct sim_ahead
sim_zone_ahead(int index, int64_t utc_s)
{
	struct rule rule = read_rule(index);
	struct sim_ahead ahead = { .total_s = rule.usual_s };

	if (!rule.has_summer || !summer(&rule, utc_s))
		return ahead;
	ahead.total_s = rule.summer_s;
	ahead.summer_s = rule.summer_s - rule.usual_s;
	return ahead;
}

int64_t
sim_zone_utc_s(int index, int64_t local_s)
{
	struct rule rule = read_rule(index);
	int64_t early_s = local_s - rule.summer_s;

	if (rule.has_summer && summer(&rule, early_s))
		return early_s;
	return local_s - rule.usual_s;
}
