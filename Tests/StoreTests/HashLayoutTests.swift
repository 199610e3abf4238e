// SPDX-License-Identifier: Apache-2.0

import Facts
import Store
import Testing

/// Holds the layout in `docs/journal.md` fast: the hashes below were computed by the program
/// printed there, not by this one.
struct HashLayoutTests {
    @Test func `hashes are those an outsider computes`() throws {
        let scene = try Scene()
        try scene.replaceEpoch(by: "0123456789abcdef")
        let journal = try scene.open()
        try journal.commit([
            Recorded(
                envelope: Envelope(
                    epoch: journal.epoch, sequence: 1,
                    moment: Moment(wall: -5, monotonic: 7001, utcOffset: -34_200),
                    boot: "boot-1", date: nil, actor: .controller, cause: Cause(input: "in-1")),
                fact: HallFact.windowResumed(WindowResumed(window: "窗口1"))),
            Recorded(
                envelope: Envelope(
                    epoch: journal.epoch, sequence: 2,
                    moment: Moment(wall: 1_795_392_000_000, monotonic: 7002, utcOffset: 28_800),
                    boot: "boot-1", date: CivilDate(daysSince1970: 20_780),
                    actor: Actor(.officer, "o7"),
                    cause: Cause(
                        input: "in-2", key: IdempotencyKey(text: "key-1", digest: "d1"))),
                fact: .windowOpened(WindowOpened(window: "w2", officer: "o7"))),
        ])
        let rows = try journal.reader.records(after: 0, limit: 2)
        #expect(
            rows.first.map { hex($0.previous) }
                == "f85276c9db9f912b09905f21cfec025944848f95ee4d9fb2fc4e33337f0229ac")
        #expect(
            rows.map { hex($0.hash) } == [
                "93bf975539e36073db2eb6ced229c5152b8df3999046982b54dd77be02fdb701",
                "0098d8c2d003918e37bba7e31c5f9ffefdc30d0f55471c0e13ee4bb728643950",
            ])
    }
}
