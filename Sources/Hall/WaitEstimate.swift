// SPDX-License-Identifier: Apache-2.0

package import Facts

/// How long a citizen may have to wait, as a range; whole seconds.
package struct WaitEstimate: Hashable, Sendable, Encodable {
    package var low: Int
    package var likely: Int
    package var high: Int

    package init(low: Int, likely: Int, high: Int) {
        self.low = low
        self.likely = likely
        self.high = high
    }
}

extension Hall {
    /// Cases a service must have finished today before its own time counts more than the
    /// configured one.
    private static var casesUntilMeasured: Int { 5 }

    /// No case takes longer than a day; keeps any configured number within arithmetic.
    private static var longestCase: Int { 86_400 }

    /// How long `ahead` people before somebody will take at the windows open for the service now.
    ///
    /// Nil when no window serves it or nothing is known of how long a case takes: no number is
    /// better than an invented one. Windows with several services count in full, so the likely
    /// value leans to the short side and the range is wide on the long side.
    package func waitEstimate(for service: ServiceID, ahead: Int) -> WaitEstimate? {
        guard let service = services[service] else { return nil }
        var serving = 0
        var isAnyFree = false
        for window in windows.values where window.serves(service.id) {
            let isFree = window.state == .open
            isAnyFree = isAnyFree || isFree
            if isFree || window.state == .serving { serving += 1 }
        }
        guard serving > 0 else { return nil }
        if ahead == 0, isAnyFree { return WaitEstimate(low: 0, likely: 0, high: 0) }
        let measured =
            service.finished >= Self.casesUntilMeasured
            ? service.finishedSeconds / service.finished : nil
        guard let usual = measured ?? service.definition.typicalSeconds else { return nil }
        let each = min(max(0, usual), Self.longestCase)
        // The case in hand is on average half done when somebody begins to wait.
        let likely = (2 * ahead + 1) * each / (2 * serving)
        return WaitEstimate(low: likely / 2, likely: likely, high: likely * 2)
    }
}
