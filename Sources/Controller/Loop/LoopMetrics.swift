// SPDX-License-Identifier: Apache-2.0

package import Hall

/// What one round of the loop came to.
package struct LoopReport: Sendable {
    package var inputs = 0
    package var facts = 0
    package var failedCommits = 0
    package var failedSignings = 0
    package var isStorageSound = true
    package var isStorageLow = false
    package var ticketsIssued = 0
    /// Inputs the hall's rules refused, by why.
    package var refused: [Refusal.Kind: Int] = [:]
    package var commitNanoseconds: Int64 = 0
}

/// What the loop has done since it started.
package struct LoopMetrics: Sendable, Equatable {
    package var inputs = 0
    package var facts = 0
    package var commits = 0
    package var failedCommits = 0
    /// Heads of the journal that were not signed.
    package var failedSignings = 0
    package var ticketsIssued = 0
    /// Inputs the hall's rules refused, by why.
    package var refused: [Refusal.Kind: Int] = [:]
    /// Inputs told to come back later.
    package var turnedAway = 0
    /// Inputs in the largest batch.
    package var largestBatch = 0
    package var commitNanoseconds: Int64 = 0
    package var longestCommitNanoseconds: Int64 = 0
    package var isStorageLow = false

    mutating func add(_ report: LoopReport) {
        inputs += report.inputs
        isStorageLow = report.isStorageLow
        largestBatch = max(largestBatch, report.inputs)
        facts += report.facts
        commits += report.facts > 0 ? 1 : 0
        failedCommits += report.failedCommits
        failedSignings += report.failedSignings
        ticketsIssued += report.ticketsIssued
        refused.merge(report.refused, uniquingKeysWith: +)
        commitNanoseconds += report.commitNanoseconds
        longestCommitNanoseconds = max(longestCommitNanoseconds, report.commitNanoseconds)
    }
}
