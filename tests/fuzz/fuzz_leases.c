/* Files of DHCP servers, and the table of neighbours: each lease once, damage told, and nothing read past the end. */
#include "base/str.h"
#include "common/leases.h"
#include "common/neighbours.h"
#include "fuzz/fuzz.h"

enum {
	NOW = 1767225600, /* 2026-01-01 */
};

static void
check_sentence(const char *text)
{
	PROMISE(strncmp(text, "FILE:", 5) == 0);
	PROMISE(kasa_utf8_valid(text, strlen(text)));
}

static void
check_lease(const struct leases *leases, size_t i)
{
	const struct lease *lease = &leases->list[i];
	const uint32_t *known = kasa_hash_get(&leases->by_address, lease->address);

	PROMISE(lease->address != 0 && known && *known == i);
	PROMISE(memchr(lease->name, '\0', sizeof lease->name));
}

static int
check_neighbour(const struct neighbour *neighbour, void *arg)
{
	size_t *told = arg;

	PROMISE(neighbour->address != 0 && neighbour->interface[0]);
	PROMISE(memchr(neighbour->interface, '\0', sizeof neighbour->interface));
	++*told;
	return KASA_OK;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = (char *)fuzz_copy(data, size);
	struct leases leases;
	struct kasa_err err = { .code = KASA_OK };
	size_t told = 0;
	int rc;

	leases_init(&leases);
	rc = leases_parse(&leases, "FILE", text, size, NOW, &err);
	PROMISE(rc == KASA_OK || rc == KASA_EINVAL);
	PROMISE(rc == KASA_OK || leases.count == 0);
	if (rc != KASA_OK)
		check_sentence(err.text);
	if (leases.damaged > 0)
		check_sentence(leases.damage.text);
	for (size_t i = 0; i < leases.count; i++)
		check_lease(&leases, i);
	leases_finish(&leases);
	PROMISE(neighbours_parse(text, size, check_neighbour, &told) == KASA_OK && told <= size / 8);
	free(text);
	return 0;
}
