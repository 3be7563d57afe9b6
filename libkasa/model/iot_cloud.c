/* The cloud, as the device sees it. */
#include "base/err.h"
#include "model/iot.h"
#include "model/secret.h"

enum {
	VERSIONS_MAX = 16,
};

static int
read_cloud(const struct kasa_jx *reply, struct kasa_iot_talk *talk)
{
	struct kasa_cloud *cloud = &talk->answer->cloud;

	*cloud = (struct kasa_cloud){
		.bound = kasa_jx_int(reply, "binded"),
		.connected = kasa_jx_int(reply, "cld_connection"),
	};
	kasa_jx_copy(reply, "username", cloud->account, sizeof cloud->account);
	kasa_jx_copy(reply, "server", cloud->server, sizeof cloud->server);
	return KASA_OK;
}

static void
read_version(const struct kasa_jx *object, void *item)
{
	struct kasa_firmware *firmware = item;

	kasa_jx_copy(object, "fwVer", firmware->version, sizeof firmware->version);
	kasa_jx_copy(object, "fwTitle", firmware->title, sizeof firmware->title);
	kasa_jx_copy(object, "fwReleaseDate", firmware->released, sizeof firmware->released);
}

static int
read_versions(const struct kasa_jx *reply, struct kasa_iot_talk *talk)
{
	static const struct kasa_iot_list list = { "versions", VERSIONS_MAX, sizeof(struct kasa_firmware),
		                                   read_version };
	struct kasa_firmware_list *versions = &talk->answer->firmware_list;
	int rc = kasa_iot_read_list(talk, kasa_jx_get(reply, "fw_list"), &list, &versions->count);

	versions->versions = talk->answer->list;
	return rc;
}

static int
bind_args(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	(void)record;
	return kasa_secret_put(out, "{\"username\":", ",\"password\":", "}", order->text);
}

static int
server_args(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	int rc = kasa_buf_printf(out, "{\"server\":");

	(void)record;
	if (rc == KASA_OK)
		rc = kasa_jx_quote(out, order->text);
	return rc == KASA_OK ? kasa_buf_printf(out, "}") : rc;
}

// clang-format off
#define CLOUD { KASA_IOT_CLOUD, "get_info", NULL, read_cloud, 0 }

const struct kasa_iot_row kasa_iot_cloud = { .asks = { CLOUD } };

const struct kasa_iot_row kasa_iot_bind = {
	.asks = { { KASA_IOT_CLOUD, "bind", bind_args, NULL, KASA_IOT_SETS | KASA_IOT_ONCE }, CLOUD },
};

const struct kasa_iot_row kasa_iot_unbind = {
	.asks = { { KASA_IOT_CLOUD, "unbind", NULL, NULL, KASA_IOT_SETS | KASA_IOT_ONCE }, CLOUD },
};

const struct kasa_iot_row kasa_iot_server = {
	.asks = { { KASA_IOT_CLOUD, "set_server_url", server_args, NULL, KASA_IOT_SETS }, CLOUD },
};

const struct kasa_iot_row kasa_iot_firmware = {
	.asks = { { KASA_IOT_CLOUD, "get_intl_fw_list", NULL, read_versions, 0 } },
};
// clang-format on
