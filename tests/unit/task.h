/* A job with one device in steps that a test can read: a question, an answer, and what is to be done then. */
#ifndef KASA_TESTS_UNIT_TASK_H
#define KASA_TESTS_UNIT_TASK_H

#include <check.h>

#include "core/job.h"
#include "unit/devices.h"

#define LOOK "{\"system\":{\"get_sysinfo\":{}}}"
#define ON "{\"system\":{\"set_relay_state\":{\"state\":1},\"get_sysinfo\":{}}}"
#define ON_TAIL "\"system\":{\"set_relay_state\":{\"state\":1},\"get_sysinfo\":{}}}"
#define OFF "{\"system\":{\"set_relay_state\":{\"state\":0},\"get_sysinfo\":{}}}"
#define SET_RELAY "\"set_relay_state\":{\"err_code\":0}"
#define OTHER_ID "8006999999999999999999999999999999999999"
#define STRANGER                                                                                        \
	"\"type\":\"IOT.SMARTPLUGSWITCH\",\"deviceId\":\"" OTHER_ID "\",\"mac\":\"AA:BB:CC:DD:EE:99\"," \
	"\"model\":\"HS100(EU)\",\"alias\":\"Other\",\"relay_state\":1"

enum {
	ROOM = 4096,
};

/* One job with one device: each step is a question and an answer. */
struct task {
	struct kasa_job job;
	struct kasa_peer peer;
	struct kasa_buf request;
	struct kasa_err err;
	bool repeatable;
};

static inline void
begin(struct task *task, const struct kasa_order *order)
{
	*task = (struct task){ .peer = { .payload = &kasa_payload_iot } };
	kasa_record_init(&task->peer.record);
	kasa_buf_init(&task->request, ROOM);
	kasa_job_init(&task->job, order, false);
}

static inline void
begin_switch(struct task *task, bool on)
{
	begin(task, &(struct kasa_order){ .kind = KASA_ORDER_RELAY, .on = on });
}

static inline void
begin_toggle(struct task *task, int outlet)
{
	begin(task, &(struct kasa_order){ .kind = KASA_ORDER_RELAY, .outlet = outlet });
	task->job.toggle = true;
}

static inline void
finish(struct task *task)
{
	kasa_buf_finish(&task->request);
	kasa_job_finish(&task->job);
	kasa_record_finish(&task->peer.record);
}

static const char *
question(struct task *task, enum kasa_job_line line)
{
	kasa_buf_clear(&task->request);
	ck_assert_int_eq(kasa_job_ask(&task->job, &task->peer, line, &task->request, &task->repeatable, &task->err),
	                 KASA_OK);
	ck_assert_int_eq(kasa_buf_add(&task->request, "", 1), KASA_OK);
	return (const char *)task->request.data;
}

static inline enum kasa_job_next
answer(struct task *task, const char *text)
{
	return kasa_job_answer(&task->job, &task->peer, text, strlen(text), &task->err);
}

static inline void
expect_id(struct task *task)
{
	strcpy(task->peer.expect_id, DEVICE_ID);
}

#endif
