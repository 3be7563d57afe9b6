/* The outlets of a strip, a twin outlet or a multiple switch, which SMART lists in pages. */
#ifndef KASA_MODEL_SMART_CHILD_H
#define KASA_MODEL_SMART_CHILD_H

#include "model/jx.h"
#include "model/record.h"

/*
 * Reads a page of `get_child_device_list`, which begins with child @p start, into the record. Tells where the next one
 * begins, or 0: then the outlets are all there, in the order of their positions, and the record is known.
 * KASA_ENOMEM, with a sentence; unchanged.
 */
int kasa_smart_children_read(const struct kasa_jx *page, unsigned start, struct kasa_record *record, unsigned *next,
                             struct kasa_err *err);

/* Where the page behind this one begins, or 0; @p list is what it holds. */
unsigned kasa_smart_next_page(const struct kasa_jx *page, const struct kasa_jx *list, unsigned start);

/* What the children in a page of `get_child_device_component_list` have, as bits of enum kasa_smart_component. */
uint32_t kasa_smart_children_components(const struct kasa_jx *page);

#endif
