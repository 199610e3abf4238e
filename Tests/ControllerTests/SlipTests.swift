// SPDX-License-Identifier: Apache-2.0

import Facts
import Machine
import Simulators
import TestSupport
import Testing
import Views
import Wire

@testable import Controller

struct SlipTests {
    private static let hall = """
        hall: {name: 示范区政务服务中心, zone: Asia/Shanghai, publicURL: "https://hall.example.org"}
        services: [{id: general, name: 无差别综合窗口, prefix: A, typicalMinutes: 12}]
        windows: [{id: W1, number: 1, services: [general]}]
        printers:
          - {id: P1, device: virtual}
          - {id: P2, device: virtual, columns: 32}

        """

    private func configuration(_ slip: String = "") throws -> HallConfiguration {
        try HallFile.parse(Self.hall + slip, named: "hall.yaml")
    }

    private func paper(
        _ slip: String = "", _ wish: SlipPreview.Wish = .init()
    ) throws -> SlipPreview.Paper {
        let moment = HallClock(zone: "Asia/Shanghai").now()
        let preview = SlipPreview(pages: "kiosk")
        return try #require(preview.paper(of: try configuration(slip), at: moment, wish))
    }

    private func problems(_ slip: String) -> [ConfigurationProblem] {
        do {
            _ = try configuration(slip)
            return []
        } catch let error as ConfigurationProblems {
            return error.problems
        } catch {
            return []
        }
    }

    // MARK: - The template

    @Test func `a template is read with all its looks`() throws {
        let template = try configuration(
            """
            slip:
              - {show: hall, height: 2, languages: [zh-Hans, en]}
              - {show: number, size: 6, bold: true, align: left}
              - {show: text, text: {zh-Hans: 您好, en: Hello}, languages: [en]}
              - {show: feed, lines: 2}
              - {show: qr, module: 4}
            """
        ).slip
        #expect(
            template
                == SlipTemplate([
                    .init(
                        .hall, languages: [.zhHans, .en],
                        style: .init(alignment: .centre, height: 2)),
                    .init(.number, style: .init(alignment: .left, width: 6, height: 6, bold: true)),
                    .init(
                        .text, text: LocalizedText(zhHans: "您好", en: "Hello"), languages: [.en]),
                    .init(.feed, lines: 2), .init(.qr, module: 4),
                ]))
        #expect(try configuration().slip == .standard)
    }

    @Test(arguments: [
        ("- {show: nombre}", "slip[0].show"),
        ("- {show: number, colour: red}", "slip[0].colour"),
        ("- {show: number, size: 9}", "slip[0].size"),
        ("- {show: number, align: middle}", "slip[0].align"),
        ("- {show: number, languages: [fr]}", "slip[0].languages[0]"),
        ("- {show: number, languages: [en, en]}", "slip[0].languages[1]"),
        ("- {show: number}\n  - {show: text}", "slip[1].text"),
        ("- {show: number, text: no}", "slip[0].text"),
        ("- {show: number, lines: 2}", "slip[0].lines"),
        ("- {show: number}\n  - {show: text, text: \"a\\eb\"}", "slip[1].text"),
        ("- {show: number}\n  - {show: text, text: \"\\u202Ea\"}", "slip[1].text"),
        ("- {show: number}\n  - {show: text, text: {zh-Hans: a, en: \"\\x1d\"}}", "slip[1].text"),
        ("- {show: hall}", "slip"),
    ])
    func `what cannot be meant is refused with its place`(_ slip: String, _ path: String) {
        let problems = problems("slip:\n  " + slip)
        #expect(problems.map(\.path) == [path])
        #expect(problems.allSatisfy { $0.line >= 7 })
        #expect(problems.allSatisfy { $0.values.values.allSatisfy { $0.allSatisfy { $0 >= " " } } })
    }

    @Test func `words too long for a line, and too many lines, are refused`() {
        let long = String(repeating: "名", count: 500)
        let text = problems("slip:\n  - {show: number}\n  - {show: text, text: \(long)}")
        #expect(text.first?.values["value"] == "500")
        let many = String(repeating: "  - {show: number}\n", count: 33)
        #expect(problems("slip:\n" + many).map(\.path) == ["slip"])
    }

    @Test(arguments: [
        "http://localhost:8080", "http://127.0.0.1/", "https://[::1]/", "http://169.254.1.1",
        "ftp://hall.example.org", "hall.example.org", "https://u:p@hall.example.org",
        "https://hall.example.org/?a=b",
    ])
    func `an address that leads no phone anywhere is refused`(_ url: String) {
        let file = Self.hall.replacing("https://hall.example.org", with: url)
        #expect(throws: ConfigurationProblems.self) { try HallFile.parse(file, named: "h") }
    }

    // MARK: - The paper

    @Test func `the common slip with its code is under 300 bytes`() throws {
        #expect(try paper().bytes < 300)
        #expect(try paper().missing == [])
    }

    @Test func `the preview is as wide as the printer's paper`() throws {
        #expect(try paper().picture.width == 576)
        #expect(try paper("", .init(printer: "P2")).picture.width == 384)
        let preview = SlipPreview(pages: "kiosk")
        let moment = HallClock(zone: "Asia/Shanghai").now()
        #expect(
            preview.paper(of: try configuration(), at: moment, .init(printer: "P9")) == nil)
        #expect(
            preview.paper(of: try configuration(), at: moment, .init(language: "fr")) == nil)
    }

    @Test func `a reprint is longer by its mark, and another language has other bytes`() throws {
        let plain = try paper()
        #expect(try paper("", .init(isReprint: true)).picture.height > plain.picture.height)
        #expect(try paper("", .init(language: "en")).bytes != plain.bytes)
    }

    @Test(arguments: ["ئۇيغۇرچە مۇلازىمەت", "བོད་ཡིག", "𠮷野家", "👨‍👩‍👧"])
    func `a line in any script is on the paper`(_ text: String) throws {
        let slip = "slip:\n  - {show: number}\n  - {show: text, text: \"\(text)\"}"
        let paper = try paper(slip)
        #expect(paper.missing == [])
        #expect(paper.picture.height > (try self.paper("slip: [{show: number}]").picture.height))
    }

    @Test func `the bench shows the slip as a picture, of a printer that is there`() throws {
        let client = try TestHall().client()
        let answer = try client.get("/api/v1/bench/slip.png?reprint=true")
        #expect(answer.status == 200 && answer["Content-Type"] == "image/png")
        #expect(answer.body.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        #expect(try client.get("/api/v1/bench/slip.png?printer=none").status == 404)
        #expect(try client.get("/api/v1/bench/slip.png?language=fr").status == 404)
    }

    @Test func `what nobody can draw is told`() throws {
        let paper = try paper("slip:\n  - {show: number}\n  - {show: text, text: \"\u{E000}\"}")
        #expect(paper.missing == ["\u{E000}"])
    }

    @Test func `a name nobody can draw is printed with replacements, and log and lines say so`()
        throws
    {
        let more = "slip: [{show: number}, {show: holder}]\n"
        let hall = try TestHall(HallText(printer: "virtual", more: more), isStarted: false)
        let told = Guarded<[String]>([])
        try hall.start { line in told.withLock { $0.append(line) } }
        let client = try hall.client()
        let body = "{\"service\": \"general\", \"kiosk\": \"door\", \"holder\": \"张*\u{E000}\"}"
        let ticket = try #require(try client.post("/api/v1/tickets", body).json["id"].text)
        let follower = try Follower("staff", of: hall)
        while try client.get("/api/v1/tickets/\(ticket)").json["print"].text != "confirmed" {
            _ = try follower.next()
        }
        let line = try client.get("/api/v1/lines").json["lines"].row("P1")
        #expect(line["unprintable"].list.compactMap(\.text) == ["U+E000"])
        #expect(told.withLock { $0 }.contains { $0.contains("P1") && $0.hasSuffix("U+E000") })
        let slip = try client.get("/api/v1/bench").json["printers"].row("P1")["slips"].list.last
        #expect(slip?["text"].list.contains { $0.text?.contains("?") == true } == false)
    }
}
