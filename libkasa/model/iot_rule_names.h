/* What the IOT language calls the parts of a rule, for those who read it and who write it. */
#ifndef KASA_MODEL_IOT_RULE_NAMES_H
#define KASA_MODEL_IOT_RULE_NAMES_H

/* `stime_opt` and `etime_opt` */
enum {
	KASA_IOT_TIME_NONE = -1,
	KASA_IOT_TIME_CLOCK = 0,
	KASA_IOT_TIME_SUNRISE = 1,
	KASA_IOT_TIME_SUNSET = 2,
};

/* `sact` and `eact`; 3 is a dimmer's, whose `s_dimmer` nobody has recorded */
enum {
	KASA_IOT_ACT_NONE = -1,
	KASA_IOT_ACT_OFF = 0,
	KASA_IOT_ACT_ON = 1,
	KASA_IOT_ACT_LIGHT = 2,
};

/* A rule has two moments, and something happens at each. */
struct kasa_iot_rule_names {
	const char *option, *minute, *offset, *action, *light;
};

extern const struct kasa_iot_rule_names kasa_iot_rule_start, kasa_iot_rule_end;

#endif
