/* What kasa-sim says about itself. */
#ifndef KASA_SIM_USAGE_H
#define KASA_SIM_USAGE_H

#include <stdio.h>

void sim_usage_print(FILE *out);

/* The models of the table, a line each. */
void sim_models_print(FILE *out);

#endif
