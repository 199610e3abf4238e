// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Store

/// What a command asks of a running controller: one line of JSON.
package enum ControlRequest: Codable, Sendable, Equatable {
    case verify
    /// - Parameter directory: an absolute path, since the controller runs elsewhere.
    case backup(directory: String)
    /// - Parameters:
    ///   - reason: goes into the journal; a key or a reference, nothing about a person.
    ///   - by: who gave the command.
    case erase(ErasureRule, reason: String?, by: String)
    /// To read `hall.yaml` again and apply it.
    case reload
    /// To say what applying a file would do; its absolute path.
    case plan(String)
    case paper(PaperWish)
}

extension ControlRequest {
    /// A path as a controller that runs elsewhere must be told it.
    package static func absolute(_ path: String) -> String {
        let path = URL(filePath: path).standardizedFileURL.path(percentEncoded: false)
        return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }
}

/// What the controller tells a command, a line of JSON each; the last is how it ended.
package enum ControlMessage: Codable, Sendable, Equatable {
    /// So far, `rows` facts were found sound.
    case progress(rows: Int64)
    case verified(rows: Int64, epochs: Int, heads: Int64, keys: [String], texts: TextAudit)
    /// The first fact that is not sound, and the check it failed.
    case unsound(sequence: Int64, check: String)
    /// Percent of the journal.
    case copying(Int)
    /// Percent of the copy.
    case checking(Int)
    case backedUp(BackupManifest)
    /// - Parameter isRecorded: whether the journal says so too.
    case erased(count: Int, isRecorded: Bool)
    case reloaded(ReloadOutcome)
    case paper(PaperAnswer)
    case failed(Reason)

    package init(_ verification: Verification) {
        if let failure = verification.failure {
            self = .unsound(sequence: failure.sequence, check: failure.check.rawValue)
        } else if verification.isFinished {
            self = .verified(
                rows: verification.rows, epochs: verification.epochs,
                heads: verification.heads, keys: verification.publicKeys.sorted(),
                texts: verification.texts)
        } else {
            self = .progress(rows: verification.rows)
        }
    }

    init(_ progress: BackupProgress) {
        switch progress {
        case .copying(let percent): self = .copying(percent)
        case .checking(let percent): self = .checking(percent)
        }
    }

    /// Whether it is the last of an answer.
    package var isEnd: Bool {
        switch self {
        case .progress, .copying, .checking: false
        case .verified, .unsound, .backedUp, .erased, .reloaded, .paper, .failed: true
        }
    }
}
