/* TLS to a real mosquitto: who is let in, and the sentence for each who is not. */
#include "unit/unit.h"

#include <unistd.h>

#include "unit/bridge_client.h"
#include "unit/real_broker.h"

/* Two CAs, and certificates of the first: for the server, for another name, one that has expired, and one of a client. */
static const char certificates[] =
	"ca() { openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=$1 -keyout $1.key -out $1.crt; };"
	"cert() { openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=$1 -keyout $1.key -out $1.csr"
	" && echo \"subjectAltName=$2\" >$1.ext"
	" && openssl x509 -req -in $1.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days $3 -extfile $1.ext -out $1.crt; };"
	"ca ca && ca other && cert server DNS:localhost,IP:127.0.0.1 30 && cert wrong DNS:elsewhere.example 30"
	" && cert old DNS:localhost,IP:127.0.0.1 -1 && cert client DNS:client 30";

static struct real_broker server;
static struct client bridge;
static char ca[128], cert[128], key[128];

static void
begin(const char *config)
{
	real_broker_prepare(&server, config);
	real_broker_shell(&server, certificates);
	real_broker_start(&server);
	client_init(&bridge, server.port, "bridge");
	snprintf(ca, sizeof ca, "%s/ca.crt", server.folder);
	bridge.config.tls = true;
	bridge.config.ca_file = ca;
}

static void
end(void)
{
	client_close(&bridge);
	real_broker_finish(&server);
}

static void
expect_refusal(const char *words)
{
	client_open(&bridge, "in/#", NULL);
	client_until(&bridge.downs, 1, 10000);
	ck_assert_msg(strstr(bridge.why, words), "%s", bridge.why);
	ck_assert_uint_eq(bridge.ups, 0);
	end();
}

#define SERVER "allow_anonymous true\ncafile ca.crt\ncertfile server.crt\nkeyfile server.key\n"

START_TEST(a_good_certificate_is_taken_and_messages_pass)
{
	static char bytes[BROKER_PAYLOAD_MAX];
	const struct broker_message big = { .topic = "in/big", .payload = bytes, .length = sizeof bytes, .qos = 1 };

	begin(SERVER);
	client_open(&bridge, "in/#", NULL);
	client_until(&bridge.ups, 1, 10000);
	ck_assert(broker_publish(bridge.broker, &big));
	for (unsigned i = 0; i < 500; i++)
		ck_assert(client_say(&bridge, "in/small", "x", i % 2, false));
	client_until(&bridge.messages, 501, 10000);
	end();
}
END_TEST

START_TEST(a_name_is_looked_for_in_the_certificate_too)
{
	static char name[] = "localhost";

	begin(SERVER);
	bridge.config.host = name;
	client_open(&bridge, "in/#", NULL);
	client_until(&bridge.ups, 1, 10000);
	end();
}
END_TEST

START_TEST(a_connection_with_tls_is_found_again_after_a_restart)
{
	begin(SERVER);
	client_open(&bridge, "in/#", NULL);
	client_until(&bridge.ups, 1, 10000);
	for (unsigned i = 2; i <= 4; i++) {
		real_broker_kill(&server);
		client_until(&bridge.down, 1, 2000);
		real_broker_start(&server);
		client_until(&bridge.ups, i, 4000);
	}
	end();
}
END_TEST

START_TEST(a_ca_that_is_not_known_is_refused)
{
	begin(SERVER);
	snprintf(ca, sizeof ca, "%s/other.crt", server.folder);
	expect_refusal("CA that is not known");
}
END_TEST

START_TEST(without_a_ca_file_the_cas_of_the_system_are_asked)
{
	begin(SERVER);
	bridge.config.ca_file = NULL;
	expect_refusal("CA that is not known");
}
END_TEST

START_TEST(a_certificate_for_another_name_is_refused)
{
	begin("allow_anonymous true\ncafile ca.crt\ncertfile wrong.crt\nkeyfile wrong.key\n");
	expect_refusal("is not for \"127.0.0.1\"");
}
END_TEST

START_TEST(a_certificate_that_has_expired_is_refused)
{
	begin("allow_anonymous true\ncafile ca.crt\ncertfile old.crt\nkeyfile old.key\n");
	expect_refusal("has expired");
}
END_TEST

START_TEST(a_ca_file_that_is_not_there_is_named)
{
	begin(SERVER);
	snprintf(ca, sizeof ca, "%s/none.crt", server.folder);
	expect_refusal("none.crt: No such file");
}
END_TEST

START_TEST(a_client_certificate_that_is_wanted_and_missing_is_told)
{
	begin(SERVER "require_certificate true\n");
	expect_refusal("client certificate");
}
END_TEST

START_TEST(a_client_certificate_is_shown)
{
	begin(SERVER "require_certificate true\n");
	snprintf(cert, sizeof cert, "%s/client.crt", server.folder);
	snprintf(key, sizeof key, "%s/client.key", server.folder);
	bridge.config.cert_file = cert;
	bridge.config.key_file = key;
	client_open(&bridge, "in/#", NULL);
	client_until(&bridge.ups, 1, 10000);
	end();
}
END_TEST

START_TEST(mqtt_without_tls_to_a_port_with_it_is_told)
{
	begin(SERVER);
	bridge.config.tls = false;
	client_open(&bridge, "in/#", NULL);
	client_until(&bridge.downs, 1, 10000);
	ck_assert_uint_eq(bridge.ups, 0);
	end();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_good_certificate_is_taken_and_messages_pass,
		a_name_is_looked_for_in_the_certificate_too,
		a_connection_with_tls_is_found_again_after_a_restart,
		a_ca_that_is_not_known_is_refused,
		without_a_ca_file_the_cas_of_the_system_are_asked,
		a_certificate_for_another_name_is_refused,
		a_certificate_that_has_expired_is_refused,
		a_ca_file_that_is_not_there_is_named,
		a_client_certificate_that_is_wanted_and_missing_is_told,
		a_client_certificate_is_shown,
		mqtt_without_tls_to_a_port_with_it_is_told,
	};

	if (!real_broker_installed() || access("/usr/bin/openssl", X_OK) != 0)
		return unit_skip("mosquitto or openssl is not installed");
	return unit_run("bridge broker, TLS", tests, UNIT_COUNT(tests));
}
