/* JSON from a stranger: read as another reader reads it, or refused like there. */
#include "fuzz/fuzz.h"
#include "unit/jx_oracle.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *text = fuzz_copy(data, size);

	PROMISE(jx_agrees((const char *)text, size));
	free(text);
	return 0;
}
