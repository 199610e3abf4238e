// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Machine
import Synchronization
import Views
import Web

/// The views everybody asks for, encoded once per state of the hall and sent to many.
final class CachedViews: Sendable {
    private struct Cached {
        var sequence: Int64
        var body: SharedBody
    }

    private let setting: Setting
    private let newest = Atomic<Int64>(-1)
    private let hall = Guarded<Cached?>(nil)
    private let board = Guarded<Cached?>(nil)

    init(setting: Setting) {
        self.setting = setting
    }

    /// Takes in a commit, on the loop's thread.
    func follow(_ mark: ViewMark) {
        newest.store(mark.sequence, ordering: .releasing)
    }

    /// The bytes of the hall as it is now, if somebody asked since it last changed.
    func hallBody() -> SharedBody? { current(hall) }

    func boardBody() -> SharedBody? { current(board) }

    /// Encodes on the loop's thread, between two turns; nil for what JSON has no form for.
    func encodeHall(_ standing: Standing) -> SharedBody? {
        keep(HallView(standing.hall, standing.mark, setting), standing, in: hall)
    }

    func encodeBoard(_ standing: Standing) -> SharedBody? {
        keep(BoardView(standing.hall, standing.mark), standing, in: board)
    }

    private func current(_ cache: Guarded<Cached?>) -> SharedBody? {
        let sequence = newest.load(ordering: .acquiring)
        return cache.withLock { $0?.sequence == sequence ? $0?.body : nil }
    }

    private func keep(
        _ view: some Encodable, _ standing: Standing, in cache: Guarded<Cached?>
    ) -> SharedBody? {
        guard let body = Encoding().bytes(of: view).map(SharedBody.init) else { return nil }
        cache.withLock { $0 = Cached(sequence: standing.mark.sequence, body: body) }
        return body
    }
}
