/* Which form a file has is told by its first line that stands in one form only. */
#include "common/leases.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "common/leases_form.h"
#include "common/text_show.h"

static const struct leases_form *const forms[] = { &leases_form_kea, &leases_form_isc, &leases_form_dnsmasq };

void
leases_init(struct leases *leases)
{
	*leases = (struct leases){ .list = NULL };
	kasa_hash_init(&leases->by_address, LEASES_MAX);
}

void
leases_finish(struct leases *leases)
{
	free(leases->list);
	kasa_hash_finish(&leases->by_address);
	leases_init(leases);
}

static int
grow(struct leases *leases)
{
	size_t cap = leases->cap ? leases->cap * 2 : 16;
	struct lease *list;

	if (leases->count < leases->cap)
		return KASA_OK;
	list = realloc(leases->list, cap * sizeof *list);
	if (!list)
		return KASA_ENOMEM;
	leases->list = list;
	leases->cap = cap;
	return KASA_OK;
}

int
leases_put(struct leases *leases, const struct lease *lease)
{
	const uint32_t *known = kasa_hash_get(&leases->by_address, lease->address);
	int rc;

	if (known) {
		leases->list[*known] = *lease;
		return KASA_OK;
	}
	rc = grow(leases);
	if (rc == KASA_OK)
		rc = kasa_hash_put(&leases->by_address, lease->address, (uint32_t)leases->count);
	if (rc == KASA_OK)
		leases->list[leases->count++] = *lease;
	return rc;
}

void
leases_withdraw(struct leases *leases, uint32_t address)
{
	const uint32_t *known = kasa_hash_get(&leases->by_address, address);

	if (known)
		leases->list[*known].expired = true;
}

bool
leases_line(struct leases_reader *reader, struct piece *line)
{
	if (!piece_line(&reader->rest, line))
		return false;
	reader->line++;
	return true;
}

bool
leases_expected(struct leases_reader *reader, size_t line, const char *what, struct piece got)
{
	char text[40], shown[TEXT_SHOWN];

	if (reader->leases->damaged++ > 0)
		return false;
	piece_copy(text, sizeof text, got);
	if (text[0])
		kasa_err_set(&reader->leases->damage, KASA_EINVAL, "%.160s:%zu: %s was expected, not \"%s\"",
		             reader->file, line, what, text_show(shown, text));
	else
		kasa_err_set(&reader->leases->damage, KASA_EINVAL, "%.160s:%zu: %s was expected", reader->file, line,
		             what);
	return false;
}

static bool
says_nothing(struct piece line)
{
	struct piece word;

	return !piece_word(&line, &word) || *word.at == '#';
}

static const struct leases_form *
form_of(struct piece text, bool *empty)
{
	struct piece line;

	*empty = true;
	while (piece_line(&text, &line)) {
		*empty = *empty && says_nothing(line);
		for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
			if (forms[i]->knows(line))
				return forms[i];
	}
	return NULL;
}

static int
explain(const struct leases *leases, const char *file, int rc, struct kasa_err *err)
{
	if (rc == KASA_EBUSY)
		return kasa_err_set(err, KASA_EINVAL, "%.160s: more than %d leases", file, LEASES_MAX);
	if (rc != KASA_OK)
		return kasa_err_set(err, rc, "no memory for the leases of %.160s", file);
	if (leases->count > 0 || leases->damaged == 0)
		return KASA_OK;
	*err = leases->damage;
	return KASA_EINVAL;
}

int
leases_parse(struct leases *leases, const char *file, const char *text, size_t n, uint64_t now_s, struct kasa_err *err)
{
	struct leases_reader reader = {
		.leases = leases,
		.file = file,
		.begin = text,
		.rest = { text, n },
		.now_s = now_s,
	};
	bool empty;
	const struct leases_form *form = form_of(reader.rest, &empty);

	if (form)
		return explain(leases, file, form->read(&reader), err);
	if (empty)
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL,
	                    "%.160s: no leases; what dnsmasq, ISC's dhcpd or Kea (CSV) write was expected", file);
}
