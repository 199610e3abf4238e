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
        tryDay(configuration.structure)
    } catch {
        precondition(!error.problems.isEmpty, "refused without a reason")
    }
    return 0
}

private func tryDay(_ structure: HallStructure) {
    var engine = Engine(state: Hall(), epoch: "e", boot: "b")
    var commands: [(Actor, Command)] = [
        (.controller, .controllerStarted(boot: "b")),
        (.controller, .applyConfiguration(digest: "d", structure: structure)),
    ]
    for (index, service) in structure.services.enumerated() {
        let kiosk = structure.kiosks.first?.id
        let ticket = TicketID("t\(index)")
        commands.append(
            (
                Actor(.kiosk, "k"),
                .takeTicket(
                    ticket: ticket, service: service.id, priority: .normal, kiosk: kiosk)
            ))
    }
    for window in structure.windows {
        let officer = OfficerID("o-\(window.id)")
        for action in [WindowAction.open(officer), .call, .start, .finish, .close] {
            commands.append((Actor(.officer, officer.text), .atWindow(window.id, action)))
        }
    }
    for (index, (actor, command)) in commands.enumerated() {
        let moment = Moment(
            wall: 1_795_392_000_000 + Int64(index), monotonic: Int64(index), utcOffset: 28_800)
        let input = Input(id: "i", actor: actor, moment: moment, command: command)
        for record in engine.turn([input]).records { tryBytes(of: record.fact) }
    }
}

private func tryBytes(of fact: HallFact) {
    do {
        _ = try CanonicalJSON().bytes(of: fact.payload)
    } catch {
        preconditionFailure("\(fact) cannot be written: \(error)")
    }
}
