#include "bridge/hub/resolver.h"

#include <ev.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/err.h"
#include "base/list.h"
#include "base/str.h"

/* One name: it waits, is being looked up, or is to be told. */
struct question {
	struct kasa_list node;
	char name[RESOLVER_NAME_MAX], address[RESOLVER_ADDRESS];
	struct kasa_err err;
	resolver_fn *done; /* NULL: nobody wants to know any more */
	void *arg;
};

/* Belongs to both threads; the last one of them frees it. */
struct resolver {
	pthread_mutex_t lock;
	pthread_cond_t wake;
	struct kasa_list waiting, answered;
	struct kasa_list told;    /* of the loop's side alone: those whose turn it is to be told */
	struct question *current; /* being looked up */
	unsigned count;           /* that wait */
	bool left;                /* the loop's side is gone */
	bool threaded;
	resolver_lookup_fn *lookup;
	struct ev_loop *loop;
	ev_async async;
};

/* ---- the system's way ---- */

/* Devices have IPv4, so it goes first. Addresses with a scope are of no use to the library. */
static const struct addrinfo *
choose(const struct addrinfo *all)
{
	for (const struct addrinfo *at = all; at; at = at->ai_next)
		if (at->ai_family == AF_INET)
			return at;
	return all;
}

static int
look_up(const char *name, char address[RESOLVER_ADDRESS], struct kasa_err *err)
{
	const struct addrinfo hints = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM };
	struct addrinfo *all = NULL;
	int rc = getaddrinfo(name, NULL, &hints, &all);

	if (rc != 0)
		return kasa_err_set(err, KASA_ENOTFOUND, "%s: %s", name, gai_strerror(rc));
	rc = getnameinfo(choose(all)->ai_addr, choose(all)->ai_addrlen, address, RESOLVER_ADDRESS, NULL, 0,
	                 NI_NUMERICHOST);
	freeaddrinfo(all);
	if (rc != 0 || strchr(address, '%')) {
		address[0] = '\0';
		return kasa_err_set(err, KASA_ENOTFOUND, "%s: it has no address that can be used", name);
	}
	kasa_err_clear(err);
	return KASA_OK;
}

/* ---- the thread ---- */

static struct question *
first(struct kasa_list *list)
{
	struct question *question = KASA_CONTAINER(list->next, struct question, node);

	kasa_list_remove(&question->node);
	return question;
}

static void
drop_all(struct kasa_list *list)
{
	while (!kasa_list_empty(list))
		free(first(list));
}

static void
destroy(struct resolver *resolver)
{
	drop_all(&resolver->waiting);
	drop_all(&resolver->answered);
	drop_all(&resolver->told);
	pthread_cond_destroy(&resolver->wake);
	pthread_mutex_destroy(&resolver->lock);
	free(resolver);
}

/* With the lock held but for the lookup itself. */
static void
answer_next(struct resolver *resolver)
{
	struct question *question = first(&resolver->waiting);

	resolver->count--;
	resolver->current = question;
	pthread_mutex_unlock(&resolver->lock);
	resolver->lookup(question->name, question->address, &question->err);
	pthread_mutex_lock(&resolver->lock);
	resolver->current = NULL;
	kasa_list_append(&resolver->answered, &question->node);
	if (!resolver->left)
		ev_async_send(resolver->loop, &resolver->async);
}

static void *
work(void *arg)
{
	struct resolver *resolver = arg;

	pthread_mutex_lock(&resolver->lock);
	while (!resolver->left) {
		if (kasa_list_empty(&resolver->waiting))
			pthread_cond_wait(&resolver->wake, &resolver->lock);
		else
			answer_next(resolver);
	}
	pthread_mutex_unlock(&resolver->lock);
	destroy(resolver);
	return NULL;
}

/* Signals are the loop's. */
static bool
start_thread(struct resolver *resolver)
{
	pthread_attr_t attributes;
	sigset_t all, before;
	pthread_t thread;
	int rc;

	if (pthread_attr_init(&attributes) != 0)
		return false;
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	rc = pthread_create(&thread, &attributes, work, resolver);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attributes);
	return rc == 0;
}

/* ---- the loop's side ---- */

static void
on_answers(struct ev_loop *loop, ev_async *async, int events)
{
	struct resolver *resolver = async->data;

	(void)loop;
	(void)events;
	pthread_mutex_lock(&resolver->lock);
	while (!kasa_list_empty(&resolver->answered))
		kasa_list_append(&resolver->told, &first(&resolver->answered)->node);
	pthread_mutex_unlock(&resolver->lock);
	while (!kasa_list_empty(&resolver->told)) {
		struct question *question = first(&resolver->told);

		if (question->done)
			question->done(question->address, &question->err, question->arg);
		free(question);
	}
}

struct resolver *
resolver_new(struct ev_loop *loop, resolver_lookup_fn *lookup)
{
	struct resolver *resolver = calloc(1, sizeof *resolver);

	if (!resolver)
		return NULL;
	pthread_mutex_init(&resolver->lock, NULL);
	pthread_cond_init(&resolver->wake, NULL);
	kasa_list_init(&resolver->waiting);
	kasa_list_init(&resolver->answered);
	kasa_list_init(&resolver->told);
	resolver->lookup = lookup ? lookup : look_up;
	resolver->loop = loop;
	ev_async_init(&resolver->async, on_answers);
	resolver->async.data = resolver;
	ev_async_start(loop, &resolver->async);
	return resolver;
}

static int
add(struct resolver *resolver, struct question *question)
{
	int rc = KASA_OK;

	pthread_mutex_lock(&resolver->lock);
	if (resolver->count >= RESOLVER_WAITING_MAX) {
		rc = KASA_EBUSY;
	} else if (!resolver->threaded && !start_thread(resolver)) {
		rc = KASA_ENOMEM;
	} else {
		resolver->threaded = true;
		kasa_list_append(&resolver->waiting, &question->node);
		resolver->count++;
		pthread_cond_signal(&resolver->wake);
	}
	pthread_mutex_unlock(&resolver->lock);
	return rc;
}

int
resolver_ask(struct resolver *resolver, const char *name, resolver_fn *done, void *arg)
{
	struct question *question = calloc(1, sizeof *question);
	int rc;

	if (!question)
		return KASA_ENOMEM;
	kasa_str_copy(question->name, sizeof question->name, name);
	question->done = done;
	question->arg = arg;
	kasa_list_init(&question->node);
	rc = add(resolver, question);
	if (rc != KASA_OK)
		free(question);
	return rc;
}

static void
forget(struct kasa_list *list, const void *arg)
{
	for (struct kasa_list *at = list->next; at != list; at = at->next) {
		struct question *question = KASA_CONTAINER(at, struct question, node);

		if (question->arg == arg)
			question->done = NULL;
	}
}

void
resolver_forget(struct resolver *resolver, const void *arg)
{
	pthread_mutex_lock(&resolver->lock);
	forget(&resolver->waiting, arg);
	forget(&resolver->answered, arg);
	forget(&resolver->told, arg);
	if (resolver->current && resolver->current->arg == arg)
		resolver->current->done = NULL;
	pthread_mutex_unlock(&resolver->lock);
}

void
resolver_free(struct resolver *resolver)
{
	bool threaded;

	if (!resolver)
		return;
	ev_async_stop(resolver->loop, &resolver->async);
	pthread_mutex_lock(&resolver->lock);
	resolver->left = true;
	threaded = resolver->threaded;
	pthread_cond_signal(&resolver->wake);
	pthread_mutex_unlock(&resolver->lock);
	if (!threaded)
		destroy(resolver);
}
