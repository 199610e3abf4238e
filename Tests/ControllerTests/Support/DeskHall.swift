// SPDX-License-Identifier: Apache-2.0

import Engine
import Facts
import Hall
import Views

@testable import Controller

/// A hall as a value with its facts, for the desks that follow it. Windows W1 and W2 are open.
struct DeskHall {
    private var engine = Engine(state: Hall(), epoch: "e1", boot: "b1")
    private var asked = 0
    private var seconds: Int64 = 0

    init(printer: String? = "pty:/nowhere", otherPrinter: String? = nil) throws {
        let text = HallText(printer: printer, otherPrinter: otherPrinter).text
        let structure = try HallFile.parse(text, named: "hall.yaml").structure
        ask(.controllerStarted(boot: "b1"))
        ask(.applyConfiguration(digest: "d1", structure: structure))
        ask(.atWindow("W1", .open("officer1")))
        ask(.atWindow("W2", .open("officer2")))
    }

    var hall: Hall { engine.state }

    mutating func pass(seconds: Int) { self.seconds += Int64(seconds) }

    /// What came of it, a second after what was asked before; nothing for a refusal.
    @discardableResult
    mutating func ask(_ command: Command) -> [Recorded<HallFact>] {
        asked += 1
        pass(seconds: 1)
        let input = Input(
            id: InputID("i\(asked)"), actor: .controller,
            moment: Moment(
                wall: 1_795_400_000_000 + seconds * 1000, monotonic: seconds * 1000,
                utcOffset: 28_800), command: command)
        guard case .done(let records)? = engine.turn([input]).answers.first else { return [] }
        return records
    }

    @discardableResult
    mutating func take(_ id: TicketID, at kiosk: KioskID? = "door") -> [Recorded<HallFact>] {
        ask(.takeTicket(ticket: id, service: "general", priority: .normal, kiosk: kiosk))
    }

    /// Sentences that show their key and values.
    static let phrases = Phrases { key, values in
        ([key] + values.sorted { $0.key < $1.key }.map(\.value)).joined(separator: " ")
    }
}
