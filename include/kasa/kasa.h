/**
 * @file
 * libkasa: TP-Link Kasa and Tapo plugs, strips, switches, dimmers and lights on the local network.
 *
 * This header includes all others. Start with context.h and device.h, or with the examples
 * that are installed beside the documentation.
 */
#ifndef KASA_KASA_H
#define KASA_KASA_H

#include <kasa/away.h>
#include <kasa/clock.h>
#include <kasa/cloud.h>
#include <kasa/context.h>
#include <kasa/countdown.h>
#include <kasa/credentials.h>
#include <kasa/device.h>
#include <kasa/dimmer.h>
#include <kasa/discover.h>
#include <kasa/energy.h>
#include <kasa/error.h>
#include <kasa/export.h>
#include <kasa/history.h>
#include <kasa/light.h>
#include <kasa/locate.h>
#include <kasa/raw.h>
#include <kasa/relay.h>
#include <kasa/rule.h>
#include <kasa/schedule.h>
#include <kasa/sensor.h>
#include <kasa/state.h>
#include <kasa/system.h>
#include <kasa/version.h>
#include <kasa/wifi.h>

#endif
