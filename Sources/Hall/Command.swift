// SPDX-License-Identifier: Apache-2.0

package import Facts

/// What can be asked of a hall.
package enum Command: Hashable, Sendable {
    /// The program began; whatever was under way before was cut off.
    case controllerStarted(boot: String)
    case applyConfiguration(digest: String, structure: HallStructure)
    /// - Parameter ticket: the new ticket's id, drawn at random by the edge.
    case takeTicket(
        ticket: TicketID, service: ServiceID, priority: PriorityClass, kiosk: KioskID?)
    case atWindow(WindowID, WindowAction)
    /// Calls one ticket out of turn: a waiting one, or one that is held.
    case callChosen(TicketID, WindowID)
    case reactivate(TicketID)
    /// Asks leave to send a slip; the first byte may go once the fact is durable.
    case startPrint(TicketID, PrinterID)
    case reportPrint(PrintOutcome)
    case reportDevice(DeviceChanged)
}

/// What an officer does at a window.
package enum WindowAction: Hashable, Sendable {
    case call
    /// What a keypad's call key means: finishes the one in hand, ends a pause, calls the next.
    case callNext
    case start
    case recall
    case noShow
    case giveUp
    case hold
    case transfer(ServiceID)
    case finish
    case pause(reason: String?, minutes: Int?)
    case resume
    case open(OfficerID)
    case close
    case takeOver(OfficerID)
}

/// Why a command changed nothing.
package struct Refusal: Error, Hashable, Sendable {
    /// Raw values are the stable names of the API's problems.
    package enum Kind: String, Sendable, CaseIterable {
        case unknownService = "unknown-service"
        case unknownKiosk = "unknown-kiosk"
        case unknownWindow = "unknown-window"
        case unknownTicket = "unknown-ticket"
        case windowClosed = "window-closed"
        case windowPaused = "window-paused"
        case windowNotPaused = "window-not-paused"
        case alreadyOpen = "already-open"
        case alreadyClosed = "already-closed"
        case windowHeldByOther = "window-held-by-other"
        case officerAtOtherWindow = "officer-at-other-window"
        case notYourWindow = "not-your-window"
        case ticketInHand = "ticket-in-hand"
        case noTicketInHand = "no-ticket-in-hand"
        case alreadyStarted = "already-started"
        case ticketNotCallable = "ticket-not-callable"
        case ticketNotReactivable = "ticket-not-reactivable"
        case notTransferable = "not-transferable"
        case storageLow = "storage-low"
        /// A ticket with this id exists.
        case ticketExists = "ticket-exists"
        /// The new configuration has no place for something that is still in use.
        case stillInUse = "still-in-use"
    }

    package var kind: Kind
    /// The member of the request that must change, if one must.
    package var field: String?
    /// What the sentence shown to people needs.
    package var values: [String: String]

    package init(_ kind: Kind, field: String? = nil, values: [String: String] = [:]) {
        self.kind = kind
        self.field = field
        self.values = values
    }
}
