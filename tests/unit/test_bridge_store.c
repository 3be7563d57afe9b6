/* What kasad keeps: it comes back as it was, a broken file is never lost, and a disk that fails harms nothing in memory. */
#include "unit/unit.h"

#include <ev.h>
#include <fcntl.h>
#include <math.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bridge/log.h"
#include "bridge/store/store_file.h"
#include "bridge/store/store_own.h"
#include "unit/scratch.h"

static char folder[] = "/tmp/kasa-store-XXXXXX";
static struct config config = { .state_dir = folder };
static struct ev_loop *loop;
static struct store *store;
static struct kasa_err err;
static unsigned errors, infos;

static const struct store_device lamp = {
	.key = "50c7bf010203",
	.id = "8006AB",
	.mac = "50:C7:BF:01:02:03",
	.alias = "Desk \"lamp\"\n\xc3\xa9",
	.model = "HS110(EU)",
	.host = "192.0.2.4",
	.port = 9999,
	.transport = "xor",
	.payload = "iot",
	.seen_s = 1764271559,
};

static void
hear(enum kasa_log_level level, const char *line, void *arg)
{
	(void)line;
	(void)arg;
	errors += level == KASA_LOG_ERROR;
	infos += level == KASA_LOG_INFO;
}

static void
begin(void)
{
	ck_assert_ptr_nonnull(mkdtemp(folder));
	loop = ev_loop_new(EVFLAG_AUTO);
	log_tap(hear, NULL);
}

static const char *
path_of(const char *name)
{
	static char path[PATH_MAX];

	snprintf(path, sizeof path, "%s/%s", folder, name);
	return path;
}

static void
end(void)
{
	store_close(store);
	store = NULL;
	ev_loop_destroy(loop);
	scratch_remove(folder);
}

static int
open_it(void)
{
	return store_open(&config, loop, &store, &err);
}

static void
reopen(void)
{
	store_close(store);
	store = NULL;
	ck_assert_int_eq(open_it(), KASA_OK);
}

/* A device with a counter, as the hub would bring it. */
static void
keep(const struct store_device *device, unsigned outlet, double kwh)
{
	struct store_record *record;
	struct counter counter;

	counter_init(&counter);
	ck_assert(counter_add(&counter, kwh, 1, 2, 20261127, 0));
	ck_assert_int_eq(store_record_put(&store->values, device, &record), KASA_OK);
	ck_assert_int_eq(store_record_count(record, outlet, &counter), KASA_OK);
	store_touch(store);
}

static void
put_file(const char *name, const char *text)
{
	FILE *file = fopen(path_of(name), "w");

	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	fclose(file);
}

static char *
file_text(const char *name)
{
	static char text[1 << 16];
	FILE *file = fopen(path_of(name), "r");
	size_t n;

	if (!file)
		return NULL;
	n = fread(text, 1, sizeof text - 1, file);
	text[n] = '\0';
	fclose(file);
	return text;
}

START_TEST(what_was_known_of_devices_comes_back)
{
	struct store_device device;
	struct counter counter;

	begin();
	ck_assert_int_eq(open_it(), KASA_OK);
	keep(&lamp, 3, 22.5);
	reopen();

	ck_assert(store_device_at(store, 0, &device));
	ck_assert_str_eq(device.key, lamp.key);
	ck_assert_str_eq(device.id, lamp.id);
	ck_assert_str_eq(device.mac, lamp.mac);
	ck_assert_str_eq(device.alias, lamp.alias);
	ck_assert_str_eq(device.model, lamp.model);
	ck_assert_str_eq(device.host, lamp.host);
	ck_assert_uint_eq(device.port, lamp.port);
	ck_assert_str_eq(device.transport, lamp.transport);
	ck_assert_str_eq(device.payload, lamp.payload);
	ck_assert_int_eq(device.seen_s, lamp.seen_s);
	ck_assert(!store_device_at(store, 1, &device));
	ck_assert(store_counter(store, lamp.key, 3, &counter));
	ck_assert_double_eq(counter_sum(&counter), 22.5);
	ck_assert_double_eq(counter_today(&counter), 1);
	ck_assert_double_eq(counter_month(&counter), 2);
	ck_assert(!store_counter(store, lamp.key, 0, &counter));
	ck_assert(!store_counter(store, "50c7bf010204", 3, &counter));
	end();
}
END_TEST

START_TEST(what_people_set_comes_back)
{
	struct store_options *options;

	begin();
	ck_assert_int_eq(open_it(), KASA_OK);
	options = store_options(store, lamp.key);
	ck_assert_int_eq(options->enabled, KASA_UNKNOWN);
	options->name = strdup("desk");
	options->area = strdup("Study / attic");
	options->enabled = 0;
	options->protected = 1;
	options->poll.meter_ms = 2000;
	options->throttle_ms = 500;
	ck_assert_ptr_nonnull(store_options(store, "50c7bf010204")); /* asked for, never set */
	ck_assert_int_eq(store_text_set(store, "groups", "[ {\"name\": \"all\"}, 1.5 ]"), KASA_OK);
	ck_assert_int_eq(store_text_set(store, "broken", "[ 1, "), KASA_EINVAL);
	ck_assert_int_eq(store_text_set(store, "broken", "1,\"b\":2"), KASA_EINVAL);
	ck_assert_int_eq(store_text_set(store, "broken", "1},\"b\":{"), KASA_EINVAL);
	store_commit(store);
	reopen();

	options = store_options(store, lamp.key);
	ck_assert_str_eq(options->name, "desk");
	ck_assert_str_eq(options->area, "Study / attic");
	ck_assert_int_eq(options->enabled, 0);
	ck_assert_int_eq(options->hidden, KASA_UNKNOWN);
	ck_assert_int_eq(options->protected, 1);
	ck_assert_uint_eq(options->poll.meter_ms, 2000);
	ck_assert_uint_eq(options->poll.state_ms, 0);
	ck_assert_uint_eq(options->throttle_ms, 500);
	ck_assert_str_eq(store_text(store, "groups"), "[{\"name\":\"all\"},1.5]");
	ck_assert_ptr_null(store_text(store, "broken"));
	ck_assert_ptr_null(strstr(file_text("settings.json"), "50c7bf010204"));
	end();
}
END_TEST

START_TEST(topics_are_a_set)
{
	begin();
	ck_assert_int_eq(open_it(), KASA_OK);
	ck_assert(store_topic_add(store, "homeassistant/device/kasa_1/config"));
	ck_assert(store_topic_add(store, "homeassistant/device/kasa_2/config"));
	ck_assert(store_topic_add(store, "homeassistant/device/kasa_3/config"));
	ck_assert(!store_topic_add(store, "homeassistant/device/kasa_2/config"));
	ck_assert(store_topic_remove(store, "homeassistant/device/kasa_1/config"));
	ck_assert(!store_topic_remove(store, "homeassistant/device/kasa_1/config"));
	reopen();

	ck_assert_str_eq(store_topic_at(store, 0), "homeassistant/device/kasa_3/config");
	ck_assert_str_eq(store_topic_at(store, 1), "homeassistant/device/kasa_2/config");
	ck_assert_ptr_null(store_topic_at(store, 2));
	end();
}
END_TEST

START_TEST(a_topic_that_comes_and_goes_ten_thousand_times_takes_no_room)
{
	begin();
	ck_assert_int_eq(open_it(), KASA_OK);
	for (int i = 0; i < 10000; i++) {
		char topic[32];

		snprintf(topic, sizeof topic, "kasa/%d", i);
		ck_assert(store_topic_add(store, topic));
		ck_assert(i < 10 || store_topic_remove(store, topic));
	}

	ck_assert_uint_eq(store->values.topics.count, 10);
	ck_assert_uint_le(store->values.topics.places.cap, 128);
	for (int i = 0; i < 10; i++)
		ck_assert(store_table_find(&store->values.topics, store_topic_at(store, (size_t)i)) != NULL);
	end();
}
END_TEST

START_TEST(a_device_that_is_forgotten_is_gone)
{
	struct store_device device;

	begin();
	ck_assert_int_eq(open_it(), KASA_OK);
	keep(&lamp, 0, 1);
	store_options(store, lamp.key)->hidden = 1;
	store_commit(store);
	reopen();
	store_forget(store, lamp.key);
	reopen();

	ck_assert(!store_device_at(store, 0, &device));
	ck_assert_int_eq(store_options(store, lamp.key)->hidden, KASA_UNKNOWN);
	end();
}
END_TEST

START_TEST(an_alias_that_is_no_text_breaks_no_file)
{
	struct store_device device = lamp;

	begin();
	ck_assert_int_eq(open_it(), KASA_OK);
	device.alias = "a\xff\xfe";
	keep(&device, 0, 1);
	reopen();

	ck_assert(store_device_at(store, 0, &device));
	ck_assert_str_eq(device.alias, "a??");
	ck_assert_uint_eq(errors, 0);
	end();
}
END_TEST

START_TEST(files_are_for_nobody_else)
{
	struct stat st;

	begin();
	ck_assert_int_eq(rmdir(folder), 0);
	ck_assert_int_eq(open_it(), KASA_OK);
	keep(&lamp, 0, 1);
	store_commit(store);
	reopen();

	ck_assert_int_eq(stat(folder, &st), 0);
	ck_assert_uint_eq(st.st_mode & 0777, 0700);
	ck_assert_int_eq(stat(path_of("state.json"), &st), 0);
	ck_assert_uint_eq(st.st_mode & 0777, 0600);
	ck_assert_int_eq(stat(path_of("settings.json"), &st), 0);
	ck_assert_uint_eq(st.st_mode & 0777, 0600);
	end();
}
END_TEST

START_TEST(a_second_one_is_refused_and_told_who_was_first)
{
	struct store *second = NULL;
	char pid[32];

	begin();
	ck_assert_int_eq(open_it(), KASA_OK);
	ck_assert_int_eq(store_open(&config, loop, &second, &err), KASA_EBUSY);

	snprintf(pid, sizeof pid, "process %d:", (int)getpid());
	ck_assert_ptr_nonnull(strstr(err.text, pid));
	end();
}
END_TEST

START_TEST(a_file_of_a_newer_kasad_is_refused_and_left_alone)
{
	static const char newer[] = "{\"version\":2,\"devices\":[],\"topics\":[]}";

	begin();
	put_file("state.json", newer);
	ck_assert_int_eq(open_it(), KASA_EINVAL);

	ck_assert_ptr_nonnull(strstr(err.text, "newer"));
	ck_assert_str_eq(file_text("state.json"), newer);
	end();
}
END_TEST

// clang-format off
static const char *const broken[] = {
	"",
	"{\"version\":1,\"devices\":[",
	"[]",
	"{}",
	"{\"version\":0,\"devices\":[],\"topics\":[]}",
	"{\"version\":\"1\",\"devices\":[],\"topics\":[]}",
	"{\"version\":1}",
	"{\"version\":1,\"version\":1,\"devices\":[],\"topics\":[]}",
	"{\"version\":1,\"devices\":[{}],\"topics\":[]}",
	"{\"version\":1,\"devices\":[{\"key\":\"UPPER\"}],\"topics\":[]}",
	"{\"version\":1,\"devices\":[{\"key\":\"50c7bf01020304\"}],\"topics\":[]}",
	"{\"version\":1,\"devices\":[{\"key\":\"01\",\"port\":65536}],\"topics\":[]}",
	"{\"version\":1,\"devices\":[{\"key\":\"01\",\"port\":-1}],\"topics\":[]}",
	"{\"version\":1,\"devices\":[{\"key\":\"01\",\"alias\":1}],\"topics\":[]}",
	"{\"version\":1,\"devices\":[{\"key\":\"01\",\"host\":\"a\\u0000b\"}],\"topics\":[]}",
	"{\"version\":1,\"devices\":[{\"key\":\"01\"},{\"key\":\"01\"}],\"topics\":[]}",
	"{\"version\":1,\"devices\":[{\"key\":\"01\",\"counters\":[{\"outlet\":17,\"last\":1}]}],\"topics\":[]}",
	"{\"version\":1,\"devices\":[{\"key\":\"01\",\"counters\":[{\"outlet\":0,\"last\":-1}]}],\"topics\":[]}",
	"{\"version\":1,\"devices\":[{\"key\":\"01\",\"counters\":[{\"outlet\":0}]}],\"topics\":[]}",
	"{\"version\":1,\"devices\":[{\"key\":\"01\",\"counters\":{}}],\"topics\":[]}",
	"{\"version\":1,\"devices\":[],\"topics\":[1]}",
	"{\"version\":1,\"devices\":[],\"topics\":[\"\"]}",
};
// clang-format on

START_TEST(a_broken_file_is_moved_aside_and_never_lost)
{
	begin();
	put_file("state.json", broken[_i]);
	ck_assert_int_eq(open_it(), KASA_OK);

	ck_assert_uint_eq(errors, 1);
	ck_assert_str_eq(file_text("state.json.broken-1"), broken[_i]);
	store_close(store);
	store = NULL;
	put_file("state.json", "[");
	ck_assert_int_eq(open_it(), KASA_OK);
	ck_assert_str_eq(file_text("state.json.broken-1"), broken[_i]);
	ck_assert_str_eq(file_text("state.json.broken-2"), "[");
	end();
}
END_TEST

START_TEST(what_makes_sense_of_a_broken_file_is_kept)
{
	struct store_device device;

	begin();
	put_file("state.json",
	         "{\"version\":1,\"devices\":[{\"key\":\"01\",\"port\":-1},{\"key\":\"02\",\"mac\":\"m\"}],"
	         "\"topics\":[\"a\",2]}");
	put_file("settings.json", "{\"version\":1,\"devices\":{\"02\":{\"name\":\"a/b\",\"area\":\"attic\"},\"x\":{}},"
	                          "\"texts\":{\"groups\":[]}}");
	ck_assert_int_eq(open_it(), KASA_OK);
	reopen();

	ck_assert(store_device_at(store, 0, &device));
	ck_assert_str_eq(device.key, "02");
	ck_assert_str_eq(store_topic_at(store, 0), "a");
	ck_assert_ptr_null(store_options(store, "02")->name);
	ck_assert_str_eq(store_options(store, "02")->area, "attic");
	ck_assert_str_eq(store_text(store, "groups"), "[]");
	ck_assert_uint_eq(errors, 2);
	end();
}
END_TEST

START_TEST(without_files_it_begins_empty_and_writes_nothing_by_itself)
{
	begin();
	ck_assert_int_eq(open_it(), KASA_OK);
	reopen();

	ck_assert_ptr_null(file_text("state.json"));
	ck_assert_ptr_null(file_text("settings.json"));
	ck_assert_uint_eq(errors, 0);
	end();
}
END_TEST

/* Turns the loop until the thread is done, ten seconds at most. */
static void
turn(enum store_file file)
{
	for (int i = 0; i < 10000 && (store->jobs[file].dirty || store_writer_busy(store->writer, file)); i++) {
		ev_run(loop, EVRUN_NOWAIT);
		usleep(1000);
	}
	ev_run(loop, EVRUN_NOWAIT);
}

START_TEST(what_people_set_is_written_at_once_and_the_rest_later)
{
	begin();
	ck_assert_int_eq(open_it(), KASA_OK);
	keep(&lamp, 0, 1);
	store_options(store, lamp.key)->hidden = 1;
	store_commit(store);
	turn(STORE_SETTINGS);

	ck_assert_ptr_nonnull(strstr(file_text("settings.json"), "\"hidden\":true"));
	ck_assert_ptr_null(file_text("state.json"));
	ck_assert(ev_is_active(&store->jobs[STORE_STATE].timer));
	ck_assert_double_gt(ev_timer_remaining(loop, &store->jobs[STORE_STATE].timer), 50);
	ck_assert_double_le(ev_timer_remaining(loop, &store->jobs[STORE_STATE].timer), 60);
	end();
}
END_TEST

START_TEST(a_disk_that_fails_is_told_once_and_tried_again)
{
	begin();
	ck_assert_int_eq(open_it(), KASA_OK);
	store->every_s = 0.01;
	ck_assert_int_eq(mkdir(path_of("state.json.new"), 0700), 0); /* no file can be made there */
	keep(&lamp, 0, 1);
	for (int i = 0; i < 10000 && errors == 0; i++) {
		ev_run(loop, EVRUN_NOWAIT);
		usleep(1000);
	}
	for (int i = 0; i < 100; i++) {
		ev_run(loop, EVRUN_NOWAIT);
		usleep(1000);
	}
	ck_assert_uint_eq(errors, 1);
	ck_assert_uint_eq(infos, 0);
	ck_assert(store->jobs[STORE_STATE].failing);
	ck_assert_int_eq(rmdir(path_of("state.json.new")), 0);
	for (int i = 0; i < 10000 && infos == 0; i++) { /* the thread is done a moment before it is told */
		ev_run(loop, EVRUN_NOWAIT);
		usleep(1000);
	}

	ck_assert_uint_eq(errors, 1);
	ck_assert_uint_eq(infos, 1);
	ck_assert_ptr_nonnull(strstr(file_text("state.json"), lamp.key));
	end();
}
END_TEST

START_TEST(ten_thousand_strips_are_copied_fast_and_come_back)
{
	ev_tstamp begun;

	begin();
	ck_assert_int_eq(open_it(), KASA_OK);
	store->every_s = 0;
	for (unsigned i = 0; i < 10000; i++) {
		struct store_device device = lamp;
		char key[DEVICE_KEY];

		snprintf(key, sizeof key, "50c7bf%06x", i);
		device.key = key;
		for (unsigned outlet = 0; outlet < 7; outlet++)
			keep(&device, outlet, i);
	}
	begun = ev_time();
	free(store_sheet_state(&store->values));
	printf("copy of 10000 strips: %.1f ms\n", (ev_time() - begun) * 1e3);
	ck_assert_double_lt(ev_time() - begun, 0.5); /* 5 ms; a sanitizer and a busy machine take longer */
	turn(STORE_STATE);                           /* a sanitizer may need longer for it than the end waits */
	reopen();

	ck_assert_uint_eq(store->values.records.count, 10000);
	ck_assert_uint_eq(errors, 0);
	end();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		what_was_known_of_devices_comes_back,
		what_people_set_comes_back,
		topics_are_a_set,
		a_topic_that_comes_and_goes_ten_thousand_times_takes_no_room,
		a_device_that_is_forgotten_is_gone,
		an_alias_that_is_no_text_breaks_no_file,
		files_are_for_nobody_else,
		a_second_one_is_refused_and_told_who_was_first,
		a_file_of_a_newer_kasad_is_refused_and_left_alone,
		what_makes_sense_of_a_broken_file_is_kept,
		without_files_it_begins_empty_and_writes_nothing_by_itself,
		what_people_set_is_written_at_once_and_the_rest_later,
		a_disk_that_fails_is_told_once_and_tried_again,
		ten_thousand_strips_are_copied_fast_and_come_back,
	};
	Suite *suite = suite_create("bridge_store");
	TCase *group = tcase_create("bridge_store");
	SRunner *runner = srunner_create(suite);
	int failed;

	for (size_t i = 0; i < UNIT_COUNT(tests); i++)
		tcase_add_test(group, tests[i]);
	tcase_add_loop_test(group, a_broken_file_is_moved_aside_and_never_lost, 0, (int)UNIT_COUNT(broken));
	suite_add_tcase(suite, group);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
