// SPDX-License-Identifier: Apache-2.0

import CSodium

extension Sodium {
    package static let exchangeLength = 32

    /// The X25519 public key that belongs to 32 random bytes.
    package static func exchangeKey(secret: [UInt8]) -> [UInt8] {
        _ = ready
        var key = [UInt8](repeating: 0, count: exchangeLength)
        crypto_scalarmult_base(&key, secret)
        return key
    }

    /// What two sides alone know once each has the other's public key; nil for a key that no honest
    /// side makes.
    package static func agree(secret: [UInt8], with publicKey: [UInt8]) -> [UInt8]? {
        guard publicKey.count == exchangeLength else { return nil }
        _ = ready
        var agreed = [UInt8](repeating: 0, count: exchangeLength)
        return crypto_scalarmult(&agreed, secret, publicKey) == 0 ? agreed : nil
    }

    /// BLAKE2b with a key of 16 to 64 bytes and 64 bytes of output: two keys out of one secret.
    package static func twoKeys(
        _ bytes: [UInt8], key: [UInt8]
    ) -> (first: [UInt8], second: [UInt8]) {
        _ = ready
        var keys = [UInt8](repeating: 0, count: 64)
        crypto_generichash(&keys, keys.count, bytes, UInt64(bytes.count), key, key.count)
        return (Array(keys[..<32]), Array(keys[32...]))
    }
}

/// One direction of a conversation under ChaCha20-Poly1305 (IETF): each message can be opened once
/// and in its turn. The key must be fresh, because the message's number is its nonce.
package struct SealedStream: Sendable {
    /// Bytes a sealed message is longer than what it says.
    package static let overhead = 16

    private let key: [UInt8]
    private var number: UInt64 = 0

    /// - Parameter key: 32 bytes that were never used before.
    package init(key: [UInt8]) { self.key = key }

    package mutating func seal(_ plain: [UInt8]) -> [UInt8] {
        var sealed = [UInt8](repeating: 0, count: plain.count + Self.overhead)
        crypto_aead_chacha20poly1305_ietf_encrypt(
            &sealed, nil, plain, UInt64(plain.count), nil, 0, nil, nextNonce(), key)
        return sealed
    }

    /// Nil when the message is not the next one sealed with this key, unchanged.
    package mutating func open(_ sealed: [UInt8]) -> [UInt8]? {
        guard sealed.count >= Self.overhead else { return nil }
        var plain = [UInt8](repeating: 0, count: sealed.count - Self.overhead)
        let result = crypto_aead_chacha20poly1305_ietf_decrypt(
            &plain, nil, nil, sealed, UInt64(sealed.count), nil, 0, nextNonce(), key)
        return result == 0 ? plain : nil
    }

    private mutating func nextNonce() -> [UInt8] {
        defer { number += 1 }
        return (0..<12).map { $0 < 8 ? UInt8(truncatingIfNeeded: number >> ($0 * 8)) : 0 }
    }
}
