/* firmware: the versions of what runs on a device, and what the cloud has for it. Nothing is installed. */
#include <kasa/cloud.h>

#include "cli/cmd.h"
#include "cli/job.h"
#include "cli/sheet.h"

static void
add_version(struct sheet *sheet, const struct kasa_firmware *firmware)
{
	sheet_row(sheet);
	sheet_text(sheet, "version", "version", firmware->version);
	sheet_text(sheet, "released", "released", firmware->released);
	sheet_text(sheet, "title", "title", firmware->title);
}

/* @p updates NULL: they were not asked for. */
static void
tell(struct job *job, const struct kasa_firmware_list *updates)
{
	const struct kasa_state *state = kasa_device_state(job->lane->dev);
	struct sheet sheet;

	sheet_init(&sheet, "firmware");
	sheet_text(&sheet, "version", "firmware", state->fw);
	sheet_text(&sheet, "hardware", "hardware", state->hw);
	sheet_text(&sheet, "model", "model", state->model);
	if (updates)
		sheet_list(&sheet, "updates");
	for (unsigned i = 0; updates && i < updates->count; i++)
		add_version(&sheet, &updates->versions[i]);
	job_sheet(job, &sheet);
	sheet_finish(&sheet);
}

static void
on_list(struct kasa_device *dev, const struct kasa_firmware_list *list, const struct kasa_err *err, void *arg)
{
	(void)dev;
	if (err->code == KASA_OK)
		tell(arg, list);
	else
		job_fail(arg, err);
}

void
cmd_firmware(struct job *job)
{
	int rc;

	if (!options_given(&job_cli(job)->opts, "check")) {
		tell(job, NULL);
		return;
	}
	rc = kasa_firmware_read(job->lane->dev, on_list, job);
	if (rc != KASA_OK)
		job_refuse(job, rc);
}
