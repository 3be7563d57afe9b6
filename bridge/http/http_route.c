/* Some dozens of rows: looked through one by one, most are told apart by the number of segments. */
#include "bridge/http/http_route.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const char *const methods[] = { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" };

const char *
http_method(const char *method)
{
	for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++)
		if (strcmp(methods[i], method) == 0)
			return methods[i];
	return NULL;
}

/* ---- the table ---- */

static bool
is_part(const char *segment)
{
	return segment[0] == '{';
}

static bool
cut(struct http_row *row)
{
	char *at = row->text = strdup(row->route->path);

	while (at && *at) {
		assert(*at == '/' && row->count < HTTP_SEGMENTS_MAX);
		*at++ = '\0';
		if (*at)
			row->segment[row->count++] = at;
		row->parts += is_part(at);
		at += strcspn(at, "/");
	}
	assert(row->parts <= HTTP_PARTS_MAX);
	return row->text;
}

static bool
same_path(const struct http_row *a, const struct http_row *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (is_part(a->segment[i]) != is_part(b->segment[i])
		    || (!is_part(a->segment[i]) && strcmp(a->segment[i], b->segment[i]) != 0))
			return false;
	return true;
}

static void
add_allowed(struct http_row *row, const char *method)
{
	size_t n = strlen(row->allow);

	if (strstr(row->allow, method))
		return;
	assert(n + strlen(method) + sizeof ", " < sizeof row->allow);
	memcpy(row->allow + n, ", ", n > 0 ? 2 : 0);
	strcpy(row->allow + n + (n > 0 ? 2 : 0), method); /* NOLINT: asserted to fit */
}

static void
tell_methods(struct http_routes *routes)
{
	for (size_t i = 0; i < routes->count; i++)
		for (size_t k = 0; k < routes->count; k++) {
			const char *method = routes->row[k].route->method;

			if (!same_path(&routes->row[i], &routes->row[k]))
				continue;
			add_allowed(&routes->row[i], method);
			if (strcmp(method, "GET") == 0)
				add_allowed(&routes->row[i], "HEAD");
		}
}

int
http_routes_add(struct http_routes *routes, const struct http_route *rows, void *arg, struct kasa_err *err)
{
	size_t n = 0;
	struct http_row *grown;

	while (rows[n].method)
		n++;
	grown = realloc(routes->row, (routes->count + n) * sizeof *grown);
	if (!grown)
		return kasa_err_set(err, KASA_ENOMEM, "no memory for what is served over HTTP");
	routes->row = grown;
	for (size_t i = 0; i < n; i++) {
		struct http_row *row = &routes->row[routes->count];

		*row = (struct http_row){ .route = &rows[i], .arg = arg };
		assert(http_method(rows[i].method));
		if (!cut(row))
			return kasa_err_set(err, KASA_ENOMEM, "no memory for what is served over HTTP");
		routes->count++;
	}
	tell_methods(routes);
	return KASA_OK;
}

void
http_routes_finish(struct http_routes *routes)
{
	for (size_t i = 0; i < routes->count; i++)
		free(routes->row[i].text);
	free(routes->row);
	*routes = (struct http_routes){ 0 };
}

/* ---- finding ---- */

static bool
is_long(const struct http_row *row)
{
	return row->route->flags & HTTP_LONG_PATH;
}

static bool
has_slash(const char *text)
{
	return strchr(text, '/');
}

static bool
fits(const struct http_row *row, const struct http_uri *uri)
{
	if (is_long(row) ? uri->count < row->count : uri->count != row->count)
		return false;
	for (size_t i = 0; i < row->count; i++) {
		bool last = i + 1 == row->count;

		if (!is_part(row->segment[i]) && strcmp(row->segment[i], uri->segment[i]) != 0)
			return false;
		if (is_part(row->segment[i]) && !(last && is_long(row)) && has_slash(uri->segment[i]))
			return false;
	}
	return true;
}

/* The one whose words come first wins: "/devices/all" before "/devices/{device}", and that before a long one. */
static bool
is_nearer(const struct http_row *a, const struct http_row *b)
{
	if (!b)
		return true;
	for (size_t i = 0; i < a->count && i < b->count; i++)
		if (is_part(a->segment[i]) != is_part(b->segment[i]))
			return !is_part(a->segment[i]);
	return is_long(b) && !is_long(a);
}

static void
fill_parts(const struct http_row *row, const struct http_uri *uri, const char *part[HTTP_PARTS_MAX])
{
	size_t n = 0;

	for (size_t i = 0; i < row->count; i++)
		if (is_part(row->segment[i]))
			part[n++] = i + 1 == row->count && is_long(row) ? http_uri_rest(uri, i) : uri->segment[i];
}

static bool
serves(const struct http_row *row, const char *method)
{
	return strcmp(row->route->method, method) == 0
	       || (strcmp(method, "HEAD") == 0 && strcmp(row->route->method, "GET") == 0);
}

const struct http_row *
http_routes_find(const struct http_routes *routes, const char *method, const struct http_uri *uri,
                 const char *part[HTTP_PARTS_MAX], const char **allow)
{
	const struct http_row *found = NULL, *beside = NULL;

	for (size_t i = 0; i < routes->count; i++) {
		const struct http_row *row = &routes->row[i];

		if (!fits(row, uri))
			continue;
		if (is_nearer(row, beside))
			beside = row;
		if (serves(row, method) && is_nearer(row, found))
			found = row;
	}
	*allow = beside ? beside->allow : NULL;
	if (found)
		fill_parts(found, uri, part);
	return found;
}
