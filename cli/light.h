/* What the commands of lights have in common. */
#ifndef KASA_CLI_LIGHT_H
#define KASA_CLI_LIGHT_H

#include <kasa/light.h>

#include "cli/options.h"
#include "cli/run.h"
#include "cli/sheet.h"

/* What --brightness, --temperature, --hsv, --color and --transition, where they belong to the command, want. */
int light_wanted(const struct cli *cli, struct kasa_light_change *change, struct kasa_err *err);

/* Whether any of them was given. */
bool light_is_wanted(const struct cli *cli);

/* Begins a change, and fails the job with a sentence where the device cannot do it. @p done gets the job. */
int light_begin(struct job *job, const struct kasa_light_change *change, kasa_done_fn *done);

/* The usual end of a change: tells the values that were read back. @p arg is the job. */
void light_changed(struct kasa_device *dev, const struct kasa_err *err, void *arg);

/* The preset with this number, from 1, or NULL with a sentence that tells which there are. */
const struct kasa_preset *light_preset(const struct kasa_presets *presets, int number, struct kasa_err *err);

/* Cells "brightness", "color_temp_k", "hue", "saturation", as they are called everywhere. */
void light_cells(struct sheet *sheet, const struct kasa_light *light);

#endif
