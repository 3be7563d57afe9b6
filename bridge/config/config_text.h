/* Texts of the configuration, each by itself: checks as common/schema.h wants them, and the one way to write an identity. */
#ifndef KASA_BRIDGE_CONFIG_TEXT_H
#define KASA_BRIDGE_CONFIG_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "common/schema.h"

enum {
	CONFIG_ID_DIGITS = 40,
	CONFIG_ID_TEXT = CONFIG_ID_DIGITS + 1,
	CONFIG_TOPIC_MAX = 64, /* bytes of a base topic or a prefix: others are made of it */
	CONFIG_OUTLET_MOST = 64,
};

int config_check_filled(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err);
int config_check_host(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err);
int config_check_client_id(const struct schema *row, const struct yaml_node *text, const void *arg,
                           struct kasa_err *err);
int config_check_topic(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err);
int config_check_instance(const struct schema *row, const struct yaml_node *text, const void *arg,
                          struct kasa_err *err);
int config_check_interface(const struct schema *row, const struct yaml_node *text, const void *arg,
                           struct kasa_err *err);
int config_check_target(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err);
int config_check_mac(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err);
int config_check_id(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err);
int config_check_area(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err);
int config_check_name(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err);
int config_check_own_name(const struct schema *row, const struct yaml_node *text, const void *arg,
                          struct kasa_err *err);
int config_check_member(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err);

/* A number with or without a fraction, from .least to .most thousandths. */
int config_check_real(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err);

/* The same, read. False when it is none; @p out is untouched then. */
bool config_real_parse(const char *text, uint32_t least_thousandths, uint32_t most_thousandths, double *out);

/* A device's id, written in capitals as devices do. False when the text is none; @p out is untouched then. */
bool config_id_parse(const char *text, char out[CONFIG_ID_TEXT]);

/* A part of the name of an MQTT client or an instance: letters, digits, _ and - of @p text, "" when it has none. */
void config_word_of(const char *text, char *out, size_t size);

#endif
