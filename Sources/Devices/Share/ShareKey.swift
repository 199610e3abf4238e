// SPDX-License-Identifier: Apache-2.0

import Glibc
import Machine

/// What two computers that share a port both know, and nobody else.
///
/// People see it as a code of 56 letters and digits that tells when it was mistyped; that code is
/// also what its file holds.
package struct ShareKey: Sendable, Equatable {
    /// 32 bytes.
    package let bytes: [UInt8]

    private static let length = 32
    private static let checkLength = 3
    /// Without I, L, O and U, which are read as something else.
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    /// More than any code, however it is spaced.
    private static let textLimit = 512

    /// Nil unless it is 32 bytes.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.length else { return nil }
        self.bytes = bytes
    }

    private init() { bytes = Sodium.random(Self.length) }

    /// A key nobody had before.
    package static func random() -> ShareKey { ShareKey() }

    /// Reads a code, in letters of either case, with any spaces and hyphens. Nil when it is not
    /// whole or not as it was shown.
    package init?(code: String) {
        guard code.utf8.count <= Self.textLimit else { return nil }
        var bits: UInt32 = 0
        var held = 0
        var bytes: [UInt8] = []
        for letter in code.utf8 where !" -\t\r\n".utf8.contains(letter) {
            guard let value = Self.value(of: letter) else { return nil }
            bits = bits << 5 | value
            held += 5
            guard held >= 8 else { continue }
            held -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> held))
        }
        let key = Array(bytes.prefix(Self.length))
        guard held == 0, bytes.count == Self.length + Self.checkLength,
            bytes.suffix(Self.checkLength) == Self.check(key)[...]
        else { return nil }
        self.bytes = key
    }

    /// Fourteen groups of four.
    package var code: String {
        var bits: UInt32 = 0
        var held = 0
        var letters: [UInt8] = []
        for byte in bytes + Self.check(bytes) {
            bits = bits << 8 | UInt32(byte)
            held += 8
            while held >= 5 {
                held -= 5
                if letters.count % 5 == 4 { letters.append(UInt8(ascii: "-")) }
                letters.append(Self.alphabet[Int(bits >> held & 31)])
            }
        }
        return String(decoding: letters, as: UTF8.self)
    }

    private static func check(_ key: [UInt8]) -> [UInt8] {
        Array(Sodium.hash(Array("hallkeeper share key".utf8) + key).prefix(checkLength))
    }

    private static func value(of letter: UInt8) -> UInt32? {
        let capital = (0x61...0x7A).contains(letter) ? letter - 0x20 : letter
        let meant: UInt8 =
            switch capital {
            case UInt8(ascii: "O"): UInt8(ascii: "0")
            case UInt8(ascii: "I"), UInt8(ascii: "L"): UInt8(ascii: "1")
            default: capital
            }
        return alphabet.firstIndex(of: meant).map { UInt32($0) }
    }
}

extension ShareKey {
    /// Reads a key's file. Throws `.notPaired` when it is missing, is none, or others may read it.
    package init(file path: String) throws(ChannelError) {
        let number = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard number >= 0 else { throw .notPaired(path, String(cString: strerror(errno))) }
        defer { Glibc.close(number) }
        var status = stat()
        guard fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .notPaired(path, "not a file")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw .notPaired(path, "others may read it; say: chmod 600 \(path)")
        }
        let text = try Descriptor(number: number, subject: path).read() ?? []
        guard let key = ShareKey(code: String(decoding: text, as: UTF8.self)) else {
            throw .notPaired(path, "no pairing code in it")
        }
        self = key
    }

    /// Writes the key to a new file that its owner alone may read. Throws `.busy` when there is
    /// one: a key in use must not be lost by a slip of the hand.
    package func save(to path: String) throws(ChannelError) {
        let number = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard number >= 0 else {
            let code = errno
            throw code == EEXIST
                ? ChannelError(.busy, path, "there is a file already")
                : ChannelError(errno: code, path, "cannot be written")
        }
        defer { Glibc.close(number) }
        let text = Array((code + "\n").utf8)
        let count = text.withUnsafeBytes { Glibc.write(number, $0.baseAddress, $0.count) }
        guard count == text.count, fsync(number) == 0 else {
            let code = errno
            unlink(path)
            throw ChannelError(errno: code, path, "cannot be written")
        }
    }
}

extension ChannelError {
    static func notPaired(_ subject: String, _ detail: String) -> ChannelError {
        ChannelError(.notPaired, subject, detail)
    }
}
