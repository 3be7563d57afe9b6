/* Files that are read to their end. */
#include "unit/unit.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/whole_file.h"

static char path[] = "/tmp/kasa-whole-file-XXXXXX";
static struct kasa_buf buf;
static struct kasa_err err;

/* What comes of a file of @p size bytes where @p max are allowed. */
static int
read_file(off_t size, size_t max)
{
	int rc, fd = mkstemp(path);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(ftruncate(fd, size), 0);
	close(fd);
	kasa_buf_init(&buf, max);
	rc = whole_file_read(path, &buf, &err);
	unlink(path);
	return rc;
}

START_TEST(a_file_is_read_to_its_last_byte)
{
	ck_assert_int_eq(read_file(100000, 100000), KASA_OK);

	ck_assert_uint_eq(buf.len, 100000);
	kasa_buf_finish(&buf);
}
END_TEST

START_TEST(a_larger_one_is_refused_before_it_is_read)
{
	ck_assert_int_eq(read_file((off_t)100 << 20, 1 << 20), KASA_EINVAL);

	ck_assert_uint_eq(buf.len, 0);
	ck_assert_ptr_nonnull(strstr(err.text, "larger than the 1 MiB"));
	kasa_buf_finish(&buf);
}
END_TEST

START_TEST(what_never_ends_is_refused_when_it_is_too_much)
{
	kasa_buf_init(&buf, 1 << 20);

	ck_assert_int_eq(whole_file_read("/dev/zero", &buf, &err), KASA_EINVAL);

	ck_assert_str_eq(err.text, "/dev/zero: larger than the 1 MiB that such a file may have");
	kasa_buf_finish(&buf);
}
END_TEST

START_TEST(what_cannot_be_read_is_told_with_the_reason)
{
	kasa_buf_init(&buf, 1 << 20);

	ck_assert_int_eq(whole_file_read("/nowhere/at/all", &buf, &err), KASA_EINVAL);
	ck_assert_str_eq(err.text, "/nowhere/at/all: No such file or directory");
	ck_assert_int_eq(whole_file_read("/", &buf, &err), KASA_EINVAL);
	ck_assert_str_eq(err.text, "/: Is a directory");
	kasa_buf_finish(&buf);
}
END_TEST

START_TEST(a_file_of_proc_is_read_though_it_tells_no_size)
{
	kasa_buf_init(&buf, 1 << 20);

	ck_assert_int_eq(whole_file_read("/proc/self/maps", &buf, &err), KASA_OK);

	ck_assert_uint_gt(buf.len, 100);
	kasa_buf_finish(&buf);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_file_is_read_to_its_last_byte,
		a_larger_one_is_refused_before_it_is_read,
		what_never_ends_is_refused_when_it_is_too_much,
		what_cannot_be_read_is_told_with_the_reason,
		a_file_of_proc_is_read_though_it_tells_no_size,
	};

	return unit_run("whole_file", tests, UNIT_COUNT(tests));
}
