/* One "key=value" that is said of a device, and reading its value. The sentences of errors are written here. */
#ifndef KASA_SIM_SPEC_VALUE_H
#define KASA_SIM_SPEC_VALUE_H

#include "device.h"

struct sim_change {
	struct sim_device *dev;
	int outlet; /* from 0, or SIM_WHOLE_DEVICE */
	const char *key, *value;
	int64_t now_ms;
	struct kasa_err *err;
};

/* What can be said. */
struct sim_spec_row {
	const char *key;
	int (*set)(const struct sim_change *change);
	bool of_outlet; /* an outlet has its own */
	bool iot_only;  /* devices that speak SMART have no such thing */
	const char *help;
};

/* Of the device, of who may log in to it, and of devices that speak SMART; a table ends with a key of NULL. */
extern const struct sim_spec_row sim_spec_device[], sim_spec_login[], sim_spec_smart[];

/* KASA_EINVAL with what would be right. */
int sim_change_wrong(const struct sim_change *change, const char *right);

/* One digit, 0 or 1; anything else is refused by name. */
int sim_change_bool(const struct sim_change *change, bool *value);

int sim_change_number(const struct sim_change *change, double least, double most, double *value);

/* The same for whole numbers. */
int sim_change_count(const struct sim_change *change, uint32_t least, uint32_t most, uint32_t *value);

/* One of two words. */
int sim_change_choice(const struct sim_change *change, const char *no, const char *yes, bool *value);

/* One of several words; the list ends with NULL, and its order is that of the numbers. */
int sim_change_word(const struct sim_change *change, const char *const *words, int *value);

#endif
