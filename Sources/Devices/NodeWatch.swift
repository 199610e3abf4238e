// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Hears from the kernel when a device's node, or the link to it, comes or goes, so that a plug
/// put back is noticed at once.
///
/// It belongs to one thread. Where the system has no watch left it hears nothing, and the line is
/// tried again from time to time as without it.
final class NodeWatch {
    /// What to hand to `poll()`; negative when nothing can be heard.
    let descriptor: Int32
    private let paths: [String]
    private var watched: [Int32: String] = [:]

    private static let news = UInt32(IN_CREATE | IN_MOVED_TO | IN_ATTRIB | IN_DELETE)

    /// - Parameter paths: nodes or links that may come and go, with directories that may, too.
    init(_ paths: [String]) {
        self.paths = paths
        descriptor = paths.isEmpty ? -1 : inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        watchDirectories()
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Takes in what happened; true when it may concern the line.
    func takeNews() -> Bool {
        guard descriptor >= 0 else { return false }
        var concerns = false
        withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { buffer in
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            var offset = 0
            let header = MemoryLayout<inotify_event>.size
            while offset + header <= count {
                let event = buffer.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
                let name = buffer[(offset + header)...].prefix(Int(event.len)).prefix { $0 != 0 }
                if self.concerns(event, String(decoding: name, as: UTF8.self)) { concerns = true }
                offset += header + Int(event.len)
            }
        }
        if concerns { watchDirectories() }
        return concerns
    }

    private func concerns(_ event: inotify_event, _ name: String) -> Bool {
        if event.mask & UInt32(IN_Q_OVERFLOW) != 0 { return true }
        guard let directory = watched[event.wd] else { return false }
        if event.mask & UInt32(IN_IGNORED) != 0 {
            watched[event.wd] = nil
            return true
        }
        let path = directory == "/" ? "/\(name)" : "\(directory)/\(name)"
        return paths.contains { Self.leads($0, by: path) }
    }

    /// Watches the nearest directory to each path that is there; once a nearer one is made, that
    /// too. Done twice, since one may be made in between.
    private func watchDirectories() {
        guard descriptor >= 0 else { return }
        for path in paths + paths { _ = Self.directories(path).first(where: watch) }
    }

    /// Whether the directory is watched now.
    private func watch(_ directory: String) -> Bool {
        if watched.values.contains(directory) { return true }
        let number = inotify_add_watch(descriptor, directory, Self.news | UInt32(IN_ONLYDIR))
        if number >= 0 { watched[number] = directory }
        return number >= 0
    }

    /// Whether something at `path` is `wanted`, a port beside it, or a directory above it.
    static func leads(_ wanted: String, by path: String) -> Bool {
        if wanted == path || wanted.hasPrefix(path + "/") { return true }
        // The device may come back under another number: ttyUSB1 instead of ttyUSB0.
        let stem = wanted.reversed().drop { $0.isNumber }
        guard stem.count < wanted.count else { return false }
        let rest = path.dropFirst(stem.count)
        return path.hasPrefix(String(stem.reversed())) && !rest.isEmpty
            && rest.allSatisfy(\.isNumber)
    }

    /// The directories above a path, without the root of all; at most the nearest four.
    private static func directories(_ path: String) -> [String] {
        var parts = path.split(separator: "/").dropLast()
        var directories: [String] = []
        while !parts.isEmpty, directories.count < 4 {
            directories.append("/" + parts.joined(separator: "/"))
            parts.removeLast()
        }
        return directories
    }
}
