// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation
import Hall
package import Store
import Web

/// What the program says at a terminal, in the language of whoever reads it.
package struct Sentences: Sendable {
    private let locales: Locales
    private let language: Language

    /// - Parameters:
    ///   - pages: whose `locales` are read; keys are shown as they are when that fails.
    ///   - environment: `HALLKEEPER_LANG`, else the usual variables, say the language; simplified
    ///     Chinese if they don't.
    package init(pages: String, environment: [String: String]) {
        locales = (try? Locales(directory: pages + "/locales")) ?? Locales(tables: [:])
        let asked =
            ["HALLKEEPER_LANG", "LC_ALL", "LC_MESSAGES", "LANG"].lazy
            .compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        let tag = asked.split(separator: ".").first.map(String.init) ?? ""
        let known = ["C", "POSIX", ""].contains(tag) ? "zh-Hans" : tag
        language = Language(accepting: known.replacingOccurrences(of: "_", with: "-"))
    }

    package func callAsFunction(_ key: String, _ values: [String: String] = [:]) -> String {
        locales.sentence(key, in: language, with: values)
            ?? ([key] + values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
            .joined(separator: " ")
    }

    /// Why something could not be done, and what to do.
    package func callAsFunction(_ reason: Reason) -> String {
        let parts = reason.parts.mapValues { self($0, reason.values) }
        return self(reason.key, reason.values.merging(parts) { $1 })
    }

    /// What is wrong with a configuration, a line each: file, line, place, mend.
    package func lines(_ problems: ConfigurationProblems) -> [String] {
        problems.problems.map { problem in
            let place = problem.line > 0 ? "\(problems.file):\(problem.line)" : problems.file
            let path = problem.path.isEmpty ? "" : " \(problem.path):"
            return "\(place):\(path) \(self("config.\(problem.kind.rawValue)", problem.values))"
        }
    }

    /// What came of a reload.
    package func lines(reloaded outcome: ReloadOutcome) -> [String] {
        switch outcome {
        case .done(let change, let revision):
            let details = change.sentences.map { "- " + self($0.key, $0.values) }
            let key = details.isEmpty ? "reload.same" : "reload.done"
            return [self(key, ["revision": String(revision)])] + details
        case .refused(let kind, let values):
            return [self("reload.kept", ["reason": reason(kind, values)])]
        case .unsound(let problems): return [self("reload.unsound")] + lines(problems)
        case .unavailable: return [self("reload.unavailable")]
        }
    }

    /// What would come of applying a file that is sound in itself.
    package func lines(planned outcome: ReloadOutcome) -> [String] {
        switch outcome {
        case .done(let change, let revision):
            let details = change.sentences.map { self($0.key, $0.values) }
            return [self("check.planned", ["revision": String(revision)])]
                + (details.isEmpty ? [self("change.nothing")] : details).map { "- " + $0 }
        case .refused(let kind, let values):
            return [self("check.refused", ["reason": reason(kind, values)])]
        case .unsound(let problems): return lines(problems)
        case .unavailable: return [self("reload.unavailable")]
        }
    }

    /// Why the controller did not start, and what to do.
    package func lines(_ failure: Controller.Failure) -> [String] {
        switch failure {
        case .configuration(let problems): lines(problems)
        case .journal(let error): [self("start.journal", ["reason": self(error.reason)])]
        case .pages(let directory, let reason):
            [self("start.pages", ["directory": directory, "reason": reason])]
        case .listening(let error): [self("start.listening", ["reason": "\(error)"])]
        case .devices(let error): [self("start.devices", ["reason": "\(error)"])]
        case .accounts(let reason): [self("start.accounts", ["reason": reason])]
        case .refused(let refusal):
            [self("start.refused", ["reason": reason(refusal.kind.rawValue, refusal.values)])]
        case .storageFailed: [self("start.storage")]
        }
    }

    /// Why the hall refuses, by the name of the problem.
    private func reason(_ problem: String, _ values: [String: String]) -> String {
        self("problem.\(problem).detail", values)
    }

    /// Why a trace cannot be replayed, and what to do.
    package func line(_ problem: TraceProblem) -> String {
        switch problem {
        case .unreadable(let path, let reason):
            self("simulate.trace.unreadable", ["file": path, "reason": reason])
        case .damaged(let path, let line, let reason):
            self("simulate.trace.damaged", ["file": path, "line": String(line), "reason": reason])
        case .newer(let path, let found, let known):
            self(
                "simulate.trace.newer",
                ["file": path, "found": String(found), "known": String(known)])
        case .otherJournal(let epoch, let sequence):
            self(
                "simulate.trace.otherJournal", ["epoch": epoch.text, "sequence": String(sequence)])
        case .noJournal(let directory): self("simulate.trace.noJournal", ["directory": directory])
        case .journal(let error): self("start.journal", ["reason": self(error.reason)])
        }
    }
}
