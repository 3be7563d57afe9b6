#include "login.h"

#include <stdio.h>
#include <string.h>

void
sim_accounts_init(struct sim_accounts *accounts, const char *user, const char *password)
{
	kasa_klap_account(&accounts->house, user, password);
	kasa_klap_account(&accounts->none, "", "");
	kasa_klap_account(&accounts->kasa, "kasa@tp-link.net", "kasaSetup");
	kasa_klap_account(&accounts->tapo, "test@tp-link.net", "test");
}

const struct kasa_credentials *
sim_accounts_of(const struct sim_accounts *accounts, enum sim_owner owner, bool tapo)
{
	switch (owner) {
	case SIM_OWNER_NONE:
		return &accounts->none;
	case SIM_OWNER_DEFAULT:
		return tapo ? &accounts->tapo : &accounts->kasa;
	case SIM_OWNER_HOUSE:
		break;
	}
	return &accounts->house;
}

/* The id follows from the device's seed, which is random. */
static void
name(struct sim_session *session)
{
	for (size_t i = 0; i < sizeof session->remote; i++)
		snprintf(session->id + 2 * i, 3, "%02X", session->remote[i] ^ 0x5au);
}

void
sim_login_begin(struct sim_login *login, enum kasa_klap_version version, const struct kasa_klap_auth *auth,
                uint8_t proof[KASA_KLAP_PROOF])
{
	struct sim_session *coming = &login->coming;

	name(coming);
	kasa_klap_server_proof(version, coming->local, coming->remote, auth, proof);
}

static struct sim_session *
place(struct sim_login *login, const struct sim_manners *manners)
{
	size_t count = manners->sessions ? manners->sessions : 1;

	/* the newest stands first; the last falls off, and all behind it, for there may have been more places */
	memmove(&login->standing[1], &login->standing[0], (count - 1) * sizeof login->standing[0]);
	memset(&login->standing[count], 0, (SIM_SESSIONS_MAX - count) * sizeof login->standing[0]);
	return &login->standing[0];
}

bool
sim_login_finish(struct sim_login *login, const struct sim_manners *manners, enum kasa_klap_version version,
                 const struct kasa_klap_auth *auth, const uint8_t *proof, int64_t now_ms)
{
	struct sim_session *coming = &login->coming;
	uint8_t expected[KASA_KLAP_PROOF];

	kasa_klap_client_proof(version, coming->local, coming->remote, auth, expected);
	if (!kasa_same_secret(expected, proof, sizeof expected))
		return false;
	kasa_klap_derive(&coming->keys, coming->local, coming->remote, auth);
	coming->until_ms = now_ms + (manners->session_ms ? manners->session_ms : SIM_SESSION_S * INT64_C(1000));
	*place(login, manners) = *coming;
	memset(coming, 0, sizeof *coming);
	return true;
}

struct sim_session *
sim_login_session(struct sim_login *login, const char *id, size_t len, int64_t now_ms)
{
	for (size_t i = 0; i < SIM_SESSIONS_MAX; i++) {
		struct sim_session *session = &login->standing[i];

		if (len > 0 && strlen(session->id) == len && memcmp(session->id, id, len) == 0)
			return now_ms < session->until_ms ? session : NULL;
	}
	return NULL;
}

bool
sim_login_use(struct sim_login *login, const struct sim_manners *manners, struct sim_session *session)
{
	if (manners->rival_every && login->since_rival++ >= manners->rival_every) {
		sim_login_forget(login);
		return false;
	}
	if (manners->uses && session->used++ >= manners->uses) {
		session->until_ms = 0;
		return false;
	}
	return true;
}

void
sim_login_forget(struct sim_login *login)
{
	*login = (struct sim_login){ 0 };
}

void
sim_cookie_write(const struct sim_manners *manners, const char *id, char *out, size_t size)
{
	unsigned seconds = manners->session_ms ? (manners->session_ms + 999) / 1000 : SIM_SESSION_S;
	const char *key = manners->lower_case ? "set-cookie" : "Set-Cookie";

	switch (manners->cookie) {
	case SIM_COOKIE_USUAL:
		snprintf(out, size, "%s: TP_SESSIONID=%s;TIMEOUT=%u\r\n", key, id, seconds);
		break;
	case SIM_COOKIE_SPACED:
		snprintf(out, size, "%s:   TP_SESSIONID = %s ; TIMEOUT = %u \r\n", key, id, seconds);
		break;
	case SIM_COOKIE_ATTRIBUTES:
		snprintf(out, size, "%s: TIMEOUT=%u; Path=/; TP_SESSIONID=%s; HttpOnly\r\n", key, seconds, id);
		break;
	case SIM_COOKIE_PLAIN:
		snprintf(out, size, "%s: TP_SESSIONID=%s\r\n", key, id);
		break;
	case SIM_COOKIE_TWO:
		snprintf(out, size, "%s: TP_SESSIONID=%s\r\n%s: TIMEOUT=%u\r\n", key, id, key, seconds);
		break;
	case SIM_COOKIE_MISSING:
		*out = '\0';
		break;
	}
}
