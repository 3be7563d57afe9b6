/*
 * "EXPIRY MAC ADDRESS NAME CLIENT-ID", a line for each lease. Behind a line "duid ..." those of IPv6 follow, with
 * another identifier in the place of the MAC.
 */
#include "common/leases_form.h"

enum {
	FIRST_DATE = 1000000000, /* September 2001 */
};

static bool
knows(struct piece line)
{
	struct piece first, second;
	uint64_t number;

	if (!piece_word(&line, &first) || !piece_word(&line, &second))
		return false;
	return piece_is(first, "duid") || piece_number(first, &number);
}

/* Never: 0. A length instead of a date, where the clock is not kept: dnsmasq built with HAVE_BROKEN_RTC. */
static bool
is_over(uint64_t expiry, uint64_t now_s)
{
	return expiry >= FIRST_DATE && expiry < now_s;
}

/* Of IPv6, or of hardware that is not Ethernet, which dnsmasq marks by its type: "06-aa:bb:cc:dd:ee:ff". */
static bool
is_passed_over(struct piece mac, struct piece address)
{
	return piece_has(address, ':') || (mac.n > 2 && mac.at[2] == '-');
}

/* False when the line has no lease for us, damaged or not. */
static bool
read_line(struct leases_reader *reader, struct piece line, struct lease *lease)
{
	struct piece expiry, mac, address, name;
	uint64_t number;

	if (!piece_word(&line, &expiry) || *expiry.at == '#' || piece_is(expiry, "duid"))
		return false;
	if (!piece_number(expiry, &number))
		return leases_expected(reader, reader->line, "the time when a lease ends, in seconds since 1970,",
		                       expiry);
	piece_word(&line, &mac);
	piece_word(&line, &address);
	if (is_passed_over(mac, address))
		return false;
	if (!piece_mac(mac, lease->mac))
		return leases_expected(reader, reader->line, "a MAC, as aa:bb:cc:dd:ee:ff,", mac);
	if (!piece_address(address, &lease->address))
		return leases_expected(reader, reader->line, "an IPv4 address, as 192.0.2.7,", address);
	if (!piece_word(&line, &name))
		return leases_expected(reader, reader->line, "a name, or *,", name);
	piece_copy(lease->name, sizeof lease->name, piece_is(name, "*") ? (struct piece){ name.at, 0 } : name);
	lease->expired = is_over(number, reader->now_s);
	return true;
}

static int
read_all(struct leases_reader *reader)
{
	struct piece line;
	int rc = KASA_OK;

	while (rc == KASA_OK && leases_line(reader, &line)) {
		struct lease lease = { .address = 0 };

		if (read_line(reader, line, &lease))
			rc = leases_put(reader->leases, &lease);
	}
	return rc;
}

const struct leases_form leases_form_dnsmasq = { .knows = knows, .read = read_all };
