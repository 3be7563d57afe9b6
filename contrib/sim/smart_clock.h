/* The clock of a device that speaks SMART: UTC, a zone by its name, and what that is ahead by. */
#ifndef KASA_SIM_SMART_CLOCK_H
#define KASA_SIM_SMART_CLOCK_H

/* The number of a zone: that of its name, else the first that is as far ahead without summer time, else @p unknown. */
int sim_smart_zone(const char *region, int minutes, int unknown);

#endif
