/* Packets of the newer discovery as kasa-sim reads and writes them. */
#include "unit/unit.h"

#include "contrib/sim/tdp.h"

static const uint8_t keyless[] = { 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0x46, 0x3c, 0xb5, 0xd3 };

START_TEST(the_keyless_probe_is_one)
{
	ck_assert(sim_tdp_is_probe(keyless, sizeof keyless));
}
END_TEST

START_TEST(a_flipped_bit_is_none)
{
	uint8_t probe[sizeof keyless];

	for (size_t bit = 0; bit < 8 * sizeof probe; bit++) {
		memcpy(probe, keyless, sizeof probe);
		probe[bit / 8] ^= (uint8_t)(1u << bit % 8);
		ck_assert_msg(!sim_tdp_is_probe(probe, sizeof probe), "bit %zu", bit);
	}
}
END_TEST

START_TEST(a_length_that_is_not_there_is_none)
{
	uint8_t longer[sizeof keyless + 1] = { 0 };

	memcpy(longer, keyless, sizeof keyless);
	ck_assert(!sim_tdp_is_probe(longer, sizeof longer));
	for (size_t len = 0; len < sizeof keyless; len++)
		ck_assert(!sim_tdp_is_probe(keyless, len));
}
END_TEST

/* An answer and a probe differ in what they hold alone. */
START_TEST(an_answer_has_length_and_checksum)
{
	struct kasa_buf packet;

	kasa_buf_init(&packet, 100);
	ck_assert_int_eq(kasa_buf_add(&packet, "0123456789abcdef{\"error_code\":0}", 32), KASA_OK);
	sim_tdp_seal(&packet);
	ck_assert_uint_eq(packet.len, 32);
	ck_assert_uint_eq(packet.data[5], 16);
	ck_assert_mem_eq(packet.data + SIM_TDP_HEADER, "{\"error_code\":0}", 16);
	ck_assert(sim_tdp_is_probe(packet.data, packet.len));
	packet.data[20] ^= 1;
	ck_assert(!sim_tdp_is_probe(packet.data, packet.len));
	kasa_buf_finish(&packet);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_keyless_probe_is_one,
		a_flipped_bit_is_none,
		a_length_that_is_not_there_is_none,
		an_answer_has_length_and_checksum,
	};

	return unit_run("sim_tdp", tests, UNIT_COUNT(tests));
}
