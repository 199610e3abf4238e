// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import Controller

/// A whole controller in this process, on a free port, with a data directory of its own.
final class TestHall {
    let files: TemporaryDirectory
    private(set) var controller: Controller?
    /// Instead of what the disk says.
    var freeBytes: (@Sendable () -> Int64?)?

    /// Hears what came of each reload.
    var reloaded: @Sendable (ReloadOutcome) -> Void = { _ in }

    init(_ text: HallText = HallText(), isStarted: Bool = true) throws {
        files = try TemporaryDirectory()
        try files.write(text.text, to: "hall.yaml")
        if isStarted { try start() }
    }

    deinit {
        controller?.stop()
    }

    /// The pages and sentences of this repository.
    static let pages = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../kiosk").standardizedFileURL.path()

    var data: String { files.file("data") }
    var journal: String { files.file("data/journal.sqlite") }

    var options: Options {
        var options = Options(
            configuration: files.file("hall.yaml"), data: data, pages: TestHall.pages, port: 0)
        options.freeBytes = freeBytes
        options.reloaded = reloaded
        return options
    }

    var port: UInt16 { controller?.port ?? 0 }

    /// - Parameter log: hears what the one who runs the program should know.
    func start(log: @escaping @Sendable (String) -> Void = { _ in }) throws {
        var options = options
        options.log = log
        controller = try Controller(options)
    }

    func stop() {
        controller?.stop()
        controller = nil
    }

    func restart() throws {
        stop()
        try start()
    }

    /// A client with a connection of its own.
    func client(_ cookie: String? = nil) throws -> HallClient {
        HallClient(try RawClient(port: port), of: self, cookie: cookie)
    }

    /// A client who has signed in.
    func client(signedInAs name: String, password: String) throws -> HallClient {
        let client = try client()
        let answer = try client.post(
            "/api/v1/sessions", #"{"name": "\#(name)", "password": "\#(password)"}"#)
        guard let cookie = answer["Set-Cookie"]?.split(separator: ";").first else {
            throw RawClientError(reason: "not signed in: \(answer.text)")
        }
        client.cookie = String(cookie)
        return client
    }
}
