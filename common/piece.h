/* A part of a text that is somebody else's: lines, words and values of it, without a copy and without a NUL. */
#ifndef KASA_COMMON_PIECE_H
#define KASA_COMMON_PIECE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct piece {
	const char *at; /* NULL: nothing is left */
	size_t n;
};

/* Takes what stands before the next @p mark, and the mark. The last part may be empty; false behind it. */
bool piece_part(struct piece *rest, char mark, struct piece *part);

/* Takes a line; "\n" and "\r\n" end one. */
bool piece_line(struct piece *rest, struct piece *line);

/* Takes what stands before the next blank, and the blanks around it. False, and an empty word, when there is none. */
bool piece_word(struct piece *rest, struct piece *word);

bool piece_is(struct piece piece, const char *text);
bool piece_begins(struct piece piece, const char *text);
bool piece_has(struct piece piece, char c);

/* Copies as much as fits, and ends it. False when it was cut, or holds a NUL. */
bool piece_copy(char *dst, size_t size, struct piece piece);

/* Values, read to the last character; false, and the value of no use, for anything else. */
bool piece_number(struct piece piece, uint64_t *number); /* decimal digits; UINT64_MAX at most */
bool piece_mac(struct piece piece, uint8_t mac[6]);
bool piece_address(struct piece piece, uint32_t *address); /* IPv4, to host byte order; not 0.0.0.0 */

#endif
