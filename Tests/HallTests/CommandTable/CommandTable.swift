// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Testing

/// What a command came to.
enum CommandOutcome: Equatable {
    /// The names of what was recorded, each once.
    case facts([String])
    case refused(Refusal)

    /// What it comes to as far as a table says.
    var text: String {
        switch self {
        case .facts([]): "nothing"
        case .facts(let names): names.map { "`\($0)`" }.joined(separator: " ")
        case .refused(let refusal): "*\(refusal.kind.rawValue)*"
        }
    }
}

/// Every command in every state, as the hall answers it.
struct CommandTable {
    struct Cell {
        var row: CommandRow
        var state: CommandState
        var outcome: CommandOutcome
        /// The hall after it.
        var hall: TestHall
    }

    struct Part {
        var states: CommandStates
        /// A line of cells for each of `CommandRow.all`.
        var lines: [[Cell]]
        /// The lines that say more than the states they are held against.
        var telling: [[Cell]]
    }

    let parts: [Part]

    var cells: [Cell] { parts.flatMap { $0.lines.joined() } }

    init() throws {
        parts = try CommandStates.all.map { states in
            let lines = try Self.lines(states.states)
            guard let bases = states.bases else {
                return Part(states: states, lines: lines, telling: lines)
            }
            let telling = zip(lines, try Self.lines(bases)).filter {
                $0.map(\.outcome.text) != $1.map(\.outcome.text)
            }
            return Part(states: states, lines: lines, telling: telling.map(\.0))
        }
    }

    private static func lines(_ states: [CommandState]) throws -> [[Cell]] {
        let columns = try states.map(cells)
        return CommandRow.all.indices.map { row in columns.map { $0[row] } }
    }

    private static func cells(_ state: CommandState) throws -> [Cell] {
        let standing = try state.make()
        return try CommandRow.all.map { row in
            var hall = standing
            // What the clock made due is not the command's doing.
            hall.tick()
            let before = hall.journal.count
            do {
                try hall.ask(row.command, by: row.actor)
            } catch let refusal as Refusal {
                #expect(hall.journal.count == before, "\(row.words), \(state.words)")
                return Cell(row: row, state: state, outcome: .refused(refusal), hall: hall)
            }
            var names: [String] = []
            for fact in hall.facts(since: before) {
                let name = type(of: fact.payload).name
                if !names.contains(name) { names.append(name) }
            }
            return Cell(row: row, state: state, outcome: .facts(names), hall: hall)
        }
    }
}
