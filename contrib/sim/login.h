/* Who may log in to a device over KLAP, and the sessions of those who did: handshakes, cookies, keys. No socket. */
#ifndef KASA_SIM_LOGIN_H
#define KASA_SIM_LOGIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/klap.h"

enum {
	SIM_SESSIONS_MAX = 8,
	SIM_SESSION_S = 86400, /* as real ones last */
	SIM_SESSION_ID_TEXT = 33,
};

#define SIM_USERNAME "user@example.com"
#define SIM_PASSWORD "hunter2 \xc3\xa9"

/* Whose a device is. */
enum sim_owner {
	SIM_OWNER_HOUSE,   /* the account of the run */
	SIM_OWNER_NONE,    /* it was set up and never bound: user name and password are empty */
	SIM_OWNER_DEFAULT, /* it comes from the factory: TP-Link's own words */
};

enum sim_cookie {
	SIM_COOKIE_USUAL,
	SIM_COOKIE_SPACED,
	SIM_COOKIE_ATTRIBUTES,
	SIM_COOKIE_PLAIN,
	SIM_COOKIE_TWO,
	SIM_COOKIE_MISSING,
};

/* What a device does with those who come; all zero is how most do. */
struct sim_manners {
	enum sim_owner owner;
	enum sim_cookie cookie;
	uint32_t session_ms;  /* how long one lasts; 0: SIM_SESSION_S */
	uint32_t rival_every; /* requests after which another client logs in; 0: nobody does */
	uint32_t uses;        /* requests that a session is good for; 0: any number */
	uint32_t sessions;    /* at a time; 0: one */
	bool lower_case;      /* names of headers */
	bool stock_page;      /* answers requests whose headers come in lower case with a page of HTML */
	bool hides_end;       /* closes without a word about it */
};

struct sim_session {
	char id[SIM_SESSION_ID_TEXT]; /* "": there is none */
	uint8_t local[KASA_KLAP_SEED], remote[KASA_KLAP_SEED];
	struct kasa_klap_keys keys;
	int64_t until_ms;
	uint32_t used;
};

/* A device's sessions: one is being made, the others stand. */
struct sim_login {
	struct sim_session coming;
	struct sim_session standing[SIM_SESSIONS_MAX];
	uint32_t since_rival;
};

/* The accounts that devices of a run may belong to. */
struct sim_accounts {
	struct kasa_credentials house, none, kasa, tapo;
};

void sim_accounts_init(struct sim_accounts *accounts, const char *user, const char *password);

/* @p tapo: whose words they are from the factory. */
const struct kasa_credentials *sim_accounts_of(const struct sim_accounts *accounts, enum sim_owner owner, bool tapo);

/* Begins a session with the seeds of both sides: its id, and with it the device's proof. */
void sim_login_begin(struct sim_login *login, enum kasa_klap_version version, const struct kasa_klap_auth *auth,
                     uint8_t proof[KASA_KLAP_PROOF]);

/* True when the client's proof is right: the session stands, and where there is no place the oldest is no more. */
bool sim_login_finish(struct sim_login *login, const struct sim_manners *manners, enum kasa_klap_version version,
                      const struct kasa_klap_auth *auth, const uint8_t *proof, int64_t now_ms);

/* The session of a cookie's value. NULL: there is none, or no more. */
struct sim_session *sim_login_session(struct sim_login *login, const char *id, size_t len, int64_t now_ms);

/* Counts a request, whose session may end before it or behind it. False: it ended before, another client came. */
bool sim_login_use(struct sim_login *login, const struct sim_manners *manners, struct sim_session *session);

/* Ends all sessions, as a restart does. */
void sim_login_forget(struct sim_login *login);

/* The headers that give the client its cookie, in the shape that the device has. */
void sim_cookie_write(const struct sim_manners *manners, const char *id, char *out, size_t size);

#endif
