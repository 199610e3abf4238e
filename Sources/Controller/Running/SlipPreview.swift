// SPDX-License-Identifier: Apache-2.0

import Devices
package import Facts
import Hall
import Simulators
import Views
import Web
package import Wire

/// The slip of a hall as a picture, before anybody uses it: of a ticket made up, encoded as for
/// the printer and printed by a virtual one.
package struct SlipPreview: Sendable {
    /// What to show.
    package struct Wish: Sendable {
        /// Nil: the hall's first printer, or any of 80 mm.
        package var printer: PrinterID?
        /// Nil: the template's own languages.
        package var language: String?
        package var isReprint = false

        package init(printer: PrinterID? = nil, language: String? = nil, isReprint: Bool = false) {
            self.printer = printer
            self.language = language
            self.isReprint = isReprint
        }
    }

    /// The paper, and what it took.
    package struct Paper: Sendable {
        package let picture: Picture
        package var png: [UInt8] { picture.png }
        package var millimetres: Int { picture.height / 8 }
        /// Bytes over the wire.
        package let bytes: Int
        /// Characters that stand as the replacement.
        package let missing: [Character]
    }

    private let maker: SlipMaker
    private let glyphs: GlyphSource

    /// - Parameter pages: the directory whose `locales` are read; keys stand in for sentences when
    ///   that fails.
    package init(pages: String) {
        self.init((try? Locales(directory: pages + "/locales")) ?? Locales(tables: [:]))
    }

    init(_ locales: Locales) {
        maker = SlipMaker(locales) { _ in
            locales.sentence("slip.preview.holder", in: .zhHans)
        }
        glyphs = DotFont.installed ?? GlyphSource { _ in nil }
    }

    /// Nil for a printer or language that is not there.
    package func paper(
        of configuration: HallConfiguration, at moment: Moment, _ wish: Wish
    ) -> Paper? {
        guard let (made, profile) = make(configuration, at: moment, wish) else { return nil }
        return Paper(
            picture: picture(made.bytes, profile), bytes: made.bytes.count, missing: made.missing)
    }

    /// What goes over the wire. Nil as for `paper`.
    package func bytes(
        of configuration: HallConfiguration, at moment: Moment, _ wish: Wish
    ) -> [UInt8]? {
        make(configuration, at: moment, wish)?.paper.bytes
    }

    private func make(
        _ configuration: HallConfiguration, at moment: Moment, _ wish: Wish
    ) -> (paper: SlipMaker.Paper, profile: PrinterProfile)? {
        var configuration = configuration
        if let language = wish.language {
            guard let language = SlipTemplate.Language(rawValue: language) else { return nil }
            for index in configuration.slip.elements.indices {
                configuration.slip.elements[index].languages = [language]
            }
        }
        let printers = configuration.printers
        let printer = wish.printer.map { id in printers.filter { $0.id == id } } ?? printers
        guard wish.printer == nil || !printer.isEmpty else { return nil }
        let profile = printer.first?.profile ?? .generic80
        guard let sample = SampleTicket(configuration, at: moment) else { return nil }
        let slip = maker.slip(
            of: sample.ticket, in: sample.hall, at: moment, by: configuration,
            isReprint: wish.isReprint)
        return (maker.encode(slip, for: profile), profile)
    }

    private func picture(_ bytes: [UInt8], _ profile: PrinterProfile) -> Picture {
        var model = PrinterModel()
        model.dots = profile.dots
        model.bufferBytes = max(model.bufferBytes, bytes.count)
        var printer = VirtualPrinter(model: model, charset: .gb18030, glyphs: glyphs)
        var now: Int64 = 0
        _ = printer.receive(bytes, now: now)
        while let next = printer.nextDeadline, printer.slips.isEmpty {
            now = max(now, next)
            _ = printer.tick(now: now)
        }
        return printer.slips.first?.picture ?? Picture(width: profile.dots, height: 0)
    }
}

/// A ticket of the hall's first service, with three people before it.
private struct SampleTicket {
    private(set) var hall = Hall()
    private(set) var ticket: Ticket

    init?(_ configuration: HallConfiguration, at moment: Moment) {
        guard let service = configuration.structure.services.first else { return nil }
        var facts: [HallFact] = [
            .configurationApplied(
                .init(revision: 1, digest: "", structure: configuration.structure)),
            .dayOpened(.init(date: moment.date, utcOffset: moment.utcOffset)),
        ]
        for window in configuration.structure.windows where window.services.contains(service.id) {
            facts.append(
                .windowOpened(.init(window: window.id, officer: OfficerID(window.id.text))))
        }
        let holder = TextCommitment(text: "", kind: "name", digest: "")
        for ordinal in 1...4 {
            facts.append(
                .ticketIssued(
                    .init(
                        ticket: TicketID("abcdefghjkmnp0\(ordinal)"),
                        number: Ticket.number(prefix: service.prefix, ordinal: ordinal),
                        prefix: service.prefix, ordinal: ordinal, service: service.id,
                        priority: .normal, kiosk: nil, printer: nil, holder: holder)))
        }
        for (index, fact) in facts.enumerated() {
            hall.apply(
                fact,
                Envelope(
                    epoch: "", sequence: Int64(index + 1), moment: moment, boot: "",
                    date: moment.date, actor: .controller, cause: Cause(input: "")))
        }
        guard let last = hall.tickets["abcdefghjkmnp04"] else { return nil }
        ticket = last
    }
}
