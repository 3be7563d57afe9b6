#include "unit/real_broker.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "unit/unit.h"

static const char *
program(void)
{
	static const char *const places[] = { "/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto",
		                              "/usr/bin/mosquitto" };

	for (size_t i = 0; i < UNIT_COUNT(places); i++)
		if (access(places[i], X_OK) == 0)
			return places[i];
	return NULL;
}

bool
real_broker_installed(void)
{
	return program() != NULL;
}

static struct sockaddr_in
address_of(uint16_t port)
{
	return (struct sockaddr_in){
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
}

static uint16_t
free_port(void)
{
	struct sockaddr_in address = address_of(0);
	socklen_t size = sizeof address;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	ck_assert_int_eq(bind(fd, (struct sockaddr *)&address, size), 0);
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&address, &size), 0);
	close(fd);
	return ntohs(address.sin_port);
}

void
real_broker_prepare(struct real_broker *broker, const char *more)
{
	char path[128];
	FILE *file;

	*broker = (struct real_broker){ .port = free_port() };
	snprintf(broker->folder, sizeof broker->folder, "/tmp/kasa-broker-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(broker->folder));
	snprintf(path, sizeof path, "%s/conf", broker->folder);
	file = fopen(path, "we");
	ck_assert_ptr_nonnull(file);
	if (geteuid() == 0)
		fputs("user root\n", file);
	fprintf(file, "listener %u 127.0.0.1\npersistence false\nset_tcp_nodelay true\nlog_dest file log\n%s%s",
	        broker->port, *more ? more : "allow_anonymous true", "\n");
	fclose(file);
}

static bool
listens(uint16_t port)
{
	struct sockaddr_in address = address_of(port);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool yes = connect(fd, (struct sockaddr *)&address, sizeof address) == 0;

	close(fd);
	return yes;
}

static void
become(const struct real_broker *broker)
{
	/* It must not outlive a test that fails. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (chdir(broker->folder) == 0)
		execl(program(), "mosquitto", "-c", "conf", (char *)NULL);
	_exit(127);
}

void
real_broker_start(struct real_broker *broker)
{
	const struct timespec pause = { .tv_nsec = 2000000 };
	int tries = 5000;

	broker->pid = fork();
	ck_assert_int_ge(broker->pid, 0);
	if (broker->pid == 0)
		become(broker);
	while (!listens(broker->port)) {
		ck_assert_int_gt(tries--, 0);
		ck_assert_int_eq(waitpid(broker->pid, NULL, WNOHANG), 0);
		nanosleep(&pause, NULL);
	}
}

void
real_broker_kill(struct real_broker *broker)
{
	kill(broker->pid, SIGKILL);
	waitpid(broker->pid, NULL, 0);
	broker->pid = 0;
}

void
real_broker_shell(const struct real_broker *broker, const char *command)
{
	char line[2048];
	int n = snprintf(line, sizeof line, "cd %s && { %s; } >>shell.log 2>&1", broker->folder, command);

	ck_assert_int_lt(n, (int)sizeof line);
	ck_assert_int_eq(system(line), 0); /* NOLINT(cert-env33-c): a line of the test's own */
}

void
real_broker_finish(struct real_broker *broker)
{
	if (broker->pid)
		real_broker_kill(broker);
	real_broker_shell(broker, "rm -rf \"$PWD\" && exec true >/dev/null");
}
