/* Keys of a terminal, out of the bytes that it sends for them. */
#ifndef KASA_CLI_KEYS_H
#define KASA_CLI_KEYS_H

enum key {
	KEY_NONE, /* nothing yet, or nothing that means anything here */
	KEY_QUIT,
	KEY_NEXT,
	KEY_PREVIOUS,
	KEY_REPAINT,
};

/* What was read of a sequence so far; all zero is nothing. */
struct keys {
	enum {
		KEYS_PLAIN,
		KEYS_ESCAPE,   /* ESC */
		KEYS_SEQUENCE, /* ESC [ or ESC O, and what comes before the last byte */
	} state;
};

/* Takes one byte. */
enum key keys_take(struct keys *keys, unsigned char byte);

#endif
