// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation
import Machine
import Store

@testable import Controller
@testable import Web

/// The API without a server and with a loop that has ended, so that every wish is read, turned
/// away and answered at once, on this thread.
struct Stage {
    let router: Router<Need, Caller>

    init() {
        do {
            let path = FileManager.default.temporaryDirectory
                .appending(path: "hallkeeper-fuzz-\(ProcessInfo.processInfo.processIdentifier)")
            let directory = try DataDirectory(path.path())
            let loop = try HallLoop(clock: HallClock(zone: "Asia/Shanghai"))
            _ = try? loop.start { () throws(JournalError) in throw .inUse(directory: path.path()) }
            loop.stop()
            let api = HallAPI(
                loop: loop, configuration: HallConfiguration(), locales: Locales(tables: [:]),
                topics: LiveTopics(startingAfter: EventID(epoch: "e", sequence: 0)),
                access: try Access(path: directory.file("access.sqlite")) { 0 },
                reader: try Journal<HallFact>(in: directory).reader, openAPI: SharedBody([]))
            router = Router(routes: api.routes.filter(Self.isQuick)) { _, _ in .admitted(.demo) }
            try FileManager.default.removeItem(at: path)
        } catch {
            preconditionFailure("the stage cannot be set up: \(error)")
        }
    }

    /// Streams have no body, and a sign-in takes its time on purpose.
    private static func isQuick(_ route: Route<Need, Caller>) -> Bool {
        if case .stream = route.handler { return false }
        return !route.pattern.hasSuffix("/sessions")
    }
}

/// Counts from any thread.
final class Tally: Sendable {
    private let state = Guarded(0)

    var count: Int { state.withLock(\.self) }

    func add() { state.withLock { $0 += 1 } }
}
