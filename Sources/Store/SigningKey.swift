// SPDX-License-Identifier: Apache-2.0

import Machine

/// The Ed25519 key pair a data directory signs with: `signing.key` holds its seed, `signing.pub`
/// the public key, both in hexadecimal with a line end.
struct SigningKey {
    let publicKey: [UInt8]
    private let secretKey: [UInt8]

    /// The file whose presence proves that the directory once had a journal: it is made with it.
    static let name = "signing.key"

    /// Reads the pair, or makes it if the directory has none.
    init(in directory: DataDirectory) throws(JournalError) {
        let seed: [UInt8]
        if let text = try directory.read(Self.name) {
            let digits = text.prefix { $0 != UInt8(ascii: "\n") }
            let read = bytes(hexadecimal: String(decoding: digits, as: UTF8.self))
            guard let read, read.count == Sodium.seedLength else {
                throw .storage(
                    code: 0, message: "\(directory.file(Self.name)) holds no signing key",
                    mend: Mend(.putBackKey, directory.file(Self.name)))
            }
            seed = read
        } else {
            seed = Sodium.random(Sodium.seedLength)
            try directory.write(hexadecimal(seed) + "\n", to: Self.name, mode: 0o600)
        }
        (publicKey, secretKey) = Sodium.keyPair(seed: seed)
        let published = hexadecimal(publicKey) + "\n"
        if try directory.read("signing.pub") != Array(published.utf8) {
            try directory.write(published, to: "signing.pub", mode: 0o644)
        }
    }

    func sign(_ message: [UInt8]) -> [UInt8] {
        Sodium.sign(message, with: secretKey)
    }
}
