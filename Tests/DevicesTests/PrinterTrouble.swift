// SPDX-License-Identifier: Apache-2.0

import Simulators
import Wire

/// One trouble on a slip's way, or its end.
enum PrinterTrouble: Equatable {
    case none
    case faults([VirtualPrinter.Fault], mend: [VirtualPrinter.Fault])
    /// Somebody opens a jammed printer, frees the cutter and closes it.
    case freeCutter
    case powerCycle
    case unplug
    case plug
    case kill
    case noise
    case quiet

    init(_ random: inout SeededRandom) {
        let reload = VirtualPrinter.Fault.paperReloaded(millimetres: 60_000)
        let answers: [VirtualPrinter.Answering] = [
            .never, .late(milliseconds: .random(in: 200...9000, using: &random)), .twice, .wrongly,
            .inGarbage, .halves,
        ]
        switch Int.random(in: 0..<20, using: &random) {
        case 0: self = .faults([.coverOpened], mend: [.coverClosed])
        case 1: self = .faults([.paperOut], mend: [reload])
        case 2, 3:
            let left = Int.random(in: 0...40, using: &random)
            self = .faults([.paperLeft(millimetres: left)], mend: [reload])
        case 4: self = .faults([.cutterJammed], mend: [])
        case 5: self = .faults([.headHot], mend: [.headCooled])
        case 6: self = .faults([.broken], mend: [.powerLost, .powerBack])
        case 7: self = .faults([.muted], mend: [.unmuted])
        case 8: self = .faults([.powerLost], mend: [.powerBack])
        case 9...12:
            let answering = answers.randomElement(using: &random) ?? .never
            self = .faults([.answers(answering)], mend: [.answers(.well)])
        case 13, 14: self = .unplug
        case 15: self = .kill
        case 16: self = .noise
        default: self = .none
        }
    }
}

extension PrinterCampaign {
    /// Has it happen; returns what ends it.
    mutating func cause(_ trouble: PrinterTrouble) -> PrinterTrouble {
        switch trouble {
        case .none: return .none
        case .faults(let faults, let mend):
            for fault in faults { say(printer.cause(fault, now: now)) }
            if faults == [.cutterJammed] { return .freeCutter }
            return mend.isEmpty ? .none : .faults(mend, mend: [])
        case .freeCutter:
            for fault in [VirtualPrinter.Fault.cutterMended, .coverOpened] {
                say(printer.cause(fault, now: now))
            }
            return .faults([.coverClosed], mend: [])
        case .powerCycle:
            for fault in [VirtualPrinter.Fault.powerLost, .powerBack] {
                say(printer.cause(fault, now: now))
            }
            return .none
        case .unplug:
            unplug()
            return .plug
        case .plug:
            plug()
            return .none
        case .kill:
            kill()
            return .none
        case .noise:
            (noise.drops, noise.splits) = (300, true)
            // What is invented there may look like an answer that names nothing.
            if profile.completion == .processID { noise.inserts = 300 }
            return .quiet
        case .quiet:
            (noise.drops, noise.inserts, noise.splits) = (0, 0, false)
            return .none
        }
    }
}
