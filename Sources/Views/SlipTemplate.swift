// SPDX-License-Identifier: Apache-2.0

package import Facts
package import Wire

/// What stands on a ticket's slip, from top to bottom.
package struct SlipTemplate: Sendable, Equatable {
    /// What a line can show, as `hall.yaml` names it.
    package enum Kind: String, Sendable, CaseIterable {
        case hall, zone, service, number, appointment, ahead, wait, time, holder, tips, qr, text
        case rule, feed
    }

    /// A language sentences are there in.
    package enum Language: String, Sendable, CaseIterable {
        case zhHans = "zh-Hans"
        case zhHant = "zh-Hant"
        case en
    }

    package struct Element: Sendable, Equatable {
        package var kind: Kind
        /// What a `text` says, and what nothing else does.
        package var text: LocalizedText?
        /// One line each, in this order.
        package var languages: [Language]
        package var style: Slip.Style
        /// Dots of a square of the QR code.
        package var module: Int
        /// Empty lines of a `feed`.
        package var lines: Int

        package init(
            _ kind: Kind, text: LocalizedText? = nil, languages: [Language] = [.zhHans],
            style: Slip.Style = Slip.Style(alignment: .centre), module: Int = 5, lines: Int = 1
        ) {
            self.kind = kind
            self.text = text
            self.languages = languages
            self.style = style
            self.module = module
            self.lines = lines
        }
    }

    package var elements: [Element]

    package init(_ elements: [Element]) { self.elements = elements }

    /// The slip of a hall that says nothing of it.
    package static let standard = SlipTemplate([
        Element(.hall, style: Slip.Style(alignment: .centre, height: 2)),
        Element(.number, style: Slip.Style(alignment: .centre, width: 6, height: 6, bold: true)),
        Element(.service), Element(.appointment), Element(.ahead), Element(.wait), Element(.time),
        Element(.tips), Element(.qr),
    ])

    /// Whether it asks for the holder's masked name.
    package var showsHolder: Bool { elements.contains { $0.kind == .holder } }
}

extension LocalizedText {
    /// Nil if it is not there in that language.
    func text(in language: SlipTemplate.Language) -> String? {
        switch language {
        case .zhHans: zhHans
        case .zhHant: zhHant
        case .en: en
        }
    }
}
