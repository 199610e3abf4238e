// SPDX-License-Identifier: Apache-2.0

import CSodium
import Foundation
import Glibc

/// The Ed25519 key pair a data directory signs with: `signing.key` holds its seed, `signing.pub`
/// the public key, both in hexadecimal with a line end.
struct SigningKey {
    let publicKey: [UInt8]
    private let secretKey: [UInt8]

    /// Reads the pair, or makes it if the directory has none.
    init(in directory: DataDirectory) throws(JournalError) {
        let path = directory.file("signing.key")
        let seed: [UInt8]
        if let text = try? String(contentsOfFile: path, encoding: .utf8) {
            let read = bytes(hexadecimal: text.trimmingCharacters(in: .whitespacesAndNewlines))
            guard let read, read.count == Sodium.seedLength else {
                throw .storage(
                    code: 0, message: "\(path) holds no signing key",
                    mend: "put it back from the backup, or move it away to get a new one")
            }
            seed = read
        } else {
            seed = Sodium.random(Sodium.seedLength)
            try directory.write(hexadecimal(seed) + "\n", to: "signing.key", mode: 0o600)
        }
        (publicKey, secretKey) = Sodium.keyPair(seed: seed)
        let published = hexadecimal(publicKey) + "\n"
        let publicPath = directory.file("signing.pub")
        if (try? String(contentsOfFile: publicPath, encoding: .utf8)) != published {
            try directory.write(published, to: "signing.pub", mode: 0o644)
        }
    }

    func sign(_ message: [UInt8]) -> [UInt8] {
        Sodium.sign(message, with: secretKey)
    }
}

extension DataDirectory {
    /// Writes a small file so that after a power cut it is there whole or not at all.
    func write(_ text: String, to name: String, mode: mode_t) throws(JournalError) {
        let target = file(name)
        let draft = target + ".new"
        unlink(draft)
        let handle = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard handle >= 0 else { throw .system("cannot make \(draft)", path: path) }
        let content = Array(text.utf8)
        let isWritten =
            Glibc.write(handle, content, content.count) == content.count && fsync(handle) == 0
        let failure = JournalError.system("cannot write \(draft)", path: path)
        close(handle)
        guard isWritten else { throw failure }
        guard rename(draft, target) == 0 else {
            throw .system("cannot name \(target)", path: path)
        }
        let directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw .system("cannot open \(path)", path: path) }
        fsync(directory)
        close(directory)
    }
}
