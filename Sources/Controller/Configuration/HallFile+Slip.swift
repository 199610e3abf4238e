// SPDX-License-Identifier: Apache-2.0

import Facts
import Views
import Wire

// What stands on a ticket's slip.
extension HallFile {
    /// More would be a paper nobody reads to its end.
    private static let mostElements = 32

    mutating func readSlip(_ top: any Mapping) {
        guard let entry = top.optional("slip") else { return }
        var isSound = true
        let elements = top.each(entry) { item in
            let element = slipElement(item)
            if element == nil { isSound = false }
            return element
        }
        if elements.count > Self.mostElements {
            top.report(
                .badValue, at: entry,
                ["value": String(elements.count), "expected": "1–\(Self.mostElements)"])
        } else if isSound, !elements.contains(where: { $0.kind == .number }) {
            top.report(.badValue, at: entry, ["value": "slip", "expected": "show: number"])
        }
        configuration.slip = SlipTemplate(elements)
    }

    private func slipElement(_ item: any Mapping) -> SlipTemplate.Element? {
        let show = item.required("show")
        let kind = item.choice(show, among: SlipTemplate.Kind.allCases)
        let style = slipStyle(item)
        let languages = item.languages(item.optional("languages")) ?? [.zhHans]
        let text = kind == .text ? item.required("text") : item.optional("text")
        let (module, lines) = (item.optional("module"), item.optional("lines"))
        let words = slipText(item, text)
        let dots = item.number(module, in: 2...16) ?? 5
        let feed = item.number(lines, in: 1...20) ?? 1
        guard let kind else { return nil }
        for (entry, owner) in [(text, SlipTemplate.Kind.text), (module, .qr), (lines, .feed)] {
            guard let entry, kind != owner else { continue }
            item.report(
                .unknownKey, at: entry, ["value": entry.path, "known": "show: \(owner.rawValue)"])
        }
        return SlipTemplate.Element(
            kind, text: words, languages: languages, style: style, module: dots, lines: feed)
    }

    private func slipStyle(_ item: any Mapping) -> Slip.Style {
        let align = item.choice(item.optional("align"), among: SlipAlignment.allCases)
        let size = item.number(item.optional("size"), in: 1...8)
        let height = item.number(item.optional("height"), in: 1...8)
        let bold = item.flag(item.optional("bold"))
        return Slip.Style(
            alignment: (align ?? .centre).alignment, width: size ?? 1, height: height ?? size ?? 1,
            bold: bold ?? false)
    }

    private func slipText(_ item: any Mapping, _ entry: Entry?) -> LocalizedText? {
        guard let entry, let text = item.localized(entry) else { return nil }
        for line in [text.zhHans, text.zhHant, text.en].compactMap(\.self) {
            if let reason = Self.unfit(line) {
                item.report(.badValue, at: entry, reason)
            }
        }
        return text
    }

    /// Why a text can't stand on a slip as it is; controls are shown by their code.
    private static func unfit(_ line: String) -> [String: String]? {
        let scalars = line.unicodeScalars
        let clean = WireText.clean(line, limit: Int.max, joiners: true)
        if let stray = scalars.first(where: { !clean.unicodeScalars.contains($0) }) {
            let code = String(stray.value, radix: 16, uppercase: true)
            return ["value": "U+\(code)", "expected": "U+0020–"]
        }
        guard scalars.count > EscPos.lineLimit else { return nil }
        return ["value": String(scalars.count), "expected": "1–\(EscPos.lineLimit)"]
    }
}

private enum SlipAlignment: String, CaseIterable {
    case left, centre, right

    var alignment: Slip.Alignment {
        switch self {
        case .left: .left
        case .centre: .centre
        case .right: .right
        }
    }
}
