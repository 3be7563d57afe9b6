#include "token.h"

#include <stdbool.h>
#include <stddef.h>

char *
sim_token(char **line, char separator)
{
	char *in = *line, *out, *word;
	bool quoted = false;

	while (separator == ' ' && *in == ' ')
		in++;
	*line = in;
	if (!*in)
		return NULL;
	word = out = in;
	for (; *in && (quoted || *in != separator); in++) {
		if (*in == '"') {
			quoted = !quoted;
			continue;
		}
		if (*in == '\\' && in[1])
			in++;
		*out++ = *in;
	}
	*line = *in ? in + 1 : in;
	*out = '\0';
	return word;
}
