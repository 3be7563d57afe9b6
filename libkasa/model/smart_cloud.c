/* The cloud, as the device sees it: whether it is reached, and what firmware it offers. */
#include "base/err.h"
#include "model/smart.h"

enum {
	CONNECTED = 0,
	FAILED = -1,
	NO_CLOUD = -1007,
};

/* Above 0 it is not connected, in one way or another; a P100 tells an error below 0. Whose it is stands nowhere. */
static int
read_cloud(const struct kasa_jx *result, struct kasa_smart_talk *talk)
{
	int status = kasa_jx_int(result, "status");

	talk->answer->cloud = (struct kasa_cloud){
		.bound = KASA_UNKNOWN,
		.connected = status >= 0 ? status == CONNECTED : KASA_UNKNOWN,
	};
	return KASA_OK;
}

static void
read_version(const struct kasa_jx *result, struct kasa_firmware *firmware)
{
	kasa_jx_copy(result, "fw_ver", firmware->version, sizeof firmware->version);
	kasa_jx_copy(result, "release_date", firmware->released, sizeof firmware->released);
}

/* Where there is nothing newer it tells the version that it has. */
static int
read_versions(const struct kasa_jx *result, struct kasa_smart_talk *talk)
{
	bool offered = kasa_smart_flag(result, "need_to_upgrade") == 1;
	struct kasa_firmware_list *list = &talk->answer->firmware_list;
	struct kasa_firmware *version = kasa_answer_list(talk->answer, offered, sizeof *version);

	*list = (struct kasa_firmware_list){ .versions = version, .count = offered };
	if (offered && !version)
		return kasa_err_set(talk->err, KASA_ENOMEM, "no memory for a version of firmware");
	if (offered)
		read_version(result, version);
	return KASA_OK;
}

static const char *
explain(const struct kasa_order *order, int device_code)
{
	(void)order;
	return device_code == FAILED || device_code == NO_CLOUD ? "perhaps it has no way to the Internet, or no account"
	                                                        : NULL;
}

const struct kasa_smart_row kasa_smart_cloud = {
	.asks = { { "get_connect_cloud_state", NULL, read_cloud, 0, NULL } },
};

const struct kasa_smart_row kasa_smart_firmware = {
	.asks = { { "get_latest_fw", NULL, read_versions, 0, NULL } },
	.explain = explain,
};
