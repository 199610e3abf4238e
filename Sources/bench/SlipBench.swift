// SPDX-License-Identifier: Apache-2.0

import Controller
import Facts
import Foundation
import Views

/// How many bytes a slip is, and so how long its line is busy: the standard one as text, the same
/// with lines as pictures, and as another library makes it.
struct SlipBench: Encodable {
    struct Row: Encodable {
        let name: String
        let bytes: Int
        /// To fill in, draw and encode it; nil for the other library.
        var microseconds: Double?

        /// Eight bits, a start and a stop.
        func seconds(baud: Int) -> Double { Double(bytes * 10) / Double(baud) }
    }

    private(set) var rows: [Row] = []
    private static let rounds = 200

    /// - Parameter python: an interpreter that has python-escpos; nil leaves it out.
    init(_ places: Places, python: String?) throws {
        let preview = SlipPreview(pages: places.pages)
        var configuration = try HallFile.read(places.configuration)
        configuration.publicURL = "https://hall.example.org"
        configuration.demo = false
        for (name, line) in [
            ("standard, text and code", nil), ("and a rare character", "\u{4DAE}"),
            (
                "and a line in Uyghur",
                "\u{626}\u{6C7}\u{64A}\u{63A}\u{6C7}\u{631}\u{686}\u{6D5}"
            ),
        ] {
            var changed = configuration
            if let line {
                changed.slip.elements.append(.init(.text, text: LocalizedText(zhHans: line)))
            }
            rows.append(try Self.row(name, changed, preview))
        }
        guard let python else { return }
        let sizes = try Self.otherSizes(python)
        rows.append(Row(name: "python-escpos, code by the printer", bytes: sizes["native"] ?? 0))
        rows.append(Row(name: "python-escpos by itself", bytes: sizes["picture"] ?? 0))
    }

    private static func row(
        _ name: String, _ configuration: HallConfiguration, _ preview: SlipPreview
    ) throws -> Row {
        let moment = HallClock(zone: configuration.zone).now()
        var bytes = 0
        let times = try (0..<rounds).map { _ in
            let start = Clock.now()
            guard let made = preview.bytes(of: configuration, at: moment, .init()) else {
                throw BenchFailure("no slip")
            }
            bytes = made.count
            return Clock.seconds(since: start) * 1_000_000
        }
        return Row(name: name, bytes: bytes, microseconds: times.median)
    }

    private static func otherSizes(_ python: String) throws -> [String: Int] {
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = ["tools/escpos_slip.py"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try JSONDecoder().decode([String: Int].self, from: data)
    }
}
