// SPDX-License-Identifier: Apache-2.0

import Devices
import Facts
import Hall
import Wire

@testable import Controller

/// What the controller makes of presses.
extension DevicePark {
    /// What a press asks of the hall, if anything, and the name by which it is known again.
    func command(
        for press: PadPress, at window: WindowID, in hall: Hall
    ) -> (Command, IdempotencyKey?)? {
        var press = press
        if sabotage == .forgetAges { press.age = 0 }
        guard case .ask(let command) = keypadDesk.wish(of: press, at: window, in: hall) else {
            return nil
        }
        return (
            sabotage == .mixRatings ? mixed(command, in: hall) : command,
            sabotage == .forgetPresses ? nil : press.key(at: window)
        )
    }

    private func mixed(_ command: Command, in hall: Hall) -> Command {
        guard case .rate(_, let window, let grade) = command else { return command }
        let other = hall.windows.values.first { $0.id != window && $0.rating?.state == .open }
        return other.flatMap { other in
            other.rating.map { .rate($0.ticket, other.id, grade) }
        } ?? command
    }
}
