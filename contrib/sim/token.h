/* Words out of a line, in place: quotes and backslashes keep a separator inside a word. */
#ifndef KASA_SIM_TOKEN_H
#define KASA_SIM_TOKEN_H

/*
 * The next word, which is unquoted in place, or NULL at the end. @p separator is one character; for ' '
 * several count as one. A quote that is not closed reaches to the end.
 */
char *sim_token(char **line, char separator);

#endif
