// SPDX-License-Identifier: Apache-2.0

package import Facts
package import Hall
package import Views
package import Wire

/// Says what each window's sign must show whenever that changes, as a value.
package struct SignDesk: Sendable {
    /// For the driver of one line.
    package struct Action: Sendable, Equatable {
        package enum What: Sendable, Equatable {
            case show(SignFace)
            /// The face it has flashes again, as for a recall.
            case flashAgain
        }

        package var line: String
        package var address: UInt8
        package var what: What
    }

    private var mounts: [WindowID: HallConfiguration.Mount]
    private let phrases: @Sendable (SignShape.Language) -> Phrases
    private var shown: [WindowID: SignText] = [:]

    package init(
        mounts: [HallConfiguration.Mount],
        phrases: @escaping @Sendable (SignShape.Language) -> Phrases
    ) {
        self.mounts = Dictionary(
            mounts.map { ($0.window, $0) }, uniquingKeysWith: { first, _ in first })
        self.phrases = phrases
    }

    /// Signs hang elsewhere from now on; what was shown on lines that begin anew is forgotten. Gives
    /// what darkens the signs that belong to no window any more.
    package mutating func change(
        mounts wanted: [HallConfiguration.Mount], anew lines: Set<String>
    ) -> [Action] {
        let before = mounts
        mounts = Dictionary(
            wanted.map { ($0.window, $0) }, uniquingKeysWith: { first, _ in first })
        shown = shown.filter { window, _ in
            before[window] == mounts[window] && !lines.contains(before[window]?.line ?? "")
        }
        return before.values.filter { old in
            !lines.contains(old.line)
                && !wanted.contains { $0.line == old.line && $0.address == old.address }
        }.sorted { $0.window < $1.window }.map {
            Action(line: $0.line, address: $0.address, what: .show(SignFace(text: "")))
        }
    }

    /// What changed since the last time, at these windows or because of them.
    package mutating func follow(_ windows: Set<WindowID>, in hall: Hall) -> [Action] {
        let concerned = windows.union(shown.filter(\.value.dependsOnOthers).keys)
        return concerned.sorted().compactMap { id in
            guard let mount = mounts[id], let window = hall.windows[id] else { return nil }
            let text = SignText(window, in: hall)
            let before = shown.updateValue(text, forKey: id)
            guard text != before else { return nil }
            let face = text.face(mount.shape, phrases)
            let isAgain = before?.face(mount.shape, phrases) == face
            return Action(
                line: mount.line, address: mount.address,
                what: isAgain ? .flashAgain : .show(face))
        }
    }
}
