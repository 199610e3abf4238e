// SPDX-License-Identifier: Apache-2.0

import Controller
import Facts
import Foundation

/// `simulate --seed`: lives through days made of a seed.
struct SimulateSeed {
    let terminal: Terminal
    let seed: UInt64
    let days: Int
    let from: CivilDate
    let ticketsPerDay: Int?
    /// A hall of so many windows instead of the configuration's.
    let windows: Int?
    let configuration: String
    /// A data directory to keep the facts in.
    let journal: String?

    func run() throws {
        let (structure, zone) = try hall()
        let recipe = SimulatedHall.Recipe(
            seed: seed, structure: structure, from: from, ticketsPerDay: ticketsPerDay,
            utcOffset: SimulatedRun.offsets(of: zone))
        var run = SimulatedRun()
        do {
            let today = HallClock(zone: zone).now().date
            try run.run(recipe, days: days, journal: journal, today: today)
        } catch {
            throw terminal.failure([terminal.say.line(error)])
        }
        if windows != nil { try keepFile(of: structure) }
        for line in SimulatedReport(run, recipe, say: terminal.say).lines { terminal.tell(line) }
    }

    /// A hall that no file describes could not be served.
    private func keepFile(of structure: HallStructure) throws {
        guard let journal else { return }
        try Data(structure.simulatedFile.utf8).write(
            to: URL(filePath: journal).appending(path: "hall.yaml"))
    }

    private func hall() throws -> (HallStructure, zone: String) {
        if let windows { return (.simulated(windows: windows), "Asia/Shanghai") }
        do {
            let configuration = try HallFile.read(configuration)
            return (configuration.structure, configuration.zone)
        } catch {
            throw terminal.failure(terminal.say.lines(error))
        }
    }
}
