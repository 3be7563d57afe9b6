/* Who a device is: an id and a hardware address that follow from a name and nothing else. */
#ifndef KASA_SIM_IDENTITY_H
#define KASA_SIM_IDENTITY_H

#include <stdint.h>

enum {
	SIM_ID_TEXT = 41,       /* 40 hex digits and a NUL */
	SIM_CHILD_ID_TEXT = 43, /* two digits more */
};

struct sim_identity {
	char id[SIM_ID_TEXT];
	uint8_t mac[6];
};

/* The same @p name gives the same identity, here and on every other machine. */
void sim_identity_make(struct sim_identity *identity, const char *name);

/* The hardware address as a number, not 0: a key for finding doubles. */
uint64_t sim_identity_key(const struct sim_identity *identity);

#endif
