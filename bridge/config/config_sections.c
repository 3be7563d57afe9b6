/* The table of sections that have files of their own. */
#include <stddef.h>

#include "bridge/config/config_section.h"

extern const struct config_section config_hooks_section;
extern const struct config_section config_http_section;
extern const struct config_section config_rules_section;
extern const struct config_section config_watch_section;
extern const struct config_section config_webhooks_section;

const struct config_section *const config_sections[] = {
	&config_http_section,  &config_hooks_section,    &config_watch_section,
	&config_rules_section, &config_webhooks_section, NULL,
};
