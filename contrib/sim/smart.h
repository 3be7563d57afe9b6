/* A device that speaks SMART: parts that have answers of their own, the device itself and its children. */
#ifndef KASA_SIM_SMART_H
#define KASA_SIM_SMART_H

#include "device.h"

enum {
	SIM_SMART_PARTS_MAX = 1 + SIM_OUTLETS_MAX,
	SIM_SMART_NAME_MAX = 65, /* bytes of a nickname, with a NUL; a device's own limit is not documented */
	SIM_SMART_PAGE = 10,     /* entries of a list in one answer */
};

/* One thing that answers: what of it changes stands in its answers. */
struct sim_smart_part {
	struct sim_device *dev;
	json_t *replies;           /* {method: result}, borrowed from the device's tree, as the next */
	json_t *info;              /* of get_device_info */
	json_t *listed;            /* a child's entry of get_child_device_list; NULL: the device itself */
	struct sim_outlet *outlet; /* NULL: it is not switched, or its children are */
	char alias[SIM_SMART_NAME_MAX];
	int64_t fires_ms; /* the end of its countdown; SIM_NEVER */
	int64_t done_ms;  /* rules that were due until then have been carried out */
	bool planned;     /* a client wrote to its schedule: recorded rules do nothing until then */
	int32_t born;     /* the day of what was recorded of energy and use; 0: not known yet */
};

struct sim_smart {
	struct sim_smart_part *parts;
	size_t count;        /* the first is the device itself */
	uint32_t batch_most; /* requests in one; 0: any number */
	uint32_t page;       /* entries of a list in one answer; 0: SIM_SMART_PAGE */
	bool stops;          /* at the first request of several that fails */
};

/* True for the answers of a device that speaks SMART. */
bool sim_smart_is(const json_t *tree);

/* Makes the parts and the outlets of a device whose tree was just set. */
int sim_smart_init(struct sim_device *dev, bool live, int64_t now_ms, struct kasa_err *err);
void sim_smart_free(struct sim_smart *smart);

/* What happens by itself until now. */
void sim_smart_tick(struct sim_device *dev, int64_t now_ms);

/* Writes ids and hardware address wherever they stand. */
void sim_smart_identify(struct sim_device *dev);

/* The part of an outlet; NULL past the last. */
struct sim_smart_part *sim_smart_outlet_part(const struct sim_device *dev, size_t index);

/* The child with that id; NULL: none. */
struct sim_smart_part *sim_smart_child(const struct sim_device *dev, const char *id);

/* False: it is no name. */
bool sim_smart_rename(struct sim_smart_part *part, const char *alias);

/* Switches a part; one without a relay of its own switches all its children. Counts what changed. */
void sim_smart_switch(struct sim_smart_part *part, bool on, int64_t now_ms);

/* What people may do at a device itself. False: it has no such thing, or the number is none. */
bool sim_smart_put_led(struct sim_device *dev, bool on);
bool sim_smart_put_brightness(struct sim_device *dev, int brightness, int64_t now_ms);

#endif
