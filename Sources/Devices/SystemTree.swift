// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The system's files about devices, below a directory that is `/` but in tests.
struct SystemTree: Sendable {
    /// Without a slash at its end; empty for the system itself.
    let root: String

    /// A small file's text without white space at its ends; nil if there is none.
    func text(_ path: String) -> String? {
        let number = open(root + path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard number >= 0 else { return nil }
        defer { close(number) }
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, filled in
            count = Glibc.read(number, buffer.baseAddress, buffer.count)
            filled = max(count, 0)
        }
        let trimmed = bytes.drop { Self.isSpace($0) }.reversed().drop { Self.isSpace($0) }
        let text = String(decoding: trimmed.reversed(), as: UTF8.self)
        return text.isEmpty ? nil : text
    }

    /// A text made by a device or a program, fit to be shown: what would steer a terminal is gone.
    func label(_ path: String) -> String? {
        text(path).map { text in
            var scalars = String.UnicodeScalarView()
            for scalar in text.unicodeScalars.prefix(128) {
                let category = scalar.properties.generalCategory
                scalars.append(category == .control || category == .format ? "?" : scalar)
            }
            return String(scalars)
        }
    }

    /// What stands in a directory, sorted; nothing if there is none.
    func names(_ path: String) -> [String] {
        guard let directory = opendir(root + path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
                field.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    /// Where a path leads through all links; nil for nowhere.
    func resolved(_ path: String) -> String? {
        guard let real = realpath(root + path, nil) else { return nil }
        defer { free(real) }
        let text = String(cString: real)
        guard text.hasPrefix(root) else { return nil }
        return String(text.dropFirst(root.count))
    }

    func exists(_ path: String) -> Bool { access(root + path, F_OK) == 0 }

    private static func isSpace(_ byte: UInt8) -> Bool { byte <= 0x20 }
}
