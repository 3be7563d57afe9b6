/* Rounding without libm, which every start of a program would load for it. */
#ifndef KASA_BASE_ROUND_H
#define KASA_BASE_ROUND_H

#include <stdint.h>

/* The nearest whole number, halves away from 0; of what is between -2^52 and 2^52. */
static inline int64_t
kasa_round(double value)
{
	return (int64_t)(value < 0 ? value - 0.5 : value + 0.5);
}

#endif
