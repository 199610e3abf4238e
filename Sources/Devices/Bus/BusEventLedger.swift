// SPDX-License-Identifier: Apache-2.0

import Wire

/// Which events of a unit were taken, so that each counts once however often it is told
/// (SPEC.md section 10.2).
struct BusEventLedger: Sendable {
    /// The last event that was taken.
    private(set) var last: BusEventName?
    /// Those taken that must not be acknowledged yet, in the order of their numbers.
    private var unsettled: [UInt16] = []
    private var uid: BusUID?
    private var boot: UInt16?

    /// The last event that was taken of the unit, wherever on the line it was then.
    mutating func remember(_ event: BusEventName?) {
        if let event { last = event }
    }

    /// The unit answered START. True if it has restarted since it was last started, or nobody knows.
    mutating func start(_ uid: BusUID, _ start: BusStart) -> Bool {
        let isNew = self.uid != uid || boot != start.boot
        self.uid = uid
        boot = start.boot
        if last?.uid != uid || last?.boot != start.boot { last = nil }
        if isNew { unsettled = [] }
        return isNew
    }

    /// What STATUS should acknowledge: 0 if nothing of this restart may be.
    var ack: UInt16 { unsettled.first.map { $0 - 1 } ?? last?.number ?? 0 }

    /// An event is safe with whoever was told of it, and may be acknowledged.
    mutating func settle(_ event: BusEventName) {
        guard event.uid == uid, event.boot == boot else { return }
        unsettled.removeAll { $0 == event.number }
    }

    /// Nobody may acknowledge this event before it is settled.
    mutating func hold(_ event: BusEventName) { unsettled.append(event.number) }

    /// The name of an event that was not taken before; it is now.
    mutating func take(_ number: UInt16) -> BusEventName? {
        guard let uid, let boot, number > 0 else { return nil }
        if let last, !Self.isLater(number, than: last.number) { return nil }
        let name = BusEventName(uid: uid, boot: boot, number: number)
        last = name
        return name
    }

    /// Numbers go round, so the shorter way tells which is later; no queue is half as long.
    private static func isLater(_ number: UInt16, than last: UInt16) -> Bool {
        let distance = (Int(number) - Int(last) + 65535) % 65535
        return distance > 0 && distance < 32768
    }
}
