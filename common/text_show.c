/* Character by character: a cut never leaves half of one. */
#include "common/text_show.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"

size_t
text_character(char out[TEXT_CHARACTER], uint32_t c)
{
	if (!kasa_str_unsafe(c))
		return kasa_utf8_put(out, c);
	if (c < 0x100)
		return (size_t)snprintf(out, TEXT_CHARACTER, "\\x%02x", (unsigned)c);
	return kasa_utf8_put(out, 0xfffd);
}

const char *
text_show(char shown[TEXT_SHOWN], const char *string)
{
	const char *end = string + strlen(string);
	size_t used = 0;
	char out[TEXT_CHARACTER];

	while (string < end) {
		size_t n = text_character(out, kasa_utf8_next(&string, end));

		if (used + n + sizeof "..." > TEXT_SHOWN) {
			memcpy(shown + used, "...", 3);
			used += 3;
			break;
		}
		memcpy(shown + used, out, n);
		used += n;
	}
	shown[used] = '\0';
	return shown;
}
