// SPDX-License-Identifier: Apache-2.0

/// Something in `hall.yaml` that cannot be meant, with the place and the mend.
package struct ConfigurationProblem: Error, Equatable, Sendable, Codable {
    /// Each has a sentence `config.<raw value>` in every locale.
    package enum Kind: String, Sendable, Codable, CaseIterable {
        /// The file cannot be read.
        case unreadable
        /// Not YAML; `{reason}` is the parser's.
        case syntax
        /// A key nobody knows; `{known}` lists those that are known here.
        case unknownKey
        case duplicateKey
        case missingKey
        /// `{expected}` says of what kind the value should be.
        case wrongType
        /// A number or a flag in quotes.
        case quoted
        /// `{value}` is not among or not within `{expected}`.
        case badValue
        /// `{value}` names a `{expected}` that the file does not define.
        case dangling
        /// `{value}` was given to another one before.
        case duplicate
        /// `{window}` is to help `{service}` out, which it serves anyway.
        case servesAnyway
        /// `{value}` reaches into another band of time.
        case overlap
        /// `{value}` is said to be gone, but the file still defines it.
        case stillDefined
        /// Listens beyond this machine without TLS, and the file does not say that this is meant.
        case insecure
    }

    package var kind: Kind
    /// Counts from 1; 0 when the file as a whole is meant.
    package var line: Int
    /// Where in the file: `windows[3].sign.address`.
    package var path: String
    package var values: [String: String]

    package init(_ kind: Kind, line: Int, path: String, values: [String: String] = [:]) {
        self.kind = kind
        self.line = line
        self.path = path
        self.values = values
    }
}

/// All that is wrong with a file, in the order of its lines.
package struct ConfigurationProblems: Error, Equatable, Sendable, Codable {
    package var file: String
    package var problems: [ConfigurationProblem]

    package init(file: String, problems: [ConfigurationProblem]) {
        self.file = file
        self.problems = problems
    }
}
