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
    case ticketReturned(TicketReturned)
    case ticketReleased(TicketReleased)
    case ticketDeferred(TicketDeferred)
    case ticketCheckedIn(TicketCheckedIn)
    case ticketAdopted(TicketAdopted)
    case appointmentBooked(AppointmentBooked)
    case appointmentCancelled(AppointmentCancelled)
    case hallPaused(HallPaused)
    case hallResumed(HallResumed)
    case policyChosen(PolicyChosen)
    case closingChosen(ClosingChosen)
    case tidalProposed(TidalProposed)
    case tidalProposalEnded(TidalProposalEnded)
    case tidalOpened(TidalOpened)
    case tidalClosed(TidalClosed)
    case journalRestored(JournalRestored)
    case textErased(TextErased)
    case printAsked(PrintAsked)
    case paperSettled(PaperSettled)
    case rollChanged(RollChanged)
    case testSlipPrinted(TestSlipPrinted)
    case ratingAsked(RatingAsked)
    case rated(Rated)

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
        case .ticketReturned(let fact): fact
        case .ticketReleased(let fact): fact
        case .ticketDeferred(let fact): fact
        case .ticketCheckedIn(let fact): fact
        case .ticketAdopted(let fact): fact
        case .appointmentBooked(let fact): fact
        case .appointmentCancelled(let fact): fact
        case .hallPaused(let fact): fact
        case .hallResumed(let fact): fact
        case .policyChosen(let fact): fact
        case .closingChosen(let fact): fact
        case .tidalProposed(let fact): fact
        case .tidalProposalEnded(let fact): fact
        case .tidalOpened(let fact): fact
        case .tidalClosed(let fact): fact
        case .journalRestored(let fact): fact
        case .textErased(let fact): fact
        case .printAsked(let fact): fact
        case .paperSettled(let fact): fact
        case .rollChanged(let fact): fact
        case .testSlipPrinted(let fact): fact
        case .ratingAsked(let fact): fact
        case .rated(let fact): fact
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
        case (TicketReturned.name, 1):
            .ticketReturned(try decoder.decode(TicketReturned.self))
        case (TicketReleased.name, 1):
            .ticketReleased(try decoder.decode(TicketReleased.self))
        case (TicketDeferred.name, 1):
            .ticketDeferred(try decoder.decode(TicketDeferred.self))
        case (TicketCheckedIn.name, 1):
            .ticketCheckedIn(try decoder.decode(TicketCheckedIn.self))
        case (TicketAdopted.name, 1):
            .ticketAdopted(try decoder.decode(TicketAdopted.self))
        case (AppointmentBooked.name, 1):
            .appointmentBooked(try decoder.decode(AppointmentBooked.self))
        case (AppointmentCancelled.name, 1):
            .appointmentCancelled(try decoder.decode(AppointmentCancelled.self))
        case (HallPaused.name, 1):
            .hallPaused(try decoder.decode(HallPaused.self))
        case (HallResumed.name, 1):
            .hallResumed(try decoder.decode(HallResumed.self))
        case (PolicyChosen.name, 1):
            .policyChosen(try decoder.decode(PolicyChosen.self))
        case (ClosingChosen.name, 1):
            .closingChosen(try decoder.decode(ClosingChosen.self))
        case (TidalProposed.name, 1):
            .tidalProposed(try decoder.decode(TidalProposed.self))
        case (TidalProposalEnded.name, 1):
            .tidalProposalEnded(try decoder.decode(TidalProposalEnded.self))
        case (TidalOpened.name, 1):
            .tidalOpened(try decoder.decode(TidalOpened.self))
        case (TidalClosed.name, 1):
            .tidalClosed(try decoder.decode(TidalClosed.self))
        case (JournalRestored.name, 1):
            .journalRestored(try decoder.decode(JournalRestored.self))
        case (TextErased.name, 1):
            .textErased(try decoder.decode(TextErased.self))
        case (PrintAsked.name, 1):
            .printAsked(try decoder.decode(PrintAsked.self))
        case (PaperSettled.name, 1):
            .paperSettled(try decoder.decode(PaperSettled.self))
        case (RollChanged.name, 1):
            .rollChanged(try decoder.decode(RollChanged.self))
        case (TestSlipPrinted.name, 1):
            .testSlipPrinted(try decoder.decode(TestSlipPrinted.self))
        case (RatingAsked.name, 1):
            .ratingAsked(try decoder.decode(RatingAsked.self))
        case (Rated.name, 1):
            .rated(try decoder.decode(Rated.self))
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
        TicketReturned.name,
        TicketReleased.name,
        TicketDeferred.name,
        TicketCheckedIn.name,
        TicketAdopted.name,
        AppointmentBooked.name,
        AppointmentCancelled.name,
        HallPaused.name,
        HallResumed.name,
        PolicyChosen.name,
        ClosingChosen.name,
        TidalProposed.name,
        TidalProposalEnded.name,
        TidalOpened.name,
        TidalClosed.name,
        JournalRestored.name,
        TextErased.name,
        PrintAsked.name,
        PaperSettled.name,
        RollChanged.name,
        TestSlipPrinted.name,
        RatingAsked.name,
        Rated.name,
    ]
}
