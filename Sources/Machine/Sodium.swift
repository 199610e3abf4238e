// SPDX-License-Identifier: Apache-2.0

import CSodium

/// The few things this program needs of libsodium, passwords aside.
package enum Sodium {
    /// Chooses the fastest code for this processor; safe to run from any thread, more than once.
    static let ready = sodium_init() >= 0

    static let hashLength = 32

    /// BLAKE2b with 32 bytes of output, without a key.
    package static func hash(_ bytes: [UInt8]) -> [UInt8] {
        _ = ready
        var hash = [UInt8](repeating: 0, count: hashLength)
        crypto_generichash(&hash, hashLength, bytes, UInt64(bytes.count), nil, 0)
        return hash
    }

    /// BLAKE2b with a key of 16 to 64 bytes, 16 bytes of output: enough to tell people apart.
    package static func hash(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] {
        _ = ready
        var hash = [UInt8](repeating: 0, count: 16)
        crypto_generichash(&hash, 16, bytes, UInt64(bytes.count), key, key.count)
        return hash
    }

    package static let seedLength = 32

    /// The Ed25519 pair a seed stands for.
    package static func keyPair(seed: [UInt8]) -> (publicKey: [UInt8], secretKey: [UInt8]) {
        _ = ready
        var publicKey = [UInt8](repeating: 0, count: 32)
        var secretKey = [UInt8](repeating: 0, count: 64)
        crypto_sign_seed_keypair(&publicKey, &secretKey, seed)
        return (publicKey, secretKey)
    }

    package static func sign(_ message: [UInt8], with secretKey: [UInt8]) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: signatureLength)
        crypto_sign_detached(&signature, nil, message, UInt64(message.count), secretKey)
        return signature
    }

    /// False too for a signature or key of the wrong length: both may come from a damaged file.
    package static func verify(
        _ signature: [UInt8], of message: [UInt8], by publicKey: [UInt8]
    ) -> Bool {
        guard signature.count == signatureLength, publicKey.count == 32 else { return false }
        return crypto_sign_verify_detached(
            signature, message, UInt64(message.count), publicKey) == 0
    }

    private static let signatureLength = 64

    package static func random(_ count: Int) -> [UInt8] {
        _ = ready
        var bytes = [UInt8](repeating: 0, count: count)
        randombytes_buf(&bytes, count)
        return bytes
    }
}

/// Two lower-case digits a byte.
package func hexadecimal(_ bytes: [UInt8]) -> String {
    func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
    return String(unsafeUninitializedCapacity: bytes.count * 2) { text in
        for (index, byte) in bytes.enumerated() {
            text[index * 2] = digit(byte >> 4)
            text[index * 2 + 1] = digit(byte & 15)
        }
        return bytes.count * 2
    }
}

/// The bytes a hexadecimal text stands for; nil when it is none.
package func bytes(hexadecimal text: String) -> [UInt8]? {
    let digits = text.utf8.map { Character(UnicodeScalar($0)).hexDigitValue }
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
        guard let high = digits[index], let low = digits[index + 1] else { return nil }
        bytes.append(UInt8(high * 16 + low))
    }
    return bytes
}

/// BLAKE2b with 32 bytes of output over bytes that come piece by piece.
package final class HashStream {
    /// libsodium's own type asks for an alignment Swift does not import.
    private let memory = UnsafeMutableRawPointer.allocate(
        byteCount: crypto_generichash_statebytes(), alignment: 64)

    private var state: OpaquePointer { OpaquePointer(memory) }

    package init() {
        crypto_generichash_init(state, nil, 0, Sodium.hashLength)
    }

    deinit {
        memory.deallocate()
    }

    package func add(_ bytes: UnsafeRawBufferPointer) {
        let start = bytes.bindMemory(to: UInt8.self).baseAddress
        crypto_generichash_update(state, start, UInt64(bytes.count))
    }

    /// The hash of all; nothing can be added after.
    package func finish() -> [UInt8] {
        var hash = [UInt8](repeating: 0, count: Sodium.hashLength)
        crypto_generichash_final(state, &hash, hash.count)
        return hash
    }
}
