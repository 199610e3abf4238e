// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// A kind of problem: a stable name and the status it goes with. Other rooms add theirs in an
/// extension.
package struct ProblemKind: Sendable, Hashable {
    /// Part of the problem's type and of the locale keys; never renamed once released.
    package let name: String
    package let status: Int

    package init(_ name: String, status: Int) {
        self.name = name
        self.status = status
    }

    /// The `type` member: `urn:hallkeeper:problem:NAME`.
    package var type: String { "urn:hallkeeper:problem:\(name)" }

    package static let badRequest = ProblemKind("bad-request", status: 400)
    package static let headersConflict = ProblemKind("headers-conflict", status: 400)
    package static let malformedJSON = ProblemKind("malformed-json", status: 400)
    package static let notSignedIn = ProblemKind("not-signed-in", status: 401)
    package static let notAllowed = ProblemKind("not-allowed", status: 403)
    package static let forbiddenOrigin = ProblemKind("forbidden-origin", status: 403)
    package static let notFound = ProblemKind("not-found", status: 404)
    package static let methodNotAllowed = ProblemKind("method-not-allowed", status: 405)
    package static let bodyTooLarge = ProblemKind("body-too-large", status: 413)
    package static let unsupportedMediaType = ProblemKind("unsupported-media-type", status: 415)
    package static let misdirected = ProblemKind("misdirected", status: 421)
    package static let tooManyStreams = ProblemKind("too-many-streams", status: 503)
    package static let busy = ProblemKind("busy", status: 503)

    /// The kinds this room raises itself.
    package static let ofTheServer: [ProblemKind] = [
        .badRequest, .headersConflict, .malformedJSON, .notSignedIn, .notAllowed,
        .forbiddenOrigin, .notFound, .methodNotAllowed, .bodyTooLarge, .unsupportedMediaType,
        .misdirected, .tooManyStreams, .busy,
    ]
}

/// Problem details (RFC 9457): what went wrong, where, and what would mend it.
package struct Problem: Sendable, Equatable {
    package var kind: ProblemKind
    /// Put into the sentences' `{name}` places.
    package var values: [String: String]
    /// The member of the request that is wrong, as a JSON pointer or a parameter's name.
    package var field: String?
    /// The name of what would mend it, for programs and pages: a stable word, not a sentence.
    package var mend: String?

    package init(
        _ kind: ProblemKind, values: [String: String] = [:], field: String? = nil,
        mend: String? = nil
    ) {
        self.kind = kind
        self.values = values
        self.field = field
        self.mend = mend
    }

    package var status: Int { kind.status }

    /// The JSON a client reads. Without a sentence in its language the kind's name stands in, so
    /// that a gap in a table never hides a problem.
    package func encoded(in language: Language, from locales: Locales) -> [UInt8] {
        func sentence(_ part: String) -> String? {
            locales.sentence("problem.\(kind.name).\(part)", in: language, with: values)
        }
        let body = Body(
            type: kind.type, title: sentence("title") ?? kind.name, status: status,
            detail: sentence("detail"), field: field, mend: mend)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Texts and a whole number always have a form in JSON.
        return (try? encoder.encode(body)).map { [UInt8]($0) } ?? []
    }

    private struct Body: Encodable {
        let type: String
        let title: String
        let status: Int
        let detail: String?
        let field: String?
        let mend: String?
    }
}
