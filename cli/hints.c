#include "cli/hints.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "common/neighbours.h"
#include "common/oui.h"

static const char everybody[] = "255.255.255.255";

struct hints *
hints_new(void)
{
	struct hints *hints = calloc(1, sizeof *hints);

	if (hints)
		kasa_hash_init(&hints->by_address, SIZE_MAX);
	return hints;
}

void
hints_free(struct hints *hints)
{
	if (!hints)
		return;
	free(hints->list);
	kasa_hash_finish(&hints->by_address);
	words_finish(&hints->targets);
	free(hints);
}

static struct hint *
find(const struct hints *hints, uint32_t address)
{
	const uint32_t *known = address ? kasa_hash_get(&hints->by_address, address) : NULL;

	return known ? &hints->list[*known] : NULL;
}

static int
grow(struct hints *hints)
{
	size_t cap = hints->cap ? hints->cap * 2 : 8;
	struct hint *list;

	if (hints->count < hints->cap)
		return KASA_OK;
	list = realloc(hints->list, cap * sizeof *list);
	if (!list)
		return KASA_ENOMEM;
	hints->list = list;
	hints->cap = cap;
	return KASA_OK;
}

/* Neither "this host", nor a group, nor reserved. */
static bool
can_be_a_host(uint32_t address)
{
	return address >> 24 != 0 && !IN_MULTICAST(address) && !IN_BADCLASS(address);
}

/* Of two sources of an address the first counts; a second one with the same MAC may know its name. */
static int
add(struct hints *hints, const struct hint *hint)
{
	struct hint *known = find(hints, hint->address);

	if (known && !known->name[0] && memcmp(known->mac, hint->mac, sizeof known->mac) == 0)
		kasa_str_copy(known->name, sizeof known->name, hint->name);
	if (known || !can_be_a_host(hint->address))
		return KASA_OK;
	if (grow(hints) != KASA_OK
	    || kasa_hash_put(&hints->by_address, hint->address, (uint32_t)hints->count) != KASA_OK)
		return KASA_ENOMEM;
	hints->list[hints->count++] = *hint;
	return KASA_OK;
}

/* ---- neighbours ---- */

struct table {
	struct hints *hints;
	const struct words *interfaces;
};

static bool
is_wanted(const struct words *interfaces, const char *interface)
{
	for (size_t i = 0; i < interfaces->count; i++)
		if (strcmp(interfaces->item[i], interface) == 0)
			return true;
	return interfaces->count == 0;
}

static int
add_neighbour(const struct neighbour *neighbour, void *arg)
{
	struct table *table = arg;
	struct hint hint = { .address = neighbour->address };

	if (!oui_is_tplink(neighbour->mac) || !is_wanted(table->interfaces, neighbour->interface))
		return KASA_OK;
	memcpy(hint.mac, neighbour->mac, sizeof hint.mac);
	return add(table->hints, &hint);
}

int
hints_add_neighbours(struct hints *hints, const char *text, size_t n, const struct words *interfaces)
{
	struct table table = { hints, interfaces };

	return neighbours_parse(text, n, add_neighbour, &table);
}

/* ---- leases ---- */

static int
add_lease(struct hints *hints, const struct lease *lease)
{
	struct hint hint = { .address = lease->address, .leased = true };

	memcpy(hint.mac, lease->mac, sizeof hint.mac);
	memcpy(hint.name, lease->name, sizeof hint.name);
	return add(hints, &hint);
}

int
hints_add_leases(struct hints *hints, const struct leases *leases, size_t *added)
{
	int rc = KASA_OK;

	*added = 0;
	for (size_t i = 0; i < leases->count && rc == KASA_OK; i++) {
		const struct lease *lease = &leases->list[i];

		if (lease->expired || !oui_is_tplink(lease->mac))
			continue;
		rc = add_lease(hints, lease);
		++*added;
	}
	return rc;
}

/* ---- the search ---- */

/* As a range of one: an address that ends in 255 is no broadcast address here, and nobody else may answer to it. */
static int
add_target(struct words *targets, const struct hint *hint)
{
	char address[HINT_ADDRESS], range[HINT_ADDRESS + 3];
	int n = snprintf(range, sizeof range, "%s/32", hint_address(hint, address));

	return words_add(targets, range, (size_t)n);
}

int
hints_targets(struct hints *hints, const struct words *named)
{
	int rc = KASA_OK;

	words_finish(&hints->targets);
	if (named->count == 0)
		rc = words_add(&hints->targets, everybody, strlen(everybody));
	for (size_t i = 0; i < named->count && rc == KASA_OK; i++)
		rc = words_add(&hints->targets, named->item[i], strlen(named->item[i]));
	for (size_t i = 0; i < hints->count && rc == KASA_OK; i++)
		rc = add_target(&hints->targets, &hints->list[i]);
	return rc;
}

void
hints_heard(struct hints *hints, const struct kasa_found *found)
{
	struct in_addr in = { .s_addr = INADDR_ANY }; /* which no hint has */
	uint8_t mac[6];
	bool told = kasa_mac_parse(found->state->mac, mac);

	inet_pton(AF_INET, found->host, &in);
	for (size_t i = 0; i < hints->count; i++) {
		struct hint *hint = &hints->list[i];

		if (hint->address == ntohl(in.s_addr) || (told && memcmp(hint->mac, mac, sizeof mac) == 0))
			hint->answered = true;
	}
}

size_t
hints_silent(const struct hints *hints)
{
	size_t n = 0;

	for (size_t i = 0; i < hints->count; i++)
		n += !hints->list[i].answered;
	return n;
}

const char *
hint_address(const struct hint *hint, char text[HINT_ADDRESS])
{
	struct in_addr in = { .s_addr = htonl(hint->address) };

	return inet_ntop(AF_INET, &in, text, HINT_ADDRESS);
}
