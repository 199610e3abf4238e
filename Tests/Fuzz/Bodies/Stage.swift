// SPDX-License-Identifier: Apache-2.0

import Engine
import Facts
import Foundation
import Hall
import Machine
import Store
import Views

@testable import Controller
@testable import Web

/// The whole API without a server, on a hall that lives in memory: what a request leaves in the
/// inbox is decided here, on this thread.
struct Stage {
    private let router: Router<Need, Caller>
    private let loop: HallLoop
    private let clock = HallClock(zone: "Asia/Shanghai")
    private let opened: Engine<Hall>

    init() {
        do {
            let path = FileManager.default.temporaryDirectory
                .appending(path: "hallkeeper-fuzz-\(ProcessInfo.processInfo.processIdentifier)")
            let directory = try DataDirectory(path.path())
            loop = try HallLoop(clock: clock)
            let configuration = try HallFile.read("examples/demo-hall.yaml")
            let reader = try Journal<HallFact>(in: directory).reader
            let side = try SideStore(in: directory)
            let files = HallFiles(
                directory: directory, reader: reader, side: side, accounts: { _ in },
                configuration: "hall.yaml")
            let configured = Configured(configuration)
            let locales = Locales(tables: [:])
            let api = HallAPI(
                loop: loop, configured: configured, locales: locales,
                topics: LiveTopics(startingAfter: EventID(epoch: "e", sequence: 0)),
                access: try Access(path: directory.file("access.sqlite")) { 0 }, reader: reader,
                history: HistoryDesk(in: directory, following: reader), side: side,
                dayKey: DayKey(in: directory),
                upkeep: Upkeep(files, loop: loop, clock: clock, configuration: configuration) { _ in
                },
                ports: Ports(
                    loop: loop, configured: configured, phrases: locales.phrases(in:),
                    slips: SlipMaker(locales) { _ in nil },
                    memory: PrinterMemory(path: directory.file("printers.json")) { _ in }
                ) { _ in },
                openAPI: SharedBody([]))
            router = Router(routes: api.routes.filter(Self.isQuick)) { _, _ in .admitted(.demo) }
            opened = Self.opened(configuration, at: clock.now())
            try FileManager.default.removeItem(at: path)
        } catch {
            preconditionFailure("the stage cannot be set up: \(error)")
        }
    }

    /// Streams have no body, history answers from a file, and a sign-in takes its time on purpose.
    private static func isQuick(_ route: Route<Need, Caller>) -> Bool {
        if case .stream = route.handler { return false }
        return !route.pattern.hasSuffix("/sessions") && !route.pattern.contains("/history/")
    }

    private static func opened(
        _ configuration: HallConfiguration, at moment: Moment
    ) -> Engine<Hall> {
        var engine = Engine(state: Hall(), epoch: "e", boot: "b")
        var commands: [Command] = [
            .controllerStarted(boot: "b"),
            .applyConfiguration(digest: "d", structure: configuration.structure),
        ]
        for (window, officer) in configuration.demoOfficers {
            commands.append(.atWindow(window, .open(officer)))
        }
        for command in commands {
            let input = Input(id: "i", actor: .controller, moment: moment, command: command)
            _ = engine.turn([input])
        }
        return engine
    }
}

extension Stage {
    /// Makes requests one after another, to a hall of their own that has just opened.
    func play(_ requests: [Request]) {
        var engine = opened
        var tickets: [TicketID] = []
        for var request in requests {
            // An id is random; `T0` stands for the first ticket, `T1` for the second.
            request.segments = request.segments.map { segment in
                guard segment.first == "T", let index = Int(segment.dropFirst()),
                    tickets.indices.contains(index)
                else { return segment }
                return tickets[index].text
            }
            guard case .later(let start) = router.outcome(for: request) else { continue }
            let answers = Tally()
            start(Responder { _ in answers.add() })
            tickets += work(&engine)
            precondition(answers.count <= 1, "\(answers.count) answers to one request")
        }
    }

    /// Does what waits in the inbox; gives the tickets that came of it.
    private func work(_ engine: inout Engine<Hall>) -> [TicketID] {
        var issued: [TicketID] = []
        for item in loop.inbox.take(most: 100, until: 0) ?? [] {
            switch item {
            case .input(let input, let reply):
                let turn = engine.turn([input])
                for record in turn.records {
                    guard (try? CanonicalJSON().bytes(of: record.fact.payload)) != nil else {
                        preconditionFailure("\(record.fact) cannot be written")
                    }
                    if case .ticketIssued(let fact) = record.fact { issued.append(fact.ticket) }
                }
                for answer in turn.answers { reply(answer, standing(engine)) }
            case .look(let look): look(standing(engine))
            case .follow: break
            }
        }
        return issued
    }

    private func standing(_ engine: Engine<Hall>) -> Standing {
        Standing(
            hall: engine.state, mark: ViewMark(epoch: "e", sequence: engine.sequence),
            moment: clock.now())
    }
}

/// Counts from any thread.
private final class Tally: Sendable {
    private let state = Guarded(0)

    var count: Int { state.withLock(\.self) }

    func add() { state.withLock { $0 += 1 } }
}
