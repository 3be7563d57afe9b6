/* What a body of PUT .../state says, as a command that bridge/command reads. Pure. */
#ifndef KASA_BRIDGE_REST_BODY_H
#define KASA_BRIDGE_REST_BODY_H

#include <stddef.h>

#include <kasa/error.h>

/*
 * The members of a device object that can be set have the same names here ("on", "color_temp_k", and "light" with its own), and
 * those of MQTT's set are taken as well ("state", "color_temp", "transition", ...). How it is to be is said, never how it is to
 * change: TOGGLE is refused, for a PUT may come twice.
 *
 * @param out  a JSON text of MQTT's form, to be free()d
 * KASA_EINVAL with a sentence, KASA_ENOMEM.
 */
int rest_body_read(const char *body, size_t length, char **out, struct kasa_err *err);

#endif
