/* Wrong configurations of kasad: all that is wrong is told with its place, and nothing is taken. */
#include "unit/unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "bridge/config/config.h"

// clang-format off
#define TOP_KEYS \
	"(allowed: mqtt, homeassistant, discovery, poll, relay, devices, groups, credentials, credentials_file, try_default_credentials, ignore_signatures, log, state_dir" \
	", http, hooks, watch, rules, webhooks)\n"

/* Files, each with all that is told of it, a line for each mistake. */
static const struct {
	const char *text, *told;
} bad[] = {
	{ "mqqt: {}\n",
	  "1:1: there is no key \"mqqt\": did you mean \"mqtt\"? " TOP_KEYS },
	{ "watch: [{device: washer}]\n",
	  "1:9: nothing says what is watched; wanted: power_above, power_below, cycle or budget\n" },
	{ "watch: [{device: washer, budget: {}}]\n",
	  "1:34: budget: wanted: day or month, or both\n" },
	{ "watch: [{device: washer, budget: {day: -1}}]\n",
	  "1:40: day: \"-1\" is no number from 0 to 1e+06; wanted: kWh, as 3 or 0.02\n" },
	{ "watch: [{device: strip/x, cycle: {}}]\n",
	  "1:18: device: \"strip/x\" has no number of an outlet behind its slash: from 1 to 64\n" },
	{ "watch: [{cycle: {}}]\n",
	  "1:9: device is missing; wanted: a device by name, MAC or id, or an outlet of it, as strip/2\n" },
	{ "watch: [{device: washer, cycle: {start: 4}}]\n",
	  "1:41: start: a cycle begins at no fewer watts (start) than it ends at (stop)\n" },
	{ "watch: [{device: washer, cycle: {stop: 11, stopfor: 3min}}]\n",
	  "1:40: stop: a cycle begins at no fewer watts (start) than it ends at (stop)\n"
	  "1:44: there is no key \"stopfor\": did you mean \"stop_for\"? (allowed: start, start_for, stop, stop_for, least_kwh, burst, missing)\n" },
	{ "watch: [{device: washer, power_above: {for: 10s}}]\n",
	  "1:39: watts is missing; wanted: watts, as 5 or 2.5\n" },
	{ "watch: [{device: washer, power_below: {watts: 5, for: 3x}}]\n",
	  "1:55: for: \"3x\" is no length of time: 2h, 90m, 1h30m, 1.5h, 45s, 500ms, 1:30:00, or seconds\n" },
	{ "watch: washer\n",
	  "1:8: watch: a text stands here; wanted: a list of what is watched, each with a hyphen before it\n" },
	{ "rules: [{name: a}]\n",
	  "1:9: then is missing; wanted: an order or an event, or a list of them\n"
	  "1:9: nothing says when; wanted: when or when_any\n" },
	{ "rules: [{name: a, when: {}, then: {}}]\n",
	  "1:25: when: nothing says what must hold; wanted: state, power_above, power_below, energy_today_above, energy_month_above, online, time or event\n"
	  "1:35: then: nothing says who is meant; wanted: device or group\n"
	  "1:35: then: nothing says what is to be done; wanted: set or on\n" },
	{ "rules:\n  -\n",
	  "2:4: name is missing; wanted: what the rule is called\n"
	  "2:4: then is missing; wanted: an order or an event, or a list of them\n"
	  "2:4: nothing stands here; wanted: a rule\n" },
	{ "rules: [{name: a, when: [], then: []}]\n",
	  "1:25: when: wanted: one condition to sixteen of them\n"
	  "1:35: then: wanted: one order or event to sixteen of them\n" },
	{ "rules: [{name: a, when: {device: lamp, state: maybe}, then: {device: lamp, set: ON}}]\n",
	  "1:47: state: \"maybe\" stands here; wanted: ON or OFF\n" },
	{ "rules: [{name: a, when: {device: lamp, state: ON, online: no}, then: {device: lamp, set: ON}}]\n",
	  "1:25: when: a condition is one thing; several have a hyphen each\n" },
	{ "rules: [{name: a, when: {state: ON}, then: {device: lamp, set: ON}}]\n",
	  "1:25: when: nothing says which device is meant; wanted: device\n" },
	{ "rules: [{name: a, when: {device: lamp, state: ON, hysteresis: 5}, then: {device: lamp, set: ON}}]\n",
	  "1:63: hysteresis: it belongs to power_above and power_below\n" },
	{ "rules: [{name: a, when: {event: nothing_like_it}, then: {device: lamp, set: ON}}]\n",
	  "1:33: event: there is no event \"nothing_like_it\", and no rule says it\n" },
	{ "rules: [{name: a, when: {event: cycle_finished, for: 5s}, then: {device: lamp, set: ON}}]\n",
	  "1:54: for: an event is a moment, and does not last\n" },
	{ "rules: [{name: a, when: [{event: cycle_finished}, {event: power_above}], then: {device: lamp, set: ON}}]\n",
	  "1:25: when: two events never are the same moment; when_any takes either\n" },
	{ "rules: [{name: a, when: {time: {after: 22}}, then: {device: lamp, set: ON}}]\n",
	  "1:40: after: \"22\" is no time of day, as \"22:00\"\n" },
	{ "rules: [{name: a, when: {time: {after: \"06:00\", before: \"06:00\", days: [mo]}}, then: {device: lamp, set: ON}}]\n",
	  "1:57: before: it is that of after: then no time is left\n"
	  "1:73: days: \"mo\" is no day; there are: mon, tue, wed, thu, fri, sat, sun\n" },
	{ "rules: [{name: a, when: {time: {}, device: lamp}, then: {device: lamp, set: ON}}]\n",
	  "1:32: time: wanted: after, before or days\n"
	  "1:44: device: a time of day is no device's\n" },
	{ "rules: [{name: a, when: {device: lamp, online: yes}, then: {device: lamp, set: MAYBE}}]\n",
	  "1:80: set: state: \"MAYBE\" is none of ON, OFF and TOGGLE\n" },
	{ "rules: [{name: a, when: {device: lamp, online: yes}, then: {event: cycle_finished}}]\n",
	  "1:68: event: kasad itself has an event of that name; wanted: another one\n" },
	{ "rules: [{name: a, when: {device: lamp, online: yes}, then: {event: Oh, device: lamp, set: ON}}]\n",
	  "1:68: event: \"Oh\" is no name of an event: up to 64 small letters, digits and _\n"
	  "1:68: event: an order and an event are two things, with a hyphen each\n" },
	{ "rules:\n  - {name: a, when: {device: lamp, online: yes}, then: {event: x}}\n  - {name: a, when: {event: x}, then: {event: y}}\n",
	  "3:12: name: \"a\" stands in line 2 already\n" },
	{ "rules: [{name: a, when: {device: lamp, event: state_changed}, then: {device: lamp, set: TOGGLE}}]\n",
	  "1:9: rules \"a\" -> \"a\" would switch for ever\n" },
	{ "rules: [{name: a, when: {time: {days: []}}, then: {event: x}}]\n",
	  "1:39: days: then no day is left\n" },
	{ "mqtt: localhost\n",
	  "1:7: mqtt: a text stands here; wanted: keys about the broker, as {host: localhost}\n" },
	{ "mqtt: {hots: a}\n",
	  "1:8: there is no key \"hots\": did you mean \"host\"? (allowed: enabled, host, port, username, password_file, tls, ca_file, cert_file, key_file, allow_plaintext_password, client_id, base_topic, instance, version, keepalive, retain, output, raw, command_ttl)\n" },
	{ "mqtt: {host: }\n",
	  "1:14: host: nothing stands here; wanted: the name or the address of the broker, as localhost\n" },
	{ "mqtt: {host: ''}\n",
	  "1:14: host: \"\" is neither an address nor a host's name; wanted: the name or the address of the broker, as localhost\n" },
	{ "mqtt: {host: 10.0.0.256}\n",
	  "1:14: host: \"10.0.0.256\" is no address: four numbers from 0 to 255, as 192.0.2.7\n" },
	{ "mqtt: {host: 'mqtt://broker:1883'}\n",
	  "1:14: host: \"mqtt://broker:1883\" is a URL; wanted: the name or the address of the broker, as localhost; a port has the key port\n" },
	{ "mqtt: {host: 'broker:1883'}\n",
	  "1:14: host: \"broker:1883\" has a colon; a port has the key port\n" },
	{ "mqtt: {host: -x}\n",
	  "1:14: host: \"-x\" is neither an address nor a host's name; wanted: the name or the address of the broker, as localhost\n" },
	{ "mqtt: {host: 1883}\n",
	  "1:14: host: \"1883\" is neither an address nor a host's name; wanted: the name or the address of the broker, as localhost\n" },
	{ "mqtt: {port: 0}\n",
	  "1:14: port: \"0\" stands here; wanted: a whole number from 1 to 65535\n" },
	{ "mqtt: {port: 65536}\n",
	  "1:14: port: \"65536\" stands here; wanted: a whole number from 1 to 65535\n" },
	{ "mqtt: {port: x}\n",
	  "1:14: port: \"x\" stands here; wanted: a whole number from 1 to 65535\n" },
	{ "mqtt: {password: canary}\n",
	  "1:8: password: a password does not stand here: password_file names a private file that holds it, or systemd hands it over as the credential mqtt_password\n" },
	{ "mqtt: {password: [canary]}\n",
	  "1:8: password: a password does not stand here: password_file names a private file that holds it, or systemd hands it over as the credential mqtt_password\n" },
	{ "mqtt: {username: ''}\n",
	  "1:18: username: it is empty; wanted: the user name at the broker\n" },
	{ "mqtt: {username: \"a\\tb\"}\n",
	  "1:18: username: \"a\\x09b\" has a control character; wanted: the user name at the broker\n" },
	{ "mqtt: {password_file: private}\n",
	  "1:23: password_file: a password belongs to a user name, which username tells\n" },
	{ "mqtt: {username: a, password_file: open}\n",
	  "1:36: password_file: open is open to others: chmod 600 closes it\n" },
	{ "mqtt: {username: a, password_file: missing}\n",
	  "1:36: password_file: missing: No such file or directory\n" },
	{ "mqtt: {username: a, password_file: .}\n",
	  "1:36: password_file: .: it is no regular file\n" },
	{ "mqtt: {host: broker, username: a, password_file: private}\n",
	  "1:50: password_file: the password would cross the network for everybody to read: tls: yes or ca_file encrypts it, allow_plaintext_password: yes sends it nevertheless\n" },
	{ "mqtt: {tls: maybe}\n",
	  "1:13: tls: \"maybe\" stands here; wanted: yes or no\n" },
	{ "mqtt: {ca_file: missing}\n",
	  "1:17: ca_file: missing: No such file or directory\n" },
	{ "mqtt: {tls: no, ca_file: open}\n",
	  "1:26: ca_file: it is of no use with tls: no\n" },
	{ "mqtt: {key_file: private}\n",
	  "1:18: key_file: it belongs to a certificate, which cert_file names\n" },
	{ "mqtt: {cert_file: open}\n",
	  "1:19: cert_file: it wants its key as well, which key_file names\n" },
	{ "mqtt: {cert_file: open, key_file: missing}\n",
	  "1:35: key_file: missing: No such file or directory\n" },
	{ "mqtt: {client_id: ''}\n",
	  "1:19: client_id: it is empty; wanted: a name that no other client of the broker has\n" },
	{ "mqtt: {base_topic: kasa/#}\n",
	  "1:20: base_topic: \"kasa/#\" has a + or a #, which stand for other topics\n" },
	{ "mqtt: {base_topic: a+b}\n",
	  "1:20: base_topic: \"a+b\" has a + or a #, which stand for other topics\n" },
	{ "mqtt: {base_topic: /kasa}\n",
	  "1:20: base_topic: \"/kasa\" begins or ends with a slash, or has two in a row\n" },
	{ "mqtt: {base_topic: kasa/}\n",
	  "1:20: base_topic: \"kasa/\" begins or ends with a slash, or has two in a row\n" },
	{ "mqtt: {base_topic: a//b}\n",
	  "1:20: base_topic: \"a//b\" begins or ends with a slash, or has two in a row\n" },
	{ "mqtt: {base_topic: $SYS}\n",
	  "1:20: base_topic: \"$SYS\" begins with a $, as topics of the broker itself do\n" },
	{ "mqtt: {base_topic: ''}\n",
	  "1:20: base_topic: it is empty; wanted: where all topics begin, as kasa\n" },
	{ "mqtt: {base_topic: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx}\n",
	  "1:20: base_topic: \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\" has 65 bytes, of at most 64\n" },
	{ "mqtt: {instance: a b}\n",
	  "1:18: instance: \"a b\" is no word of 1 to 64 letters, digits, _ and -\n" },
	{ "mqtt: {instance: ''}\n",
	  "1:18: instance: \"\" is no word of 1 to 64 letters, digits, _ and -\n" },
	{ "mqtt: {version: 4}\n",
	  "1:17: version: \"4\" stands here; wanted: auto, 5, 3.1.1\n" },
	{ "mqtt: {version: 3.1}\n",
	  "1:17: version: \"3.1\" stands here; wanted: auto, 5, 3.1.1\n" },
	{ "mqtt: {keepalive: 1}\n",
	  "1:19: keepalive: \"1\" is out of bounds: from 5s to 18h12m15s\n" },
	{ "mqtt: {keepalive: 1d}\n",
	  "1:19: keepalive: \"1d\" is out of bounds: from 5s to 18h12m15s\n" },
	{ "mqtt: {output: jsn}\n",
	  "1:16: output: \"jsn\" stands here; wanted: json, attribute, both (did you mean \"json\"?)\n" },
	{ "mqtt: {output: attribute}\n",
	  "1:16: output: Home Assistant reads the documents: json or both is wanted, or homeassistant: {enabled: no}\n" },
	{ "mqtt: {retain: 5}\n",
	  "1:16: retain: \"5\" stands here; wanted: yes or no\n" },
	{ "mqtt: {command_ttl: 0}\n",
	  "1:21: command_ttl: \"0\" is out of bounds: from 500ms to 1h\n" },
	{ "homeassistant: yes\n",
	  "1:16: homeassistant: a text stands here; wanted: keys about Home Assistant, as {enabled: yes}\n" },
	{ "homeassistant: {mode: devices}\n",
	  "1:23: mode: \"devices\" stands here; wanted: device, component (did you mean \"device\"?)\n" },
	{ "homeassistant: {discovery_prefix: ha/+}\n",
	  "1:35: discovery_prefix: \"ha/+\" has a + or a #, which stand for other topics\n" },
	{ "homeassistant: {discovery_prefix: kasa}\n",
	  "1:35: discovery_prefix: it is that of mqtt.base_topic: they must differ\n" },
	{ "mqtt: {base_topic: homeassistant}\n",
	  "1:20: base_topic: it is Home Assistant's discovery_prefix: they must differ\n" },
	{ "homeassistant: {status_topic: /status}\n",
	  "1:31: status_topic: \"/status\" begins or ends with a slash, or has two in a row\n" },
	{ "webhooks: [{url: 'https://a'}]\n",
	  "1:12: name is missing; wanted: a word, as node-red\n" },
	{ "webhooks: [{name: A, url: 'https://a'}]\n",
	  "1:19: name: it is no word of 1 to 32 small letters, digits, _ and -\n" },
	{ "webhooks: [{name: ../a, url: 'https://a'}]\n",
	  "1:19: name: it is no word of 1 to 32 small letters, digits, _ and -\n" },
	{ "webhooks: [{name: a}]\n",
	  "1:12: url is missing, which says where events go\n" },
	{ "webhooks: [{name: a, url: 'file:///etc/passwd'}]\n",
	  "1:27: url: it begins with neither http:// nor https://\n" },
	{ "webhooks: [{name: a, url: 'https://me:canary@a/'}]\n",
	  "1:27: url: a user name has no place in it: secret or headers tell who calls\n" },
	{ "webhooks: [{name: a, url: 'https:///x'}]\n",
	  "1:27: url: its host is neither an address nor a name\n" },
	{ "webhooks: [{name: a, url: 'https://a:70000/'}]\n",
	  "1:27: url: its port is no number from 1 to 65535\n" },
	{ "webhooks: [{name: a, url: 'https://a/b c'}]\n",
	  "1:27: url: it has a blank, or what wants to be written as %XX\n" },
	{ "webhooks: [{name: a, url: 'https://a/#b'}]\n",
	  "1:27: url: what stands behind a # is sent to nobody\n" },
	{ "webhooks: [{name: a, url: 'https://a'}, {name: a, url: 'https://b'}]\n",
	  "1:48: name: it stands in line 1 already\n" },
	{ "webhooks: [{name: a, url: 'https://a', events: [x y]}]\n",
	  "1:49: events: \"x y\" is no event's name, which has small letters, digits and _\n" },
	{ "webhooks: [{name: a, url: 'https://a', events: [all, power_abov, webhook_disabled, rule]}]\n",
	  "1:54: events: there is no event \"power_abov\", and no rule says it\n"
	  "1:84: events: there is no event \"rule\", and no rule says it\n" },
	{ "webhooks: [{name: a, url: 'https://a', secret: 'whsec_!!'}, {name: b, url: 'https://a', secret: 'a whsec_'}]\n",
	  "1:48: secret: behind whsec_ stands no base64 of 16 to 64 bytes\n"
	  "1:97: secret: behind whsec_ stands no base64 of 16 to 64 bytes\n" },
	{ "webhooks: [{name: a, url: 'https://a', headers: ['A: b', \"B: canary\\r\\nC: d\"]}]\n",
	  "1:58: headers: \"B\" has a control character in its value\n" },
	{ "webhooks: [{name: a, url: 'https://a', headers: ['Content-Type: b']}]\n",
	  "1:50: headers: \"Content-Type\" is made by kasad itself\n" },
	{ "webhooks: [{name: a, url: 'https://a', headers: [canary]}]\n",
	  "1:50: headers: no name and colon stand before it, as in \"Title: kasa\"\n" },
	{ "webhooks: [{name: a, url: 'https://a', body: x}]\n",
	  "1:46: body: it belongs to format: template\n" },
	{ "webhooks: [{name: a, url: 'https://a', format: template}]\n",
	  "1:12: body is missing, which says what is sent\n" },
	{ "webhooks: [{name: a, url: 'https://a', format: template, body: '{{state'}]\n",
	  "1:64: body: a {{ has no name and no }} behind it\n" },
	{ "webhooks: [{name: a, url: 'http://a', ca_file: open}]\n",
	  "1:48: ca_file: it is of no use with http://\n" },
	{ "webhooks: [{name: a, url: 'https://a', key_file: private}]\n",
	  "1:50: key_file: it belongs to a certificate, which cert_file names\n" },
	{ "webhooks: [{name: a, url: 'https://a', secret_file: open}]\n",
	  "1:53: secret_file: open is open to others: chmod 600 closes it\n" },
	{ "webhooks: [{name: a, url: 'https://a', secret: x, secret_file: private}]\n",
	  "1:64: secret_file: secret says it already\n" },
	{ "discovery: {targets: [lan, 192.0.2.0/8, 192.0.2.1/x, 239.1.1.1, 300.1.1.1]}\n",
	  "1:23: targets: \"lan\" is neither an IPv4 address, as 192.0.2.7, nor a range, as 192.0.2.0/24\n"
	  "1:28: targets: \"192.0.2.0/8\" is too large: /16 to /32 can be searched\n"
	  "1:41: targets: \"192.0.2.1/x\": the part behind the slash is a number from 16 to 32\n"
	  "1:54: targets: \"239.1.1.1\" is no address that a device can have\n"
	  "1:65: targets: \"300.1.1.1\" is neither an IPv4 address, as 192.0.2.7, nor a range, as 192.0.2.0/24\n" },
	{ "discovery: {targets: [[]]}\n",
	  "1:23: targets: a list stands here; wanted: addresses and ranges, as [192.0.2.255, 198.51.100.0/24]\n" },
	{ "discovery: {every: 1s}\n",
	  "1:20: every: \"1s\" is out of bounds: from 5s to 24h\n" },
	{ "discovery: {every: 60 sec.}\n",
	  "1:20: every: \"60 sec.\" is no length of time: 2h, 90m, 1h30m, 1.5h, 45s, 500ms, 1:30:00, or seconds\n" },
	{ "discovery: {interfaces: [toolonganinterfacename]}\n",
	  "1:26: interfaces: \"toolonganinterfacename\" is no interface: 1 to 15 letters without blanks and slashes, as eth0\n" },
	{ "discovery: {tdp_port: 0}\n",
	  "1:23: tdp_port: \"0\" stands here; wanted: a whole number from 1 to 65535\n" },
	{ "poll: {state: 499ms}\n",
	  "1:15: state: \"499ms\" is out of bounds: from 500ms to 1h\n" },
	{ "poll: {state: 2h}\n",
	  "1:15: state: \"2h\" is out of bounds: from 500ms to 1h\n" },
	{ "poll: {states: 5s}\n",
	  "1:8: there is no key \"states\": did you mean \"state\"? (allowed: state, meter, outlets, settings)\n" },
	{ "relay: {burst: 0}\n",
	  "1:16: burst: \"0\" stands here; wanted: a whole number from 1 to 100000\n" },
	{ "relay: {interval: 2h}\n",
	  "1:19: interval: \"2h\" is out of bounds: from 0s to 1h\n" },
	{ "devices: {host: a}\n",
	  "1:10: devices: a mapping stands here; wanted: a list of devices, each with a hyphen before it\n" },
	{ "devices: [a]\n",
	  "1:11: item: a text stands here; wanted: a device, as {mac: 50:C7:BF:00:00:01, name: lamp}\n" },
	{ "devices: [{}]\n",
	  "1:11: nothing says which device this is; wanted: host, mac or id\n" },
	{ "devices:\n  -\n  - ~\n",
	  "2:4: nothing says which device this is; wanted: host, mac or id\n"
	  "3:5: nothing says which device this is; wanted: host, mac or id\n" },
	{ "devices: [{name: lamp}]\n",
	  "1:11: nothing says which device this is; wanted: host, mac or id\n" },
	{ "devices: [{hosts: a}]\n",
	  "1:11: nothing says which device this is; wanted: host, mac or id\n"
	  "1:12: there is no key \"hosts\": did you mean \"host\"? (allowed: host, mac, id, port, name, area, poll, enabled, hidden, protected, transport, payload, throttle)\n" },
	{ "devices: [{host: a:1}]\n",
	  "1:18: host: \"a:1\" has a colon; a port has the key port\n" },
	{ "devices: [{mac: 50:C7}]\n",
	  "1:17: mac: \"50:C7\" is no MAC: 12 hexadecimal digits, as 50:C7:BF:00:00:01\n" },
	{ "devices: [{id: 8006}]\n",
	  "1:16: id: \"8006\" is no id: 40 hexadecimal digits\n" },
	{ "devices: [{host: a, name: bridge}]\n",
	  "1:27: name: \"bridge\" is the name of the bridge itself\n" },
	{ "devices: [{host: a, name: a/b}]\n",
	  "1:27: name: \"a/b\" has a /, a + or a #, which mean something in topics\n" },
	{ "devices: [{host: a, name: 50c7bf000001}]\n",
	  "1:27: name: \"50c7bf000001\" is a MAC or an id, and those are names of devices already\n" },
	{ "devices: [{host: a, name: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx}]\n",
	  "1:27: name: \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\" has 65 bytes; a name has at most 64\n" },
	{ "devices: [{host: a, transport: xorr}]\n",
	  "1:32: transport: \"xorr\" stands here; wanted: xor, klap1, klap2 (did you mean \"xor\"?)\n" },
	{ "devices: [{host: a, payload: json}]\n",
	  "1:30: payload: \"json\" stands here; wanted: iot, smart\n" },
	{ "devices: [{host: a, poll: {state: x}}]\n",
	  "1:35: state: \"x\" is no length of time: 2h, 90m, 1h30m, 1.5h, 45s, 500ms, 1:30:00, or seconds\n" },
	{ "devices: [{host: a, throttle: -1}]\n",
	  "1:31: throttle: \"-1\" is no length of time: 2h, 90m, 1h30m, 1.5h, 45s, 500ms, 1:30:00, or seconds\n" },
	{ "devices: [{host: a, area: ''}]\n",
	  "1:27: area: it is empty; wanted: the room in which it is, as Kitchen\n" },
	{ "devices:\n  - {mac: 50:C7:BF:00:00:01}\n  - {mac: 50-c7-bf-00-00-01}\n",
	  "3:11: mac: \"50-c7-bf-00-00-01\" stands in line 2 already\n" },
	{ "devices:\n  - {id: 8006E5F2A1B3C4D5E6F708192A3B4C5D1E2F3A4B}\n  - {id: 8006e5f2a1b3c4d5e6f708192a3b4c5d1e2f3a4b}\n",
	  "3:10: id: \"8006e5f2a1b3c4d5e6f708192a3b4c5d1e2f3a4b\" stands in line 2 already\n" },
	{ "devices:\n  - {host: a}\n  - {host: A}\n",
	  "3:12: host: \"A\" stands in line 2 already; several devices there differ in their ports\n" },
	{ "devices:\n  - {host: a, name: Lamp}\n  - {host: b, name: lamp}\n",
	  "3:21: name: \"lamp\" stands in line 2 already\n" },
	{ "devices:\n  - {host: a, name: lamp}\ngroups:\n  - {name: lamp, members: [x]}\n",
	  "4:12: name: \"lamp\" stands in line 2 already, and devices and groups share their names\n" },
	{ "groups: [{members: [a]}]\n",
	  "1:10: name is missing; wanted: the group's name in topics, as garden\n" },
	{ "groups: [{name: a}]\n",
	  "1:10: members is missing; wanted: its members, as [lamp, strip/2]\n" },
	{ "groups: [{name: a, members: []}]\n",
	  "1:29: members: a group has one at least\n" },
	{ "groups: [{name: a, members: [b, b]}]\n",
	  "1:33: members: \"b\" stands in line 1 already\n" },
	{ "groups: [{name: a, members: [50:c7:bf:00:00:01/1, 50C7BF000001/1]}]\n",
	  "1:51: members: \"50C7BF000001/1\" stands in line 1 already\n" },
	{ "groups:\n  - {name: a, members: [b]}\n  - {name: b, members: [c]}\n",
	  "2:25: members: \"b\" is a group; a group has devices and outlets\n" },
	{ "groups: [{name: a, members: [a]}]\n",
	  "1:30: members: \"a\" is a group; a group has devices and outlets\n" },
	{ "groups: [{name: a, members: [b/x]}]\n",
	  "1:30: members: \"b/x\" has no number of an outlet behind its slash: from 1 to 64\n" },
	{ "groups: [{name: a, members: [b/0]}]\n",
	  "1:30: members: \"b/0\" has no number of an outlet behind its slash: from 1 to 64\n" },
	{ "groups: [{name: a, members: [b/1/2]}]\n",
	  "1:30: members: \"b/1/2\" has no number of an outlet behind its slash: from 1 to 64\n" },
	{ "groups: [{name: a, members: [/1]}]\n",
	  "1:30: members: a name is empty\n" },
	{ "groups: [{name: a, members: [[b]]}]\n",
	  "1:30: members: a list stands here; wanted: its members, as [lamp, strip/2]\n" },
	{ "groups: {a: [b]}\n",
	  "1:9: groups: a mapping stands here; wanted: a list of groups, each with a hyphen before it\n" },
	{ "groups:\n  -\n",
	  "2:4: name is missing; wanted: the group's name in topics, as garden\n"
	  "2:4: members is missing; wanted: its members, as [lamp, strip/2]\n" },
	{ "credentials_file: open\n",
	  "1:19: credentials_file: open is open to others: chmod 600 closes it\n" },
	{ "credentials_file: missing\n",
	  "1:19: credentials_file: missing: No such file or directory\n" },
	{ "try_default_credentials: please\n",
	  "1:26: try_default_credentials: \"please\" stands here; wanted: yes or no\n" },
	{ "log: verbose\n",
	  "1:6: log: \"verbose\" stands here; wanted: error, warning, info, debug\n" },
	{ "log: {level: warn}\n",
	  "1:14: level: \"warn\" stands here; wanted: error, warning, info, debug\n" },
	{ "log: {levels: info}\n",
	  "1:7: there is no key \"levels\": did you mean \"level\"? (allowed: level)\n" },
	{ "log: [debug]\n",
	  "1:6: log: a list stands here; wanted: error, warning, info, debug\n" },
	{ "state_dir: ''\n",
	  "1:12: state_dir: it is empty; wanted: the path of a folder\n" },
	{ "state_dir: {}\n",
	  "1:12: state_dir: a mapping stands here; wanted: the path of a folder\n" },
	{ "[]\n",
	  "1:1: file: a list stands here; wanted: keys, each with a colon and its value\n" },
	{ "text\n",
	  "1:1: file: a text stands here; wanted: keys, each with a colon and its value\n" },
	{ "mqtt: {host: a\n",
	  "2:1: this is no YAML: did not find expected ',' or '}', while parsing a flow mapping that begins in line 1\n" },
	{ "mqtt: *x\n",
	  "1:7: aliases (*) are not understood here; a word that begins with * is put into quotes\n" },
	{ "log: info\nlog: debug\n",
	  "2:1: \"log\" stands in line 1 already\n" },
	{ "credentials: canary\n",
	  "1:14: credentials: username: and password: are wanted, or a list of such accounts\n" },
	{ "credentials: [{username: canary}]\n",
	  "1:15: password is missing; wanted: the password of the account, in quotes where YAML wants them\n" },
	{ "credentials: {klap1: canary}\n",
	  "1:14: owner is missing; wanted: hexadecimal digits, as kasa login stores them\n"
	  "1:14: klap2 is missing; wanted: hexadecimal digits, as kasa login stores them\n"
	  "1:14: user_sha1 is missing; wanted: hexadecimal digits, as kasa login stores them\n"
	  "1:14: password_sha1 is missing; wanted: hexadecimal digits, as kasa login stores them\n"
	  "1:22: klap1: 32 hexadecimal digits are wanted, as kasa login stores them\n" },
	{ "mqtt: {prot: 1, version: 6}\npoll: {state: 1}\ndevises: []\ndevices:\n  - {name: a}\n  - {host: x, name: A}\n",
	  "1:8: there is no key \"prot\": did you mean \"port\"? (allowed: enabled, host, port, username, password_file, tls, ca_file, cert_file, key_file, allow_plaintext_password, client_id, base_topic, instance, version, keepalive, retain, output, raw, command_ttl)\n"
	  "1:26: version: \"6\" stands here; wanted: auto, 5, 3.1.1\n"
	  "3:1: there is no key \"devises\": did you mean \"devices\"? " TOP_KEYS
	  "5:5: nothing says which device this is; wanted: host, mac or id\n"
	  "6:21: name: \"A\" stands in line 5 already\n" },
};
// clang-format on

static char folder[] = "/tmp/kasa-test-XXXXXX";

static void
make_file(const char *name, mode_t mode)
{
	FILE *file = fopen(name, "w");

	ck_assert_ptr_nonnull(file);
	fputs("secret\n", file);
	fclose(file);
	ck_assert_int_eq(chmod(name, mode), 0);
}

static void
make_folder(void)
{
	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_eq(chdir(folder), 0);
	make_file("private", 0600);
	make_file("open", 0644);
}

static void
remove_folder(void)
{
	unlink("private");
	unlink("open");
	rmdir(folder);
}

static int
parse(const char *text, struct config **out, char *told, size_t size)
{
	struct mistakes mistakes = { 0 };
	struct kasa_err err = { 0 };
	size_t n = 0;
	int rc = config_parse(text, strlen(text), "kasad.yaml", out, &mistakes, &err);

	told[0] = '\0';
	for (size_t i = 0; i < mistakes.count && n < size; i++)
		n += (size_t)snprintf(told + n, size - n, "%u:%u: %s\n", mistakes.item[i].line, mistakes.item[i].column,
		                      mistakes.item[i].text);
	ck_assert(rc == KASA_OK || strstr(err.text, mistakes.count == 1 ? "1 thing is wrong" : " things are wrong"));
	mistakes_finish(&mistakes);
	return rc;
}

START_TEST(everything_wrong_is_told_and_nothing_is_taken)
{
	make_folder();
	for (size_t i = 0; i < UNIT_COUNT(bad); i++) {
		struct config *config = NULL;
		char told[4000];

		ck_assert_int_eq(parse(bad[i].text, &config, told, sizeof told), KASA_EINVAL);
		ck_assert_str_eq(told, bad[i].told);
		ck_assert_ptr_null(config);
		ck_assert_ptr_null(strstr(told, "canary"));
	}
	remove_folder();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		everything_wrong_is_told_and_nothing_is_taken,
	};

	return unit_run("bridge config mistakes", tests, UNIT_COUNT(tests));
}
