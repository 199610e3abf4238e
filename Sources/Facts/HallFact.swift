// SPDX-License-Identifier: Apache-2.0

/// All that can be said of a hall, on one page.
///
/// Indirect, because facts are handed around more often than they are looked into.
package indirect enum HallFact: FactVocabulary {
    case controllerStarted(ControllerStarted)
    case configurationApplied(ConfigurationApplied)
    case dayOpened(DayOpened)
    case dayClosed(DayClosed)
    case ticketIssued(TicketIssued)
    case ticketCalled(TicketCalled)
    case ticketRecalled(TicketRecalled)
    case serviceStarted(ServiceStarted)
    case ticketFinished(TicketFinished)
    case ticketNoShow(TicketNoShow)
    case ticketGivenUp(TicketGivenUp)
    case ticketHeld(TicketHeld)
    case ticketTransferred(TicketTransferred)
    case ticketReactivated(TicketReactivated)
    case ticketVoided(TicketVoided)
    case windowOpened(WindowOpened)
    case windowClosed(WindowClosed)
    case windowPaused(WindowPaused)
    case windowResumed(WindowResumed)
    case windowTakenOver(WindowTakenOver)
    case printStarted(PrintStarted)
    case printOutcome(PrintOutcome)
    case deviceChanged(DeviceChanged)

    package var payload: any FactPayload {
        switch self {
        case .controllerStarted(let fact): fact
        case .configurationApplied(let fact): fact
        case .dayOpened(let fact): fact
        case .dayClosed(let fact): fact
        case .ticketIssued(let fact): fact
        case .ticketCalled(let fact): fact
        case .ticketRecalled(let fact): fact
        case .serviceStarted(let fact): fact
        case .ticketFinished(let fact): fact
        case .ticketNoShow(let fact): fact
        case .ticketGivenUp(let fact): fact
        case .ticketHeld(let fact): fact
        case .ticketTransferred(let fact): fact
        case .ticketReactivated(let fact): fact
        case .ticketVoided(let fact): fact
        case .windowOpened(let fact): fact
        case .windowClosed(let fact): fact
        case .windowPaused(let fact): fact
        case .windowResumed(let fact): fact
        case .windowTakenOver(let fact): fact
        case .printStarted(let fact): fact
        case .printOutcome(let fact): fact
        case .deviceChanged(let fact): fact
        }
    }

    package static func decode(
        name: String, version: Int, with decoder: some PayloadDecoding
    ) throws -> HallFact {
        // Every version so far is 1; a later one adds its upcaster here, beside the old row.
        switch (name, version) {
        case (ControllerStarted.name, 1):
            .controllerStarted(try decoder.decode(ControllerStarted.self))
        case (ConfigurationApplied.name, 1):
            .configurationApplied(try decoder.decode(ConfigurationApplied.self))
        case (DayOpened.name, 1):
            .dayOpened(try decoder.decode(DayOpened.self))
        case (DayClosed.name, 1):
            .dayClosed(try decoder.decode(DayClosed.self))
        case (TicketIssued.name, 1):
            .ticketIssued(try decoder.decode(TicketIssued.self))
        case (TicketCalled.name, 1):
            .ticketCalled(try decoder.decode(TicketCalled.self))
        case (TicketRecalled.name, 1):
            .ticketRecalled(try decoder.decode(TicketRecalled.self))
        case (ServiceStarted.name, 1):
            .serviceStarted(try decoder.decode(ServiceStarted.self))
        case (TicketFinished.name, 1):
            .ticketFinished(try decoder.decode(TicketFinished.self))
        case (TicketNoShow.name, 1):
            .ticketNoShow(try decoder.decode(TicketNoShow.self))
        case (TicketGivenUp.name, 1):
            .ticketGivenUp(try decoder.decode(TicketGivenUp.self))
        case (TicketHeld.name, 1):
            .ticketHeld(try decoder.decode(TicketHeld.self))
        case (TicketTransferred.name, 1):
            .ticketTransferred(try decoder.decode(TicketTransferred.self))
        case (TicketReactivated.name, 1):
            .ticketReactivated(try decoder.decode(TicketReactivated.self))
        case (TicketVoided.name, 1):
            .ticketVoided(try decoder.decode(TicketVoided.self))
        case (WindowOpened.name, 1):
            .windowOpened(try decoder.decode(WindowOpened.self))
        case (WindowClosed.name, 1):
            .windowClosed(try decoder.decode(WindowClosed.self))
        case (WindowPaused.name, 1):
            .windowPaused(try decoder.decode(WindowPaused.self))
        case (WindowResumed.name, 1):
            .windowResumed(try decoder.decode(WindowResumed.self))
        case (WindowTakenOver.name, 1):
            .windowTakenOver(try decoder.decode(WindowTakenOver.self))
        case (PrintStarted.name, 1):
            .printStarted(try decoder.decode(PrintStarted.self))
        case (PrintOutcome.name, 1):
            .printOutcome(try decoder.decode(PrintOutcome.self))
        case (DeviceChanged.name, 1):
            .deviceChanged(try decoder.decode(DeviceChanged.self))
        default: throw UnknownFact(name: name, version: version)
        }
    }

    /// The names of all facts, in the order of their declaration.
    package static let names = [
        ControllerStarted.name,
        ConfigurationApplied.name,
        DayOpened.name,
        DayClosed.name,
        TicketIssued.name,
        TicketCalled.name,
        TicketRecalled.name,
        ServiceStarted.name,
        TicketFinished.name,
        TicketNoShow.name,
        TicketGivenUp.name,
        TicketHeld.name,
        TicketTransferred.name,
        TicketReactivated.name,
        TicketVoided.name,
        WindowOpened.name,
        WindowClosed.name,
        WindowPaused.name,
        WindowResumed.name,
        WindowTakenOver.name,
        PrintStarted.name,
        PrintOutcome.name,
        DeviceChanged.name,
    ]
}
