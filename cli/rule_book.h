/* The schedule and the away mode, alike in all but the words: what commands on their rules have in common. */
#ifndef KASA_CLI_RULE_BOOK_H
#define KASA_CLI_RULE_BOOK_H

#include <kasa/rule.h>

#include "cli/run.h"

typedef int rule_write_fn(struct kasa_device *dev, int outlet, const struct kasa_rule *rule, kasa_rules_fn *done,
                          void *arg, struct kasa_err *err);

/* What stands where. */
struct rule_book {
	const char *name; /* of its command, and of what is shown */
	bool away;
	int (*read)(struct kasa_device *dev, int outlet, kasa_rules_fn *done, void *arg);
	rule_write_fn *add, *edit;
	int (*remove)(struct kasa_device *dev, int outlet, const char *id, kasa_rules_fn *done, void *arg);
	int (*clear)(struct kasa_device *dev, int outlet, kasa_rules_fn *done, void *arg);
	int (*enable)(struct kasa_device *dev, int outlet, bool on, kasa_rules_fn *done, void *arg);
};

/* That of the command that runs. */
const struct rule_book *rule_book(const struct cli *cli);

/* Shows the rules; the job goes on. */
void rules_show(struct job *job, const struct kasa_rules *rules);

/* The end of all that changes something: shows the rules as the device lists them now. @p arg is the job. */
void rules_changed(struct kasa_device *dev, const struct kasa_rules *rules, const struct kasa_err *err, void *arg);

/* The job fails with what a call returned, when it was not accepted; with the sentence, where there is one. */
void rules_begun(struct job *job, int rc, const struct kasa_err *err);

/* The rule that the command names, out of those that there are; NULL, and the job has failed, when it is none of them. */
const struct kasa_rule *rules_picked(struct job *job, const struct kasa_rules *rules, const struct kasa_err *err);

#endif
