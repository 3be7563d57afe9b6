#include "transport.h"

#include <string.h>

static const struct sim_transport *const rows[] = {
	&sim_transport_xor, &sim_transport_klap1, &sim_transport_klap2, &sim_transport_aes, &sim_transport_tpap,
};

const struct sim_transport *
sim_transport_at(size_t index)
{
	return index < sizeof rows / sizeof rows[0] ? rows[index] : NULL;
}

const struct sim_transport *
sim_transport_find(const char *name)
{
	const struct sim_transport *row;

	for (size_t i = 0; (row = sim_transport_at(i)); i++)
		if (strcmp(row->name, name) == 0)
			return row;
	return NULL;
}

int
sim_transport_need(const char *name, const struct sim_transport **row, struct kasa_err *err)
{
	*row = sim_transport_find(name);
	if (*row)
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL, "no transport \"%.40s\"; there are: xor klap1 klap2 aes tpap", name);
}

const struct sim_transport *
sim_transport_for(const struct sim_device *dev, const struct sim_transport *wish)
{
	bool smart = sim_device_language(dev) == SIM_LANGUAGE_SMART;

	if (wish && !(smart && wish->door == SIM_DOOR_XOR))
		return wish;
	return smart ? &sim_transport_klap2 : &sim_transport_xor;
}

/* The old language came over the first generation until it said otherwise; the new one never did. */
static const struct sim_transport *
klap_of(const struct sim_device *dev, const json_t *how)
{
	bool second = json_integer_value(json_object_get(how, "lv")) >= 2 || json_object_get(how, "new_klap")
	              || sim_device_language(dev) == SIM_LANGUAGE_SMART;

	return second ? &sim_transport_klap2 : &sim_transport_klap1;
}

const struct sim_transport *
sim_transport_announced(const struct sim_device *dev)
{
	const json_t *how = json_object_get(dev->announced, "mgt_encrypt_schm");
	const char *type = json_string_value(json_object_get(how, "encrypt_type"));

	if (!type)
		return sim_transport_for(dev, NULL);
	if (strcmp(type, "TPAP") == 0)
		return &sim_transport_tpap;
	return strcmp(type, "KLAP") == 0 && !json_is_true(json_object_get(how, "is_support_https"))
	               ? klap_of(dev, how)
	               : &sim_transport_aes;
}
