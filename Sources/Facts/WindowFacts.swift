// SPDX-License-Identifier: Apache-2.0

/// An officer opened a window and holds it.
package struct WindowOpened: FactPayload {
    package static let name = "windowOpened"
    package var window: WindowID
    package var officer: OfficerID

    package init(window: WindowID, officer: OfficerID) {
        self.window = window
        self.officer = officer
    }
}

/// A window closed; nobody holds it.
package struct WindowClosed: FactPayload {
    package static let name = "windowClosed"
    package var window: WindowID
    package var officer: OfficerID?

    package init(window: WindowID, officer: OfficerID?) {
        self.window = window
        self.officer = officer
    }
}

/// A window paused 暂停服务.
package struct WindowPaused: FactPayload, Hashable {
    package static let name = "windowPaused"
    package var window: WindowID
    /// A reason key of the hall's, not free text.
    package var reason: String?
    /// How long it is meant to last.
    package var minutes: Int?

    package init(window: WindowID, reason: String?, minutes: Int?) {
        self.window = window
        self.reason = reason
        self.minutes = minutes
    }
}

/// A paused window serves again.
package struct WindowResumed: FactPayload {
    package static let name = "windowResumed"
    package var window: WindowID

    package init(window: WindowID) {
        self.window = window
    }
}

/// Another officer took an open window over, with the ticket in hand if there was one.
package struct WindowTakenOver: FactPayload {
    package static let name = "windowTakenOver"
    package var window: WindowID
    package var officer: OfficerID
    package var from: OfficerID?

    package init(window: WindowID, officer: OfficerID, from: OfficerID?) {
        self.window = window
        self.officer = officer
        self.from = from
    }
}
