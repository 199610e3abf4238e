// SPDX-License-Identifier: Apache-2.0

@testable import Controller

/// One mistake made in a sound `hall.yaml`, and what must be said of it.
struct WrongFile: Sendable {
    /// Taken out of the sound file.
    var old: String
    /// Put in its place.
    var new: String
    var kind: ConfigurationProblem.Kind
    var path: String
    /// How many lines below the mistake the problem is told.
    var below: Int

    init(
        _ old: String, _ new: String, _ kind: ConfigurationProblem.Kind, _ path: String,
        below: Int = 0
    ) {
        self.old = old
        self.new = new
        self.kind = kind
        self.path = path
        self.below = below
    }

    func text(in sound: String) -> String {
        sound.replacing(old, with: new, maxReplacements: 1)
    }

    /// Where the problem is to be told, from 1; nil when the sound file has no place for it.
    func line(in sound: String) -> Int? {
        guard let place = sound.firstRange(of: old)?.lowerBound else { return nil }
        return sound[..<place].count { $0 == "\n" } + 1 + below
    }

    func problems(in sound: String) -> [ConfigurationProblem] { Self.problems(text(in: sound)) }

    static func problems(_ text: String) -> [ConfigurationProblem] {
        do {
            _ = try HallFile.parse(text, named: "hall.yaml")
            return []
        } catch {
            return error.problems
        }
    }
}
