/* The arrows are ESC [ A or ESC O A, as the terminal is set. */
#include "cli/keys.h"

#include <stddef.h>

// clang-format off
static const struct row {
	unsigned char byte;
	enum key key;
} plain[] = {
	{ 'q',    KEY_QUIT },
	{ 'Q',    KEY_QUIT },
	{ 'j',    KEY_NEXT },
	{ '\t',   KEY_NEXT },
	{ 'k',    KEY_PREVIOUS },
	{ '\f',   KEY_REPAINT },
	{ 0,      KEY_NONE },
}, last[] = {
	{ 'A',    KEY_PREVIOUS }, /* up */
	{ 'B',    KEY_NEXT },     /* down */
	{ 'C',    KEY_NEXT },     /* right */
	{ 'D',    KEY_PREVIOUS }, /* left */
	{ 'Z',    KEY_PREVIOUS }, /* Tab with Shift */
	{ 0,      KEY_NONE },
};
// clang-format on

static enum key
find(const struct row *rows, unsigned char byte)
{
	size_t i = 0;

	while (rows[i].key != KEY_NONE && rows[i].byte != byte)
		i++;
	return rows[i].key;
}

enum key
keys_take(struct keys *keys, unsigned char byte)
{
	if (byte == '\033') {
		keys->state = KEYS_ESCAPE;
		return KEY_NONE;
	}
	switch (keys->state) {
	case KEYS_PLAIN:
		return find(plain, byte);
	case KEYS_ESCAPE:
		keys->state = byte == '[' || byte == 'O' ? KEYS_SEQUENCE : KEYS_PLAIN;
		return keys->state == KEYS_PLAIN ? find(plain, byte) : KEY_NONE;
	case KEYS_SEQUENCE:
		if (byte < 0x40 || byte > 0x7e) /* parameters */
			return KEY_NONE;
		keys->state = KEYS_PLAIN;
		return find(last, byte);
	}
	return KEY_NONE;
}
