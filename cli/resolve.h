/* From names to devices: DNS, cache, search. */
#ifndef KASA_CLI_RESOLVE_H
#define KASA_CLI_RESOLVE_H

#include "cli/run.h"

/* Finds a device for each job of the run; each is begun, or told as lost, as soon as that is known. */
void resolve_start(struct run *run);

/* Ends all searching at once. */
void resolve_stop(struct run *run);

void resolve_finish(struct run *run);

#endif
