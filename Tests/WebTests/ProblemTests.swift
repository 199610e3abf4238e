// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import TestSupport
import Testing

@testable import Web

struct ProblemTests {
    private let locales = Locales(tables: [
        .zhHans: ["problem.busy.title": "系统繁忙", "problem.busy.detail": "请{seconds}秒后再试。"],
        .zhHant: ["problem.busy.title": "系統繁忙"],
        .en: ["problem.busy.title": "Busy", "problem.busy.detail": "Try again in {seconds} s."],
    ])

    @Test func `a problem is worded in the client's language`() throws {
        let busy = TestRoute.immediate("GET", "/busy") { _ in
            .problem(
                Problem(
                    .busy, values: ["seconds": "3"], field: "/service", mend: "retry"))
        }
        try withServer([busy], locales: locales) { _, port in
            let client = try RawClient(port: port)
            let chinese = try client.request("GET", "/busy")
            #expect(chinese.status == 503)
            #expect(chinese["Content-Type"] == "application/problem+json")
            #expect(chinese["Content-Language"] == "zh-Hans")
            #expect(
                chinese.text == """
                    {"detail":"请3秒后再试。","field":"/service","mend":"retry","status":503,\
                    "title":"系统繁忙","type":"urn:hallkeeper:problem:busy"}
                    """)
            let english = try client.request("GET", "/busy", headers: ["Accept-Language: en-GB"])
            #expect(english.text.contains("Try again in 3 s."))
        }
    }

    @Test(arguments: [
        ("en", Language.en), ("zh", .zhHans), ("zh-CN", .zhHans), ("zh-TW", .zhHant),
        ("zh-HK", .zhHant), ("zh-Hant-CN", .zhHant), ("zh-Hans-HK", .zhHans), ("fr", .zhHans),
        ("fr, en;q=0.5", .en), ("en;q=0.2, zh-TW;q=0.8", .zhHant), ("en;q=0", .zhHans),
        ("", .zhHans), (";;,,q=", .zhHans), ("en;q=nan, zh-TW;q=0.1", .zhHant),
    ])
    func `the language is the best one accepted`(header: String, language: Language) {
        #expect(Language(accepting: header) == language)
    }

    @Test func `a value may have a wording for one language`() {
        let values = ["seconds": "三", "seconds.en": "three"]
        let sentences = [Language.zhHans, .en].map {
            locales.sentence("problem.busy.detail", in: $0, with: values)
        }
        #expect(sentences == ["请三秒后再试。", "Try again in three s."])
    }

    @Test func `a value put into a sentence is not read again`() {
        let sentence = locales.sentence(
            "problem.busy.detail", in: .en, with: ["seconds": "{seconds}{seconds}"])
        #expect(sentence == "Try again in {seconds}{seconds} s.")
    }

    @Test func `without a sentence the name stands in`() {
        let bytes = Problem(.notFound).encoded(in: .en, from: locales)
        #expect(String(decoding: bytes, as: UTF8.self).contains("\"title\":\"not-found\""))
    }

    @Test func `every language words every problem of the server`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let locales = try Locales(directory: root.appending(path: "kiosk/locales").path())
        for language in Language.allCases {
            for kind in ProblemKind.ofTheServer {
                #expect(locales.sentence("problem.\(kind.name).title", in: language) != nil)
                #expect(locales.sentence("problem.\(kind.name).detail", in: language) != nil)
            }
        }
    }

    @Test func `locale files are read and a broken one is an error`() throws {
        let directory = try TemporaryDirectory()
        for language in Language.allCases {
            try directory.write(
                "{\"a\": \"\(language.rawValue)\"}", to: "\(language.rawValue).json")
        }
        let read = try Locales(directory: directory.path)
        #expect(read.sentence("a", in: .zhHant) == "zh-Hant")
        try directory.write("{\"a\": 1}", to: "en.json")
        #expect(throws: (any Error).self) { try Locales(directory: directory.path) }
    }
}
