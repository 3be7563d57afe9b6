/* What libmosquitto and brokers say in numbers, as sentences and as kinds of end. Pure. */
#ifndef KASA_BRIDGE_BROKER_WORDS_H
#define KASA_BRIDGE_BROKER_WORDS_H

#include <stddef.h>

#include "bridge/broker/broker_retry.h"

/* Why an attempt or a connection ended. */
struct broker_end {
	enum broker_end_kind kind;
	char why[160]; /* a sentence, "" while there was no end */
};

/* A reason code of CONNACK, of MQTT 3.1.1 (1 to 5) or MQTT 5 (from 128). */
void broker_words_connack(struct broker_end *end, int code);

/* A reason code of DISCONNECT, MQTT 5. */
void broker_words_disconnect(struct broker_end *end, int code);

/* A reason code of PUBACK or SUBACK: "not authorized". Lives for ever. */
const char *broker_words_reason(int code);

/* An error number of libmosquitto: "the connection broke". @p error is the errno that came with it. */
void broker_words_error(struct broker_end *end, int code, int error);

/* Why a message could not be sent, by an error number of libmosquitto; NULL: only because the connection is gone. */
const char *broker_words_unsent(int code);

/* Sets both. */
void broker_end_set(struct broker_end *end, enum broker_end_kind kind, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

#endif
