/* The table of sections that have files of their own. */
#include <stddef.h>

#include "bridge/config/config_section.h"

const struct config_section *const config_sections[] = {
	NULL,
};
