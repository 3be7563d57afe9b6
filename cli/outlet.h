/* Which outlet of a strip a word means. */
#ifndef KASA_CLI_OUTLET_H
#define KASA_CLI_OUTLET_H

#include <kasa/error.h>
#include <kasa/state.h>

/*
 * Finds an outlet by its position from 1, its id, its alias in any case, or the beginning of only one alias.
 *
 * @param position  set to its position, from 1
 * KASA_ENOTSUP when the device has none, KASA_EINVAL with the list of them when it has no such,
 * KASA_EAMBIGUOUS when several fit.
 */
int outlet_find(const struct kasa_state *state, const char *word, int *position, struct kasa_err *err);

#endif
