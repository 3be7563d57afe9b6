#include "bridge/broker/broker_tls.h"

#include <arpa/inet.h>
#include <errno.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

struct broker_tls {
	SSL_CTX *context;
	char host[256];
	bool numeric;   /* the host is an address */
	int verify;     /* what is wrong with the certificate, X509_V_OK */
	bool asked;     /* it wanted a client certificate, and we have none */
	int alert;      /* what the broker sent as it gave up, or -1 */
	char line[160]; /* what OpenSSL said last */
};

/* The first thing that is wrong is kept; nothing is forgiven. */
static int
on_verify(int good, X509_STORE_CTX *store)
{
	const SSL *ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
	struct broker_tls *tls = ssl ? SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)) : NULL;

	if (!good && tls && tls->verify == X509_V_OK)
		tls->verify = X509_STORE_CTX_get_error(store);
	return good;
}

/* libmosquitto is given an address and would ask for a certificate of that name; the name goes into the greeting here. */
static void
on_info(const SSL *ssl, int where, int value)
{
	struct broker_tls *tls = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));

	if (where & SSL_CB_HANDSHAKE_START)
		SSL_set_tlsext_host_name((SSL *)(uintptr_t)ssl, tls->numeric ? NULL : tls->host);
	if ((where & SSL_CB_READ) && (where & SSL_CB_ALERT) && (value >> 8) == SSL3_AL_FATAL)
		tls->alert = value & 0xff;
}

/* It is told only when the broker closes then: the alert that says so is lost where our next packet crosses it. */
static int
on_certificate_wanted(SSL *ssl, X509 **certificate, EVP_PKEY **key)
{
	struct broker_tls *tls = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));

	(void)certificate;
	(void)key;
	tls->asked = true;
	return 0;
}

/* A key with a passphrase must not ask for it at a terminal. */
static int
no_passphrase(char *buf, int size, int writing, void *arg)
{
	(void)buf;
	(void)size;
	(void)writing;
	(void)arg;
	return 0;
}

static bool
is_address(const char *host)
{
	unsigned char bytes[sizeof(struct in6_addr)];

	return inet_pton(AF_INET, host, bytes) == 1 || inet_pton(AF_INET6, host, bytes) == 1;
}

static bool
expect_host(struct broker_tls *tls)
{
	X509_VERIFY_PARAM *param = SSL_CTX_get0_param(tls->context);

	tls->numeric = is_address(tls->host);
	if (tls->numeric)
		return X509_VERIFY_PARAM_set1_ip_asc(param, tls->host) == 1;
	X509_VERIFY_PARAM_set_hostflags(param, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
	return X509_VERIFY_PARAM_set1_host(param, tls->host, 0) == 1;
}

/* What OpenSSL says of a file: "No such file or directory", "no start line". */
static bool
refuse_file(struct broker_end *end, const char *key, const char *path)
{
	unsigned long first = ERR_get_error();
	const char *why = ERR_reason_error_string(first);

	if (ERR_SYSTEM_ERROR(first))
		why = strerror(ERR_GET_REASON(first));
	ERR_clear_error();
	broker_end_set(end, BROKER_END_TROUBLE, "mqtt.%s: %.80s: %s", key, path, why ? why : "not readable");
	return false;
}

static bool
load_authorities(struct broker_tls *tls, const struct broker_tls_files *files, struct broker_end *end)
{
	if (!files->ca)
		return SSL_CTX_set_default_verify_paths(tls->context) == 1;
	if (SSL_CTX_load_verify_locations(tls->context, files->ca, NULL) == 1)
		return true;
	return refuse_file(end, "ca_file", files->ca);
}

static bool
load_certificate(struct broker_tls *tls, const struct broker_tls_files *files, struct broker_end *end)
{
	const char *key = files->key ? files->key : files->cert;

	if (!files->cert)
		return true;
	SSL_CTX_set_default_passwd_cb(tls->context, no_passphrase);
	if (SSL_CTX_use_certificate_chain_file(tls->context, files->cert) != 1)
		return refuse_file(end, "cert_file", files->cert);
	if (SSL_CTX_use_PrivateKey_file(tls->context, key, SSL_FILETYPE_PEM) != 1)
		return refuse_file(end, "key_file", key);
	return true;
}

static bool
set_up(struct broker_tls *tls, const struct broker_tls_files *files, struct broker_end *end)
{
	broker_end_set(end, BROKER_END_TROUBLE, "TLS could not be set up");
	tls->context = SSL_CTX_new(TLS_client_method());
	if (!tls->context)
		return false;
	SSL_CTX_set_app_data(tls->context, tls);
	SSL_CTX_set_mode(tls->context, SSL_MODE_RELEASE_BUFFERS);
	SSL_CTX_set_verify(tls->context, SSL_VERIFY_PEER, on_verify);
	SSL_CTX_set_info_callback(tls->context, on_info);
	if (!files->cert)
		SSL_CTX_set_client_cert_cb(tls->context, on_certificate_wanted);
	return SSL_CTX_set_min_proto_version(tls->context, TLS1_2_VERSION) == 1 && expect_host(tls)
	       && load_authorities(tls, files, end) && load_certificate(tls, files, end);
}

/* "broker.example.": certificates are written without the dot. */
static void
drop_root(char *host)
{
	size_t n = strlen(host);

	if (n && host[n - 1] == '.')
		host[n - 1] = '\0';
}

struct broker_tls *
broker_tls_new(const char *host, const struct broker_tls_files *files, struct broker_end *end)
{
	struct broker_tls *tls = calloc(1, sizeof *tls);

	if (!tls) {
		broker_end_set(end, BROKER_END_TROUBLE, "out of memory");
		return NULL;
	}
	kasa_str_copy(tls->host, sizeof tls->host, host);
	drop_root(tls->host);
	broker_tls_begin(tls);
	ERR_clear_error();
	if (!set_up(tls, files, end)) {
		broker_tls_free(tls);
		return NULL;
	}
	end->why[0] = '\0';
	return tls;
}

void
broker_tls_free(struct broker_tls *tls)
{
	if (!tls)
		return;
	SSL_CTX_free(tls->context);
	free(tls);
}

void *
broker_tls_context(const struct broker_tls *tls)
{
	return tls->context;
}

void
broker_tls_begin(struct broker_tls *tls)
{
	tls->verify = X509_V_OK;
	tls->alert = -1;
	tls->asked = false;
	tls->line[0] = '\0';
}

/* "OpenSSL Error[0]: error:0A00010B:SSL routines::wrong version number": what stands behind the last colon is for people. */
void
broker_tls_note(struct broker_tls *tls, const char *line)
{
	const char *colon = strrchr(line, ':');

	if (strstr(line, "OpenSSL") && colon)
		kasa_str_copy(tls->line, sizeof tls->line, colon + 1);
}

static void
explain_certificate(const struct broker_tls *tls, struct broker_end *end)
{
	switch (tls->verify) {
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
	case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
	case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
	case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
		broker_end_set(end, BROKER_END_TROUBLE,
		               "TLS: the broker's certificate is of a CA that is not known here (mqtt.ca_file)");
		break;
	case X509_V_ERR_CERT_HAS_EXPIRED:
		broker_end_set(end, BROKER_END_TROUBLE, "TLS: the broker's certificate has expired");
		break;
	case X509_V_ERR_CERT_NOT_YET_VALID:
		broker_end_set(end, BROKER_END_TROUBLE,
		               "TLS: the broker's certificate is not valid yet: is the clock right?");
		break;
	case X509_V_ERR_HOSTNAME_MISMATCH:
	case X509_V_ERR_IP_ADDRESS_MISMATCH:
		broker_end_set(end, BROKER_END_TROUBLE, "TLS: the broker's certificate is not for \"%.80s\"",
		               tls->host);
		break;
	default:
		broker_end_set(end, BROKER_END_TROUBLE, "TLS: the broker's certificate: %s",
		               X509_verify_cert_error_string(tls->verify));
		break;
	}
}

static void
explain_alert(const struct broker_tls *tls, struct broker_end *end)
{
	if (tls->alert == SSL_AD_PROTOCOL_VERSION)
		broker_end_set(end, BROKER_END_TROUBLE, "TLS: the broker has no TLS 1.2 or newer");
	else if (tls->asked)
		broker_end_set(end, BROKER_END_REFUSED, "TLS: the broker wants a client certificate (mqtt.cert_file)");
	else
		broker_end_set(end, BROKER_END_TROUBLE, "TLS: the broker gave up: %s",
		               SSL_alert_desc_string_long(tls->alert));
}

bool
broker_tls_explain(const struct broker_tls *tls, struct broker_end *end)
{
	if (tls->verify != X509_V_OK)
		explain_certificate(tls, end);
	else if (tls->alert >= 0 || tls->asked)
		explain_alert(tls, end);
	else if (strcmp(tls->line, "wrong version number") == 0)
		broker_end_set(end, BROKER_END_TROUBLE, "TLS: what answers there speaks no TLS");
	else if (strcmp(tls->line, "unsupported protocol") == 0)
		broker_end_set(end, BROKER_END_TROUBLE, "TLS: the broker has no TLS 1.2 or newer");
	else if (tls->line[0])
		broker_end_set(end, BROKER_END_TROUBLE, "TLS: %s", tls->line);
	else
		return false;
	return true;
}

bool
broker_tls_holds(void *ssl)
{
	return ssl && SSL_pending(ssl) > 0;
}
