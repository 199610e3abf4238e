// SPDX-License-Identifier: Apache-2.0

import Facts

extension Window {
    /// Wall milliseconds at which its pause is to end; nil when it is not paused or nobody said.
    package var pausedUntil: Int64? {
        guard state == .paused, let minutes = paused?.minutes else { return nil }
        return since + Int64(minutes.withinDay) * 60_000
    }
}
