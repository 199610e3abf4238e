// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Web

extension JSONBody {
    /// The kiosk somebody stands at, if any.
    mutating func kiosk(spokenForBy caller: Caller) throws(Refused) -> KioskID? {
        guard let kiosk = try optionalText("kiosk").map({ KioskID($0) }) else { return nil }
        guard caller.may(speakFor: kiosk) else { throw Refused(Problem(.notAllowed)) }
        return kiosk
    }

    /// Exactly one of `service`, `window` and `officer`.
    mutating func transferTarget() throws(Refused) -> TransferTarget {
        let service = try optionalText("service").map { TransferTarget.service(ServiceID($0)) }
        let window = try optionalText("window").map { TransferTarget.window(WindowID($0)) }
        let officer = try optionalText("officer").map { TransferTarget.officer(OfficerID($0)) }
        let targets = [service, window, officer].compactMap(\.self)
        guard let target = targets.first else { throw Refused(.missingField, "service") }
        guard targets.count == 1 else {
            throw Refused(.unknownField, window != nil && service != nil ? "window" : "officer")
        }
        return target
    }

    /// The number of a case, as other systems write it: printable and short.
    mutating func caseNumber() throws(Refused) -> String? {
        guard let number = try optionalText("case", most: 64) else { return nil }
        let isPlain = number.unicodeScalars.allSatisfy { scalar in
            !scalar.properties.isWhitespace
                && scalar.properties.generalCategory != .control
                && scalar.properties.generalCategory != .format
        }
        guard isPlain else { throw Refused(Problem(Refusal(.badCaseNumber, field: "case"))) }
        return number
    }

    /// The service a visit goes on with.
    mutating func finishing() throws(Refused) -> Finishing {
        Finishing(
            outcome: try optionalText("outcome"), caseNumber: try caseNumber(),
            next: try optionalText("next").map { ServiceID($0) })
    }
}
