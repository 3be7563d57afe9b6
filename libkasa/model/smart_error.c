/* The numbers by which the SMART language refuses, and what they mean to people. */
#include "base/err.h"
#include "model/smart.h"

// clang-format off
/* PROTOCOL 5.6. Those of the wrong account stand at the door; within, they say that the session is no good. */
static const struct { int code; enum kasa_error kind; const char *means; } errors[] = {
	{ -1,     KASA_EDEVICE, "it failed, and does not tell why" },
	{ 1000,   KASA_EDEVICE, "the request did not reach it" },
	{ 1001,   KASA_EDEVICE, "the command was cancelled" },
	{ 1002,   KASA_EDEVICE, "it cannot be reached that way now" },
	{ 1003,   KASA_EAUTH,   "it speaks another encryption now, as after an update of its firmware" },
	{ 1100,   KASA_EAUTH,   "the handshake failed" },
	{ 1111,   KASA_EAUTH,   "the login failed" },
	{ 1112,   KASA_EDEVICE, "its HTTP failed" },
	{ 1200,   KASA_EDEVICE, "it failed at several requests in one message" },
	{ 9999,   KASA_EPROTO,  "the session is over" },
	{ -1001,  KASA_EDEVICE, "it failed, and does not tell why" },
	{ -1002,  KASA_ENOTSUP, "unknown method" },
	{ -1003,  KASA_EDEVICE, "it could not read the request" },
	{ -1004,  KASA_EDEVICE, "it could not write its answer" },
	{ -1005,  KASA_EPROTO,  "it could not decrypt the request" },
	{ -1006,  KASA_EDEVICE, "the request is too long for it" },
	{ -1007,  KASA_EDEVICE, "it could not ask the cloud" },
	{ -1008,  KASA_EDEVICE, "a value is missing, wrong or out of range" },
	{ -1010,  KASA_EPROTO,  "it does not accept the key" },
	{ -1101,  KASA_EPROTO,  "the session is not right" },
	{ -1201,  KASA_EDEVICE, "its set-up failed" },
	{ -1301,  KASA_EDEVICE, "the device failed" },
	{ -1302,  KASA_EDEVICE, "it cannot tell what comes next" },
	{ -1401,  KASA_EDEVICE, "its firmware failed" },
	{ -1402,  KASA_EDEVICE, "the firmware's version is not right" },
	{ -1501,  KASA_EAUTH,   "the e-mail or the password is wrong" },
	{ -1601,  KASA_EDEVICE, "its clock failed" },
	{ -1602,  KASA_EDEVICE, "its clock failed" },
	{ -1603,  KASA_EDEVICE, "it could not keep the time" },
	{ -1701,  KASA_EDEVICE, "its Wi-Fi failed" },
	{ -1702,  KASA_ENOTSUP, "it does not support that Wi-Fi" },
	{ -1801,  KASA_EDEVICE, "the schedule failed" },
	{ -1802,  KASA_EDEVICE, "the schedule is full" },
	{ -1803,  KASA_EDEVICE, "the rule conflicts with another one" },
	{ -1804,  KASA_EDEVICE, "it could not keep the rule" },
	{ -1805,  KASA_EDEVICE, "there is no such rule" },
	{ -1901,  KASA_EDEVICE, "the countdown failed" },
	{ -1902,  KASA_EDEVICE, "the countdown conflicts with something" },
	{ -1903,  KASA_EDEVICE, "it could not keep the countdown" },
	{ -2001,  KASA_EDEVICE, "the away mode failed" },
	{ -2002,  KASA_EDEVICE, "the away mode conflicts with something" },
	{ -2003,  KASA_EDEVICE, "it could not keep the away mode" },
	{ -2101,  KASA_EDEVICE, "its account is not right" },
	{ -2201,  KASA_EDEVICE, "its statistics failed" },
	{ -2202,  KASA_EDEVICE, "it could not keep its statistics" },
	{ -2301,  KASA_EDEVICE, "the daylight saving time is not right" },
	{ -2302,  KASA_EDEVICE, "it could not keep the daylight saving time" },
	{ -40101, KASA_EDEVICE, "its system failed" },
	{ -40106, KASA_ENOTSUP, "unknown method" },
	{ -40109, KASA_EDEVICE, "it was asked the same within a second" },
	{ -40209, KASA_EDEVICE, "a value is missing, wrong or out of range" },
	{ -40210, KASA_EDEVICE, "it could not read the request" },
	{ -40401, KASA_EPROTO,  "the session is over" },
	{ -40404, KASA_EDEVICE, "it blocks log-ins for a while" },
	{ -40408, KASA_EDEVICE, "it blocks log-ins for a while" },
	{ -40411, KASA_EAUTH,   "the user name is wrong" },
	{ -40412, KASA_EAUTH,   "the login failed" },
	{ -40413, KASA_EPROTO,  "the session is not right" },
};
// clang-format on

int
kasa_smart_refusal(const struct kasa_jx *object, const char *method, struct kasa_err *err)
{
	int code = kasa_jx_int(object, "error_code");
	enum kasa_error kind = KASA_EDEVICE;
	const char *means = "no reason is known";

	if (code == 0 || code == KASA_UNKNOWN)
		return KASA_OK;
	for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++)
		if (errors[i].code == code) {
			kind = errors[i].kind;
			means = errors[i].means;
		}
	if (kind == KASA_EAUTH)
		return kasa_err_device(err, kind, code, "the device does not let us in: %s (%d)", means, code);
	return kasa_err_device(err, kind, code, "the device %s %s: %s (%d)",
	                       kind == KASA_ENOTSUP ? "does not support" : "refused", method, means, code);
}
