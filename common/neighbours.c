/* "IP-address HW-type Flags HW-address Mask Device", in columns, below a line that names them. */
#include "common/neighbours.h"

#include <stdbool.h>
#include <stdlib.h>

#include <kasa/error.h>

#include "common/piece.h"

enum {
	COMPLETE = 0x2, /* ATF_COM: the neighbour has answered */
};

static bool
is_complete(struct piece flags)
{
	char text[12];

	return piece_copy(text, sizeof text, flags) && strtoul(text, NULL, 16) & COMPLETE;
}

static bool
read_line(struct piece line, struct neighbour *neighbour)
{
	struct piece address, type, flags, mac, mask, device;

	piece_word(&line, &address);
	piece_word(&line, &type);
	piece_word(&line, &flags);
	piece_word(&line, &mac);
	piece_word(&line, &mask);
	piece_word(&line, &device);
	return piece_is(type, "0x1") && is_complete(flags) && piece_address(address, &neighbour->address)
	       && piece_mac(mac, neighbour->mac)
	       && piece_copy(neighbour->interface, sizeof neighbour->interface, device) && device.n > 0;
}

int
neighbours_parse(const char *text, size_t n, neighbours_fn *each, void *arg)
{
	struct piece rest = { text, n }, line;
	int rc = KASA_OK;

	while (rc == KASA_OK && piece_line(&rest, &line)) {
		struct neighbour neighbour;

		if (read_line(line, &neighbour))
			rc = each(&neighbour, arg);
	}
	return rc;
}
