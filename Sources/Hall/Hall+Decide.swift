// SPDX-License-Identifier: Apache-2.0

package import Facts

extension Hall {
    package func decide(
        _ command: Command, by actor: Actor, at moment: Moment, given conditions: Conditions
    ) -> Result<[HallFact], Refusal> {
        Result { () throws(Refusal) in
            switch command {
            case .controllerStarted(let boot):
                return started(boot, at: moment)
            case .applyConfiguration(let digest, let structure, let retired):
                return try applying(structure, digest: digest, retired)
            case .takeTicket(let ticket, let service, let priority, let kiosk, let details):
                guard !conditions.storageLow else { throw Refusal(.storageLow) }
                return [
                    try issuing(
                        ticket, service: service, priority: priority, at: kiosk, details, moment)
                ]
            case .atWindow(let window, let action):
                return try deciding(action, at: try known(window), by: actor, moment)
            case .callChosen(let ticket, let window):
                return try callingChosen(ticket, at: try known(window), by: actor, moment)
            case .reactivate, .giveUp, .rate:
                return try decidingOnTicket(command, moment)
            case .checkIn(let ticket):
                return [try checkingIn(ticket, moment)]
            case .keepAppointment, .book, .cancel:
                guard !conditions.storageLow else { throw Refusal(.storageLow) }
                return try decidingOnAppointment(command, moment)
            case .adopt(let slips):
                guard !conditions.storageLow else { throw Refusal(.storageLow) }
                return try adopting(slips)
            case .choosePolicy(let policy, let window):
                return try choosing(policy: policy, for: window)
            case .pauseHall, .resumeHall, .chooseClosing:
                return try decidingOnHall(command)
            case .openTidal, .closeTidal, .dismissTidal:
                return try decidingOnTides(command)
            case .startPrint, .reportPrint, .reprint, .settlePaper, .changeRoll,
                .reportTestSlip, .reportDevice:
                return try decidingOnPaper(command)
            case .reportErasure(let erased):
                return [.textErased(erased)]
            }
        }
    }

    /// - Parameter field: the member of the request that names it, if the path does not.
    func known(_ id: WindowID, field: String? = nil) throws(Refusal) -> Window {
        guard let window = windows[id] else {
            throw Refusal(.unknownWindow, field: field, values: ["window": id.text])
        }
        return window
    }

    private func started(_ boot: String, at moment: Moment) -> [HallFact] {
        let gap = lastFactAt.map { max(0, moment.wall - $0) }
        let started = HallFact.controllerStarted(
            ControllerStarted(boot: boot, gapMilliseconds: gap))
        // Whether the slip came out, nobody can know; printing it again could make two of one.
        return [started] + openPrints.sorted().map { givingUpPrint(of: $0, Self.restarted) }
    }
}
