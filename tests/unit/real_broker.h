/* A real mosquitto on a free port of 127.0.0.1, with a folder of its own, for one test. */
#ifndef KASA_TESTS_UNIT_REAL_BROKER_H
#define KASA_TESTS_UNIT_REAL_BROKER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct real_broker {
	char folder[64];
	uint16_t port;
	pid_t pid; /* 0: it does not run */
};

bool real_broker_installed(void);

/* Makes the folder and writes the configuration: @p more goes behind the usual lines, "" for a broker open to all. */
void real_broker_prepare(struct real_broker *broker, const char *more);

/* Runs it and waits until it listens; the same port each time. */
void real_broker_start(struct real_broker *broker);

/* SIGKILL, and waits for its end. */
void real_broker_kill(struct real_broker *broker);

/* Kills it and removes the folder. */
void real_broker_finish(struct real_broker *broker);

/* Runs a command of the shell in the folder; it must succeed. */
void real_broker_shell(const struct real_broker *broker, const char *command);

#endif
