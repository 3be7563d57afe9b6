/* The functions behind the table of commands, each in a cmd_ file. */
#ifndef KASA_CLI_CMD_H
#define KASA_CLI_CMD_H

#include <kasa/error.h>

#include "cli/cli.h"
#include "cli/run.h"

/* On one device: they end in job_done() or job_fail(), once. */
void cmd_state(struct job *job);
void cmd_firmware(struct job *job);
void cmd_on(struct job *job);
void cmd_off(struct job *job);
void cmd_toggle(struct job *job);
void cmd_energy(struct job *job);
void cmd_usage(struct job *job);
void cmd_watch(struct job *job);
void cmd_led(struct job *job);
void cmd_alias(struct job *job);
void cmd_reboot(struct job *job);
void cmd_reset(struct job *job);
void cmd_location(struct job *job);
void cmd_location_set(struct job *job);
void cmd_cloud(struct job *job);
void cmd_cloud_bind(struct job *job);
void cmd_cloud_unbind(struct job *job);
void cmd_cloud_server(struct job *job);
void cmd_wifi(struct job *job);
void cmd_wifi_scan(struct job *job);
void cmd_wifi_join(struct job *job);
void cmd_raw(struct job *job);
void cmd_time(struct job *job);
void cmd_time_sync(struct job *job);
void cmd_time_set(struct job *job);
void cmd_doctor_device(struct job *job);
void cmd_login_device(struct job *job);
void cmd_rules_list(struct job *job);
void cmd_rule_add(struct job *job);
void cmd_rule_edit(struct job *job);
void cmd_rule_remove(struct job *job);
void cmd_rules_enable(struct job *job);
void cmd_rules_clear(struct job *job);
void cmd_timer_set(struct job *job);
void cmd_timer_list(struct job *job);
void cmd_timer_cancel(struct job *job);
void cmd_light_value(struct job *job); /* brightness, temperature, hsv */
void cmd_light_show(struct job *job);
void cmd_light_set(struct job *job);
void cmd_preset_list(struct job *job);
void cmd_preset_set(struct job *job);
void cmd_preset_use(struct job *job);
void cmd_effect_show(struct job *job);
void cmd_effect_set(struct job *job);
void cmd_effect_off(struct job *job);
void cmd_dimmer_show(struct job *job);
void cmd_dimmer_set(struct job *job);
void cmd_motion_show(struct job *job);
void cmd_motion_enable(struct job *job);
void cmd_motion_set(struct job *job);
void cmd_ambient_show(struct job *job);
void cmd_ambient_enable(struct job *job);
void cmd_ambient_set(struct job *job);

/* Of no device, or of the whole house: they return the exit status. */
int cmd_discover(struct cli *cli);
int cmd_doctor(struct cli *cli);
int cmd_login(struct cli *cli);
int cmd_logout(struct cli *cli);
int cmd_completion(struct cli *cli);
int cmd_complete(struct cli *cli);
int cmd_help(struct cli *cli);
int cmd_man(struct cli *cli);
int cmd_version(struct cli *cli);

/* Values and options, before anything is searched. */
int cmd_energy_check(const struct cli *cli, struct kasa_err *err);
int cmd_usage_check(const struct cli *cli, struct kasa_err *err);
int cmd_alias_check(const struct cli *cli, struct kasa_err *err);
int cmd_time_sync_check(const struct cli *cli, struct kasa_err *err);
int cmd_time_set_check(const struct cli *cli, struct kasa_err *err);
int cmd_cloud_bind_check(const struct cli *cli, struct kasa_err *err);
int cmd_cloud_server_check(const struct cli *cli, struct kasa_err *err);
int cmd_login_check(const struct cli *cli, struct kasa_err *err);
int cmd_wifi_join_check(const struct cli *cli, struct kasa_err *err);
int cmd_location_set_check(const struct cli *cli, struct kasa_err *err);
int cmd_raw_check(const struct cli *cli, struct kasa_err *err);
int cmd_watch_check(const struct cli *cli, struct kasa_err *err);
int cmd_rule_add_check(const struct cli *cli, struct kasa_err *err);
int cmd_rule_edit_check(const struct cli *cli, struct kasa_err *err);
int cmd_timer_check(const struct cli *cli, struct kasa_err *err);
int cmd_for_check(const struct cli *cli, struct kasa_err *err);
int cmd_switch_check(const struct cli *cli, struct kasa_err *err);
int cmd_light_switch_check(const struct cli *cli, struct kasa_err *err);
int cmd_light_value_check(const struct cli *cli, struct kasa_err *err);
int cmd_light_set_check(const struct cli *cli, struct kasa_err *err);
int cmd_preset_set_check(const struct cli *cli, struct kasa_err *err);
int cmd_preset_use_check(const struct cli *cli, struct kasa_err *err);
int cmd_effect_check(const struct cli *cli, struct kasa_err *err);
int cmd_dimmer_set_check(const struct cli *cli, struct kasa_err *err);
int cmd_motion_set_check(const struct cli *cli, struct kasa_err *err);
int cmd_ambient_set_check(const struct cli *cli, struct kasa_err *err);
const char *cmd_raw_danger(const struct cli *cli);
const char *cmd_erase_danger(const struct cli *cli);

/* on and off with --for: the device's countdown switches back. */
void cmd_for(struct job *job, bool on);

/* Passwords, after the question. */
int cmd_cloud_bind_prepare(struct cli *cli, struct kasa_err *err);
int cmd_login_prepare(struct cli *cli, struct kasa_err *err);
int cmd_wifi_join_prepare(struct cli *cli, struct kasa_err *err);

/* on and off with values of a light. */
void cmd_light_switch(struct job *job, bool on);

/* The help of one verb's row; with @p whole of the command that begins with this row; NULL: of all commands. */
int help_print(struct cli *cli, const struct command *row, bool whole);

#endif
