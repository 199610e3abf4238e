// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Testing
import Views
import Wire

struct SlipTemplateTests {
    private func slip(
        _ elements: [SlipTemplate.Element], _ circumstances: TicketSlip.Circumstances = .init()
    ) throws -> Slip {
        var scene = SceneHall { structure in
            structure.name.en = "Service Centre"
            structure.services[0].zone = LocalizedText(zhHans: "一层", en: "First floor")
        }
        scene.issue("t1", 1)
        let ticket = try #require(scene.hall.tickets["t1"])
        return TicketSlip(ticket, in: scene.hall, SlipTemplate(elements)) { language in
            Phrases { key, _ in "\(language.rawValue) \(key)" }
        }.slip(at: scene.moment, circumstances)
    }

    private func texts(_ slip: Slip) -> [String] {
        slip.elements.compactMap {
            if case .text(let text, _) = $0 { text } else { nil }
        }
    }

    @Test func `each language of an element is a line, in the order asked for`() throws {
        let slip = try slip([
            .init(.hall, languages: [.en, .zhHans]), .init(.zone, languages: [.en]),
            .init(.ahead, languages: [.zhHant, .en]),
        ])
        #expect(
            texts(slip) == [
                "Service Centre", "政务服务中心", "First floor", "zh-Hant slip.ahead.none",
                "en slip.ahead.none",
            ])
    }

    @Test func `words the hall has not in a language make no line`() throws {
        let text = LocalizedText(zhHans: "您好")
        #expect(
            texts(try slip([.init(.text, text: text, languages: [.zhHant, .zhHans])])) == ["您好"])
        #expect(texts(try slip([.init(.hall, languages: [.zhHant])])) == [])
    }

    @Test func `the holder stands on the slip only where the template says and a name is there`()
        throws
    {
        let named = TicketSlip.Circumstances(holder: "张*三")
        #expect(texts(try slip([.init(.holder)], named)) == ["zh-Hans slip.holder"])
        #expect(texts(try slip([.init(.holder)])) == [])
        #expect(texts(try slip([.init(.number)], named)) == ["A001"])
    }

    @Test func `a reprint and a demonstration say so whatever the template is`() throws {
        let circumstances = TicketSlip.Circumstances(isReprint: true, isDemo: true)
        #expect(
            texts(try slip([.init(.number)], circumstances))
                == ["zh-Hans slip.reprint", "A001", "zh-Hans slip.demo"])
    }

    @Test func `looks, code, rule and feed are as the template has them`() throws {
        let style = Slip.Style(alignment: .right, width: 3, height: 4, bold: true)
        let slip = try slip(
            [
                .init(.number, style: style), .init(.qr, module: 7), .init(.rule),
                .init(.feed, lines: 3),
            ], .init(status: "https://hall.example.org/t/1"))
        #expect(slip.elements.first == .text("A001", style))
        #expect(slip.elements.contains(.qr("https://hall.example.org/t/1", module: 7)))
        #expect(slip.elements.last == .feed(lines: 3))
        #expect(texts(slip).last.map { WireText.columns($0) } == 32)
    }
}
