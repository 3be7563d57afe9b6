#include "model/answer.h"

#include <stdlib.h>

void *
kasa_answer_list(struct kasa_answer *answer, size_t count, size_t size)
{
	free(answer->list);
	answer->list = count > 0 ? calloc(count, size) : NULL;
	return answer->list;
}

void *
kasa_answer_grow(struct kasa_answer *answer, size_t size)
{
	void *list = realloc(answer->list, size);

	if (list)
		answer->list = list;
	return list;
}

void
kasa_answer_finish(struct kasa_answer *answer)
{
	free(answer->list);
	answer->list = NULL;
}
