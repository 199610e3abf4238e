// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation
import Hall
import Machine
import Store
import Web

/// What a controller is made of, each read or opened with an error that says what to do.
enum Parts {
    static func configuration(
        _ options: Options
    ) throws(Controller.Failure) -> HallConfiguration {
        do {
            var configuration = try HallFile.read(options.configuration)
            if let port = options.port { configuration.listening.port = port }
            return configuration
        } catch {
            throw .configuration(error)
        }
    }

    static func locales(_ options: Options) throws(Controller.Failure) -> Locales {
        do {
            return try Locales(directory: options.pages + "/locales")
        } catch {
            throw .pages(directory: options.pages + "/locales", reason: "\(error)")
        }
    }

    static func pages(_ options: Options) throws(Controller.Failure) -> StaticPages {
        do {
            return try StaticPages(directory: options.pages)
        } catch {
            throw .pages(directory: options.pages, reason: "\(error)")
        }
    }

    static func openAPI(_ options: Options) throws(Controller.Failure) -> SharedBody {
        let path = options.pages + "/openapi.json"
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .pages(directory: path, reason: "missing")
        }
        return SharedBody(Array(data))
    }

    static func directory(_ options: Options) throws(Controller.Failure) -> DataDirectory {
        do {
            return try DataDirectory(options.data)
        } catch {
            throw .journal(error)
        }
    }

    /// Begins the loop, whose thread alone opens and keeps the journal.
    static func start(
        _ loop: HallLoop, _ clock: HallClock, _ directory: DataDirectory,
        _ configuration: HallConfiguration, _ options: Options
    ) throws(Controller.Failure) -> LoopWorker.Beginning {
        let least = Int64(configuration.minimumFreeMegabytes) << 20
        let space =
            options.freeBytes.map { SpaceWatch(lowBytes: least, freeBytes: $0) }
            ?? SpaceWatch(directory: directory.path, lowBytes: least)
        let log = options.log
        let trace = TraceLog(
            directory: directory.file(TraceLog.name), days: configuration.retention.traceDays,
            log: log)
        do {
            return try loop.start { () throws(JournalError) in
                try LoopWorker(
                    journal: Journal(in: directory), boot: HallClock.boot(), now: clock.now(),
                    space: space, trace: trace, log: log)
            }
        } catch {
            throw .journal(error)
        }
    }

    static func access(
        _ directory: DataDirectory, _ configuration: HallConfiguration
    ) throws(Controller.Failure) -> Access {
        do {
            let access = try Access(path: directory.file("access.sqlite")) {
                Int64(Date().timeIntervalSince1970 * 1000)
            }
            try addDemoAccounts(to: access, configuration)
            return access
        } catch {
            throw .accounts("\(error)")
        }
    }

    static func addDemoAccounts(
        to access: Access, _ configuration: HallConfiguration
    ) throws {
        let known = Set(try access.accounts().map(\.name))
        let missing = DemoAccounts.all(configuration).filter { !known.contains($0.name) }
        if !missing.isEmpty {
            try access.addAccounts(missing, sharedPassword: DemoAccounts.password)
        }
    }

    static func side(_ directory: DataDirectory) throws(Controller.Failure) -> SideStore {
        do {
            return try SideStore(in: directory)
        } catch {
            throw .journal(error)
        }
    }

    static func http(_ configuration: HallConfiguration) -> HTTPConfiguration {
        var http = HTTPConfiguration()
        http.address = configuration.listening.address
        http.port = configuration.listening.port
        http.hostNames = configuration.listening.hostNames
        // Behind a proxy on this machine all clients have one address.
        let isLocal = configuration.listening.address.hasPrefix("127.")
        http.connectionsPerAddress = isLocal ? 0 : 64
        return http
    }

    /// Names a structure by its content.
    static func digest(of structure: HallStructure) -> String {
        hexadecimal(Sodium.hash(Encoding().bytes(of: structure) ?? []))
    }
}
