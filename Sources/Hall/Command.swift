// SPDX-License-Identifier: Apache-2.0

package import Facts

/// What can be asked of a hall.
package enum Command: Hashable, Sendable, Codable {
    /// The program began; whatever was under way before was cut off.
    case controllerStarted(boot: String)
    /// - Parameter retired: what becomes of tickets at things the structure no longer has.
    case applyConfiguration(
        digest: String, structure: HallStructure, retired: Retirement = Retirement())
    /// - Parameter ticket: the new ticket's id, drawn at random by the edge.
    case takeTicket(
        ticket: TicketID, service: ServiceID, priority: PriorityClass, kiosk: KioskID?,
        details: TicketDetails = TicketDetails())
    case atWindow(WindowID, WindowAction)
    /// Calls one ticket out of turn: a waiting one, or one that is held.
    case callChosen(TicketID, WindowID)
    case reactivate(TicketID)
    /// The holder of a ticket in nobody's hands will not come 弃号.
    case giveUp(TicketID)
    /// The holder of a ticket says what they thought of the service; without a window, of where
    /// they were asked last.
    case rate(TicketID, WindowID?, Grade)
    /// The holder of a ticket deferred to this day is there.
    case checkIn(TicketID)
    /// The holder of an appointment is there and gets a ticket.
    case keepAppointment(AppointmentID, ticket: TicketID, kiosk: KioskID?)
    case book(AppointmentBooked)
    case cancel(AppointmentID)
    /// Slips from before a restore, in people's hands; all of them or none.
    case adopt([OutstandingSlip])
    case pauseHall(reason: String)
    case resumeHall
    /// For one window, or the hall; nil: as the configuration says.
    case choosePolicy(String?, WindowID?)
    /// For one service, or all.
    case chooseClosing(ClosingChoice, ServiceID?)
    case openTidal(WindowID, ServiceID)
    case closeTidal(WindowID, ServiceID)
    case dismissTidal(rule: String)
    /// Asks leave to send a slip; the first byte may go once the fact is durable.
    case startPrint(TicketID, PrinterID)
    case reportPrint(PrintOutcome)
    /// A person wants a slip, perhaps one more; without a printer, where it was asked for before.
    case reprint(TicketID, PrinterID?)
    /// A person saw to it that the holder has the number.
    case settlePaper(TicketID, PaperSettled.Way)
    case changeRoll(PrinterID)
    case reportTestSlip(TestSlipPrinted)
    case reportDevice(DeviceChanged)
    /// The side store has erased these texts.
    case reportErasure(TextErased)
}

/// What more is known of somebody who takes a ticket.
package struct TicketDetails: Hashable, Sendable, Codable {
    /// Who it is, as a hash whose key lasts one day.
    package var person: String?
    /// The first ticket of the visit that goes on.
    package var visit: TicketID?
    package var caseNumber: String?
    package var holder: TextCommitment?

    package init(
        person: String? = nil, visit: TicketID? = nil, caseNumber: String? = nil,
        holder: TextCommitment? = nil
    ) {
        self.person = person
        self.visit = visit
        self.caseNumber = caseNumber
        self.holder = holder
    }
}

/// A slip in somebody's hand of which the hall knows nothing.
package struct OutstandingSlip: Hashable, Sendable, Codable {
    /// The id the ticket is to have, drawn at random by the edge.
    package var ticket: TicketID
    package var prefix: String
    package var ordinal: Int
    package var priority: PriorityClass

    package init(
        ticket: TicketID, prefix: String, ordinal: Int, priority: PriorityClass = .normal
    ) {
        self.ticket = ticket
        self.prefix = prefix
        self.ordinal = ordinal
        self.priority = priority
    }
}

/// What becomes of tickets whose service or window a new configuration no longer has.
package struct Retirement: Hashable, Sendable, Codable {
    package enum Service: Hashable, Sendable, Codable {
        /// Those who wait go on waiting, for another service.
        case transfer(ServiceID)
        /// Those who wait are told that their number is no longer good.
        case void
    }

    package var services: [ServiceID: Service]
    /// Windows whose ticket in hand and held tickets go back to the queue.
    package var windows: Set<WindowID>

    package init(services: [ServiceID: Service] = [:], windows: Set<WindowID> = []) {
        self.services = services
        self.windows = windows
    }
}

/// Where a ticket is sent on to.
package enum TransferTarget: Hashable, Sendable, Codable {
    case service(ServiceID)
    case window(WindowID)
    case officer(OfficerID)
}

/// How a case ended.
package struct Finishing: Hashable, Sendable, Codable {
    package var outcome: String?
    package var note: TextCommitment?
    package var caseNumber: String?
    /// Where the visit goes on, under the same number.
    package var next: ServiceID?

    package init(
        outcome: String? = nil, note: TextCommitment? = nil, caseNumber: String? = nil,
        next: ServiceID? = nil
    ) {
        self.outcome = outcome
        self.note = note
        self.caseNumber = caseNumber
        self.next = next
    }
}

/// What an officer does at a window.
package enum WindowAction: Hashable, Sendable, Codable {
    case call
    /// What a keypad's call key means: finishes the one in hand, ends a pause, calls the next.
    case callNext
    case start
    /// Has whoever is in hand asked what they thought of the service 评价.
    case askRating
    case recall
    case noShow
    case giveUp
    case hold(HoldKind = .withPapers)
    case transfer(TransferTarget)
    /// Sends the ticket in hand back to its place in the queue.
    case putBack
    case finish(Finishing = Finishing())
    case pause(reason: String?, minutes: Int?)
    /// What a keypad's pause key means: finishes the one in hand and pauses, or ends the pause.
    case pauseKey
    case resume
    /// What a keypad's call-back key means: calls whoever was set aside here under a number, or has
    /// whoever did not come here under it wait again and, where officers may choose, calls them.
    /// Without a number: who was set aside first, else who failed to come last.
    case callBack(number: Int?)
    case open(OfficerID)
    case close
    case takeOver(OfficerID)
}
