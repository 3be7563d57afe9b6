/* The states of a link, and the steps between them that its two files share. */
#ifndef KASA_CORE_LINK_STATE_H
#define KASA_CORE_LINK_STATE_H

#include "core/link.h"

enum kasa_link_state {
	DOWN,       /* no connection, none wanted */
	WANTED,     /* a connection is wanted: OPEN is due */
	CONNECTING, /* OPEN was told */
	GREETING,   /* the session is being made */
	READY,      /* connected; ASK is due when a call is open */
	ASKED,      /* ASK was told */
	SAID,       /* the request is on its way, the answer is waited for */
	ANSWERED,   /* the whole answer is there: ANSWER is due */
	TOLD,       /* ANSWER was told */
	PAUSED,     /* between two tries */
};

/* Moves on and says until when this may take; the call's own deadline holds beside it. */
void kasa_link_enter(struct kasa_link *link, enum kasa_link_state state, uint64_t until_ms);

/* Gives the connection up. What was on its way in either direction is lost. */
void kasa_link_disconnect(struct kasa_link *link);

/* A new connection, at once. */
void kasa_link_reconnect(struct kasa_link *link);

/* Forgets cookie and keys. */
void kasa_link_drop_session(struct kasa_link *link);

/* Turns shared->err into KASA_EUNKNOWN where a request is out that must not be sent again. */
void kasa_link_say_unknown(struct kasa_link *link);

/* The call is lost: shared->err tells why. */
void kasa_link_fail(struct kasa_link *link, uint64_t now_ms);

#endif
