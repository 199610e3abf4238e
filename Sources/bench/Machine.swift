// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Where the figures were taken.
struct Machine: Encodable {
    let processor: String
    let cores: Int
    let memoryMegabytes: Int
    let kernel: String
    let system: String
    let swift: String
    /// The file system under the journal.
    let disk: String
    let at: String
    /// One-minute load before anything was measured.
    let loadBefore: Double
    var loadAfter = 0.0

    init(directory: String) {
        processor = Self.value(of: "model name", in: "/proc/cpuinfo") ?? "unknown"
        cores = ProcessInfo.processInfo.activeProcessorCount
        memoryMegabytes = Int(ProcessInfo.processInfo.physicalMemory >> 20)
        kernel = Self.text("/proc/sys/kernel/osrelease")
        system = Self.value(of: "PRETTY_NAME", in: "/etc/os-release", "=") ?? "Linux"
        swift = Self.output("swift", "--version").map(Self.version) ?? "unknown"
        let columns = Self.output("df", "--output=fstype,source", directory)?
            .split(separator: "\n").last?.split(separator: " ")
        disk = columns?.joined(separator: " on ") ?? "unknown"
        at = Date.now.formatted(.iso8601)
        loadBefore = Self.load()
    }

    static func load() -> Double {
        Double(text("/proc/loadavg").prefix { $0 != " " }) ?? 0
    }

    private static func version(_ text: String) -> String {
        let line = text.split(separator: "\n").first { $0.contains("Swift version") } ?? ""
        return line.prefix { $0 != "(" }.trimmingCharacters(in: .whitespaces)
    }

    private static func text(_ path: String) -> String {
        let text = try? String(contentsOfFile: path, encoding: .utf8)
        return text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
    }

    private static func value(
        of name: String, in path: String, _ separator: Character = ":"
    ) -> String? {
        text(path).split(separator: "\n").first { $0.hasPrefix(name) }?
            .split(separator: separator, maxSplits: 1).last?
            .trimmingCharacters(in: CharacterSet(charactersIn: " \t\""))
    }

    private static func output(_ arguments: String...) -> String? {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let data = try? pipe.fileHandleForReading.readToEnd()
        process.waitUntilExit()
        return data.map { String(decoding: $0, as: UTF8.self) }
    }
}
