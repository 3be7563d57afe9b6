/* A group that was visited is not visited again, so that however they are nested, the work stays that of one reading. */
#include "cli/group.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/str.h"
#include "common/suggest.h"
#include "common/text_show.h"

/* A group, and how far its members were told. */
struct visit {
	const struct yaml_node *group;
	const struct yaml_node *at; /* the member that was told last */
	struct visit *outer;        /* the group that it was met in */
	enum {
		NOT_YET,
		INSIDE, /* its members are being told */
		DONE,
	} state;
};

struct walk {
	const struct yaml_node *groups;
	struct visit *visits; /* in the order of the file */
	size_t count;
	group_fn *each; /* NULL while they are checked */
	void *arg;
	size_t told;
	struct kasa_err *err;
	struct mistakes *mistakes; /* NULL while they are expanded */
};

bool
group_is(const char *typed)
{
	return typed[0] == '@';
}

/* "@christmas, @desk" */
static void
list_groups(const struct yaml_node *groups, char *list, size_t size)
{
	char shown[TEXT_SHOWN];
	size_t n = 0;

	list[0] = '\0';
	for (const struct yaml_node *group = groups->first; group && n < size; group = group->next)
		n += (size_t)snprintf(list + n, size - n, "%s@%s", n ? ", " : "", text_show(shown, group->key->text));
}

static int
say_unknown(const struct yaml_node *groups, const char *typed, struct kasa_err *err)
{
	char shown[TEXT_SHOWN], list[KASA_ERR_TEXT_MAX];
	struct suggest near;

	text_show(shown, typed);
	if (!groups || !groups->first)
		return kasa_err_set(err, KASA_EINVAL, "there is no group \"%s\", for the configuration has none",
		                    shown);
	suggest_start(&near, typed + 1);
	for (const struct yaml_node *group = groups->first; group; group = group->next)
		suggest_offer(&near, group->key->text);
	list_groups(groups, list, sizeof list);
	return kasa_err_set(err, KASA_EINVAL, "there is no group \"%s\"%s%s%s (there are: %s)", shown,
	                    near.best ? ": did you mean \"@" : "", near.best ? near.best : "", near.best ? "\"?" : "",
	                    list);
}

const struct yaml_node *
group_find(const struct yaml_node *groups, const char *typed, struct kasa_err *err)
{
	char shown[TEXT_SHOWN];

	if (strchr(typed, '/')) {
		kasa_err_set(err, KASA_EINVAL,
		             "\"%s\": a group has no outlets; they may be its members, each as \"strip/2\"",
		             text_show(shown, typed));
		return NULL;
	}
	for (const struct yaml_node *group = groups ? groups->first : NULL; group; group = group->next)
		if (kasa_str_match(group->key->text, typed + 1) == 2)
			return group;
	say_unknown(groups, typed, err);
	return NULL;
}

static int
walk_start(struct walk *walk)
{
	for (const struct yaml_node *group = walk->groups->first; group; group = group->next)
		walk->count++;
	walk->visits = calloc(walk->count, sizeof *walk->visits);
	if (!walk->visits)
		return kasa_err_set(walk->err, KASA_ENOMEM, "no memory for the groups");
	walk->count = 0;
	for (const struct yaml_node *group = walk->groups->first; group; group = group->next)
		walk->visits[walk->count++].group = group;
	return KASA_OK;
}

static struct visit *
visit_of(const struct walk *walk, const struct yaml_node *group)
{
	struct visit *visit = walk->visits;

	while (visit->group != group)
		visit++;
	return visit;
}

static void
say_circle(const struct walk *walk, const struct yaml_node *member)
{
	char shown[TEXT_SHOWN];

	if (walk->mistakes)
		mistakes_add(walk->mistakes, member->line, member->column, "\"%s\" leads back to itself",
		             text_show(shown, member->text));
}

/* What is told after this member: the group that it is, when that is a new one, or the rest of the group around. */
static struct visit *
meet(struct walk *walk, struct visit *outer, const struct yaml_node *member)
{
	const struct yaml_node *group = group_find(walk->groups, member->text, NULL);
	struct visit *inner = group ? visit_of(walk, group) : NULL;

	if (inner && inner->state == INSIDE)
		say_circle(walk, member);
	if (!inner || inner->state != NOT_YET)
		return outer;
	inner->state = INSIDE;
	inner->outer = outer;
	return inner;
}

static int
walk_from(struct walk *walk, struct visit *visit)
{
	int rc = KASA_OK;

	visit->state = INSIDE;
	while (visit && rc == KASA_OK) {
		const struct yaml_node *member = yaml_next(visit->group, visit->at);

		if (!member) {
			visit->state = DONE;
			visit = visit->outer;
			continue;
		}
		visit->at = member;
		if (member->kind == YAML_TEXT && group_is(member->text))
			visit = meet(walk, visit, member);
		else if (member->kind == YAML_TEXT && ++walk->told && walk->each)
			rc = walk->each(member->text, walk->arg, walk->err);
	}
	return rc;
}

int
group_expand(const struct yaml_node *groups, const char *typed, group_fn *each, void *arg, struct kasa_err *err)
{
	struct walk walk = { .groups = groups, .each = each, .arg = arg, .err = err };
	const struct yaml_node *group = group_find(groups, typed, err);
	char shown[TEXT_SHOWN];
	int rc;

	if (!group)
		return KASA_EINVAL;
	rc = walk_start(&walk);
	if (rc == KASA_OK)
		rc = walk_from(&walk, visit_of(&walk, group));
	free(walk.visits);
	if (rc == KASA_OK && walk.told == 0)
		return kasa_err_set(err, KASA_EINVAL, "the group \"%s\" has no members", text_show(shown, typed));
	return rc;
}

void
group_check(const struct yaml_node *groups, struct mistakes *mistakes)
{
	struct walk walk = { .groups = groups, .mistakes = mistakes };

	if (!groups->first)
		return;
	if (walk_start(&walk) != KASA_OK)
		mistakes->lost = true;
	for (size_t i = 0; walk.visits && i < walk.count; i++)
		if (walk.visits[i].state == NOT_YET)
			walk_from(&walk, &walk.visits[i]);
	free(walk.visits);
}
