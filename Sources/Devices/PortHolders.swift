// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A program that has a port open.
package struct PortHolder: Sendable, Hashable {
    package var process: Int
    package var program: String

    package init(process: Int, program: String) {
        self.process = process
        self.program = program
    }
}

/// Who has ports open, read from `/proc`: programs whose files this user may look into, and all
/// that lock the port as Hallkeeper does.
package struct PortHolders: Sendable {
    private let tree: SystemTree

    /// - Parameter root: stands for `/`, without a slash at its end.
    package init(root: String = "") { tree = SystemTree(root: root) }

    /// The holders by port, in the order of their processes. No port is opened.
    package func read(of paths: [String]) -> [String: [PortHolder]] {
        var found: [String: Set<Int>] = [:]
        for name in tree.names("/proc") {
            guard let process = Int(name) else { continue }
            for file in tree.names("/proc/\(name)/fd") {
                guard let target = tree.link("/proc/\(name)/fd/\(file)"), paths.contains(target)
                else { continue }
                found[target, default: []].insert(process)
            }
        }
        let locks = locks()
        for path in paths {
            guard let node = tree.identity(of: path) else { continue }
            for lock in locks where lock.node == node {
                found[path, default: []].insert(lock.process)
            }
        }
        return found.mapValues { processes in
            processes.sorted().map {
                PortHolder(process: $0, program: tree.label("/proc/\($0)/comm") ?? "?")
            }
        }
    }

    /// Lines such as `1: FLOCK  ADVISORY  WRITE 708 00:05:441 0 EOF`.
    private func locks() -> [(process: Int, node: String)] {
        (tree.text("/proc/locks") ?? "").split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ", omittingEmptySubsequences: true)
            guard words.count >= 6, words[1] == "FLOCK", let process = Int(words[4]), process > 0
            else { return nil }
            return (process, String(words[5]))
        }
    }
}

extension SystemTree {
    /// What a link says; nil for what is none.
    func link(_ path: String) -> String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { buffer in
            guard let start = buffer.baseAddress else { return nil }
            let count = readlink(root + path, start, buffer.count - 1)
            guard count > 0 else { return nil }
            buffer[count] = 0
            return String(cString: start)
        }
    }

    /// A file as `/proc/locks` names it: numbers of its file system, and its own.
    func identity(of path: String) -> String? {
        var status = stat()
        guard stat(root + path, &status) == 0 else { return nil }
        let number = UInt64(status.st_dev)
        let major = number >> 8 & 0xFFF | number >> 32 & ~0xFFF
        let minor = number & 0xFF | number >> 12 & ~0xFF
        let parts = [major, minor].map { part in
            let text = String(part, radix: 16)
            return text.count < 2 ? "0" + text : text
        }
        return "\(parts[0]):\(parts[1]):\(status.st_ino)"
    }
}
