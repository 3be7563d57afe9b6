/* The words of YAML 1.1, of the shell, and of other programs' variables. */
#include "common/answer.h"

#include <stddef.h>
#include <strings.h>

bool
answer_parse(const char *text, bool *yes)
{
	static const char *const pairs[][2] = { { "0", "1" }, { "false", "true" }, { "no", "yes" }, { "off", "on" } };

	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
		for (int is = 0; is < 2; is++)
			if (strcasecmp(text, pairs[i][is]) == 0) {
				*yes = is;
				return true;
			}
	return false;
}
