// SPDX-License-Identifier: Apache-2.0

import Engine
import Facts
import Hall
import Store

@testable import Controller

/// `hall.yaml` as anybody might write it. A file that is accepted must make a hall that can be
/// worked in, and a structure that is the same after it was written down.
@_cdecl("LLVMFuzzerTestOneInput")
package func fuzzConfiguration(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: start, count: count)
    guard let text = String(validating: bytes, as: UTF8.self) else { return 0 }
    do {
        let configuration = try HallFile.parse(text, named: "hall.yaml")
        tryDays(configuration.structure)
    } catch {
        precondition(!error.problems.isEmpty, "refused without a reason")
    }
    return 0
}

/// Two days, every few hours of which somebody comes to each service and each window works.
private func tryDays(_ structure: HallStructure) {
    var engine = Engine(state: Hall(), epoch: "e", boot: "b")
    var round: [(Actor, Command)] = [
        (.controller, .controllerStarted(boot: "b")),
        (.controller, .applyConfiguration(digest: "d", structure: structure)),
    ]
    for hour in stride(from: Int64(0), to: 48, by: 5) {
        let moment = Moment(
            wall: 1_795_392_000_000 + hour * 3_600_000, monotonic: hour * 3_600_000,
            utcOffset: 28_800)
        for (actor, command) in round + work(structure, hour) {
            let input = Input(id: "i", actor: actor, moment: moment, command: command)
            for record in engine.turn([input]).records { tryBytes(of: record.fact) }
        }
        for window in engine.state.windows.values {
            _ = engine.state.order(for: window, most: 3, at: moment)
        }
        _ = engine.state.nextDeadline(after: moment)
        round = []
    }
}

private func work(_ structure: HallStructure, _ hour: Int64) -> [(Actor, Command)] {
    let kiosk = structure.kiosks.first?.id
    var commands: [(Actor, Command)] = []
    for (index, service) in structure.services.enumerated() {
        let priority = PriorityClass.allCases[index % PriorityClass.allCases.count]
        let take = Command.takeTicket(
            ticket: TicketID("t\(index)-\(hour)"), service: service.id, priority: priority,
            kiosk: kiosk)
        commands.append((Actor(.kiosk, "k"), take))
    }
    for window in structure.windows {
        let officer = OfficerID("o-\(window.id)")
        for action in [.open(officer), .call, .start, .finish(), .call, .noShow, .close]
            as [WindowAction]
        {
            commands.append((Actor(.officer, officer.text), .atWindow(window.id, action)))
        }
    }
    return commands
}

private func tryBytes(of fact: HallFact) {
    do {
        _ = try CanonicalJSON().bytes(of: fact.payload)
    } catch {
        preconditionFailure("\(fact) cannot be written: \(error)")
    }
}
