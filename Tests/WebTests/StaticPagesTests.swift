// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Web

struct StaticPagesTests {
    private func withPages(_ body: (RawClient) throws -> Void) throws {
        let directory = try TemporaryDirectory()
        try directory.write("<p>start</p>", to: "pages/index.html")
        try directory.write("<p>kiosk</p>", to: "pages/kiosk.html")
        try directory.write("export {}", to: "pages/parts/ticket.js")
        try directory.write("secret", to: "pages/.hidden.txt")
        try directory.write("secret", to: "outside.txt")
        let pages = try StaticPages(directory: directory.file("pages"))
        let api = TestRoute.immediate("GET", "/api") { _ in .text("api") }
        try withServer([api], pages: { pages.answer($0) }) { _, port in
            try body(try RawClient(port: port))
        }
    }

    @Test(arguments: [
        ("/", "<p>start</p>", "text/html; charset=utf-8"),
        ("/index.html", "<p>start</p>", "text/html; charset=utf-8"),
        ("/kiosk", "<p>kiosk</p>", "text/html; charset=utf-8"),
        ("/kiosk.html", "<p>kiosk</p>", "text/html; charset=utf-8"),
        ("/parts/ticket.js", "export {}", "text/javascript; charset=utf-8"),
        ("/api", "api", "text/plain; charset=utf-8"),
    ])
    func `a file is found under its names`(path: String, text: String, type: String) throws {
        try withPages { client in
            let answer = try client.request("GET", path)
            #expect(answer.status == 200)
            #expect(answer.text == text)
            #expect(answer["Content-Type"] == type)
            #expect(answer["X-Content-Type-Options"] == "nosniff")
        }
    }

    @Test(arguments: [
        "/../outside.txt", "/..%2foutside.txt", "/%2e%2e/outside.txt", "//outside.txt",
        "/parts/../../outside.txt", "/parts%2fticket.js", "/.hidden.txt", "/parts", "/parts/",
        "/%2e%2e%2foutside.txt", "/kiosk/", "/./kiosk",
    ])
    func `no path leads anywhere but to the table`(path: String) throws {
        try withPages { client in
            let answer = try client.request("GET", path)
            #expect(answer.status == 404)
            #expect(!answer.text.contains("secret"))
        }
    }

    @Test func `a known tag is answered not modified`() throws {
        try withPages { client in
            let tag = try #require(try client.request("GET", "/kiosk")["ETag"])
            for known in [tag, "W/\(tag)", "\"other\", \(tag)", "*"] {
                let answer = try client.request(
                    "GET", "/kiosk", headers: ["If-None-Match: \(known)"])
                #expect(answer.status == 304)
                #expect(answer.body.isEmpty)
                #expect(answer["ETag"] == tag)
            }
            let other = try client.request("GET", "/kiosk", headers: ["If-None-Match: \"x\""])
            #expect(other.status == 200)
        }
    }

    @Test func `a page is read only`() throws {
        try withPages { client in
            let answer = try client.request("POST", "/kiosk")
            #expect(answer.status == 405)
            #expect(answer["Allow"] == "GET, HEAD")
        }
    }

    @Test func `a directory that is missing is an error`() throws {
        let directory = try TemporaryDirectory()
        #expect(throws: (any Error).self) {
            try StaticPages(directory: directory.file("missing"))
        }
    }
}
