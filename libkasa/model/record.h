/* What is kept of one device: its typed state, and how it likes to be spoken to. */
#ifndef KASA_MODEL_RECORD_H
#define KASA_MODEL_RECORD_H

#include <stdbool.h>

#include <kasa/state.h>

#include "base/err.h"

struct kasa_record {
	struct kasa_state state;     /* its outlets point into @ref outlets */
	struct kasa_outlet *outlets; /* NULL but for strips */
	bool known;                  /* the state was read at least once */
	bool short_outlet_ids;       /* the device calls its outlets "00", "01", not by the long form */
	bool one_by_one;             /* SMART: it fails at several requests in one message */
	uint32_t components;         /* SMART: bits of enum kasa_smart_component, 0 until it was asked for them */
};

/* All values unknown. */
void kasa_state_init(struct kasa_state *state);

/* A strip is on when one of its outlets is; unknown when none says. */
int kasa_state_any_on(const struct kasa_state *state);

void kasa_record_init(struct kasa_record *record);
void kasa_record_finish(struct kasa_record *record);

/* Room for @p count outlets, their values kept where they stay. KASA_ENOMEM: unchanged. */
int kasa_record_outlets(struct kasa_record *record, unsigned count);

/* The outlet at a position from 1, or NULL with KASA_ENOTSUP and a sentence that names the ones there are. */
const struct kasa_outlet *kasa_record_outlet(const struct kasa_record *record, int position, struct kasa_err *err);

#endif
