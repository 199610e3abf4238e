// SPDX-License-Identifier: Apache-2.0

import Engine
import Facts
import Hall
import Store

extension Engine where A == Hall {
    /// Makes the hall anew from a journal, with the answers that are still promised to be known.
    ///
    /// - Parameters:
    ///   - opened: from where, and up to where.
    ///   - now: when; decides which answers are still known.
    init(
        _ opened: Opened, from reader: JournalReader, boot: String, at now: Moment
    ) throws(JournalError) {
        var engine = Engine(
            state: Hall(), epoch: opened.epoch, boot: boot, sequence: opened.sequence)
        let since = now.wall - Engine.answersKeptMilliseconds
        for record in try reader.recentlyAnswered(
            sinceWall: since, before: opened, as: HallFact.self)
        {
            engine.remember(record)
        }
        try reader.replay(opened, as: HallFact.self) { engine.replay($0) }
        self = engine
    }
}
