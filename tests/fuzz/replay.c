/* Runs a target on files, for builds without libFuzzer: each argument is a file, or a folder of them. */
#include <dirent.h>

#include "fuzz/fuzz.h"

enum {
	INPUT_MAX = 1 << 20,
};

static int
replay_file(const char *path)
{
	static uint8_t data[INPUT_MAX];
	FILE *file = fopen(path, "rbe");
	size_t size;

	if (!file) {
		perror(path);
		return -1;
	}
	size = fread(data, 1, sizeof data, file);
	fclose(file);
	LLVMFuzzerTestOneInput(data, size);
	return 1;
}

static int
replay_folder(const char *path, DIR *folder)
{
	char name[4096];
	struct dirent *entry;
	int count = 0;

	while (count >= 0 && (entry = readdir(folder))) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
		count = replay_file(name) < 0 ? -1 : count + 1;
	}
	return count;
}

static int
replay(const char *path)
{
	DIR *folder = opendir(path);
	int count;

	if (!folder)
		return replay_file(path);
	count = replay_folder(path, folder);
	closedir(folder);
	return count;
}

int
main(int argc, char **argv)
{
	int total = 0;

	for (int i = 1; i < argc; i++) {
		int count = replay(argv[i]);

		if (count < 0)
			return EXIT_FAILURE;
		total += count;
	}
	printf("%d inputs\n", total);
	return total > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
