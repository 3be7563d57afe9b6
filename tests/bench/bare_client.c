/* The floor of `kasa --host H on`: raw sockets, one static request, the answer decrypted and looked at. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "answer.h"

static size_t
receive(int fd, uint8_t *data, size_t size)
{
	size_t have = 0, want = 4;

	while (have < want) {
		ssize_t n = recv(fd, data + have, size - have, 0);

		if (n <= 0)
			exit(3);
		have += (size_t)n;
		if (have >= 4)
			want = 4 + ((size_t)data[2] << 8 | data[3]);
	}
	return have - 4;
}

int
main(int argc, char **argv)
{
	static uint8_t data[65536];
	uint8_t request[256];
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(9999) };
	size_t len = bench_seal("{\"system\":{\"set_relay_state\":{\"state\":1},\"get_sysinfo\":{}}}", request);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (argc < 2 || inet_pton(AF_INET, argv[1], &to.sin_addr) != 1)
		return 2;
	if (connect(fd, (struct sockaddr *)&to, sizeof to) != 0 || send(fd, request, len, MSG_NOSIGNAL) != (ssize_t)len)
		return 3;
	len = receive(fd, data, sizeof data);
	bench_decrypt(data + 4, len);
	if (!memmem(data + 4, len, "\"relay_state\":1", 15))
		return 1;
	puts("on");
	close(fd);
	return 0;
}
