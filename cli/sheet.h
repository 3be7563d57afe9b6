/*
 * What a feature has to show, described once: entries, and at most one list of rows. The writers make lines and a
 * table, an object, or comma-separated values of it. Commands fill it in and print nothing.
 *
 *     sheet_init(&sheet, "schedule");
 *     sheet_bool(&sheet, "enabled", "enabled", 1);
 *     sheet_list(&sheet, "rules");
 *     for each rule:
 *             sheet_row(&sheet);
 *             sheet_int(&sheet, "at", "time", 1027);
 *             sheet_shown(&sheet, "sunset-15m");
 *     job_sheet(job, &sheet);
 *     sheet_finish(&sheet);
 */
#ifndef KASA_CLI_SHEET_H
#define KASA_CLI_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	SHEET_CELLS_MAX = 1 << 16, /* a message of a device has 64 KiB, and no value in it fewer than one */
	SHEET_WORD = 48,           /* room for a number and its unit */
};

enum sheet_kind {
	SHEET_INT,
	SHEET_REAL,
	SHEET_BOOL,
	SHEET_TEXT,
};

/* One value. What is unknown is absent for programs, left out among entries, and "-" in a table. */
struct sheet_cell {
	enum sheet_kind kind;
	bool known;
	const char *key, *label; /* for programs, for people; lent for ever; without a label people do not see it */
	const char *unit;        /* for people, or NULL; lent for ever */
	const char *yes, *no;    /* of a truth, for people */
	int decimals;            /* of a real, for people */
	union {
		int64_t integer;
		double real;
		bool truth;
		char *text; /* owned */
	} value;
	char *shown; /* what people read instead, owned, or NULL */
};

/* Once memory failed it, it says so and takes no more. */
struct sheet {
	const char *name; /* the member of the device's object that it becomes */
	const char *list; /* the member of that which the rows become, or NULL */
	struct sheet_cell *cells;
	size_t count, cap;
	size_t entries; /* cells before the list */
	size_t rows;
	bool summed; /* a last row is the sum of the others */
	bool failed;
};

/* @p name lives for ever, as all keys and labels. */
void sheet_init(struct sheet *sheet, const char *name);
void sheet_finish(struct sheet *sheet);

/* Ends the entries: what follows are rows, all with the same cells in the same order. */
void sheet_list(struct sheet *sheet, const char *key);
void sheet_row(struct sheet *sheet);

/* As sheet_row(), once and last: the sum of the rows. For programs a member "sum" beside the list. */
void sheet_sum(struct sheet *sheet);

/* A value. KASA_UNKNOWN, NAN and NULL or "" are unknown. Texts are copied. */
void sheet_int(struct sheet *sheet, const char *key, const char *label, int64_t value);
void sheet_real(struct sheet *sheet, const char *key, const char *label, double value, int decimals);
void sheet_bool(struct sheet *sheet, const char *key, const char *label, int value); /* yes and no, for people */
void sheet_text(struct sheet *sheet, const char *key, const char *label, const char *value);

/* Of the value that was added last: its unit, its words for true and false, or what people read instead. */
void sheet_unit(struct sheet *sheet, const char *unit);
void sheet_called(struct sheet *sheet, const char *yes, const char *no);
void sheet_shown(struct sheet *sheet, const char *shown);

/* ---- for the writers ---- */

/* How many cells each row has; 0 without rows. */
size_t sheet_columns(const struct sheet *sheet);

/* A cell of the list; the sum is the row after the last. */
const struct sheet_cell *sheet_cell(const struct sheet *sheet, size_t row, size_t column);

/* What people read: lent, or put into @p word; "" when it is unknown. Not safe for a terminal yet. */
const char *sheet_word(const struct sheet_cell *cell, char word[SHEET_WORD]);

/* What programs read where there are no types. */
const char *sheet_plain(const struct sheet_cell *cell, char word[SHEET_WORD]);

#endif
