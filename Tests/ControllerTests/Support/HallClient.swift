// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Controller

/// One client on a connection of its own, who holds every answer against the documentation.
final class HallClient {
    let raw: RawClient
    /// Runs at least as long as somebody asks it.
    let hall: TestHall
    var cookie: String?

    init(_ raw: RawClient, of hall: TestHall, cookie: String? = nil) {
        self.raw = raw
        self.hall = hall
        self.cookie = cookie
    }

    func get(
        _ path: String, _ headers: [String] = [], at place: SourceLocation = #_sourceLocation
    ) throws -> RawAnswer {
        try ask("GET", path, headers, at: place)
        return try answer(to: "GET", path, at: place)
    }

    func post(
        _ path: String, _ body: String = "{}", key: String? = nil, _ headers: [String] = [],
        at place: SourceLocation = #_sourceLocation
    ) throws -> RawAnswer {
        try ask("POST", path, headers + Self.keyed(key), body)
        return try answer(to: "POST", path, at: place)
    }

    func delete(_ path: String, at place: SourceLocation = #_sourceLocation) throws -> RawAnswer {
        try ask("DELETE", path)
        return try answer(to: "DELETE", path, at: place)
    }

    /// Takes a number and says the ticket.
    func takeTicket(
        _ service: String = "general", key: String? = nil,
        at place: SourceLocation = #_sourceLocation
    ) throws -> JSONValue {
        let answer = try post(
            "/api/v1/tickets", #"{"service": "\#(service)"}"#, key: key, at: place)
        #expect(answer.status == 201, "\(answer.text)", sourceLocation: place)
        return answer.json
    }

    /// Does something at a window.
    func act(
        _ window: String, _ action: String, _ body: String = "{}", key: String? = nil,
        at place: SourceLocation = #_sourceLocation
    ) throws -> RawAnswer {
        try post("/api/v1/windows/\(window)/\(action)", body, key: key, at: place)
    }

    // For many requests under way at once, a request and its answer are two steps.

    func ask(
        _ method: String, _ path: String, _ headers: [String] = [], _ body: String? = nil,
        at place: SourceLocation = #_sourceLocation
    ) throws {
        try raw.ask(
            method, path, headers: headers + (cookie.map { ["Cookie: \($0)"] } ?? []), body: body)
    }

    func answer(
        to method: String, _ path: String, at place: SourceLocation = #_sourceLocation
    ) throws -> RawAnswer {
        let answer = try raw.answer()
        for complaint in Contract.shared.complaints(about: answer, to: method, path) {
            Issue.record("\(method) \(path): \(complaint)", sourceLocation: place)
        }
        return answer
    }

    static func keyed(_ key: String?) -> [String] {
        key.map { ["Idempotency-Key: \($0)"] } ?? []
    }
}

extension RawAnswer {
    /// The name in a problem's type.
    var problem: String? {
        let prefix = "urn:hallkeeper:problem:"
        guard let type = json["type"].text, type.hasPrefix(prefix) else { return nil }
        return String(type.dropFirst(prefix.count))
    }
}
