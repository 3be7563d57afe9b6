/* What was read and goes back with a change: the text of it, in the memory of the answer. */
#include <string.h>

#include "base/err.h"
#include "model/smart.h"

int
kasa_smart_keep(const struct kasa_jx *result, struct kasa_smart_talk *talk)
{
	char *text = kasa_answer_list(talk->answer, result->len + 1, 1);

	if (!text)
		return kasa_err_set(talk->err, KASA_ENOMEM, "no memory for %u bytes", result->len + 1);
	memcpy(text, result->text, result->len);
	talk->order->kept = text;
	return KASA_OK;
}
