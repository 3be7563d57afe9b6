/* Accounts as they stand in YAML: a user name and its password, or the hashes that `kasa login` makes of them. */
#ifndef KASA_COMMON_ACCOUNT_YAML_H
#define KASA_COMMON_ACCOUNT_YAML_H

#include "base/buf.h"
#include "common/accounts.h"
#include "common/mistakes.h"
#include "common/yaml.h"

/* Notes what is wrong with an account, or a list of them. No sentence holds what stands there. */
void account_yaml_check(const struct yaml_node *node, struct mistakes *mistakes);

/* Adds what account_yaml_check() found nothing wrong with. KASA_EINVAL when they are too many. */
int account_yaml_take(const struct yaml_node *node, struct accounts *accounts, struct kasa_err *err);

/* Appends one account by its hashes, as an item of a list. KASA_ENOMEM, and KASA_EPROTO past the limit of @p out. */
int account_yaml_format(struct kasa_buf *out, const struct kasa_credentials *account);

#endif
