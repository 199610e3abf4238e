// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Machine

/// Who holds which window, for those who must know before they ask the hall.
final class Posts: Sendable {
    private let holders = Guarded<[WindowID: OfficerID]>([:])

    init() {}

    func holder(of window: WindowID) -> OfficerID? {
        holders.withLock { $0[window] }
    }

    /// Takes in a commit, on the loop's thread.
    func follow(_ records: [Recorded<HallFact>], in hall: Hall) {
        let changed = records.contains { record in
            switch record.fact {
            case .windowOpened, .windowClosed, .windowTakenOver, .dayClosed,
                .configurationApplied:
                true
            default: false
            }
        }
        if changed { read(hall) }
    }

    func read(_ hall: Hall) {
        let found = hall.windows.compactMapValues(\.officer)
        holders.withLock { $0 = found }
    }
}
