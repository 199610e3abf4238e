// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation
import Hall
import Testing

/// The sentences of one language.
private struct Locale {
    let name: String
    let sentences: [String: String]

    init(name: String, json: String) throws {
        self.name = name
        sentences = try JSONDecoder().decode([String: String].self, from: Data(json.utf8))
        // A decoder keeps one of two; a translator should be told.
        let keys = json.matches(of: #/(?m)^\s*"([^"]+)"\s*:/#).map { String($0.1) }
        let twice = Dictionary(grouping: keys, by: \.self).filter { $0.value.count > 1 }.keys
        #expect(twice.isEmpty, "\(name) has \(twice.sorted()) twice")
    }

    static func all() throws -> [Locale] {
        try ["zh-Hans", "zh-Hant", "en"].map {
            try Locale(name: $0, json: Repository.text("kiosk/locales/\($0).json"))
        }
    }
}

private func placeholders(in sentence: String) -> Set<String> {
    Set(sentence.matches(of: #/\{(\w+)\}/#).map { String($0.1) })
}

/// What one language has otherwise than another.
private func differences(_ one: Locale, _ other: Locale) -> [String] {
    let keys = Set(one.sentences.keys).symmetricDifference(other.sentences.keys)
    let missing = keys.map { "\($0) is not in both \(one.name) and \(other.name)" }
    let changed = one.sentences.compactMap { key, sentence -> String? in
        guard let theirs = other.sentences[key] else { return nil }
        return placeholders(in: sentence) == placeholders(in: theirs)
            ? nil : "\(key) has other placeholders in \(other.name) than in \(one.name)"
    }
    return (missing + changed).sorted()
}

/// Keys that pages ask for by name, not by putting one together.
private func keysUsed(in file: SourceFile) -> Set<String> {
    let code = file.code.joined(separator: "\n")
    let inScripts = code.matches(of: #/\bt\('([\w.-]+)'/#).map { String($0.1) }
    let inPages = code.matches(of: #/data-t(?:-[a-z]+)?="([\w.-]+)"/#).map { String($0.1) }
    return Set(inScripts + inPages)
}

/// Names of problems the sources declare.
private func problems(in file: SourceFile) -> Set<String> {
    Set(
        file.code.joined(separator: "\n").matches(of: #/ProblemKind\(\s*"([a-z-]+)"/#)
            .map { String($0.1) })
}

@Suite(.enabled(if: Repository.has("kiosk"))) struct LocaleTests {
    @Test func `every language has the same keys and placeholders, and no empty sentence`() throws {
        let locales = try Locale.all()
        let first = try #require(locales.first)
        for other in locales.dropFirst() { #expect(differences(first, other) == []) }
        for locale in locales {
            #expect(locale.sentences.count > 100)
            #expect(locale.sentences.filter { $0.value.isEmpty }.keys.sorted() == [])
        }
    }

    @Test func `a missing key and a changed placeholder are found`() throws {
        let one = try Locale(name: "a", json: #"{"x": "about {low} to {high}", "y": "yes"}"#)
        let other = try Locale(name: "b", json: #"{"x": "about {low}"}"#)
        #expect(differences(one, other).count == 2)
        #expect(differences(one, one) == [])
    }

    @Test func `every problem has a title and a detail`() throws {
        let sources = try Repository.files(in: ["Sources"], kinds: ["swift"])
        let raised = sources.reduce(into: Set<String>()) { $0.formUnion(problems(in: $1)) }
        #expect(raised.count > 5)
        let names = raised.union(Refusal.Kind.allCases.map(\.rawValue))
        for locale in try Locale.all() {
            let lacking = names.sorted().filter {
                locale.sentences["problem.\($0).title"] == nil
                    || locale.sentences["problem.\($0).detail"] == nil
            }
            #expect(lacking == [], "\(locale.name)")
            let told = locale.sentences.keys.filter { $0.hasPrefix("problem.") }
                .map { String($0.split(separator: ".")[1]) }
            #expect(Set(told).subtracting(names) == [], "nobody raises it: \(locale.name)")
        }
    }

    @Test func `every reason of a call and of an order has a sentence`() throws {
        let rules = Why.Rule.allCases.map { "why.\($0.rawValue)" }
        let reasons = Explanation.Reason.allCases.map { "explain.\($0.rawValue)" }
        for locale in try Locale.all() {
            let told = locale.sentences.keys.filter {
                $0.hasPrefix("why.") || $0.hasPrefix("explain.")
            }
            #expect(told.sorted() == (rules + reasons).sorted(), "\(locale.name)")
        }
    }

    @Test func `every sentence a page asks for is there`() throws {
        let files = try Repository.files(in: ["kiosk"], kinds: ["js", "html"])
        let used = files.reduce(into: Set<String>()) { $0.formUnion(keysUsed(in: $1)) }
        #expect(used.count > 50)
        let known = try Set(#require(Locale.all().first).sentences.keys)
        #expect(used.subtracting(known).sorted() == [])
    }

    @Test func `names of keys and problems are found in sources`() {
        let page = SourceFile(
            "kiosk/bad.html", #"<p data-t="a.one"></p><p data-t-label="a.two"></p>"#)
        let script = SourceFile("kiosk/bad.js", "say(t('a.three', { n: 1 })); t(`a.${four}`)")
        let kinds = SourceFile("Sources/Web/Bad.swift", #"ProblemKind("too-odd", status: 418)"#)
        #expect(keysUsed(in: page) == ["a.one", "a.two"])
        #expect(keysUsed(in: script) == ["a.three"])
        #expect(problems(in: kinds) == ["too-odd"])
    }
}
