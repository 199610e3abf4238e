// SPDX-License-Identifier: Apache-2.0

package import Devices
package import Engine
package import Facts
import Foundation
package import Hall
import Machine
package import Store
package import Views

/// The hall between two turns, for those who only look.
package struct Standing {
    package let hall: Hall
    package let mark: ViewMark
    package let moment: Moment

    /// For answers that tell of no hall.
    static func nowhere(at moment: Moment) -> Standing {
        Standing(hall: Hall(), mark: ViewMark(epoch: "", sequence: 0), moment: moment)
    }
}

/// The thread that owns the engine and the journal: takes inputs in batches, commits what they
/// come to, and only then answers and tells the followers.
package final class HallLoop: Sendable {
    package typealias Reply = @Sendable (Answer<Hall>, Standing) -> Void
    /// Told of every commit, on the loop's thread; must not wait.
    package typealias Follower = @Sendable ([Recorded<HallFact>], Standing) -> Void

    enum Item: Sendable {
        case input(Input<Command>, Reply)
        case look(@Sendable (Standing?) -> Void)
        case follow(Follower)
    }

    /// Inputs that may wait at once: two seconds of work for the slowest disk we know.
    private static let places = 4096
    private static let batch = 512

    let clock: HallClock
    let inbox: Inbox<Item>
    private let state = Guarded(State())
    private let ended = DispatchSemaphore(value: 0)

    private struct State {
        var metrics = LoopMetrics()
        var isStorageSound = true
    }

    package init(clock: HallClock) throws(ChannelError) {
        self.clock = clock
        self.inbox = try Inbox(places: Self.places)
    }

    package var metrics: LoopMetrics { state.withLock(\.metrics) }
    /// Whether the last commit, if any, succeeded.
    package var isStorageSound: Bool { state.withLock(\.isStorageSound) }

    /// Leaves an input; `reply` is called exactly once, on the loop's thread, or at once on this
    /// one when there is no room.
    package func post(
        _ command: Command, by actor: Actor, key: IdempotencyKey? = nil,
        reply: @escaping Reply = { _, _ in }
    ) {
        let input = Input(
            id: RandomID.input(), actor: actor, moment: clock.now(), key: key, command: command)
        let standing: Inbox<Item>.Standing =
            if case .takeTicket = command { .guest } else { .resident }
        guard inbox.put(.input(input, reply), as: standing) else {
            state.withLock { $0.metrics.turnedAway += 1 }
            return reply(.busy, .nowhere(at: clock.now()))
        }
    }

    /// Calls `body` once, on the loop's thread, with the hall as it stands between two turns; with
    /// nil while the journal cannot be read, and at once when the loop has ended.
    package func look(_ body: @escaping @Sendable (Standing?) -> Void) {
        if !inbox.put(.look(body), as: .owner) { body(nil) }
    }

    /// From here on `follower` is told of every commit.
    package func follow(_ follower: @escaping Follower) {
        _ = inbox.put(.follow(follower), as: .owner)
    }

    /// Begins the thread, which makes its worker and keeps it to itself; returns what it found.
    package func start(
        _ make: @escaping @Sendable () throws(JournalError) -> LoopWorker
    ) throws(JournalError) -> LoopWorker.Beginning {
        let begun = DispatchSemaphore(value: 0)
        let beginning = Handover<Result<LoopWorker.Beginning, JournalError>>()
        let thread = Thread { [self] in
            defer { _ = ended.signal() }
            let worker: LoopWorker
            do throws(JournalError) {
                worker = try make()
                beginning.put(.success(worker.beginning))
            } catch {
                beginning.put(.failure(error))
                begun.signal()
                return
            }
            begun.signal()
            run(worker)
        }
        thread.name = "hall"
        thread.stackSize = 8 << 20
        thread.start()
        begun.wait()
        guard let result = beginning.take() else { preconditionFailure("the thread says so") }
        return try result.get()
    }

    /// Takes no more; returns when what waits is done and the journal is closed.
    package func stop() {
        inbox.close()
        ended.wait()
    }

    private func run(_ worker: LoopWorker) {
        while let items = inbox.take(most: Self.batch, until: worker.nextDeadline(clock.now())) {
            let report = worker.work(items, at: clock.now())
            state.withLock { state in
                state.metrics.add(report)
                state.isStorageSound = report.isStorageSound
            }
        }
        worker.end(at: clock.now())
    }
}

/// Random names, from the system's source of randomness.
package enum RandomID {
    /// 75 random bits: too many to guess one that is in use, and as many as a string holds without
    /// memory of its own.
    package static func ticket() -> TicketID { TicketID(text(bits: 75)) }

    /// Eight digits people can read out and type; the hall refuses one that is taken.
    package static func appointment() -> AppointmentID {
        AppointmentID(Int.random(in: 0...99_999_999).padded(8))
    }

    package static func input() -> InputID { InputID(text(bits: 60)) }

    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    /// Base 32 without the letters people mistake for digits.
    private static func text(bits: Int) -> String {
        var generator = SystemRandomNumberGenerator()
        var bytes: [UInt8] = []
        var pool: UInt64 = 0
        for index in 0..<(bits / 5) {
            if index % 12 == 0 { pool = generator.next() }
            bytes.append(alphabet[Int(pool & 31)])
            pool >>= 5
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
