#include "api/device_way.h"

#include <stdlib.h>
#include <string.h>

/* The rows of two words; what is not given is the oldest. */
static int
find_rows(const char *transport, const char *payload, const struct kasa_wire **wire,
          const struct kasa_payload **language, struct kasa_err *err)
{
	*wire = transport ? kasa_wire_find(transport) : &kasa_wire_xor;
	*language = payload ? kasa_payload_find(payload) : &kasa_payload_iot;
	if (!*wire)
		return kasa_err_set(err, KASA_EINVAL, "no transport \"%.40s\" is known", transport);
	if (!*language)
		return kasa_err_set(err, KASA_EINVAL, "no payload \"%.40s\" is known", payload);
	return KASA_OK;
}

/* Memory for a session; none where the transport has none. */
static int
new_session(const struct kasa_wire *wire, void **session, struct kasa_err *err)
{
	*session = wire->session_size > 0 ? calloc(1, wire->session_size) : NULL;
	if (wire->session_size > 0 && !*session)
		return kasa_err_set(err, KASA_ENOMEM, "no memory for a session");
	return KASA_OK;
}

int
kasa_way_init(struct kasa_device *dev, const struct kasa_device_options *options, kasa_tcp_event_fn *on_event,
              struct kasa_err *err)
{
	const struct kasa_wire *wire;
	struct kasa_address address;
	void *session;

	if (find_rows(options->transport, options->payload, &wire, &dev->peer.payload, err) != KASA_OK
	    || kasa_address_parse(options->host, options->port ? options->port : wire->port, &address, err) != KASA_OK)
		return KASA_EINVAL;
	if (new_session(wire, &session, err) != KASA_OK)
		return KASA_ENOMEM;
	kasa_address_text(&address, dev->host);
	dev->tdp_port = options->tdp_port;
	dev->may_turn = !options->transport && (options->port == 0 || options->tdp_port != 0);
	kasa_tcp_init(&dev->tcp, dev->ctx->loop, &dev->ctx->shared, &address, on_event);
	kasa_link_init(&dev->tcp.link, wire, session, &dev->ctx->shared.link, kasa_context_seed(dev->ctx));
	kasa_link_at(&dev->tcp.link, dev->host, kasa_address_port(&address));
	return KASA_OK;
}

static void
free_session(struct kasa_link *link)
{
	if (link->session)
		explicit_bzero(link->session, link->wire->session_size);
	free(link->session);
}

void
kasa_way_finish(struct kasa_device *dev)
{
	kasa_link_finish(&dev->tcp.link);
	free_session(&dev->tcp.link);
}

/* What was known of it was told in another language: it introduces itself anew. */
int
kasa_way_turn(struct kasa_device *dev, const char *transport, const char *payload, uint16_t port, struct kasa_err *err)
{
	struct kasa_link *link = &dev->tcp.link;
	const struct kasa_payload *language;
	const struct kasa_wire *wire;
	void *session;
	int rc = find_rows(transport, payload, &wire, &language, err);

	if (rc == KASA_OK)
		rc = new_session(wire, &session, err);
	if (rc != KASA_OK)
		return rc;
	free_session(link);
	kasa_link_turn(link, wire, session);
	kasa_link_at(link, dev->host, port);
	kasa_address_set_port(&dev->tcp.address, port);
	dev->peer.payload = language;
	dev->peer.record.known = false;
	dev->peer.proven = false;
	return KASA_OK;
}
