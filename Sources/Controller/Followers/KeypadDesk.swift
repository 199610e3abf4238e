// SPDX-License-Identifier: Apache-2.0

package import Devices
package import Facts
package import Hall
package import Wire

/// Keeps the keypads' digits right and turns their keys into wishes, as a value.
package struct KeypadDesk: Sendable {
    /// For the driver of one line.
    package struct Action: Sendable, Equatable {
        package var line: String
        package var command: KeypadBusDriver.Command
    }

    private var mounts: [HallConfiguration.Mount]
    private var shown: [WindowID: KeypadBusDriver.Command] = [:]

    package init(mounts: [HallConfiguration.Mount]) {
        self.mounts = mounts
    }

    /// Keypads hang elsewhere from now on; what was shown on lines that begin anew is forgotten.
    /// Gives what darkens the keypads that belong to no window any more.
    package mutating func change(
        mounts wanted: [HallConfiguration.Mount], anew lines: Set<String>
    ) -> [Action] {
        let before = mounts
        mounts = wanted
        let kept = before.filter { wanted.contains($0) && !lines.contains($0.line) }
        shown = shown.filter { window, _ in kept.contains { $0.window == window } }
        return before.filter { old in
            !lines.contains(old.line)
                && !wanted.contains { $0.line == old.line && $0.address == old.address }
        }.map {
            Action(
                line: $0.line, command: .show(address: $0.address, waiting: nil, number: nil))
        }
    }

    /// The window a keypad belongs to.
    package func window(line: String, address: UInt8) -> WindowID? {
        mounts.first { $0.line == line && $0.address == address }?.window
    }

    /// A beep, for a key that could not be obeyed.
    package func beep(_ window: WindowID) -> Action? {
        mounts.first { $0.window == window }
            .map { Action(line: $0.line, command: .beep(address: $0.address)) }
    }

    /// Digits that changed since the last time; the waiting count and the number in hand.
    package mutating func follow(_ windows: Set<WindowID>, in hall: Hall) -> [Action] {
        mounts.filter { windows.contains($0.window) }.compactMap { mount in
            guard let window = hall.windows[mount.window] else { return nil }
            let inHand = window.ticket.flatMap { hall.tickets[$0]?.ordinal }
            let command = KeypadBusDriver.Command.show(
                address: mount.address,
                waiting: window.state == .closed ? nil : hall.waiting(for: window),
                number: inHand)
            guard shown.updateValue(command, forKey: mount.window) != command else { return nil }
            return Action(line: mount.line, command: command)
        }
    }

    /// What a key asks of the hall, in order; nil for a key that means nothing now.
    ///
    /// The pad has no key for finishing, so calling the next and pausing finish the one in hand, as
    /// officers know it from the pads in use.
    package func wishes(
        of press: KeypadPress, at window: WindowID, in hall: Hall
    ) -> [WindowAction]? {
        guard let standing = hall.windows[window] else { return nil }
        let finish: [WindowAction] = standing.ticket == nil ? [] : [.finish()]
        switch press.key {
        case .call: return [.callNext]
        case .recall: return [.recall]
        case .noShow: return [.noShow]
        case .hold: return [.hold()]
        case .pause:
            return standing.paused == nil ? finish + [.pause(reason: nil, minutes: nil)] : [.resume]
        case .transfer: return transfer(press.digits, in: hall)
        case .callBack, .startRating, .oneMetreLine, .rating: return nil
        }
    }

    /// The digits before the transfer key are the number of the window to go on to.
    private func transfer(_ digits: [UInt8], in hall: Hall) -> [WindowAction]? {
        let number = digits.reduce(0) { ($0 * 10 + Int($1)) % 1000 }
        let target = hall.structure.windows.first { Int($0.number) == number }
        return target.map { [.transfer(.window($0.id))] }
    }
}
