/* Who stands where in a configuration: names and identities as keys of a hash. */
#ifndef KASA_BRIDGE_CONFIG_INDEX_H
#define KASA_BRIDGE_CONFIG_INDEX_H

#include <stdbool.h>
#include <stdint.h>

struct config;

/* What a key is about. */
enum config_about {
	CONFIG_ABOUT_NAME,
	CONFIG_ABOUT_GROUP, /* a name again, of groups alone */
	CONFIG_ABOUT_MAC,   /* as kasa_mac_format() writes it */
	CONFIG_ABOUT_ID,
	CONFIG_ABOUT_HOST,
	CONFIG_ABOUT_MEMBER, /* and the number of its group more */
};

/* The key of a text in any case; never 0. */
uint64_t config_key(unsigned about, const char *text);

/* Has config_find() look devices up. False without memory. */
bool config_index(struct config *config);

#endif
