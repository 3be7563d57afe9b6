#include "answer.h"

#include <string.h>

#define STATE                                                                                                               \
	"{\"system\":{\"set_relay_state\":{\"err_code\":0},\"get_sysinfo\":{\"sw_ver\":\"1.0.17 Build 201111 Rel.165312\"," \
	"\"hw_ver\":\"1.0\",\"model\":\"KP115(US)\",\"deviceId\":\"8006C0FFEE00112233445566778899AABBCCDDEE\","             \
	"\"oemId\":\"00112233445566778899AABBCCDDEEFF\",\"hwId\":\"FFEEDDCCBBAA99887766554433221100\",\"rssi\":-47,"        \
	"\"latitude_i\":0,\"longitude_i\":0,\"alias\":\"Christmas tree\",\"status\":\"new\",\"obd_src\":\"tplink\","        \
	"\"mic_type\":\"IOT.SMARTPLUGSWITCH\",\"feature\":\"TIM:ENE\",\"mac\":\"50:C7:BF:00:11:22\",\"updating\":0,"        \
	"\"led_off\":0,\"relay_state\":1,\"on_time\":4711,\"icon_hash\":\"\",\"dev_name\":\"Smart Wi-Fi Plug Mini\","       \
	"\"active_mode\":\"none\",\"next_action\":{\"type\":-1},\"err_code\":0}"
#define METER \
	"\"emeter\":{\"get_realtime\":{\"current_ma\":117,\"voltage_mv\":230512,\"power_mw\":23456,\"total_wh\":1234,\"err_code\":0}}"

size_t
bench_seal(const char *plain, uint8_t *out)
{
	size_t len = strlen(plain);
	uint8_t key = 171;

	out[0] = out[1] = 0;
	out[2] = (uint8_t)(len >> 8);
	out[3] = (uint8_t)len;
	for (size_t i = 0; i < len; i++)
		out[4 + i] = key = (uint8_t)plain[i] ^ key;
	return len + 4;
}

void
bench_decrypt(uint8_t *body, size_t len)
{
	for (size_t i = len; i-- > 1;)
		body[i] ^= body[i - 1];
	if (len > 0)
		body[0] ^= 171;
}

void
bench_answers(struct bench_message *state, struct bench_message *poll)
{
	state->len = bench_seal(STATE "}}", state->data);
	poll->len = bench_seal(STATE "}," METER "}", poll->data);
}
