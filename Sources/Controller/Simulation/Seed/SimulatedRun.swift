// SPDX-License-Identifier: Apache-2.0

package import Facts
import Foundation
package import Store

/// Several days of a simulated hall, kept in a journal if one is named.
package struct SimulatedRun {
    /// Why nothing was simulated.
    package enum Problem: Error, Equatable {
        /// There are facts in the journal already; a simulation must not be mixed with them.
        case notEmpty(directory: String)
        /// A journal must not have facts from days to come: a real hall could not go on with it.
        case future(last: CivilDate)
        case journal(JournalError)
    }

    package private(set) var days: [SimulatedFigures.Day] = []

    package init() {}

    package var total: SimulatedFigures.Day? {
        guard let first = days.first else { return nil }
        return days.dropFirst().reduce(into: first) { $0.add($1) }
    }

    /// - Parameters:
    ///   - journal: a data directory that has none yet; nil keeps nothing.
    ///   - today: days must have ended before it if they are kept.
    package mutating func run(
        _ recipe: SimulatedHall.Recipe, days count: Int, journal directory: String? = nil,
        today: CivilDate
    ) throws(Problem) {
        do {
            if directory != nil, let last = recipe.lastDay(of: count), last >= today {
                throw Problem.future(last: last)
            }
            let journal = try directory.map { try Self.empty($0) }
            var hall = SimulatedHall(recipe, epoch: journal?.epoch ?? "simulated") { records in
                try journal?.commit(records)
            }
            for _ in 0..<count {
                guard let day = try hall.nextDay() else { return }
                days.append(day)
            }
        } catch let problem as Problem {
            throw problem
        } catch let error as JournalError {
            throw .journal(error)
        } catch {
            throw .journal(
                .storage(code: 0, message: "\(error)", mend: Mend(.look, directory ?? "")))
        }
    }

    private static func empty(_ directory: String) throws -> Journal<HallFact> {
        let journal = try Journal<HallFact>(in: DataDirectory(directory))
        guard journal.sequence == 0 else { throw Problem.notEmpty(directory: directory) }
        return journal
    }

    /// How far a zone is ahead of UTC at noon of a day; UTC if there is no such zone.
    package static func offsets(of zone: String) -> @Sendable (CivilDate) -> Int {
        let zone = TimeZone(identifier: zone) ?? .gmt
        return { date in
            let noon = Double(date.daysSince1970) * 86_400 + 43_200
            return zone.secondsFromGMT(for: Date(timeIntervalSince1970: noon))
        }
    }
}
