#include "unit/home.h"

#include <check.h>
#include <string.h>

void
home_begin(struct home *home)
{
	*home = (struct home){ .ctx = kasa_context_new(NULL) };
	ck_assert_ptr_nonnull(home->ctx);
	fake_plug_start(&home->plug, kasa_context_loop(home->ctx));
	home->dev = home_device(home);
}

void
home_end(struct home *home)
{
	fake_plug_stop(&home->plug);
	kasa_context_free(home->ctx);
}

struct kasa_device *
home_device(struct home *home)
{
	struct kasa_device *dev = NULL;
	struct kasa_err err;

	ck_assert_int_eq(kasa_device_new(home->ctx, "127.0.0.1", home->plug.port, &dev, &err), KASA_OK);
	return dev;
}

static void
note(struct home_told *told, const struct kasa_err *err)
{
	ck_assert(!told->inside);
	ck_assert_msg((err->code == KASA_OK) == (err->text[0] == '\0'), "%d: \"%s\"", (int)err->code, err->text);
	told->count++;
	told->err = *err;
}

void
home_done(struct kasa_device *dev, const struct kasa_err *err, void *arg)
{
	ck_assert_ptr_nonnull(dev);
	note(arg, err);
}

void
home_energy(struct kasa_device *dev, const struct kasa_energy *energy, const struct kasa_err *err, void *arg)
{
	struct home_told *told = arg;

	ck_assert_ptr_nonnull(dev);
	ck_assert_int_eq(energy != NULL, err->code == KASA_OK);
	note(told, err);
	if (energy)
		told->energy = *energy;
}

void
home_raw(struct kasa_device *dev, const char *reply, size_t length, const struct kasa_err *err, void *arg)
{
	struct home_told *told = arg;

	ck_assert_ptr_nonnull(dev);
	note(told, err);
	told->has_reply = reply != NULL;
	told->reply[0] = '\0';
	if (!reply)
		return;
	ck_assert_uint_eq(strlen(reply), length);
	ck_assert_uint_lt(length, sizeof told->reply);
	memcpy(told->reply, reply, length + 1);
}

void
home_expect(struct home *home, unsigned count, int code)
{
	ck_assert_int_eq(kasa_wait(home->ctx, HOME_WAIT_MS), KASA_OK);
	ck_assert_uint_eq(home->told.count, count);
	ck_assert_msg((int)home->told.err.code == code, "%d: %s", (int)home->told.err.code, home->told.err.text);
}
