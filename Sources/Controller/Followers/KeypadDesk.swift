// SPDX-License-Identifier: Apache-2.0

package import Facts
package import Hall
package import Wire

/// Keeps what officers' pads show right and turns their keys into wishes, as a value. Knows nothing
/// of the lines they hang on.
package struct KeypadDesk: Sendable {
    /// For the driver of one line.
    package struct Action: Sendable, Equatable {
        package enum What: Sendable, Equatable {
            case show(PadFace)
            /// A key could not be obeyed.
            case beep
        }

        package var line: String
        package var address: UInt8
        package var what: What
    }

    /// What a press comes to.
    package enum Wish: Sendable, Equatable {
        case ask(Command)
        /// Answered by a beep.
        case refuse(Refused)
    }

    /// Why a press is not even put to the hall.
    package enum Refused: String, Sendable, CaseIterable {
        /// Pressed so long ago that whoever pressed it no longer counts on it.
        case late
        /// No key of a hall's, or digits that name nothing.
        case meaningless
        /// The answer to another question than the one that was put last.
        case otherQuestion = "other-question"
    }

    /// Milliseconds after which a key is no longer obeyed.
    package static let oldestPress: Int64 = 5000

    private var mounts: [HallConfiguration.Mount]
    private var shown: [WindowID: PadFace] = [:]

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
        }.map { Action(line: $0.line, address: $0.address, what: .show(PadFace())) }
    }

    /// The window a keypad belongs to.
    package func window(line: String, address: UInt8) -> WindowID? {
        mounts.first { $0.line == line && $0.address == address }?.window
    }

    /// A beep, for a key that could not be obeyed.
    package func beep(_ window: WindowID) -> Action? {
        mounts.first { $0.window == window }
            .map { Action(line: $0.line, address: $0.address, what: .beep) }
    }

    /// Faces that changed since the last time.
    package mutating func follow(_ windows: Set<WindowID>, in hall: Hall) -> [Action] {
        mounts.filter { windows.contains($0.window) }.compactMap { mount in
            guard let window = hall.windows[mount.window] else { return nil }
            let face = PadFace(window, in: hall)
            guard shown.updateValue(face, forKey: mount.window) != face else { return nil }
            return Action(line: mount.line, address: mount.address, what: .show(face))
        }
    }

    /// What a press asks of the hall.
    package func wish(of press: PadPress, at window: WindowID, in hall: Hall) -> Wish {
        guard let standing = hall.windows[window] else { return .refuse(.meaningless) }
        switch press.content {
        case .rating(let number, let reference?):
            // What it answers it says itself, however long that took.
            guard standing.rating?.reference == reference else { return .refuse(.otherQuestion) }
            return rating(number, at: standing)
        case _ where press.age > Self.oldestPress: return .refuse(.late)
        case .rating(let number, nil): return rating(number, at: standing)
        case .key(let key, let number):
            guard let action = action(of: key, number, in: hall) else {
                return .refuse(.meaningless)
            }
            return .ask(.atWindow(window, action))
        }
    }

    private func rating(_ number: Int, at window: Window) -> Wish {
        guard let grade = Grade(rawValue: number) else { return .refuse(.meaningless) }
        guard let rating = window.rating else { return .refuse(.otherQuestion) }
        return .ask(.rate(rating.ticket, window.id, grade))
    }

    private func action(of key: PadKey, _ number: Int?, in hall: Hall) -> WindowAction? {
        switch key {
        case .call: .callNext
        case .recall: .recall
        case .start: .start
        case .finish: .finish()
        case .askRating: .askRating
        case .noShow: .noShow
        case .giveUp: .giveUp
        case .hold: .hold()
        case .callBack: .callBack(number: number)
        case .pause: .pauseKey
        case .transfer:
            // The digits are the number of the window to go on to.
            hall.structure.windows.first { number != nil && Int($0.number) == number }
                .map { .transfer(.window($0.id)) }
        }
    }
}

extension PadFace {
    /// What the pad of a window shows; dark while it is closed.
    package init(_ window: Window, in hall: Hall) {
        let isOpen = window.state != .closed
        let rating = window.rating.flatMap { $0.state == .open ? $0 : nil }
        self.init(
            waiting: isOpen ? hall.waiting(for: window) : nil,
            number: window.ticket.flatMap { hall.tickets[$0]?.number },
            isPaused: isOpen && (window.paused != nil || hall.paused != nil),
            rating: rating.map { Rating(reference: $0.reference, seconds: $0.asked.seconds) })
    }
}

extension PadPress {
    /// What the hall knows the press by, if it may come twice. No client of the API can choose the
    /// same: what they send has no blank in it.
    ///
    /// - Parameter window: where it was pressed: elsewhere it is another wish.
    package func key(at window: WindowID) -> IdempotencyKey? {
        identity.map { IdempotencyKey(text: "pad \($0)", digest: "\(window) \(content)") }
    }
}
