#include "statistics.h"

#include "calendar.h"

enum {
	YEAR_MAX = 9999,
};

/* The outlet that is asked, with all counted until now. NULL: the reply is made, or @p code tells why not. */
static struct sim_outlet *
begin(struct sim_call *call, const struct sim_tale *tale, enum sim_code *code)
{
	struct sim_outlet *outlet = sim_context_outlet(call->context, call->dev);

	*code = SIM_UNKNOWN_METHOD;
	if (!outlet)
		return NULL;
	*code = SIM_OK;
	if (call->recorded && !outlet->erased[tale->statistic]) {
		call->reply = json_deep_copy(call->recorded);
		return NULL;
	}
	sim_outlet_settle(outlet, call->now_ms);
	return outlet;
}

static int64_t
month_amount(const struct sim_outlet *outlet, const struct sim_tale *tale, int year, int month)
{
	int32_t first = sim_day_number((struct sim_date){ year, month, 1 });
	int64_t sum = 0;

	for (int32_t day = first; day < first + sim_month_days(year, month); day++)
		sum += sim_outlet_day(outlet, tale->statistic, day);
	return sum;
}

static void
append(json_t *list, const struct sim_tale *tale, json_t *date, int64_t amount)
{
	if (amount > 0) {
		json_object_set_new(date, tale->key,
		                    tale->thousandths ? json_real((double)amount / 1000) : json_integer(amount));
		json_array_append(list, date);
	}
	json_decref(date);
}

enum sim_code
sim_statistics_days(struct sim_call *call, const struct sim_tale *tale)
{
	enum sim_code code;
	struct sim_outlet *outlet = begin(call, tale, &code);
	json_t *list;
	int year, month;
	int32_t first;

	if (!outlet)
		return code;
	if (!sim_int_arg(call->args, "year", 1, YEAR_MAX, &year) || !sim_int_arg(call->args, "month", 1, 12, &month))
		return SIM_INVALID;
	first = sim_day_number((struct sim_date){ year, month, 1 });
	list = json_array();
	for (int day = 1; day <= sim_month_days(year, month); day++)
		append(list, tale, json_pack("{si,si,si}", "year", year, "month", month, "day", day),
		       sim_outlet_day(outlet, tale->statistic, first + day - 1));
	call->reply = json_pack("{so,si}", "day_list", list, "err_code", 0);
	return SIM_OK;
}

enum sim_code
sim_statistics_months(struct sim_call *call, const struct sim_tale *tale)
{
	enum sim_code code;
	struct sim_outlet *outlet = begin(call, tale, &code);
	json_t *list;
	int year;

	if (!outlet)
		return code;
	if (!sim_int_arg(call->args, "year", 1, YEAR_MAX, &year))
		return SIM_INVALID;
	list = json_array();
	for (int month = 1; month <= 12; month++)
		append(list, tale, json_pack("{si,si}", "year", year, "month", month),
		       month_amount(outlet, tale, year, month));
	call->reply = json_pack("{so,si}", "month_list", list, "err_code", 0);
	return SIM_OK;
}

enum sim_code
sim_statistics_erase(struct sim_call *call, enum sim_statistic statistic)
{
	struct sim_outlet *outlet = sim_context_outlet(call->context, call->dev);

	if (!outlet)
		return SIM_UNKNOWN_METHOD;
	sim_outlet_erase(outlet, statistic, call->now_ms);
	return SIM_OK;
}
