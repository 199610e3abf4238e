// SPDX-License-Identifier: Apache-2.0

import Simulators
import TestSupport
import Testing

@testable import Web

struct HostileRequestTests {
    @Test(arguments: [
        "Content-Length: 2\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 2",
        "Content-Length: 2\r\nContent-Length: 2",
        "Content-Length: 2\r\ncontent-length: 3",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Host: localhost\r\nContent-Length: 2",
        "Content-Length: -1",
        "Content-Length: +2",
        "Content-Length: 2, 2",
        "Content-Length: 99999999999999999999",
        "Content-Length : 2",
        "Transfer-Encoding : chunked\r\nContent-Length: 2",
        "Content-Length: 2\r\nTransfer-Encoding\t: chunked",
    ])
    func `lines that contradict each other are refused and the connection ends`(
        lines: String
    ) throws {
        try withServer([.echo]) { server, port in
            let client = try RawClient(port: port)
            try client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\n\(lines)\r\n\r\n{}")
            #expect(try [400, 413].contains(client.answer().status))
            #expect(client.isClosed())
            #expect(server.metrics.answersByClass[2] == 0)
        }
    }

    @Test func `a body in chunks is read`() throws {
        try withServer([.echo]) { _, port in
            let client = try RawClient(port: port)
            try client.send(
                "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
                    + "Content-Type: application/json\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n")
            #expect(try client.answer().text == "{}")
        }
    }

    @Test(arguments: [
        "/hello/%FF", "/hello/%C3%28", "/hello/%", "/hello/%4", "/hello/%zz", "/hello/a%00b",
        "/hello/%0a", "/hello/%ED%A0%80", "/hello/x?name=%FF", "/hello/x?%00=1", "hello",
    ])
    func `a path or query that is no text is a bad request`(path: String) throws {
        try withServer([.immediate("GET", "/hello/{name}") { _ in .text("hello") }]) { _, port in
            let answer = try RawClient(port: port).request("GET", path)
            #expect(answer.status == 400)
            #expect(answer.text.contains("problem:bad-request"))
        }
    }

    @Test func `raw bytes in a path that are not UTF-8 are a bad request`() throws {
        try withServer([.immediate("GET", "/hello/{name}") { _ in .text("hello") }]) { _, port in
            let client = try RawClient(port: port)
            try client.send(
                Array("GET /hello/".utf8) + [0xFF, 0xFE]
                    + Array(" HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))
            #expect(try client.answer().status == 400)
        }
    }

    @Test func `a query is decoded and plus is a blank`() throws {
        let route = TestRoute.immediate("GET", "/ask") { call in
            .text(call.request.query.map { "\($0.name)=\($0.value)" }.joined(separator: "|"))
        }
        try withServer([route]) { _, port in
            let answer = try RawClient(port: port).request("GET", "/ask?a=1+2%2B3&%E4%BD%A0=&b")
            #expect(answer.text == "a=1 2+3|你=|b=")
        }
    }

    @Test(arguments: [
        ("evil.example", 421), ("localhost:8080", 200), ("LOCALHOST", 200), ("127.0.0.1", 200),
        ("hall.example:80", 200), ("localhost.evil.example", 421), ("[::1]", 421), ("", 421),
    ])
    func `only our own host names are served`(host: String, status: Int) throws {
        var configuration = HTTPConfiguration()
        configuration.hostNames = ["hall.example"]
        let hello = TestRoute.immediate("GET", "/hello") { _ in .text("hello") }
        try withServer([hello], configuration: configuration) { _, port in
            let client = try RawClient(port: port)
            try client.send("GET /hello HTTP/1.1\r\nHost: \(host)\r\n\r\n")
            #expect(try client.answer().status == status)
        }
    }

    @Test func `a request without a host is refused`() throws {
        try withServer([.immediate("GET", "/hello") { _ in .text("hello") }]) { _, port in
            let client = try RawClient(port: port)
            try client.send("GET /hello HTTP/1.1\r\n\r\n")
            #expect(try client.answer().status == 400)
        }
    }

    @Test(arguments: [
        (["Sec-Fetch-Site: cross-site"], 403), (["Sec-Fetch-Site: same-site"], 403),
        (["Sec-Fetch-Site: same-origin"], 200), (["Sec-Fetch-Site: none"], 200),
        (["Origin: http://evil.example"], 403), (["Origin: null"], 403),
        (["Origin: http://localhost"], 200), ([], 200),
        (["Sec-Fetch-Site: cross-site", "Origin: http://localhost"], 403),
    ])
    func `another site's page cannot change anything`(headers: [String], status: Int) throws {
        try withServer([.echo]) { _, port in
            let answer = try RawClient(port: port).request(
                "POST", "/echo", headers: headers, body: "{}")
            #expect(answer.status == status)
        }
    }

    @Test(arguments: [
        ("Content-Type: text/plain", 415), ("Content-Type: application/jsonx", 415),
        ("Content-Type: application/x-www-form-urlencoded", 415), ("X-Nothing: 1", 415),
        ("Content-Type: application/json; charset=utf-8", 200),
        ("content-type: Application/JSON", 200),
    ])
    func `only JSON is taken as a body`(line: String, status: Int) throws {
        try withServer([.echo]) { _, port in
            let client = try RawClient(port: port)
            try client.send(
                "POST /echo HTTP/1.1\r\nHost: localhost\r\n\(line)\r\nContent-Length: 2\r\n\r\n{}"
            )
            #expect(try client.answer().status == status)
        }
    }

    @Test func `no body needs no content type`() throws {
        try withServer([.echo]) { _, port in
            let client = try RawClient(port: port)
            try client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(try client.answer().status == 200)
        }
    }

    @Test func `random bytes get no further than an error`() throws {
        var generator = SeededRandom(seed: 20_261_123)
        try withServer([.echo]) { server, port in
            for _ in 0..<200 {
                let client = try RawClient(port: port)
                let count = Int(generator.next() % 200)
                try? client.send(
                    (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) })
                try? client.send("\r\n\r\n")
            }
            #expect(try RawClient(port: port).request("POST", "/echo", body: "{}").status == 200)
            #expect(server.metrics.answersByClass[2] == 1)
        }
    }
}
