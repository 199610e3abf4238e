// SPDX-License-Identifier: Apache-2.0

import Devices
import Facts
import Hall
import Lettering
import Store
import Views
import Web
import Wire

/// Makes the bytes of slips: fills in the hall's template, draws what the printer has no letters
/// for, and encodes all.
struct SlipMaker: Sendable {
    /// A slip for one printer.
    struct Paper {
        let bytes: [UInt8]
        /// Characters neither the printer nor any font has.
        let missing: [Character]
        /// About how much paper it takes.
        let millimetres: Int
    }

    private let lettering = Lettering()
    private let locales: Locales
    private let holder: @Sendable (TextCommitment) -> String?

    /// - Parameter holder: the masked name a ticket was given with, unless it was erased.
    init(_ locales: Locales, holder: @escaping @Sendable (TextCommitment) -> String?) {
        self.locales = locales
        self.holder = holder
    }

    /// - Parameter names: where masked names lie.
    init(_ locales: Locales, names: SideStore, log: @escaping @Sendable (String) -> Void) {
        self.init(locales) { commitment in
            do {
                guard case .present(let name) = try names.read(commitment.text) else { return nil }
                return name
            } catch {
                log("a masked name could not be read: \(error)")
                return nil
            }
        }
    }

    /// A ticket's slip as of a moment.
    func slip(
        of ticket: Ticket, in hall: Hall, at moment: Moment, by configuration: HallConfiguration,
        isReprint: Bool
    ) -> Slip {
        var circumstances = TicketSlip.Circumstances(
            status: configuration.publicURL.map { "\($0)/t/\(ticket.id)" }, isReprint: isReprint,
            isDemo: configuration.demo)
        if configuration.slip.showsHolder {
            circumstances.holder = ticket.issued.holder.flatMap(holder)
        }
        return TicketSlip(ticket, in: hall, configuration.slip) { language in
            locales.phrases(in: language)
        }.slip(at: moment, circumstances)
    }

    func encode(_ slip: Slip, for profile: PrinterProfile) -> Paper {
        let font = Charset.font(profile.repertoire)
        let lettered = lettering.lettered(slip, font: font, profile: profile)
        return Paper(
            bytes: EscPos.encode(lettered.slip, profile: profile, charset: font).bytes,
            missing: lettered.missing,
            millimetres: lettered.slip.millimetres(columns: profile.columns))
    }
}
