/* What all fuzz targets share: an input becomes something that a sanitizer can guard, and a broken promise ends the run. */
#ifndef KASA_TESTS_FUZZ_FUZZ_H
#define KASA_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The one function of each target. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Holds in every build, unlike assert(). */
#define PROMISE(held)                                                                      \
	do {                                                                               \
		if (!(held)) {                                                             \
			fprintf(stderr, "%s:%d: broken: %s\n", __FILE__, __LINE__, #held); \
			abort();                                                           \
		}                                                                          \
	} while (0)

/* A copy that ends where its memory ends; the caller frees it. */
static inline uint8_t *
fuzz_copy(const uint8_t *data, size_t size)
{
	uint8_t *copy = malloc(size > 0 ? size : 1);

	PROMISE(copy);
	if (size > 0)
		memcpy(copy, data, size);
	return copy;
}

/* The same as text with a NUL behind it. */
static inline char *
fuzz_text(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);

	PROMISE(text);
	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	return text;
}

#endif
