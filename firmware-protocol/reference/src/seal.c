/* SPDX-License-Identifier: Apache-2.0 */

/* Sessions, sealed frames and the key (section 11). */

#include "parts.h"

#if WB_WITH_AUTH

enum { COUNTER_SIZE = 4, MAC_SIZE = 8, NONCE_SIZE = 8, KEY_SIZE = 16, INSTALL_SECONDS = 600 };

static bool are_equal(const uint8_t *mac, const uint8_t *other) {
    uint8_t difference = 0, place;
    for (place = 0; place < MAC_SIZE; place++) difference |= mac[place] ^ other[place];
    return difference == 0;
}

bool wb_has_key(const struct wb_unit *unit) {
    uint8_t any = 0, place;
    for (place = 0; place < KEY_SIZE; place++) any |= unit->memory.key[place];
    return any != 0 && wb_has(unit, WB_AUTHENTICATION);
}

static bool is_sealed_by(const struct wb_session *session, const uint8_t *body, uint8_t mac_at) {
    uint8_t mac[MAC_SIZE];
    if (!session->is_open) return false;
    wb_siphash(session->key, body, mac_at, mac);
    return are_equal(mac, body + mac_at);
}

uint8_t wb_unseal(struct wb_unit *unit, const uint8_t *body, uint8_t size) {
    uint8_t mac_at = (uint8_t)(size - MAC_SIZE);
    uint32_t counter;
    if (!wb_has_key(unit)) return WB_REFUSED;
    if (!unit->session.is_open && !unit->offered.is_open) return WB_NO_SESSION;
    counter = wb_get32(body + mac_at - COUNTER_SIZE);
    if (is_sealed_by(&unit->offered, body, mac_at)) {
        unit->session = unit->offered;
        unit->offered.is_open = false;
    } else if (!is_sealed_by(&unit->session, body, mac_at)) {
        return WB_SEAL_BAD;
    }
    if (counter <= unit->session.counter) return WB_SEAL_BAD;
    unit->session.counter = counter;
    return WB_OK;
}

void wb_seal(struct wb_unit *unit, uint32_t counter) {
    uint8_t mac[MAC_SIZE];
    wb_put32(unit, counter);
    wb_siphash(unit->session.key, unit->answer + 2, unit->size, mac);
    wb_put(unit, mac, MAC_SIZE);
}

/* mac(key, label | uid | nonces) */
static void prove(const struct wb_unit *unit, const uint8_t *key, uint8_t label,
                  const uint8_t *nonces, uint8_t *mac) {
    uint8_t message[1 + 6 + 2 * NONCE_SIZE];
    message[0] = label;
    memcpy(message + 1, unit->traits.uid, 6);
    memcpy(message + 7, nonces, 2 * NONCE_SIZE);
    wb_siphash(key, message, sizeof message, mac);
}

uint8_t wb_open(struct wb_unit *unit, const struct wb_request *request) {
    uint8_t nonces[2 * NONCE_SIZE], proof[MAC_SIZE];
    const uint8_t *key = unit->memory.key;
    if (!wb_has(unit, WB_AUTHENTICATION) || unit->port->nonce == NULL) return WB_NOT_HERE;
    if (request->size < NONCE_SIZE) return WB_LENGTH;
    if (!wb_has_key(unit)) return WB_REFUSED;
    memcpy(nonces, request->payload, NONCE_SIZE);
    unit->port->nonce(unit->context, nonces + NONCE_SIZE);
    prove(unit, key, 1, nonces, proof);
    prove(unit, key, 2, nonces, unit->offered.key);
    prove(unit, key, 3, nonces, unit->offered.key + MAC_SIZE);
    unit->offered.counter = 0;
    unit->offered.is_open = true;
    wb_put(unit, nonces + NONCE_SIZE, NONCE_SIZE);
    wb_put(unit, proof, MAC_SIZE);
    return WB_OK;
}

static bool may_install(const struct wb_unit *unit) {
    if (unit->seconds < INSTALL_SECONDS) return true;
    return unit->port->may_install_key != NULL && unit->port->may_install_key(unit->context);
}

uint8_t wb_install_key(struct wb_unit *unit, const struct wb_request *request) {
    static const uint8_t no_nonces[2 * NONCE_SIZE] = {0};
    uint8_t proof[MAC_SIZE];
    if (!wb_has(unit, WB_AUTHENTICATION) || unit->port->nonce == NULL) return WB_NOT_HERE;
    if (request->size < KEY_SIZE) return WB_LENGTH;
    if (!request->is_sealed && !may_install(unit)) return WB_REFUSED;
    memcpy(unit->memory.key, request->payload, KEY_SIZE);
    prove(unit, unit->memory.key, 4, no_nonces, proof);
    wb_put(unit, proof, MAC_SIZE);
    unit->after |= WB_AFTER_STORE | WB_AFTER_KEY;
    return WB_OK;
}

#endif
