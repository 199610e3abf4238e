// SPDX-License-Identifier: Apache-2.0

import Facts
import TestSupport
import Testing

@testable import Controller

struct HallFileTests {
    struct Wrong: Sendable {
        /// Taken out of the sound file.
        var old: String
        /// Put in its place.
        var new: String
        var kind: ConfigurationProblem.Kind
        var path: String
    }

    private static let sound = """
        hall:
          name: Test
          zone: Asia/Shanghai
          demo: true
          minimumFreeMegabytes: 8
        listen:
          address: 127.0.0.1
          port: 8080
        lines:
          - {id: signs, kind: qt-strip, device: virtual, baud: 9600}
          - {id: keys, kind: keypad-ff68, device: pty:/run/keys}
        services:
          - {id: general, name: {zh-Hans: 综合, en: General}, prefix: A, typicalMinutes: 5}
          - {id: tax, name: 税务, prefix: T}
        windows:
          - {id: W1, number: "1", services: [general], sign: {line: signs, address: 1}}
          - {id: W2, number: "2", services: [tax], keypad: {line: keys, address: 1}}
        printers:
          - {id: P1, device: /dev/usb0, columns: 32}
        kiosks:
          - {id: door, name: 大门, printer: P1}
        """

    private static let wrongs: [Wrong] = [
        Wrong(old: "  demo: true", new: "  dmeo: true", kind: .unknownKey, path: "hall.dmeo"),
        Wrong(old: "listen:", new: "listn:", kind: .unknownKey, path: "listn"),
        Wrong(
            old: "columns: 32", new: "colums: 32", kind: .unknownKey,
            path: "printers[0].colums"),
        Wrong(old: "  name: Test", new: "", kind: .missingKey, path: "hall.name"),
        Wrong(
            old: "prefix: T}", new: "typicalMinutes: 3}", kind: .missingKey,
            path: "services[1].prefix"),
        Wrong(old: "demo: true", new: "demo: perhaps", kind: .wrongType, path: "hall.demo"),
        Wrong(old: "port: 8080", new: "port: http", kind: .wrongType, path: "listen.port"),
        Wrong(
            old: "services: [tax]", new: "services: tax", kind: .wrongType,
            path: "windows[1].services"),
        Wrong(old: "port: 8080", new: "port: 70000", kind: .badValue, path: "listen.port"),
        Wrong(
            old: "zone: Asia/Shanghai", new: "zone: Asia/Atlantis", kind: .badValue,
            path: "hall.zone"),
        Wrong(old: "prefix: T", new: "prefix: t1", kind: .badValue, path: "services[1].prefix"),
        Wrong(old: "kind: qt-strip", new: "kind: neon", kind: .badValue, path: "lines[0].kind"),
        Wrong(
            old: "device: /dev/usb0", new: "device: COM1", kind: .badValue,
            path: "printers[0].device"),
        Wrong(old: "id: W2", new: "id: W 2", kind: .badValue, path: "windows[1].id"),
        Wrong(
            old: "services: [tax]", new: "services: [taxes]", kind: .dangling,
            path: "windows[1].services[0]"),
        Wrong(
            old: "{line: signs, address: 1}", new: "{line: keys, address: 1}", kind: .dangling,
            path: "windows[0].sign.line"),
        Wrong(
            old: "printer: P1", new: "printer: P2", kind: .dangling, path: "kiosks[0].printer"),
        Wrong(old: "kind: qt-strip", new: "kind: esc-pos", kind: .badValue, path: "lines[0].kind"),
        Wrong(
            old: "device: /dev/usb0", new: "device: usblp:/dev/usb/lp0", kind: .badValue,
            path: "printers[0].device"),
        Wrong(old: "id: W2", new: "id: W1", kind: .duplicate, path: "windows[1].id"),
        Wrong(
            old: #"number: "2""#, new: #"number: "1""#, kind: .duplicate,
            path: "windows[1].number"),
        Wrong(
            old: "services: [tax]", new: "services: [tax, tax]", kind: .duplicate,
            path: "windows[1].services[1]"),
        Wrong(old: "prefix: T", new: "prefix: A", kind: .duplicate, path: "services[1].prefix"),
        Wrong(
            old: "address: 127.0.0.1", new: "address: 0.0.0.0", kind: .insecure,
            path: "listen.address"),
    ]

    @Test func `the file they all are made from is sound`() throws {
        let configuration = try HallFile.parse(Self.sound, named: "hall.yaml")
        #expect(configuration.structure.services.map(\.id) == ["general", "tax"])
        #expect(configuration.structure.windows.map(\.number) == ["1", "2"])
        #expect(configuration.signs == [.init(window: "W1", line: "signs", address: 1)])
        #expect(configuration.printers.first?.columns == 32)
        #expect(configuration.structure.kiosks.first?.printer == "P1")
        #expect(configuration.minimumFreeMegabytes == 8)
    }

    @Test func `each mistake is told with its line, its place and the mend`() throws {
        for wrong in Self.wrongs {
            let line = try #require(
                Self.sound.split(separator: "\n", omittingEmptySubsequences: false)
                    .firstIndex { $0.contains(wrong.old) }, "\(wrong.old)")
            let text = Self.sound.replacing(wrong.old, with: wrong.new, maxReplacements: 1)
            let problem = try #require(problems(text).first, "\(wrong.new)")
            #expect(problem.kind == wrong.kind, "\(wrong.new)")
            #expect(problem.path == wrong.path, "\(wrong.new)")
            if wrong.kind != .missingKey { #expect(problem.line == line + 1, "\(wrong.new)") }
            for language in ["zh_CN.UTF-8", "zh_TW.UTF-8", "en_GB.UTF-8"] {
                let said = sentence(problem, in: language)
                #expect(said.contains(wrong.path) && said.contains("hall.yaml:"), "\(said)")
                #expect(!said.contains("config.") && !said.contains("{"), "\(said)")
            }
        }
    }

    @Test func `a key that stands twice is told by its name and where it first stands`() {
        let text = Self.sound.replacing("  demo: true", with: "  zone: UTC")
        let found = problems(text)
        #expect(found.map(\.kind) == [.duplicateKey])
        #expect(found.map(\.path) == ["zone"])
        #expect(found.map(\.line) == [3])
    }

    @Test(arguments: [("hall:\n  name: {a: b", 3), ("hall:\n  name: x\n\tdemo: true", 3)])
    func `what is no YAML is told in one line with its place`(_ text: String, _ line: Int) throws {
        let problem = try #require(problems(text).first)
        #expect(problem.kind == .syntax)
        #expect(abs(problem.line - line) <= 1)
        #expect(!sentence(problem, in: "en").contains("\n"))
    }

    @Test func `all mistakes are told at once, in the order of their lines`() throws {
        var text = Self.sound
        let chosen = Self.wrongs.filter {
            ["dmeo", "port: http", "id: W 2"].contains { [new = $0.new] in
                new.contains($0)
            }
        }
        for wrong in chosen {
            text = text.replacing(wrong.old, with: wrong.new, maxReplacements: 1)
        }
        let found = problems(text)
        #expect(found.map(\.path) == ["hall.dmeo", "listen.port", "windows[1].id"])
    }

    @Test(arguments: [
        "hall: [", "hall: {name: Test", "\t- x", "a: b: c", "&a [*a]", "hall: *nowhere", "- 1\n- 2",
        "just words", "", "%YAML 9.9\n---\n", "? - x\n: y", "!!binary x", "\u{0}",
    ])
    func `what is no such file at all is told so and never stops the program`(_ text: String) {
        #expect(!problems(text).isEmpty)
    }

    @Test func `a file that is not there or no text is told so`() throws {
        #expect(throws: ConfigurationProblems.self) { try HallFile.read("/nowhere/hall.yaml") }
        let hall = try TestHall(isStarted: false)
        try hall.files.write(bytes: [0x68, 0xFF, 0xFE], to: "hall.yaml")
        let failure = #expect(throws: ConfigurationProblems.self) {
            try HallFile.read(hall.options.configuration)
        }
        #expect(failure?.problems.first?.kind == .syntax)
    }

    @Test func `names that stand for one another without end are refused`() {
        var text = "a0: &a0 [x, x]\n"
        for level in 1...40 {
            text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n"
        }
        #expect(!problems(text).isEmpty)
    }

    private func problems(_ text: String) -> [ConfigurationProblem] {
        do {
            _ = try HallFile.parse(text, named: "hall.yaml")
            return []
        } catch {
            return error.problems
        }
    }

    private func sentence(_ problem: ConfigurationProblem, in language: String) -> String {
        let say = Sentences(pages: TestHall.pages, environment: ["LANG": language])
        return say.lines(ConfigurationProblems(file: "hall.yaml", problems: [problem])).joined()
    }
}
