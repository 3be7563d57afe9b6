/* A folder of a test's own, and its end. */
#ifndef KASA_TESTS_UNIT_SCRATCH_H
#define KASA_TESTS_UNIT_SCRATCH_H

#include <check.h>
#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

/* Removes it with the files that lie in it; there are no folders below. */
static inline void
scratch_remove(const char *folder)
{
	DIR *dir = opendir(folder);

	ck_assert_ptr_nonnull(dir);
	for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir))
		unlinkat(dirfd(dir), entry->d_name, 0);
	closedir(dir);
	ck_assert_int_eq(rmdir(folder), 0);
}

#endif
