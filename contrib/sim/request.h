/* A request as JSON text, walked namespace by namespace and method by method, and the reply to it. */
#ifndef KASA_SIM_REQUEST_H
#define KASA_SIM_REQUEST_H

#include "base/buf.h"

#include "context.h"
#include "device.h"

/* The codes of PROTOCOL's devices; each has one sentence. */
enum sim_code {
	SIM_OK = 0,
	SIM_UNKNOWN_MODULE = -1,
	SIM_UNKNOWN_METHOD = -2,
	SIM_INVALID = -3,
	SIM_NO_MEMORY = -5,
	SIM_UNKNOWN_ERROR = -7,
	SIM_TABLE_FULL = -10,
	SIM_NO_ENTRY = -14,
	SIM_BULB_UNKNOWN_METHOD = -2000,
	SIM_BULB_UNKNOWN_MODULE = -2001,
	SIM_NOT_BOUND = -4002,
	SIM_BULB_INVALID = -10000,
	SIM_BULB_MISSING = -10002,
};

/* One method being run. */
struct sim_call {
	struct sim_device *dev;
	int64_t now_ms;
	const json_t *args; /* what stands behind the method's name: an object, or anything */
	const struct sim_context *context;
	const char *module, *method;
	const json_t *recorded; /* what a recording says to this method; NULL: nothing */
	json_t *reply;          /* set by the method: a new reference with err_code in it; NULL: nothing but the code */
	double delay_s;         /* set by the method: the device takes so long to answer */
	double restart_s;       /* set by the method: the device restarts in so many seconds */
	bool restarts;
};

/* A row of what a device can do beside repeating what was recorded. */
struct sim_method {
	const char *module;
	const char *name;
	enum sim_code (*run)(struct sim_call *call);
	unsigned families;
	bool of_outlet; /* heeds the context; without one it is for outlet 0, or for all where run() says so */
	bool of_meter;  /* only where there is one */
	bool (*where)(const struct sim_device *dev); /* NULL: on all devices of the families */
};

/* What comes after a request. */
enum sim_outcome {
	SIM_ANSWERED, /* the reply stands in the buffer */
	SIM_IGNORED,  /* not JSON: the device ends the connection without a word */
	SIM_HUSHED,   /* the device keeps the connection and says nothing more on it */
	SIM_CRASHED,  /* the device restarts at once, before it answers */
};

struct sim_result {
	enum sim_outcome outcome;
	bool restarts; /* in restart_s, after the answer */
	double restart_s;
	double delay_s; /* before the answer */
};

/* The row for a method of a device. NULL: it has none that does more than repeat a recording. */
const struct sim_method *sim_method_find(const struct sim_device *dev, const char *module, const char *name);

/* What a recording says to another method of the same module. NULL: nothing. */
const json_t *sim_recorded(const struct sim_call *call, const char *method);

/* Runs @p len bytes of @p text and writes the reply's text. */
struct sim_result sim_request(struct sim_device *dev, const char *text, size_t len, int64_t now_ms,
                              struct kasa_buf *reply);

/* The same for a device that speaks SMART. */
struct sim_result sim_smart_request(struct sim_device *dev, const char *text, size_t len, int64_t now_ms,
                                    struct kasa_buf *reply);

/* True when the device has that namespace, for whatever it answers in it. */
bool sim_has_module(const struct sim_device *dev, const char *module);

/* An integer argument. False when it is missing, no integer, or out of range. */
bool sim_int_arg(const json_t *args, const char *key, int least, int most, int *value);

#endif
