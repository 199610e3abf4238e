// SPDX-License-Identifier: Apache-2.0

import Dispatch
import TestSupport
import Testing

@testable import Web

struct ServerTests {
    @Test func `an immediate answer carries body and standing headers`() throws {
        try withServer([.immediate("GET", "/hello") { _ in .text("你好") }]) { _, port in
            let answer = try RawClient(port: port).request("GET", "/hello")
            #expect(answer.status == 200)
            #expect(answer.text == "你好")
            #expect(answer["X-Content-Type-Options"] == "nosniff")
            #expect(answer["Content-Security-Policy"]?.contains("default-src 'none'") == true)
            #expect(answer["Referrer-Policy"] == "same-origin")
        }
    }

    @Test func `HEAD is served from GET without a body`() throws {
        try withServer([.immediate("GET", "/hello") { _ in .text("hello") }]) { _, port in
            let client = try RawClient(port: port)
            let head = try client.request("HEAD", "/hello")
            #expect(head["Content-Length"] == "5")
            #expect(try client.request("GET", "/hello").text == "hello")
        }
    }

    @Test func `an unknown path is 404 and a wrong method 405 with what is allowed`() throws {
        let routes: [TestRoute] = [
            .immediate("GET", "/windows/{id}") { .text($0.parameters["id"]) },
            .immediate("POST", "/windows/{id}") { _ in .empty() },
        ]
        try withServer(routes) { _, port in
            let client = try RawClient(port: port)
            let missing = try client.request("GET", "/nowhere")
            #expect(missing.status == 404)
            #expect(missing["Content-Type"] == "application/problem+json")
            #expect(missing.text.contains("urn:hallkeeper:problem:not-found"))
            let wrong = try client.request("DELETE", "/windows/3")
            #expect(wrong.status == 405)
            #expect(wrong["Allow"] == "GET, POST, HEAD")
            #expect(try client.request("GET", "/windows/%E7%AA%97").text == "窗")
            #expect(try client.request("GET", "/windows/a%2Fb").text == "a/b")
            #expect(try client.request("GET", "/windows/").status == 404)
        }
    }

    @Test func `an answer may come later from another thread`() throws {
        let waiting = Mailbox<Responder>()
        try withServer([.suspended("GET", "/later") { _, responder in waiting.put(responder) }]) {
            _, port in
            let client = try RawClient(port: port)
            try client.ask("GET", "/later")
            let responder = try #require(waiting.take())
            DispatchQueue.global().async {
                responder.send(.text("first"))
                responder.send(.text("second"))
            }
            #expect(try client.answer().text == "first")
            try client.ask("GET", "/later")
            try #require(waiting.take()).send(.text("third"))
            #expect(try client.answer().text == "third")
        }
    }

    @Test func `a suspended handler may answer at once`() throws {
        try withServer([.suspended("GET", "/now") { $1.send(.text("now")) }]) { _, port in
            let answer = try RawClient(port: port).request("GET", "/now")
            #expect(answer.text == "now")
        }
    }

    @Test func `sixty-four clients wait at the same time and each gets its own answer`() throws {
        let waiting = Mailbox<(String, Responder)>()
        let route = TestRoute.suspended("GET", "/number/{n}") { call, responder in
            waiting.put((call.parameters["n"], responder))
        }
        try withServer([route]) { _, port in
            let clients = try (0..<64).map { _ in try RawClient(port: port) }
            for (number, client) in clients.enumerated() {
                try client.ask("GET", "/number/\(number)")
            }
            let all = try clients.map { _ in try #require(waiting.take()) }
            DispatchQueue.concurrentPerform(iterations: all.count) { index in
                all[index].1.send(.text(all[index].0))
            }
            for (number, client) in clients.enumerated() {
                #expect(try client.answer().text == "\(number)")
            }
        }
    }

    @Test func `a client that leaves while its request waits harms nobody`() throws {
        let waiting = Mailbox<Responder>()
        let routes: [TestRoute] = [
            .suspended("GET", "/later") { _, responder in waiting.put(responder) },
            .immediate("GET", "/hello") { _ in .text("hello") },
        ]
        try withServer(routes) { _, port in
            for _ in 0..<50 {
                let client = try RawClient(port: port)
                try client.ask("GET", "/later")
            }
            for _ in 0..<50 { try #require(waiting.take()).send(.text("too late")) }
            #expect(try RawClient(port: port).request("GET", "/hello").text == "hello")
        }
    }

    @Test func `half a request then a close leaves the server as it was`() throws {
        try withServer([.echo]) { server, port in
            for half in [
                "PO", "POST /echo HTTP/1.1\r\nHost: loc",
                "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{",
            ] {
                try RawClient(port: port).send(half)
            }
            let answer = try RawClient(port: port).request("POST", "/echo", body: "{\"a\":1}")
            #expect(answer.text == "{\"a\":1}")
            #expect(server.metrics.answersByClass[2] == 1)
        }
    }

    @Test func `a body of ten megabytes is read away and refused with a problem`() throws {
        try withServer([.echo]) { _, port in
            let body = String(repeating: "x", count: 10 << 20)
            let answer = try RawClient(port: port).request("POST", "/echo", body: body)
            #expect(answer.status == 413)
            #expect(answer.text.contains("body-too-large"))
        }
    }

    @Test(arguments: [
        "Content-Length: 99999999999", "Content-Length: 70000\r\nExpect: 100-continue",
    ])
    func `a body that is announced too large is refused before it is sent`(lines: String) throws {
        try withServer([.echo]) { _, port in
            let client = try RawClient(port: port)
            try client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\n\(lines)\r\n\r\n")
            #expect(try client.answer().status == 413)
            #expect(client.isClosed())
        }
    }

    @Test func `a body at the limit passes and one byte more does not`() throws {
        var configuration = HTTPConfiguration()
        configuration.bodyLimit = 100
        try withServer([.echo], configuration: configuration) { _, port in
            let body = String(repeating: "x", count: 100)
            #expect(try RawClient(port: port).request("POST", "/echo", body: body).status == 200)
            let more = try RawClient(port: port).request("POST", "/echo", body: body + "x")
            #expect(more.status == 413)
        }
    }

    @Test(arguments: [
        "POST /echo HT", "POST /echo HTTP/1.1\r\nHost: localhost\r\nX: ",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{",
    ])
    func `a request that trickles is cut at its deadline`(start: String) throws {
        var configuration = HTTPConfiguration()
        configuration.requestDeadline = 150
        let server = try withServer([.echo], configuration: configuration) { server, port in
            let client = try RawClient(port: port)
            try client.send(start)
            // Each byte renews an idle limit; only a deadline for the whole request ends this.
            for _ in 0..<90 where client.isSilent(forMilliseconds: 20) {
                guard (try? client.send("x")) != nil else { break }
            }
            #expect(client.isClosed())
            return server
        }
        #expect(server.metrics.deadlineCuts == 1)
    }

    @Test func `a handler that never answers is answered busy`() throws {
        var configuration = HTTPConfiguration()
        configuration.answerDeadline = 100
        try withServer([.suspended("GET", "/never") { _, _ in }], configuration: configuration) {
            _, port in
            let answer = try RawClient(port: port).request("GET", "/never")
            #expect(answer.status == 503)
            #expect(answer.text.contains("problem:busy"))
        }
    }

    @Test func `one address cannot take all connections`() throws {
        var configuration = HTTPConfiguration()
        configuration.connectionsPerAddress = 2
        let hello = TestRoute.immediate("GET", "/hello") { _ in .text("hello") }
        try withServer([hello], configuration: configuration) { _, port in
            let first = try RawClient(port: port)
            let second = try RawClient(port: port)
            #expect(try first.request("GET", "/hello").status == 200)
            #expect(try second.request("GET", "/hello").status == 200)
            #expect(try RawClient(port: port).isClosed())
            #expect(try first.request("GET", "/hello").status == 200)
        }
    }

    @Test func `a port in use is named in the error`() throws {
        try withServer([]) { _, port in
            var configuration = HTTPConfiguration()
            configuration.port = port
            #expect(throws: HTTPServerError.portInUse(address: "127.0.0.1", port: port)) {
                try withServer([], configuration: configuration) { _, _ in }
            }
        }
    }

    @Test func `an address that is none is named in the error`() {
        var configuration = HTTPConfiguration()
        configuration.address = "localhost"
        #expect(throws: HTTPServerError.badAddress("localhost")) {
            try withServer([], configuration: configuration) { _, _ in }
        }
    }

    @Test func `stopping answers those who wait and ends the port`() throws {
        let waiting = Mailbox<Responder>()
        let (client, port) = try withServer([
            .suspended("GET", "/later") { _, responder in waiting.put(responder) }
        ]) { _, port in
            let client = try RawClient(port: port)
            try client.ask("GET", "/later")
            _ = try #require(waiting.take())
            return (client, port)
        }
        #expect(try client.answer().status == 503)
        #expect(throws: RawClientError.self) { try RawClient(port: port) }
    }

    @Test func `answers and connections are counted`() throws {
        try withServer([.immediate("GET", "/hello") { _ in .text("hello") }]) { server, port in
            let client = try RawClient(port: port)
            _ = try client.request("GET", "/hello")
            _ = try client.request("GET", "/nowhere")
            #expect(server.metrics.answersByClass == [0, 0, 1, 0, 1, 0])
            #expect(server.metrics.connectionsOpen == 1)
        }
    }
}
