/* Yes and no as people type them: in files, variables and arguments. */
#ifndef KASA_COMMON_ANSWER_H
#define KASA_COMMON_ANSWER_H

#include <stdbool.h>

/* 1, true, yes, on, or 0, false, no, off, in any case. False, and @p yes untouched, for anything else. */
bool answer_parse(const char *text, bool *yes);

#endif
