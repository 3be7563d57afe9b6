/* Values between commas, named by the first line; of several lines for an address the last counts. */
#include "common/leases_form.h"

#include <string.h>

enum column {
	ADDRESS,
	HWADDR,
	LIFETIME,
	EXPIRE,
	HOSTNAME,
	STATE,
	COLUMNS,
};

static const char *const names[COLUMNS] = { "address", "hwaddr", "valid_lifetime", "expire", "hostname", "state" };

static bool
knows(struct piece line)
{
	return piece_begins(line, "address,");
}

/* Where each column stands, from 1. */
static bool
read_head(struct leases_reader *reader, struct piece line, size_t places[COLUMNS])
{
	struct piece rest = line, part;
	bool whole = true;

	memset(places, 0, COLUMNS * sizeof *places);
	for (size_t place = 1; piece_part(&rest, ',', &part); place++)
		for (size_t i = 0; i < COLUMNS; i++)
			if (piece_is(part, names[i]))
				places[i] = place;
	for (size_t i = 0; i < COLUMNS; i++)
		whole = whole && places[i] > 0;
	return whole
	       || leases_expected(reader, reader->line,
	                          "a line that names address,hwaddr,valid_lifetime,expire,hostname,state", line);
}

static void
take_values(struct piece line, const size_t places[COLUMNS], struct piece values[COLUMNS])
{
	struct piece part;

	memset(values, 0, COLUMNS * sizeof *values);
	for (size_t place = 1; piece_part(&line, ',', &part); place++)
		for (size_t i = 0; i < COLUMNS; i++)
			if (places[i] == place)
				values[i] = part;
}

/* A lease that was deleted is written once more, with a lifetime of 0. */
static bool
is_over(const struct piece values[COLUMNS], uint64_t expire, uint64_t now_s)
{
	return !piece_is(values[STATE], "0") || piece_is(values[LIFETIME], "0") || expire < now_s;
}

/* False when the line is damaged. */
static bool
read_line(struct leases_reader *reader, const struct piece values[COLUMNS], struct lease *lease)
{
	uint64_t expire;

	if (!piece_address(values[ADDRESS], &lease->address))
		return leases_expected(reader, reader->line, "an IPv4 address, as 192.0.2.7,", values[ADDRESS]);
	if (values[HWADDR].n > 0 && !piece_mac(values[HWADDR], lease->mac))
		return leases_expected(reader, reader->line, "a MAC, as aa:bb:cc:dd:ee:ff,", values[HWADDR]);
	if (!piece_number(values[EXPIRE], &expire))
		return leases_expected(reader, reader->line, "the time when a lease ends, in seconds since 1970,",
		                       values[EXPIRE]);
	if (values[STATE].n == 0)
		return leases_expected(reader, reader->line, "the state of a lease, a number,", values[STATE]);
	piece_copy(lease->name, sizeof lease->name, values[HOSTNAME]);
	lease->expired = is_over(values, expire, reader->now_s);
	return true;
}

/* A lease without hardware is known by another identifier: no use to us, but it takes the address. */
static int
keep(struct leases_reader *reader, const struct lease *lease, bool hardware)
{
	if (hardware)
		return leases_put(reader->leases, lease);
	leases_withdraw(reader->leases, lease->address);
	return KASA_OK;
}

static int
read_all(struct leases_reader *reader)
{
	struct piece line, values[COLUMNS];
	size_t places[COLUMNS];
	int rc = KASA_OK;

	while (leases_line(reader, &line) && !knows(line))
		leases_expected(reader, reader->line, "a line that names the columns", line);
	if (!read_head(reader, line, places))
		return KASA_OK;
	while (rc == KASA_OK && leases_line(reader, &line)) {
		struct lease lease = { .address = 0 };

		take_values(line, places, values);
		if (line.n > 0 && !piece_has(values[ADDRESS], ':') && read_line(reader, values, &lease))
			rc = keep(reader, &lease, values[HWADDR].n > 0);
	}
	return rc;
}

const struct leases_form leases_form_kea = { .knows = knows, .read = read_all };
