/* Arrays of a device become lists of an answer. */
#include "base/err.h"
#include "model/iot.h"

int
kasa_iot_read_list(struct kasa_iot_talk *talk, const struct kasa_jx *array, const struct kasa_iot_list *list,
                   unsigned *count)
{
	size_t n = kasa_jx_count(array);
	const struct kasa_jx *at = NULL;
	char *items;

	*count = 0;
	if (n > list->most)
		n = list->most;
	items = kasa_answer_list(talk->answer, n, list->size);
	if (n > 0 && !items)
		return kasa_err_set(talk->err, KASA_ENOMEM, "no memory for the %s", list->what);
	while (*count < n && (at = kasa_jx_next(array, at)))
		list->read(at, items + list->size * (*count)++);
	return KASA_OK;
}
