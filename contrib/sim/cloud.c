#include "cloud.h"

#include <string.h>

#include "kept.h"

#define CLOUD "cnCloud"
#define LIGHT_CLOUD "smartlife.iot.common.cloud"
#define INFO "get_info"
#define REAL_CLOUD "tplinkcloud.com"

enum {
	TEXT_MAX = 128, /* bytes; a device's own limits are not documented */
};

static const double FIRMWARE_LIST_S = 0.3; /* a real one asks the cloud */

static json_t *
fresh_info(const struct sim_device *dev)
{
	(void)dev;
	return json_pack("{ss,ss,si,si,si,si,si,ss,ss,si}", "username", "", "server", "n-devs." REAL_CLOUD, "binded", 0,
	                 "cld_connection", 0, "illegalType", 0, "stopConnect", 0, "tcspStatus", 1, "tcspInfo", "",
	                 "fwDlPage", "", "fwNotifyType", -1);
}

static json_t *
fresh_firmware(const struct sim_device *dev)
{
	(void)dev;
	return json_pack("{s[]}", "fw_list");
}

static json_t *
info_of(const struct sim_call *call)
{
	return sim_kept(call->dev, call->module, INFO, fresh_info);
}

static bool
bound(const json_t *info)
{
	return json_integer_value(json_object_get(info, "binded")) == 1;
}

/* Connected when it has an account and a server that can know it. */
static void
update_connection(json_t *info)
{
	const char *server = json_string_value(json_object_get(info, "server"));
	size_t len = server ? strlen(server) : 0, tail = strlen(REAL_CLOUD);
	bool real = len >= tail && strcmp(server + len - tail, REAL_CLOUD) == 0;

	json_object_set_new(info, "cld_connection", json_integer(bound(info) && real));
}

static const char *
text_arg(const json_t *args, const char *key)
{
	const char *text = json_string_value(json_object_get(args, key));

	return text && *text && strlen(text) <= TEXT_MAX ? text : NULL;
}

static enum sim_code
get_info(struct sim_call *call)
{
	return sim_kept_answer(call, fresh_info);
}

static enum sim_code
bind_account(struct sim_call *call)
{
	const char *username = text_arg(call->args, "username");
	json_t *info = info_of(call);

	if (!info)
		return SIM_UNKNOWN_METHOD;
	if (!username || !text_arg(call->args, "password"))
		return SIM_INVALID;
	json_object_set_new(info, "username", json_string(username));
	json_object_set_new(info, "binded", json_integer(1));
	update_connection(info);
	return SIM_OK;
}

static enum sim_code
unbind_account(struct sim_call *call)
{
	json_t *info = info_of(call);

	if (!info)
		return SIM_UNKNOWN_METHOD;
	if (!bound(info))
		return SIM_NOT_BOUND;
	json_object_set_new(info, "username", json_string(""));
	json_object_set_new(info, "binded", json_integer(0));
	update_connection(info);
	return SIM_OK;
}

static enum sim_code
set_server_url(struct sim_call *call)
{
	const char *server = text_arg(call->args, "server");
	json_t *info = info_of(call);

	if (!info)
		return SIM_UNKNOWN_METHOD;
	if (!server)
		return SIM_INVALID;
	json_object_set_new(info, "server", json_string(server));
	update_connection(info);
	return SIM_OK;
}

static enum sim_code
get_intl_fw_list(struct sim_call *call)
{
	call->delay_s = FIRMWARE_LIST_S;
	return sim_kept_answer(call, fresh_firmware);
}

void
sim_cloud_reset(struct sim_device *dev)
{
	sim_kept_forget(dev, CLOUD, INFO);
	sim_kept_forget(dev, LIGHT_CLOUD, INFO);
}

// clang-format off
const struct sim_method sim_cloud_methods[] = {
	/* module       method              run               families */
	{ CLOUD,       "get_info",         get_info,         SIM_RELAYS, .of_outlet = false },
	{ CLOUD,       "bind",             bind_account,     SIM_RELAYS, .of_outlet = false },
	{ CLOUD,       "unbind",           unbind_account,   SIM_RELAYS, .of_outlet = false },
	{ CLOUD,       "set_server_url",   set_server_url,   SIM_RELAYS, .of_outlet = false },
	{ CLOUD,       "get_intl_fw_list", get_intl_fw_list, SIM_RELAYS, .of_outlet = false },
	{ LIGHT_CLOUD, "get_info",         get_info,         SIM_LIGHTS, .of_outlet = false },
	{ LIGHT_CLOUD, "bind",             bind_account,     SIM_LIGHTS, .of_outlet = false },
	{ LIGHT_CLOUD, "unbind",           unbind_account,   SIM_LIGHTS, .of_outlet = false },
	{ LIGHT_CLOUD, "set_server_url",   set_server_url,   SIM_LIGHTS, .of_outlet = false },
	{ LIGHT_CLOUD, "get_intl_fw_list", get_intl_fw_list, SIM_LIGHTS, .of_outlet = false },
	{ 0 },
};
// clang-format on
