/* The question and the answer of the benches, and the cipher at its plainest. */
#ifndef KASA_BENCH_ANSWER_H
#define KASA_BENCH_ANSWER_H

#include <stddef.h>
#include <stdint.h>

enum {
	BENCH_MESSAGE_MAX = 2048,
};

/* What a poll asks: state and meter in one message. */
#define BENCH_POLL "{\"system\":{\"get_sysinfo\":{}},\"emeter\":{\"get_realtime\":{}}}"

/* A message, framed and under the cipher. */
struct bench_message {
	uint8_t data[BENCH_MESSAGE_MAX];
	size_t len;
};

/* A KP115's state, with the acknowledgement of a switch or without; and its state and meter. */
void bench_answers(struct bench_message *state, struct bench_message *poll);

/* Frames and encrypts. Returns the length. */
size_t bench_seal(const char *text, uint8_t *out);

/* Decrypts the body of a frame. */
void bench_decrypt(uint8_t *body, size_t len);

#endif
