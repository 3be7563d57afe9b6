/*
 * A device in the names, units and labels of tplink-plug-exporter, so that dashboards made for it go on: kW·h where it has
 * kW·h, alias and deviceId as labels. Pure. Values are what is known; strips are told by their outlets, without the sum that
 * the original had beside them.
 */
#ifndef KASA_BRIDGE_EXPORTER_H
#define KASA_BRIDGE_EXPORTER_H

#include "bridge/metrics/families.h"

void exporter_write(struct exposition *out, const struct device *device, const struct families_now *now);

#endif
