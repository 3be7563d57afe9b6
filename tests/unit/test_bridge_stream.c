/* The ring of events and who reads it: numbers, replays, gaps, filters, and texts byte by byte. */
#include "unit/unit.h"

#include "bridge/stream/cursor.h"

#define RUN "0badcafe"

static struct ring ring;
static struct cursor cursor;
static char got[1 << 14];

static void
set_up(size_t room, size_t most)
{
	ck_assert_int_eq(ring_init(&ring, room, most), KASA_OK);
}

static void
tear_down(void)
{
	cursor_finish(&cursor);
	ring_finish(&ring);
}

static void
happens(const char *key, const char *name)
{
	char id[32];

	cursor_id(id, sizeof id, RUN, ring.next);
	ring_add(&ring, ring_event(id, key, name, "{}"));
}

static void
happen(unsigned count)
{
	while (count-- > 0)
		happens("50c7bf000100", "state_changed");
}

static char *
copy_of(const char *text)
{
	return text ? strdup(text) : NULL;
}

static void
read_by(const char *devices, const char *events)
{
	cursor_init(&cursor, &ring, RUN, (struct filter){ copy_of(devices), copy_of(events) });
}

/* All there is to send, in pieces of so many bytes. */
static const char *
read_all(size_t room)
{
	size_t n = 0;
	ssize_t more;

	ck_assert_uint_gt(room, 0);
	while ((more = cursor_fill(&cursor, got + n, room)) > 0)
		n += (size_t)more;
	ck_assert_int_eq(more, 0);
	got[n] = '\0';
	ck_assert(!cursor_wants(&cursor));
	return got;
}

static void
greet(void)
{
	read_by(NULL, NULL);
	read_all(sizeof got);
}

#define EVENT(n) "id: " RUN "-" n "\nevent: state_changed\ndata: {}\n\n"

START_TEST(a_reader_hears_where_it_is_and_what_comes)
{
	set_up(4, 4096);
	happen(2);
	read_by(NULL, NULL);
	ck_assert(cursor_wants(&cursor));
	ck_assert_str_eq(read_all(sizeof got), "retry: 2000\nid: " RUN "-2\n\n");
	happen(2);
	ck_assert_str_eq(read_all(sizeof got), EVENT("3") EVENT("4"));
	tear_down();
}
END_TEST

START_TEST(texts_are_whole_in_pieces_of_any_size)
{
	for (size_t room = 1; room < 60; room++) {
		set_up(4, 4096);
		greet();
		happen(3);
		ck_assert_str_eq(read_all(room), EVENT("1") EVENT("2") EVENT("3"));
		tear_down();
	}
}
END_TEST

START_TEST(who_comes_back_hears_what_came_since)
{
	set_up(4, 4096);
	happen(4);
	read_by(NULL, NULL);
	cursor_resume(&cursor, RUN "-2");
	ck_assert_str_eq(read_all(sizeof got), "retry: 2000\nid: " RUN "-2\n\n" EVENT("3") EVENT("4"));
	tear_down();
}
END_TEST

START_TEST(who_missed_some_is_told_how_many)
{
	set_up(4, 4096);
	happen(9);
	read_by(NULL, NULL);
	cursor_resume(&cursor, RUN "-2");
	ck_assert_str_eq(read_all(sizeof got),
	                 "retry: 2000\nid: " RUN "-2\n\n"
	                 "id: " RUN "-5\nevent: gap\ndata: {\"event\":\"gap\",\"missed\":3}\n\n" EVENT("6") EVENT("7")
	                         EVENT("8") EVENT("9"));
	tear_down();
}
END_TEST

START_TEST(ids_of_another_run_or_of_nobody_are_a_gap)
{
	static const char *const ids[] = { "deadbeef-2",
		                           RUN "-10",
		                           RUN,
		                           RUN "-",
		                           RUN "--1",
		                           RUN "-2x",
		                           RUN "- 2",
		                           "2",
		                           "0badcaf-2",
		                           RUN "-+2",
		                           RUN "-18446744073709551616",
		                           "\xc3\xbc" };

	for (size_t i = 0; i < UNIT_COUNT(ids); i++) {
		set_up(4, 4096);
		happen(2);
		read_by(NULL, NULL);
		cursor_resume(&cursor, ids[i]);
		ck_assert_str_eq(read_all(sizeof got), "retry: 2000\nid: " RUN "-0\n\nid: " RUN "-0\nevent: gap\n"
		                                       "data: {\"event\":\"gap\"}\n\n" EVENT("1") EVENT("2"));
		tear_down();
	}
}
END_TEST

START_TEST(who_is_slow_keeps_the_text_he_is_in_and_gets_a_gap)
{
	set_up(2, 4096);
	greet();
	happen(1);
	ck_assert_int_eq(cursor_fill(&cursor, got, 10), 10);
	ck_assert_int_eq(memcmp(got, EVENT("1"), 10), 0);
	happen(5);
	read_all(sizeof got);
	ck_assert_str_eq(got,
	                 &(EVENT("1") "id: " RUN "-4\nevent: gap\ndata: {\"event\":\"gap\",\"missed\":3}\n\n" EVENT("5")
	                           EVENT("6"))[10]);
	tear_down();
}
END_TEST

START_TEST(the_ring_is_bounded_by_bytes_as_well)
{
	set_up(100, 3 * strlen(EVENT("1")));
	happen(7);
	ck_assert_uint_eq(ring.first, 5);
	ck_assert_uint_eq(ring.bytes, 3 * strlen(EVENT("1")));
	ck_assert_ptr_null(ring_at(&ring, 4));
	ck_assert_ptr_nonnull(ring_at(&ring, 7));
	ck_assert_ptr_null(ring_at(&ring, 8));
	ring_finish(&ring);
}
END_TEST

START_TEST(a_text_larger_than_the_ring_is_alone_in_it)
{
	set_up(4, 10);
	happen(3);
	ck_assert_uint_eq(ring.next - ring.first, 1);
	ring_finish(&ring);
}
END_TEST

START_TEST(a_filter_wants_devices_and_events)
{
	set_up(16, 4096);
	read_by("50c7bf000200,50c7bf000300", "command_failed,state_changed");
	read_all(sizeof got);
	happens("50c7bf000100", "state_changed");
	happens("50c7bf000200", "device_online");
	happens("50c7bf000200", "state_changed");
	happens("50c7bf000300", "command_failed");
	happens("", "command_failed");
	ck_assert_str_eq(read_all(sizeof got), EVENT("3") "id: " RUN "-4\nevent: command_failed\ndata: {}\n\n");
	tear_down();
}
END_TEST

START_TEST(words_of_a_filter_are_whole_words)
{
	set_up(16, 4096);
	read_by(NULL, "state,,state_changed_twice");
	read_all(sizeof got);
	happen(2);
	happens("", "state");
	ck_assert_str_eq(read_all(sizeof got), "id: " RUN "-3\nevent: state\ndata: {}\n\n");
	tear_down();
}
END_TEST

START_TEST(a_beat_is_a_comment_and_tells_the_position_that_moved_unheard)
{
	set_up(4, 4096);
	read_by(NULL, "device_online");
	read_all(sizeof got);
	cursor.due |= CURSOR_BEAT;
	ck_assert_str_eq(read_all(sizeof got), ":\n\n");
	happen(3);
	ck_assert(!cursor_wants(&cursor));
	cursor.due |= CURSOR_BEAT;
	ck_assert_str_eq(read_all(sizeof got), ":\nid: " RUN "-3\n\n");
	tear_down();
}
END_TEST

START_TEST(a_beat_comes_after_what_happened)
{
	set_up(4, 4096);
	greet();
	happen(1);
	cursor.due |= CURSOR_BEAT;
	ck_assert_str_eq(read_all(sizeof got), EVENT("1") ":\n\n");
	tear_down();
}
END_TEST

START_TEST(a_name_cannot_break_out_of_its_line)
{
	struct ring_item *item = ring_event(NULL, "", "done\n\ndata: forged\r", "{}");

	ck_assert_str_eq(item->text, "event: done??data: forged?\ndata: {}\n\n");
	ck_assert_uint_eq(item->length, strlen(item->text));
	ring_drop(item);
}
END_TEST

/* ---- values ---- */

static void
value(struct ring *values, const char *key, const char *name)
{
	ring_add(values, ring_event(NULL, key, name, "{}"));
}

START_TEST(values_come_after_events_and_have_no_ids)
{
	struct ring values;

	set_up(4, 4096);
	ck_assert_int_eq(ring_init(&values, 2, 4096), KASA_OK);
	value(&values, "50c7bf000100", "state");
	read_by("50c7bf000100", NULL);
	cursor_want_values(&cursor, &values);
	read_all(sizeof got);
	value(&values, "50c7bf000200", "state");
	ck_assert(!cursor_wants(&cursor));
	value(&values, "50c7bf000100", "energy");
	happen(1);
	ck_assert(cursor_wants(&cursor));
	ck_assert_str_eq(read_all(sizeof got), EVENT("1") "event: energy\ndata: {}\n\n");
	tear_down();
	ring_finish(&values);
}
END_TEST

START_TEST(who_misses_values_is_told)
{
	struct ring values;

	set_up(4, 4096);
	ck_assert_int_eq(ring_init(&values, 2, 4096), KASA_OK);
	read_by(NULL, NULL);
	cursor_want_values(&cursor, &values);
	read_all(sizeof got);
	for (unsigned i = 0; i < 5; i++)
		value(&values, "50c7bf000100", "state");
	ck_assert_str_eq(read_all(sizeof got), "id: " RUN "-0\nevent: gap\ndata: {\"event\":\"gap\",\"missed\":3}\n\n"
	                                       "event: state\ndata: {}\n\nevent: state\ndata: {}\n\n");
	tear_down();
	ring_finish(&values);
}
END_TEST

START_TEST(a_client_is_small)
{
	ck_assert_uint_le(sizeof(struct cursor), 112);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_reader_hears_where_it_is_and_what_comes,
		texts_are_whole_in_pieces_of_any_size,
		who_comes_back_hears_what_came_since,
		who_missed_some_is_told_how_many,
		ids_of_another_run_or_of_nobody_are_a_gap,
		who_is_slow_keeps_the_text_he_is_in_and_gets_a_gap,
		the_ring_is_bounded_by_bytes_as_well,
		a_text_larger_than_the_ring_is_alone_in_it,
		a_filter_wants_devices_and_events,
		words_of_a_filter_are_whole_words,
		a_beat_is_a_comment_and_tells_the_position_that_moved_unheard,
		a_beat_comes_after_what_happened,
		a_name_cannot_break_out_of_its_line,
		values_come_after_events_and_have_no_ids,
		who_misses_values_is_told,
		a_client_is_small,
	};

	return unit_run("stream", tests, UNIT_COUNT(tests));
}
