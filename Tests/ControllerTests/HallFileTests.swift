// SPDX-License-Identifier: Apache-2.0

import Devices
import Facts
import TestSupport
import Testing
import Views
import Wire

@testable import Controller

struct HallFileTests {
    typealias Wrong = WrongFile

    static let sound = """
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
          - {id: keys, kind: keypad-ff68, device: pty:/run/keys, grades: [0, 5, 4]}
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

    static let wrongs: [Wrong] = [
        Wrong("  demo: true", "  dmeo: true", .unknownKey, "hall.dmeo"),
        Wrong("listen:", "listn:", .unknownKey, "listn"),
        Wrong("columns: 32", "colums: 32", .unknownKey, "printers[0].colums"),
        Wrong("  name: Test", "", .missingKey, "hall.name"),
        Wrong("prefix: T}", "typicalMinutes: 3}", .missingKey, "services[1].prefix"),
        Wrong("demo: true", "demo: perhaps", .wrongType, "hall.demo"),
        Wrong("port: 8080", "port: http", .wrongType, "listen.port"),
        Wrong("services: [tax]", "services: tax", .wrongType, "windows[1].services"),
        Wrong("port: 8080", "port: 70000", .badValue, "listen.port"),
        Wrong("zone: Asia/Shanghai", "zone: Asia/Atlantis", .badValue, "hall.zone"),
        Wrong("prefix: T", "prefix: t1", .badValue, "services[1].prefix"),
        Wrong("kind: qt-strip", "kind: neon", .badValue, "lines[0].kind"),
        Wrong("device: /dev/usb0", "device: COM1", .badValue, "printers[0].device"),
        Wrong("id: W2", "id: W 2", .badValue, "windows[1].id"),
        Wrong("services: [tax]", "services: [taxes]", .dangling, "windows[1].services[0]"),
        Wrong(
            "{line: signs, address: 1}", "{line: keys, address: 1}", .dangling,
            "windows[0].sign.line"),
        Wrong(
            "signs, address: 1}", "signs, address: 1, columns: 3}", .badValue,
            "windows[0].sign.columns"),
        Wrong(
            "signs, address: 1}", "signs, address: 1, languages: [fr]}", .badValue,
            "windows[0].sign.languages[0]"),
        Wrong("printer: P1", "printer: P2", .dangling, "kiosks[0].printer"),
        Wrong("kind: qt-strip", "kind: esc-pos", .badValue, "lines[0].kind"),
        Wrong("device: /dev/usb0", "device: usblp:lp0", .badValue, "printers[0].device"),
        Wrong("device: pty:/run/keys", "device: usblp:/dev/lp0", .badValue, "lines[1].device"),
        Wrong(
            "device: pty:/run/keys", "device: 'share://192.0.2.8:9200'", .badValue,
            "lines[1].device"),
        Wrong(
            "device: /dev/usb0", "device: 'share://192.0.2.8:9200', key: P1.key", .badValue,
            "printers[0].key"),
        Wrong("baud: 9600", "flow: dtrdsr", .badValue, "lines[0].flow"),
        Wrong("baud: 9600", "grades: [5]", .badValue, "lines[0].grades"),
        Wrong(
            "qt-strip, device: virtual, baud: 9600", "window-bus, device: virtual, baud: 4800",
            .badValue, "lines[0].baud"),
        Wrong(
            "qt-strip, device: virtual, baud: 9600", "window-bus, device: virtual, parity: even",
            .badValue, "lines[0].parity"),
        Wrong("baud: 9600", "key: /etc/units.key", .badValue, "lines[0].key"),
        Wrong("[0, 5, 4]", "[0, 6]", .badValue, "lines[1].grades[1]"),
        Wrong("baud: 9600", "stopBits: 3", .badValue, "lines[0].stopBits"),
        Wrong("id: W2", "id: W1", .duplicate, "windows[1].id"),
        Wrong(#"number: "2""#, #"number: "1""#, .duplicate, "windows[1].number"),
        Wrong("services: [tax]", "services: [tax, tax]", .duplicate, "windows[1].services[1]"),
        Wrong("prefix: T", "prefix: A", .duplicate, "services[1].prefix"),
        Wrong("address: 127.0.0.1", "address: 0.0.0.0", .insecure, "listen.address"),
    ]

    @Test func `the file they all are made from is sound`() throws {
        let configuration = try HallFile.parse(Self.sound, named: "hall.yaml")
        #expect(configuration.structure.services.map(\.id) == ["general", "tax"])
        #expect(configuration.structure.windows.map(\.number) == ["1", "2"])
        let strip = SignShape(columns: 16, lines: 1, languages: [.zhHans, .en], turnsPages: false)
        #expect(
            configuration.signs
                == [.init(window: "W1", line: "signs", address: 1, shape: strip)])
        #expect(configuration.lines.map(\.grades) == [nil, [0, 5, 4]])
        #expect(configuration.printers.first?.profile.columns == 32)
        #expect(configuration.structure.kiosks.first?.printer == "P1")
        #expect(configuration.minimumFreeMegabytes == 8)
    }

    @Test func `a sign is as the hall's are unless it says otherwise`() throws {
        let yaml = Self.sound.replacing(
            "windows:", with: "signs: {columns: 8, lines: 2, languages: [zh-Hant]}\nwindows:")
        let plain = try HallFile.parse(yaml, named: "hall.yaml").signs.first?.shape
        #expect(
            plain
                == SignShape(columns: 8, lines: 1, languages: [.zhHant], turnsPages: false))
        let own = yaml.replacing("signs, address: 1", with: "signs, address: 1, columns: 24")
        #expect(try HallFile.parse(own, named: "hall.yaml").signs.first?.shape.columns == 24)
    }

    @Test func `sign and keypad of a window unit have one address, which no other window has`()
        throws
    {
        let unit = "{line: signs, address: 7}"
        func file(_ other: String) -> String {
            Self.sound.replacing("qt-strip", with: "window-bus").replacing(
                "{line: signs, address: 1}", with: "\(unit), keypad: \(unit)"
            ).replacing("{line: keys, address: 1}", with: other)
        }
        let read = try HallFile.parse(file("{line: signs, address: 8}"), named: "hall.yaml")
        #expect(read.busMounts(on: "signs").map(\.address) == [7, 8])
        #expect(throws: ConfigurationProblems.self) {
            try HallFile.parse(file(unit), named: "hall.yaml")
        }
    }

    @Test func `a strip has one line`() {
        let yaml = Self.sound.replacing("signs, address: 1}", with: "signs, address: 1, lines: 2}")
        let refused = #expect(throws: ConfigurationProblems.self) {
            try HallFile.parse(yaml, named: "hall.yaml")
        }
        #expect(refused?.problems.map(\.path) == ["windows[0].sign.lines"])
    }

    @Test func `a printer may be a USB one or on a serial port set in any way`() throws {
        let yaml = Self.sound.replacing(
            "{id: P1, device: /dev/usb0, columns: 32}",
            with: """
                {id: P1, device: 'usblp:/dev/usb/lp0'}
                  - {id: P2, device: /dev/ttyUSB0, baud: 19200, parity: even, stopBits: 2, flow: rtscts}
                """)
        let printers = try HallFile.parse(yaml, named: "hall.yaml").printers
        #expect(printers[0].line.wiring == .real(.usbPrinter(path: "/dev/usb/lp0")))
        #expect(printers[0].line.serial == SerialSettings())
        #expect(
            printers[1].line.serial
                == SerialSettings(baud: 19200, parity: .even, stopBits: 2, flowControl: .rtscts))
    }

    @Test func `a printer on another computer is named by its place and the pairing's key`() throws
    {
        let yaml = Self.sound.replacing(
            "device: /dev/usb0", with: "device: 'share://192.0.2.8:9200', key: /var/lib/P1.key")
        let line = try HallFile.parse(yaml, named: "hall.yaml").printers[0].line
        #expect(line.wiring == .real(.share(host: "192.0.2.8", port: 9200)))
        #expect(line.keyFile == "/var/lib/P1.key")
        let without = problems(yaml.replacing(", key: /var/lib/P1.key", with: ""))
        #expect(without.map(\.kind) == [.missingKey])
        #expect(without.map(\.path) == ["printers[0].key"])
    }

    @Test func `each mistake is told with its line, its place and the mend`() throws {
        for wrong in Self.wrongs {
            let line = try #require(wrong.line(in: Self.sound), "\(wrong.old)")
            let problem = try #require(wrong.problems(in: Self.sound).first, "\(wrong.new)")
            #expect(problem.kind == wrong.kind, "\(wrong.new)")
            #expect(problem.path == wrong.path, "\(wrong.new)")
            if wrong.kind != .missingKey { #expect(problem.line == line, "\(wrong.new)") }
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

    private func problems(_ text: String) -> [ConfigurationProblem] { Wrong.problems(text) }

    private func sentence(_ problem: ConfigurationProblem, in language: String) -> String {
        let say = Sentences(pages: TestHall.pages, environment: ["LANG": language])
        return say.lines(ConfigurationProblems(file: "hall.yaml", problems: [problem])).joined()
    }
}
