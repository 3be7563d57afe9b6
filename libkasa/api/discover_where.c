/* Where a search looks: every interface, or what was named. */
#include <stdlib.h>
#include <string.h>

#include "api/discover.h"
#include "base/str.h"
#include "net/address.h"
#include "net/interfaces.h"

static bool
named(const struct kasa_discover_options *opts, const struct kasa_net_interface *interface)
{
	if (!opts->interfaces || opts->interface_count == 0)
		return !interface->loopback;
	for (size_t i = 0; i < opts->interface_count; i++)
		if (strcmp(opts->interfaces[i], interface->name) == 0)
			return true;
	return false;
}

/* The interfaces of this host, for as long as targets are added. */
struct interfaces {
	struct kasa_net_interface *list;
	size_t count;
};

/* Both ways to everybody: the limited broadcast and the network's own; access points drop one or the other. */
static int
add_interface(struct kasa_probe *probe, const struct kasa_net_interface *interface, uint32_t address,
              struct kasa_err *err)
{
	struct kasa_target target = {
		.first = address,
		.last = address,
		.net = interface->address & interface->mask,
		.mask = interface->mask,
		.broadcast = true,
		.interface = interface->index,
	};

	return kasa_probe_add(probe, &target, err);
}

static int
check_names(const struct kasa_discover_options *opts, const struct interfaces *all, struct kasa_err *err)
{
	for (size_t i = 0; opts->interfaces && i < opts->interface_count; i++) {
		bool known = false;

		for (size_t k = 0; k < all->count; k++)
			known = known || strcmp(all->list[k].name, opts->interfaces[i]) == 0;
		if (!known)
			return kasa_err_set(err, KASA_EINVAL, "no network interface \"%.40s\" with an IPv4 address",
			                    opts->interfaces[i]);
	}
	return KASA_OK;
}

static int
add_interfaces(struct kasa_probe *probe, const struct kasa_discover_options *opts, const struct interfaces *all,
               struct kasa_err *err)
{
	int rc = KASA_OK;

	for (size_t i = 0; i < all->count && rc == KASA_OK; i++) {
		const struct kasa_net_interface *at = &all->list[i];

		if (!at->up || !at->broadcasts || !named(opts, at))
			continue;
		rc = add_interface(probe, at, INADDR_BROADCAST, err);
		if (rc == KASA_OK && at->broadcast)
			rc = add_interface(probe, at, at->broadcast, err);
	}
	return rc;
}

static bool
is_within(const struct kasa_target *target, const struct kasa_net_interface *at)
{
	uint32_t net = at->address & at->mask;

	return (target->first & at->mask) == net && (target->last & at->mask) == net;
}

/* Two networks may have the same addresses: those of an interface that was named are asked through it. */
static void
choose_way(struct kasa_target *target, const struct kasa_discover_options *opts, const struct interfaces *all)
{
	if (!opts->interfaces || opts->interface_count == 0)
		return;
	for (size_t i = 0; i < all->count && target->interface == 0; i++)
		if (all->list[i].up && named(opts, &all->list[i]) && is_within(target, &all->list[i]))
			target->interface = all->list[i].index;
}

/* A broadcast address of ours is known by its interface; one of somebody else's by how it ends. */
static int
add_target(struct kasa_probe *probe, const char *text, const struct kasa_discover_options *opts,
           const struct interfaces *all, struct kasa_err *err)
{
	struct kasa_target target;

	if (kasa_target_parse(text, &target, err) != KASA_OK)
		return KASA_EINVAL;
	if (target.first == INADDR_BROADCAST)
		return add_interfaces(probe, opts, all, err);
	for (size_t i = 0; i < all->count && target.first == target.last; i++)
		if (all->list[i].broadcast == target.first && named(opts, &all->list[i]))
			return add_interface(probe, &all->list[i], target.first, err);
	choose_way(&target, opts, all);
	return kasa_probe_add(probe, &target, err);
}

int
kasa_discover_targets(struct kasa_probe *probe, const struct kasa_discover_options *opts, struct kasa_err *err)
{
	struct interfaces all = { .list = NULL };
	int rc = kasa_net_interfaces(&all.list, &all.count, err);

	if (rc == KASA_OK)
		rc = check_names(opts, &all, err);
	if (rc == KASA_OK && (!opts->targets || opts->target_count == 0))
		rc = add_interfaces(probe, opts, &all, err);
	for (size_t i = 0; rc == KASA_OK && opts->targets && i < opts->target_count; i++)
		rc = add_target(probe, opts->targets[i], opts, &all, err);
	free(all.list);
	return rc;
}

int
kasa_interfaces(struct kasa_interface *out, size_t max, struct kasa_err *err)
{
	struct kasa_net_interface *list;
	size_t count;
	int rc = kasa_net_interfaces(&list, &count, err);

	if (rc != KASA_OK)
		return rc;
	for (size_t i = 0; i < count && i < max; i++) {
		out[i] = (struct kasa_interface){ .up = list[i].up, .loopback = list[i].loopback };
		kasa_str_copy(out[i].name, sizeof out[i].name, list[i].name);
		kasa_address_text4(list[i].address, out[i].address);
		kasa_address_text4(list[i].broadcast, out[i].broadcast);
	}
	free(list);
	return (int)count;
}

int
kasa_discover_check_target(const char *text, struct kasa_err *err)
{
	struct kasa_target target;

	return kasa_target_parse(text, &target, err);
}
