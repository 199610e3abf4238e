// SPDX-License-Identifier: Apache-2.0

/// What can be done to those on the pair, at any moment and also in the middle of a frame.
extension BusWire {
    /// Something happens to a unit itself: a key is pressed, a font is lost.
    package mutating func happen<Result>(
        to unit: Int, _ event: (inout Node, _ now: Int64) -> Result
    ) -> Result {
        defer { refresh(unit + 1) }
        return event(&nodes[unit], now)
    }

    /// Cuts somebody off: what it was sending ends there, and it hears nothing. A unit keeps its
    /// power and goes on by itself; the controller's adapter loses what it had heard.
    package mutating func unplug(_ end: BusEnd) {
        let station = station(end)
        stations[station].isPlugged = false
        silence(station)
    }

    /// Lets it hear and talk again.
    package mutating func plug(_ end: BusEnd) {
        let station = station(end)
        guard !stations[station].isPlugged else { return }
        stations[station].isPlugged = true
        if stations[station].mischief == .babbling { babble(by: station) }
    }

    /// Whether it hears and can be heard.
    package func isPlugged(_ end: BusEnd) -> Bool { stations[station(end)].isPlugged }

    /// Cuts a unit's power for a moment; unplug it first and plug it after, for longer. It goes on
    /// doing wrong what it did wrong.
    package mutating func restart(_ unit: Int) {
        silence(unit + 1)
        nodes[unit].restart(at: now)
        refresh(unit + 1)
        if stations[unit + 1].mischief == .babbling { babble(by: unit + 1) }
    }

    /// A unit begins to do something wrong, or ends it.
    package mutating func set(_ mischief: BusMischief, at unit: Int) {
        guard stations[unit + 1].mischief != mischief else { return }
        stations[unit + 1].mischief = mischief
        silence(unit + 1)
        if mischief == .babbling { babble(by: unit + 1) }
    }

    /// The controller's program sets another baud rate.
    package mutating func setControllerBaud(_ baud: Int) {
        stations[0].change(baud: baud)
    }

    /// Bytes that it sent in all.
    package func bytesSent(by end: BusEnd) -> Int { stations[station(end)].bytesSent }

    private func station(_ end: BusEnd) -> Int {
        switch end {
        case .controller: 0
        case .unit(let unit): unit + 1
        }
    }
}
