/*
 * What a person wrote into kasad.yaml, as typed values: the one shape in which the rest of the bridge knows it. A file
 * is read whole or not at all; what is not in it has the defaults of config_keys.c.
 */
#ifndef KASA_BRIDGE_CONFIG_H
#define KASA_BRIDGE_CONFIG_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <kasa/context.h>
#include <kasa/credentials.h>
#include <kasa/error.h>

#include "base/hash.h"
#include "bridge/config/config_hooks.h"
#include "bridge/config/config_http.h"
#include "bridge/config/config_rules.h"
#include "bridge/config/config_watch.h"
#include "bridge/config/config_webhooks.h"
#include "common/mistakes.h"

enum {
	CONFIG_NAME_MAX = 64, /* bytes of a name in topics */
};

#define CONFIG_USUAL "/etc/kasa/kasad.yaml"

enum config_version {
	CONFIG_VERSION_AUTO, /* 5, and 3.1.1 where the broker has no 5 */
	CONFIG_VERSION_5,
	CONFIG_VERSION_311,
};

struct config_mqtt {
	bool enabled;
	char *host;          /* a name or an address, "localhost" */
	uint16_t port;       /* 1883, or 8883 with TLS */
	char *username;      /* NULL: none */
	char *password_file; /* private; NULL: none, see secrets.h for the other sources */
	bool tls;
	char *ca_file;                 /* NULL: the system's */
	char *cert_file, *key_file;    /* NULL: no client certificate */
	bool allow_plaintext_password; /* also to a broker that is not on this host */
	char *client_id;               /* "kasad-kasa": made of the instance */
	char *base_topic;              /* "kasa" */
	char *instance;                /* tells bridges on one broker apart in HA's ids: made of the base topic */
	enum config_version version;
	unsigned keepalive_s;
	bool retain;             /* of states, energy and settings */
	bool json;               /* states as one document: <dev> */
	bool attributes;         /* a topic for each value: <dev>/attr/<key>; one of both at least is on */
	bool raw;                /* device/raw is served */
	uint32_t command_ttl_ms; /* a command that waited longer is dropped */
};

enum config_hass_mode {
	CONFIG_HASS_DEVICE,    /* a document for each device */
	CONFIG_HASS_COMPONENT, /* one for each entity, as older versions want it */
};

struct config_hass {
	bool enabled;
	char *discovery_prefix; /* "homeassistant" */
	char *status_topic;     /* "homeassistant/status" */
	enum config_hass_mode mode;
};

struct config_discovery {
	bool enabled; /* devices that nobody configured appear by themselves */
	uint32_t every_ms;
	char **interfaces, **targets; /* ended by NULL, or NULL for the usual ones */
	uint16_t port, tdp_port;      /* 0: the usual ones */
};

/* How often things are read. 0: what is usual for the class of the device, or what the file says for all. */
struct config_poll {
	uint32_t state_ms;    /* 5 s of IOT, 10 s of SMART */
	uint32_t meter_ms;    /* 10 s */
	uint32_t outlets_ms;  /* each outlet's meter, in rotation: 60 s */
	uint32_t settings_ms; /* 5 min */
};

/* One entry of `devices`: one of host, mac and id at least. */
struct config_device {
	char *host; /* a name or an address */
	uint16_t port;
	char *mac; /* as kasa_mac_format() writes it */
	char *id;
	char *name;                /* of its topics; NULL: the MAC */
	char *area;                /* suggested to Home Assistant */
	char *transport, *payload; /* words of struct kasa_device_options, or NULL */
	struct config_poll poll;
	int enabled;          /* 1, 0, KASA_UNKNOWN where the file says nothing */
	int hidden;           /* from Home Assistant */
	int protected;        /* refuses off from groups and from what is not addressed to it by name */
	uint32_t throttle_ms; /* least time between two energy messages; 0: none */
	unsigned line;        /* where it stands */
};

struct config_group {
	char *name;
	char **members; /* names, MACs or ids, each perhaps with "/" and an outlet; ended by NULL */
};

/* How often a relay may be switched: relays wear out. */
struct config_relay {
	uint32_t least_ms; /* between two switchings, once a burst is spent; 0: no limit */
	unsigned burst;
};

struct config {
	char path[PATH_MAX]; /* "" when there was no file */
	struct config_mqtt mqtt;
	struct config_hass hass;
	struct config_discovery discovery;
	struct config_poll poll;
	struct config_relay relay;
	struct config_http http; /* see config_http.h */
	struct config_hooks hooks;
	struct config_watches watches;
	struct config_rules rules;
	struct config_webhooks webhooks; /* see config_webhooks.h */
	struct config_device *devices;
	size_t device_count;
	struct kasa_hash index; /* of config_find() */
	struct config_group *groups;
	size_t group_count;
	struct kasa_credentials credentials[KASA_CREDENTIALS_MAX]; /* of the file itself; wiped at the end */
	size_t credentials_count;
	char *credentials_file; /* NULL: none named */
	bool try_default_credentials, ignore_signatures;
	enum kasa_log_level log_level;
	char *state_dir; /* NULL: see store.h */
};

/*
 * Reads a file. With @p path NULL the usual one (/etc/kasa/kasad.yaml) is read when it exists, and else there are the defaults.
 *
 * KASA_EINVAL when something is wrong in it: all of it is in @p mistakes, in the order of the file. KASA_ENOTFOUND,
 * KASA_EIO, KASA_ENOMEM with a sentence. *@p out is untouched on failure; give it to config_free().
 */
int config_load(const char *path, struct config **out, struct mistakes *mistakes, struct kasa_err *err);

/* The same for a text. Files that it names are relative to the folder of @p path, "" being the current one. */
int config_parse(const char *text, size_t n, const char *path, struct config **out, struct mistakes *mistakes,
                 struct kasa_err *err);

/* The defaults alone. KASA_ENOMEM. */
int config_default(struct config **out, struct kasa_err *err);

/* NULL is nothing to do. */
void config_free(struct config *config);

/* The entry that describes this device, or NULL: id before MAC before host (an address, as text). Each may be NULL. */
const struct config_device *config_find(const struct config *config, const char *id, const char *mac, const char *host);

/*
 * What of @p next needs a restart to come true, as a list of keys for people ("mqtt.host, state_dir"), "" when all of it
 * can be had at once. Returns @p out.
 */
const char *config_restart(const struct config *now, const struct config *next, char out[], size_t size);

/*
 * Takes over from @p old what only a restart changes: connections and files were made with it. @p old gets what @p next
 * had in its place.
 */
void config_keep(struct config *next, struct config *old);

/* A name may stand in a topic: UTF-8 of 1 to 64 bytes without / + # and controls, and is not "bridge". With a sentence. */
int config_name_check(const char *name, struct kasa_err *err);

#endif
