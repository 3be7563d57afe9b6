/* What the doctor keeps while he looks at one device. */
#ifndef KASA_CLI_VISIT_H
#define KASA_CLI_VISIT_H

struct visit;

/* Ends what still goes on. NULL is nothing to do. */
void visit_free(struct visit *visit);

#endif
