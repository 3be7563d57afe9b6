/* Files of accounts: whatever stands in them, they give accounts or a sentence, and the sentence holds none of it. */
#include "base/str.h"
#include "common/account_file.h"
#include "fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct accounts accounts = { .count = 0 };
	char *text = malloc(size + 1); /* as it comes from a file, with a NUL behind it */
	struct kasa_err err = { 0 };
	int rc;

	PROMISE(text);
	memcpy(text, data, size);
	text[size] = '\0';
	rc = account_text_read(text, size, &accounts, &err);
	PROMISE(rc == KASA_OK || rc == KASA_EINVAL);
	PROMISE(rc == KASA_OK || (err.text[0] && kasa_utf8_valid(err.text, strlen(err.text))));
	PROMISE(accounts.count <= KASA_CREDENTIALS_MAX);
	accounts_wipe(&accounts);
	free(text);
	return 0;
}
