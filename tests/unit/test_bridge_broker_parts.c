/* The small parts of the connection to the broker: its queue, filters, addresses in turn, and words. */
#include "unit/unit.h"

#include "bridge/broker/broker_dial.h"
#include "bridge/broker/broker_filters.h"
#include "bridge/broker/broker_flight.h"
#include "bridge/broker/broker_queue.h"
#include "bridge/broker/broker_words.h"

static unsigned woken;

static void
wake(void *arg)
{
	(void)arg;
	woken++;
}

static struct broker_item *
message(const char *topic, size_t length)
{
	static const char bytes[1000];

	return broker_item_message(&(struct broker_message){ .topic = topic, .payload = bytes, .length = length });
}

static void
expect_topic(struct broker_queue *queue, const char *topic)
{
	struct broker_item *item = broker_queue_take(queue);

	ck_assert_ptr_nonnull(item);
	ck_assert_str_eq(item->message.topic, topic);
	free(item);
}

START_TEST(an_item_is_a_copy_of_all_that_a_message_has)
{
	char topic[] = "a/b", payload[] = "x\0y", response[] = "r", correlation[] = { 1, 0, 2 };
	struct broker_item *item = broker_item_message(&(struct broker_message){
		.topic = topic,
		.payload = payload,
		.length = 3,
		.qos = 1,
		.retain = true,
		.response_topic = response,
		.correlation = correlation,
		.correlation_length = 3,
		.expiry_s = 9,
	});

	topic[0] = payload[0] = response[0] = correlation[0] = '?';
	ck_assert_str_eq(item->message.topic, "a/b");
	ck_assert_mem_eq(item->message.payload, "x\0y", 3);
	ck_assert_str_eq(item->message.response_topic, "r");
	ck_assert_mem_eq(item->message.correlation, "\x01\0\x02", 3);
	ck_assert_uint_eq(item->message.expiry_s, 9);
	free(item);
}
END_TEST

START_TEST(a_queue_gives_in_the_order_it_took_and_wakes_once)
{
	struct broker_queue *queue = broker_queue_new(10, 100000, wake, NULL);

	ck_assert(broker_queue_put(queue, message("1", 0)));
	ck_assert(broker_queue_put(queue, message("2", 5)));
	ck_assert_uint_eq(woken, 1);
	expect_topic(queue, "1");
	expect_topic(queue, "2");
	ck_assert_ptr_null(broker_queue_take(queue));
	ck_assert(broker_queue_put(queue, message("3", 0)));
	ck_assert_uint_eq(woken, 2);
	broker_queue_free(queue);
}
END_TEST

START_TEST(a_full_queue_takes_news_but_no_message)
{
	struct broker_queue *queue = broker_queue_new(2, 100000, wake, NULL);
	struct broker_item *third = message("3", 0);

	ck_assert_uint_eq(broker_queue_room(queue, 100), 2);
	ck_assert(broker_queue_put(queue, message("1", 0)));
	ck_assert_uint_eq(broker_queue_level(queue), 50);
	ck_assert(broker_queue_put(queue, message("2", 0)));
	ck_assert(!broker_queue_put(queue, third));
	ck_assert(broker_queue_put(queue, broker_item_text(BROKER_ITEM_UP, 5, "")));
	ck_assert_uint_eq(broker_queue_count(queue), 2);
	expect_topic(queue, "1");
	ck_assert(broker_queue_put(queue, third));
	broker_queue_free(queue);
}
END_TEST

START_TEST(a_queue_is_full_by_bytes_as_well)
{
	struct broker_queue *queue = broker_queue_new(1000, 3000, wake, NULL);
	struct broker_item *item;
	unsigned n = 0;

	while (broker_queue_put(queue, item = message("x", 900)))
		n++;
	free(item);
	ck_assert_uint_eq(n, 2);
	ck_assert_uint_ge(broker_queue_level(queue), 60);
	broker_queue_free(queue);
}
END_TEST

START_TEST(a_closed_queue_takes_nothing_and_wakes_nobody)
{
	struct broker_queue *queue = broker_queue_new(10, 100000, wake, NULL);
	struct broker_item *item = message("1", 0);

	broker_queue_close(queue);
	ck_assert(!broker_queue_put(queue, item));
	ck_assert_uint_eq(woken, 0);
	free(item);
	broker_queue_free(queue);
}
END_TEST

START_TEST(filters_are_kept_once_and_answers_are_counted)
{
	struct broker_filters filters;
	struct broker_filter *a, *b;

	broker_filters_init(&filters);
	a = broker_filters_add(&filters, "a/#", 0);
	b = broker_filters_add(&filters, "b/+", 1);
	ck_assert_ptr_eq(broker_filters_add(&filters, "a/#", 1), a);
	ck_assert_int_eq(a->qos, 1);
	broker_filters_ask(&filters, a, 1);
	broker_filters_ask(&filters, b, 2);
	ck_assert_uint_eq(filters.unanswered, 2);
	ck_assert_ptr_eq(broker_filters_answer(&filters, 2), b);
	ck_assert_ptr_null(broker_filters_answer(&filters, 2));
	broker_filters_remove(&filters, "a/#");
	ck_assert_uint_eq(filters.unanswered, 0);
	broker_filters_ask(&filters, b, 3);
	broker_filters_forget(&filters);
	ck_assert_uint_eq(filters.unanswered, 0);
	broker_filters_finish(&filters);
}
END_TEST

START_TEST(addresses_are_tried_in_turn_from_the_one_that_worked)
{
	struct broker_dial dial = { .addresses = { .text = { "a", "b", "c" }, .count = 3 } };
	struct broker_end end;

	ck_assert_str_eq(broker_dial_address(&dial, "name", 0, &end), "a");
	ck_assert(!broker_dial_last(&dial));
	ck_assert(broker_dial_failed(&dial));
	ck_assert_str_eq(broker_dial_address(&dial, "name", 0, &end), "b");
	broker_dial_worked(&dial);
	ck_assert_str_eq(broker_dial_address(&dial, "name", 0, &end), "b");
	ck_assert(broker_dial_failed(&dial));
	ck_assert(broker_dial_failed(&dial));
	ck_assert(broker_dial_last(&dial));
	ck_assert_str_eq(broker_dial_address(&dial, "name", 0, &end), "a");
	ck_assert_msg(!broker_dial_failed(&dial), "the round is over");
	ck_assert_str_eq(broker_dial_address(&dial, "name", 0, &end), "b");
}
END_TEST

START_TEST(an_address_needs_no_name_server)
{
	struct broker_addresses found = { .count = 0 };
	struct broker_end end;

	ck_assert(broker_addresses_find("192.0.2.7", &found, &end));
	ck_assert_uint_eq(found.count, 1);
	ck_assert_str_eq(found.text[0], "192.0.2.7");
	ck_assert(broker_addresses_find("2001:db8::1", &found, &end));
	ck_assert_str_eq(found.text[0], "2001:db8::1");
}
END_TEST

START_TEST(what_is_under_way_is_known_by_its_topic)
{
	static struct broker_flight flight;

	broker_flight_start(&flight, 7, "a");
	broker_flight_start(&flight, 8, "b");
	ck_assert_str_eq(broker_flight_topic(&flight, 8), "b");
	broker_flight_land(&flight, 7);
	broker_flight_land(&flight, 7);
	ck_assert_uint_eq(flight.count, 1);
	ck_assert_str_eq(broker_flight_topic(&flight, 7), "");
	ck_assert_str_eq(broker_flight_topic(&flight, 8), "b");
}
END_TEST

START_TEST(numbers_become_sentences)
{
	struct broker_end end;

	broker_words_connack(&end, 5);
	ck_assert_int_eq(end.kind, BROKER_END_REFUSED);
	broker_words_connack(&end, 132);
	ck_assert_int_eq(end.kind, BROKER_END_VERSION);
	broker_words_disconnect(&end, 142);
	ck_assert_int_eq(end.kind, BROKER_END_TAKEN);
	broker_words_disconnect(&end, 200);
	ck_assert_str_eq(end.why, "the broker ended the connection: no reason given");
	broker_words_error(&end, 19, 0);
	ck_assert_str_eq(end.why, "the broker does not answer any more");
	broker_words_error(&end, 99, 0);
	ck_assert_ptr_nonnull(strstr(end.why, "error 99"));
	ck_assert_ptr_null(broker_words_unsent(4));
	ck_assert_str_eq(broker_words_unsent(3), "topic not valid");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		an_item_is_a_copy_of_all_that_a_message_has,
		a_queue_gives_in_the_order_it_took_and_wakes_once,
		a_full_queue_takes_news_but_no_message,
		a_queue_is_full_by_bytes_as_well,
		a_closed_queue_takes_nothing_and_wakes_nobody,
		filters_are_kept_once_and_answers_are_counted,
		addresses_are_tried_in_turn_from_the_one_that_worked,
		an_address_needs_no_name_server,
		what_is_under_way_is_known_by_its_topic,
		numbers_become_sentences,
	};

	return unit_run("bridge broker, parts", tests, UNIT_COUNT(tests));
}
