/* The cache: its lines, what is found in it, and the file that may be anything. */
#include "unit/unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "cli/cache.h"
#include "cli/cache_file.h"

static const struct cache_entry lamp = {
	.id = "8006AB",
	.mac = "50:C7:BF:01:02:03",
	.host = "192.0.2.4",
	.port = 9999,
	.alias = "Desk\tlamp\n\\n",
};

static const struct cache_place newer = { "192.0.2.5", 80, "klap2", "smart" };

static const char lamp_line[] = "8006AB\t50:C7:BF:01:02:03\t192.0.2.4\t9999\tDesk\\tlamp\\n\\\\n\n";

// clang-format off
static const char *const damaged[] = {
	"",
	"8006AB",
	"8006AB\t50:C7:BF:01:02:03\t192.0.2.4\t9999",
	"\t50:C7:BF:01:02:03\t192.0.2.4\t9999\tlamp",
	"xyz\t50:C7:BF:01:02:03\t192.0.2.4\t9999\tlamp",
	"8006AB\tno mac\t192.0.2.4\t9999\tlamp",
	"8006AB\t50:C7:BF:01:02:03\tplug.lan\t9999\tlamp",
	"8006AB\t50:C7:BF:01:02:03\t192.0.2.4\t0\tlamp",
	"8006AB\t50:C7:BF:01:02:03\t192.0.2.4\t99999\tlamp",
	"8006AB\t50:C7:BF:01:02:03\t192.0.2.4\t9999\tlamp\\",
	"8006AB\t50:C7:BF:01:02:03\t192.0.2.4\t9999\tlamp\\x",
	"8006AB\t50:C7:BF:01:02:03\t192.0.2.4\t9999\t\xff",
	"8006AB\t50:C7:BF:01:02:03\t192.0.2.4\t9999\tlamp\tklap2",
	"8006AB\t50:C7:BF:01:02:03\t192.0.2.4\t9999\tlamp\tklap9\tsmart",
	"8006AB\t50:C7:BF:01:02:03\t192.0.2.4\t9999\tlamp\tklap2\tsm",
	"8006AB\t50:C7:BF:01:02:03\t192.0.2.4\t9999\tlamp\tklap2\tsmart\t",
	"800600000000000000000000000000000000000000000000000000\t\t192.0.2.4\t9999\ttoo long an id",
};
// clang-format on

static const char three[] = "AA01\t50:C7:BF:00:00:01\t192.0.2.1\t9999\tTree\n"
			    "AA02\t50:C7:BF:00:00:02\t192.0.2.2\t9999\tTwin\n"
			    "half a line\n"
			    "AA03\t\t192.0.2.3\t9999\ttwin\n"
			    "AA01\t50:C7:BF:00:00:01\t192.0.2.9\t9998\tTree\n" /* the later line holds */
			    "AA04\t50:C7";

/* A device of the older kind. */
static void
put(struct cache *cache, const char *host, uint16_t port, const struct kasa_state *state)
{
	cache_put(cache, &(struct cache_place){ host, port, "xor", "iot" }, state);
}

START_TEST(a_line_says_what_it_was_made_of)
{
	struct cache_entry entry, written = lamp;
	struct text text;

	written.transport = cache_transport("xor");
	written.payload = cache_payload("iot");
	text_init(&text);
	cache_line_format(&text, &written);

	ck_assert_uint_eq(text.buf.len, sizeof lamp_line - 1);
	ck_assert_mem_eq(text.buf.data, lamp_line, text.buf.len);
	ck_assert(cache_line_parse((const char *)text.buf.data, text.buf.len - 1, &entry));
	ck_assert_str_eq(entry.id, lamp.id);
	ck_assert_str_eq(entry.mac, lamp.mac);
	ck_assert_str_eq(entry.host, lamp.host);
	ck_assert_uint_eq(entry.port, lamp.port);
	ck_assert_str_eq(entry.alias, lamp.alias);
	ck_assert_str_eq(entry.transport, "xor");
	ck_assert_str_eq(entry.payload, "iot");
	text_finish(&text);
}
END_TEST

START_TEST(how_a_device_was_spoken_to_is_kept)
{
	const struct kasa_state plug = { .id = "AA01", .alias = "Tree" };
	struct cache cache = { 0 }, read = { 0 };
	struct text text;

	put(&cache, "192.0.2.5", 80, &plug);
	cache.changed = false;
	cache_put(&cache, &newer, &plug);
	ck_assert(cache.changed);
	text_init(&text);
	cache_line_format(&text, &cache.entries[0]);
	cache_fill(&read, (const char *)text.buf.data, text.buf.len);

	ck_assert_uint_eq(read.count, 1);
	ck_assert_str_eq(cache_by_id(&read, "AA01")->transport, "klap2");
	ck_assert_str_eq(cache_by_id(&read, "AA01")->payload, "smart");
	ck_assert_str_eq(cache_by_id(&read, "AA01")->alias, "Tree");
	cache_put(&cache, &(struct cache_place){ "192.0.2.6", 80, "aes", "smart" }, &plug);
	ck_assert_str_eq(cache_by_id(&cache, "AA01")->host, "192.0.2.5");
	text_finish(&text);
	cache_finish(&cache);
	cache_finish(&read);
}
END_TEST

START_TEST(a_damaged_line_is_seen)
{
	for (size_t i = 0; i < UNIT_COUNT(damaged); i++) {
		struct cache_entry entry;

		ck_assert_msg(!cache_line_parse(damaged[i], strlen(damaged[i]), &entry), "%s", damaged[i]);
	}
}
END_TEST

START_TEST(any_beginning_of_a_line_is_read_or_left_without_harm)
{
	unsigned whole = 0;

	for (size_t n = 0; n < sizeof lamp_line; n++) {
		char *copy = malloc(n + 1); /* so that a byte too far is seen */
		struct cache_entry entry;

		ck_assert_ptr_nonnull(copy);
		memcpy(copy, lamp_line, n);
		whole += cache_line_parse(copy, n, &entry);
		free(copy);
	}

	ck_assert_uint_gt(whole, 0);
}
END_TEST

START_TEST(whole_lines_are_found_by_every_name)
{
	struct cache cache = { 0 };

	cache_fill(&cache, three, sizeof three - 1);

	ck_assert_uint_eq(cache.count, 3);
	ck_assert_str_eq(cache_by_id(&cache, "aa01")->host, "192.0.2.9");
	ck_assert_str_eq(cache_by_mac(&cache, "50c7bf000002")->id, "AA02");
	ck_assert_str_eq(cache_by_alias(&cache, "TREE")->id, "AA01");
	ck_assert_ptr_null(cache_by_id(&cache, "AA04"));
	ck_assert_ptr_null(cache_by_mac(&cache, "50:C7:BF:00:00:09"));
	ck_assert_ptr_null(cache_by_alias(&cache, "tre"));
	cache_finish(&cache);
}
END_TEST

START_TEST(an_alias_that_two_have_finds_neither)
{
	struct cache cache = { 0 };

	cache_fill(&cache, three, sizeof three - 1);

	ck_assert_ptr_null(cache_by_alias(&cache, "twin"));
	cache_finish(&cache);
}
END_TEST

START_TEST(only_what_is_new_is_a_change)
{
	const struct kasa_state tree = { .id = "AA01", .mac = "50:C7:BF:00:00:01", .alias = "Tree" };
	const struct kasa_state nameless = { .alias = "Tree" };
	struct cache cache = { 0 };

	cache_fill(&cache, three, sizeof three - 1);
	put(&cache, "192.0.2.9", 9998, &tree);
	put(&cache, "192.0.2.8", 9999, &nameless);
	put(&cache, "192.0.2.8", 9999, NULL);
	ck_assert(!cache.changed);
	put(&cache, "192.0.2.7", 9998, &tree);

	ck_assert(cache.changed);
	ck_assert_str_eq(cache_by_id(&cache, "AA01")->host, "192.0.2.7");
	ck_assert_uint_eq(cache.count, 3);
	cache_finish(&cache);
}
END_TEST

/* A folder of the test's own as the home of caches. */
static void
make_home(char home[64])
{
	strcpy(home, "/tmp/kasa-cache-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(home));
	setenv("XDG_CACHE_HOME", home, 1);
}

static void
remove_home(const char *home)
{
	char path[128];

	snprintf(path, sizeof path, "%s/kasa/devices", home);
	unlink(path);
	snprintf(path, sizeof path, "%s/kasa", home);
	rmdir(path);
	rmdir(home);
}

START_TEST(what_two_processes_wrote_is_all_there)
{
	const struct kasa_state tree = { .id = "AA01", .alias = "Tree" }, lamp_now = { .id = "AA02", .alias = "Lamp" };
	struct cache one = { 0 }, other = { 0 }, read = { 0 };
	char home[64], path[128];
	struct stat st;

	make_home(home);
	cache_load(&one);
	cache_load(&other);
	put(&one, "192.0.2.1", 9999, &tree);
	put(&other, "192.0.2.2", 9999, &lamp_now);
	ck_assert_int_eq(cache_save(&one, NULL), KASA_OK);
	ck_assert_int_eq(cache_save(&other, NULL), KASA_OK);
	cache_load(&read);
	snprintf(path, sizeof path, "%s/kasa/devices", home);
	ck_assert_int_eq(stat(path, &st), 0);
	remove_home(home);

	ck_assert_uint_eq(read.count, 2);
	ck_assert_uint_eq(st.st_mode & 0777, 0600);
	cache_finish(&one);
	cache_finish(&other);
	cache_finish(&read);
}
END_TEST

START_TEST(without_a_home_there_is_nothing_and_no_complaint)
{
	const struct kasa_state tree = { .id = "AA01" };
	struct cache cache = { 0 };

	unsetenv("XDG_CACHE_HOME");
	unsetenv("HOME");
	cache_load(&cache);
	put(&cache, "192.0.2.1", 9999, &tree);

	ck_assert_int_eq(cache_save(&cache, NULL), KASA_OK);
	ck_assert_uint_eq(cache.count, 1);
	cache_finish(&cache);
}
END_TEST

static void
write_raw(const char *home, const char *text)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof path, "%s/kasa", home);
	ck_assert_int_eq(mkdir(path, 0700), 0);
	snprintf(path, sizeof path, "%s/kasa/devices", home);
	file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	ck_assert_int_ge(fputs(text, file), 0);
	ck_assert_int_eq(fclose(file), 0);
}

START_TEST(a_file_of_another_format_counts_as_none)
{
	struct cache cache = { 0 };
	char home[64];

	make_home(home);
	write_raw(home, "kasa-devices 2\nAA01\t\t192.0.2.1\t9999\tTree\n");
	cache_load(&cache);
	remove_home(home);

	ck_assert_uint_eq(cache.count, 0);
	cache_finish(&cache);
}
END_TEST

START_TEST(a_name_that_another_device_took_is_lost_by_the_one_before)
{
	const struct kasa_state before = { .id = "AA01", .alias = "Freezer" };
	const struct kasa_state after = { .id = "AA02", .alias = "freezer" };
	struct cache cache = { .loaded = true };

	put(&cache, "192.0.2.1", 9999, &before);
	put(&cache, "192.0.2.2", 9999, &after);
	ck_assert_ptr_null(cache_by_alias(&cache, "Freezer"));
	cache_take_name(&cache, "freezer", "aa02");

	ck_assert_str_eq(cache_by_alias(&cache, "Freezer")->id, "AA02");
	ck_assert_str_eq(cache_by_id(&cache, "AA01")->host, "192.0.2.1");
	ck_assert(cache.changed);
	cache_finish(&cache);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_line_says_what_it_was_made_of,
		how_a_device_was_spoken_to_is_kept,
		a_damaged_line_is_seen,
		any_beginning_of_a_line_is_read_or_left_without_harm,
		whole_lines_are_found_by_every_name,
		an_alias_that_two_have_finds_neither,
		a_name_that_another_device_took_is_lost_by_the_one_before,
		only_what_is_new_is_a_change,
		what_two_processes_wrote_is_all_there,
		without_a_home_there_is_nothing_and_no_complaint,
		a_file_of_another_format_counts_as_none,
	};

	return unit_run("cli cache", tests, UNIT_COUNT(tests));
}
