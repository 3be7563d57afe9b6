/* One device's state and counters as a line of JSON. */
#ifndef KASA_SIM_REPORT_H
#define KASA_SIM_REPORT_H

#include <stdio.h>

#include "device.h"

/* Text of a device or of a stranger for a person: a control character becomes '?'. */
void sim_print_plain(const char *text, size_t len, FILE *out);

void sim_report_print(struct sim_device *dev, int64_t now_ms, FILE *out);

#endif
