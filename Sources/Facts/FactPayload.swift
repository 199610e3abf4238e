// SPDX-License-Identifier: Apache-2.0

/// What one fact says. Facts last for ever: names and versions are never reused, members are only
/// added (as optionals), and every released version can be decoded by every later release.
package protocol FactPayload: Codable, Sendable, Equatable {
    /// The fact's name in the journal and in live events.
    static var name: String { get }
    /// The version this release writes; counts from 1.
    static var version: Int { get }
}

extension FactPayload {
    package static var version: Int { 1 }
}

/// Decodes payload bytes; the edge that owns the encoding hands it in.
package protocol PayloadDecoding {
    func decode<Payload: FactPayload>(_ type: Payload.Type) throws -> Payload
}

/// All facts of one aggregate.
package protocol FactVocabulary: Sendable, Equatable {
    /// What the fact says.
    var payload: any FactPayload { get }

    /// Reads a payload of any version ever released; throws `UnknownFact` for others.
    static func decode(name: String, version: Int, with decoder: some PayloadDecoding) throws
        -> Self
}

/// A name or version in a journal that this release does not know: written by a newer one.
package struct UnknownFact: Error, Equatable {
    package var name: String
    package var version: Int

    package init(name: String, version: Int) {
        self.name = name
        self.version = version
    }
}
