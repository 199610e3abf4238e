// SPDX-License-Identifier: Apache-2.0

import CSodium
import Machine

/// Password hashes and session tokens, by libsodium.
enum Secrets {
    private static let isReady = sodium_init() >= 0

    /// Argon2id in its self-describing form.
    static func hash(
        _ password: String, settings: AccessSettings
    ) throws(AccessError) -> String {
        guard isReady else { throw .hashingFailed }
        var text = [CChar](repeating: 0, count: Int(crypto_pwhash_STRBYTES))
        let bytes = Array(password.utf8CString.dropLast())
        guard
            crypto_pwhash_str(
                &text, bytes, UInt64(bytes.count), settings.hashPasses, settings.hashMemory) == 0
        else { throw .hashingFailed }
        return String(
            decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Compares in constant time, at the cost the hash names.
    static func verify(_ password: String, against hash: String) -> Bool {
        guard isReady else { return false }
        let bytes = Array(password.utf8CString.dropLast())
        return crypto_pwhash_str_verify(hash, bytes, UInt64(bytes.count)) == 0
    }

    /// 256 random bits in hexadecimal.
    static func token() -> String { hexadecimal(Sodium.random(32)) }

    /// What is stored of a token: who reads the store cannot sign in with it.
    static func digest(of token: String) -> [UInt8] { Sodium.hash(Array(token.utf8)) }
}
