// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation
import Machine
import Store
import TestSupport
import Testing

@testable import Controller

/// What a hall does for itself.
struct UpkeepTests {
    private func settled(_ hall: TestHall) throws -> Controller {
        let controller = try #require(hall.controller)
        controller.upkeep.queue.sync {}
        return controller
    }

    @Test func `texts that were kept long enough are erased at the start, and the journal says so`()
        throws
    {
        let text = HallText(more: "retention: {name: 0, note: 10}\n")
        let hall = try TestHall(text, isStarted: false)
        var moment = HallClock(zone: "Asia/Shanghai").now()
        moment.wall -= 5 * 86_400_000
        var kept: [String] = []
        do {
            let side = try SideStore(in: DataDirectory(hall.data))
            kept.append(try side.keep("李**", kind: "name", subject: "t-1", at: moment).text)
            kept.append(try side.keep("病历", kind: "note", subject: "t-1", at: moment).text)
            moment.wall -= 10 * 86_400_000
            kept.append(try side.keep("旧", kind: "note", subject: "t-2", at: moment).text)
        }
        try hall.start()
        let side = try settled(hall).api.side
        #expect(try side.read(kept[1]) == .present("病历"))
        for gone in [kept[0], kept[2]] {
            guard case .erased(_, "retention") = try side.read(gone) else {
                Issue.record("\(gone) is still there")
                return
            }
        }
        let facts = try hall.client().get("/api/v1/facts?limit=1000").json["facts"].list
        let told = try #require(facts.first { $0["name"].text == "textErased" })
        #expect(Set(told["payload"]["texts"].list.compactMap(\.text)) == [kept[0], kept[2]])
        #expect(told["payload"]["rule"].text == "retention")
    }

    @Test func `an erasure cut off before the journal knew is told at the next start`() throws {
        let hall = try TestHall(isStarted: false)
        var erased: [String] = []
        do {
            let side = try SideStore(in: DataDirectory(hall.data))
            let now = HallClock(zone: "Asia/Shanghai").now()
            erased = [try side.keep("李**", kind: "name", subject: "t-1", at: now).text]
            #expect(
                try side.erase(ErasureRule(name: "request", subject: "t-1"), at: 1) == erased)
        }
        for _ in 1...2 {
            try hall.restart()
            _ = try settled(hall)
            let facts = try hall.client().get("/api/v1/facts?limit=1000").json["facts"].list
            let told = facts.filter { $0["name"].text == "textErased" }
            #expect(told.count == 1)
            #expect(told.first?["payload"]["texts"].list.compactMap(\.text) == erased)
        }
    }

    @Test func `a backup is made when one is due, and not before`() throws {
        let shelf = try TemporaryDirectory()
        let path = shelf.path
        let text = HallText(more: "backups: {directory: \"\(path)\", everyMinutes: 60, keep: 2}\n")
        let hall = try TestHall(text)
        #expect(try settled(hall).upkeep.status.lastBackup != nil)
        let made = BackupShelf(path).backups
        #expect(made.count == 1)
        let metrics = try hall.client().get("/metrics").text
        let second = try #require(made.first).manifest.wall / 1000
        #expect(metrics.contains("hallkeeper_last_backup_seconds \(second)\n"))
        try hall.restart()
        _ = try settled(hall)
        #expect(BackupShelf(path).backups.map(\.name) == made.map(\.name))
    }

    @Test func `a quiet night makes no backups`() throws {
        let shelf = try TemporaryDirectory()
        let hall = try TestHall()
        let controller = try settled(hall)
        let client = try hall.client()
        _ = try client.takeTicket()
        var early = HallClock(zone: "Asia/Shanghai").now()
        early.wall -= 7_200_000
        let first = try controller.files.backup
            .writeNext(in: BackupShelf(shelf.path), keep: 9, at: early)
        var configuration = controller.configuration
        configuration.backups = .init(directory: shelf.path)
        controller.upkeep.follow(configuration)
        controller.upkeep.queue.sync { controller.upkeep.backUpIfDue() }
        #expect(BackupShelf(shelf.path).backups.map(\.name) == [first.name])
        _ = try client.takeTicket()
        controller.upkeep.queue.sync { controller.upkeep.backUpIfDue() }
        #expect(BackupShelf(shelf.path).backups.count == 2)
    }

    @Test func `a place that takes no backup is said, and the hall serves`() throws {
        let told = Guarded<[String]>([])
        let text = HallText(more: "backups: {directory: /proc/nothing/here}\n")
        let hall = try TestHall(text, isStarted: false)
        try hall.start { line in told.withLock { $0.append(line) } }
        let upkeep = try settled(hall).upkeep
        #expect(upkeep.status == Upkeep.Status(lastBackup: nil, failedBackups: 1))
        let lines = told.withLock { $0 }
        #expect(lines.count == 1)
        #expect(try hall.client().get("/metrics").text.contains("failed_backups_total 1"))
        #expect(lines.first?.contains("/proc/nothing/here") == true, "\(lines)")
        #expect(try hall.client().takeTicket()["number"].text == "A001")
    }
}
