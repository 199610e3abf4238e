// SPDX-License-Identifier: Apache-2.0

import Hall

/// The cases of `Command` and, of what is asked at a window, those of `WindowAction`. A case that
/// is new does not compile here until it has a name, and a name without a row fails a test.
enum CommandName: String, CaseIterable {
    case call, callNext, start, askRating, recall, noShow, giveUpInHand, hold, transfer, putBack,
        finish
    case pause, pauseKey, resume, callBack, open, close, takeOver
    case callChosen, reactivate, giveUp, rate, checkIn
    case takeTicket, keepAppointment, book, cancel, adopt
    case pauseHall, resumeHall, choosePolicy, chooseClosing
    case openTidal, closeTidal, dismissTidal
    case applyConfiguration, controllerStarted
    case startPrint, reportPrint, reprint, settlePaper, changeRoll, reportTestSlip
    case reportDevice, reportErasure

    init(_ command: Command) {
        self =
            switch command {
            case .atWindow(_, let action): Self(action)
            case .callChosen: .callChosen
            case .reactivate: .reactivate
            case .giveUp: .giveUp
            case .rate: .rate
            case .checkIn: .checkIn
            case .takeTicket: .takeTicket
            case .keepAppointment: .keepAppointment
            case .book: .book
            case .cancel: .cancel
            case .adopt: .adopt
            case .pauseHall: .pauseHall
            case .resumeHall: .resumeHall
            case .choosePolicy: .choosePolicy
            case .chooseClosing: .chooseClosing
            case .openTidal: .openTidal
            case .closeTidal: .closeTidal
            case .dismissTidal: .dismissTidal
            case .applyConfiguration: .applyConfiguration
            case .controllerStarted: .controllerStarted
            case .startPrint: .startPrint
            case .reportPrint: .reportPrint
            case .reprint: .reprint
            case .settlePaper: .settlePaper
            case .changeRoll: .changeRoll
            case .reportTestSlip: .reportTestSlip
            case .reportDevice: .reportDevice
            case .reportErasure: .reportErasure
            }
    }

    private init(_ action: WindowAction) {
        self =
            switch action {
            case .call: .call
            case .callNext: .callNext
            case .start: .start
            case .askRating: .askRating
            case .recall: .recall
            case .noShow: .noShow
            case .giveUp: .giveUpInHand
            case .hold: .hold
            case .transfer: .transfer
            case .putBack: .putBack
            case .finish: .finish
            case .pause: .pause
            case .pauseKey: .pauseKey
            case .resume: .resume
            case .callBack: .callBack
            case .open: .open
            case .close: .close
            case .takeOver: .takeOver
            }
    }
}
