// SPDX-License-Identifier: Apache-2.0

import Wire

/// Units that are missing, new, or too many.
extension BusDriver {
    /// Milliseconds that an address is left alone which several units have.
    private static let duplicatePause: Int64 = 30_000

    /// Begins a search if one is due, and sets addresses right by what the last one found.
    mutating func lookAround() -> [LineAction<Report>] {
        guard !search.isBusy, nextSearch <= now else { return [] }
        if let stranger = units.first(where: \.isStranger) {
            guard let old = stranger.identity?.uid ?? stranger.expected else { return [] }
            search.verify(old, at: stranger.address)
            return []
        }
        if canSetAddresses { return setAddresses() }
        let isSuspect = now >= search.fullAllowedAt && units.contains(where: \.isSuspect)
        search.begin(full: search.isWanted || search.fullAt <= now || isSuspect)
        return []
    }

    /// When there is something to do here.
    var nextSearch: Int64 {
        if search.isBusy || units.contains(where: \.isStranger) || canSetAddresses { return .min }
        // On a wire full of noise nobody is found.
        if unrest.isBabbling { return .max }
        return search.beginning(isSuspect: units.contains(where: \.isSuspect))
    }

    private var canSetAddresses: Bool { search.isNews && units.allSatisfy(\.isSettled) }

    /// The time for answers to a probe is over.
    mutating func probed(_ exchange: BusExchange, _ isGarbled: Bool) -> [LineAction<Report>] {
        let echo = line.hasEcho ? exchange.length : 0
        let isBroken = isGarbled && exchange.bytes > echo
        search.discovery?.probed(exchange.answers, garbled: isBroken)
        return finishSearch()
    }

    /// QUIET or LINK was answered, or not.
    mutating func concluded(_ exchange: BusExchange, isDone: Bool) -> [LineAction<Report>] {
        guard exchange.asker == .link else {
            search.discovery?.quieted(isDone)
            return finishSearch()
        }
        guard let move = search.moves.first else { return [] }
        search.moves[0].tries += 1
        guard isDone || search.moves[0].tries >= BusSearch.moveLimit else { return [] }
        search.moves.removeFirst()
        guard isDone else { return [] }
        let left = search.roster.updateValue(move.address, forKey: move.uid)
        for index in units.indices {
            let isLeft = units[index].address == left && units[index].identity?.uid == move.uid
            if isLeft || units[index].address == move.address && !units[index].isLive {
                units[index].meetAnew(now)
            }
        }
        search.isNews = true
        return [.report(.found(search.roster))]
    }

    // MARK: Findings

    private mutating func finishSearch() -> [LineAction<Report>] {
        guard let discovery = search.discovery, discovery.request == nil else { return [] }
        search.discovery = nil
        let isComplete = units.allSatisfy(\.isLive) && !units.isEmpty
        search.helloAt =
            now + (isComplete ? BusSearch.helloPeriod.complete : BusSearch.helloPeriod.missing)
        if let address = search.verified { return verified(discovery.found, address) }
        return discovery.isFull ? surveyed(discovery, isComplete) : met(discovery.found)
    }

    private mutating func surveyed(
        _ discovery: BusDiscovery, _ isComplete: Bool
    ) -> [LineAction<Report>] {
        search.fullAllowedAt = now + BusSearch.fullPeriod.suspect
        search.fullAt = isComplete ? .max : now + BusSearch.fullPeriod.missing
        for index in units.indices { units[index].isSuspect = false }
        guard discovery.isComplete else { return [] }
        search.roster = discovery.found
        search.isNews = true
        return [.report(.found(search.roster))]
    }

    /// Units that were switched on since they were last asked.
    private mutating func met(_ found: [BusUID: UInt8]) -> [LineAction<Report>] {
        guard !found.isEmpty else { return [] }
        for (uid, address) in found.sorted(by: { $0.key < $1.key }) {
            let isAlone = !search.roster.contains { $0.key != uid && $0.value == address }
            if let index = index(of: address), isAlone {
                if !units[index].isLive { units[index].meetAnew(now) }
            } else {
                search.isWanted = true
            }
        }
        let old = search.roster
        search.roster.merge(found) { $1 }
        if search.roster.count > BusDiscovery.unitLimit {
            search.roster = found
            search.isWanted = true
        }
        return old == search.roster ? [] : [.report(.found(search.roster))]
    }

    /// Whether the unit that was at an address where a stranger answers is still on the wire.
    private mutating func verified(
        _ found: [BusUID: UInt8], _ address: UInt8
    ) -> [LineAction<Report>] {
        search.verified = nil
        guard let index = index(of: address), case .stranger(let stranger) = units[index].stage
        else { return [] }
        search.isWanted = true
        if let old = units[index].identity?.uid ?? units[index].expected, found[old] == address {
            let wrong = units[index].expected == stranger.uid ? old : stranger.uid
            search.moves.append(.init(uid: wrong, address: BusFrame.nobody))
            units[index].meetAnew(now)
            return tell(at: index)
        }
        let reports = units[index].meet(stranger, shared, now)
        return reports.map { .report($0) } + tell(at: index)
    }

    private mutating func setAddresses() -> [LineAction<Report>] {
        search.isNews = false
        let addressing = BusAddressing(search.roster, units.map(\.place))
        search.moves = addressing.moves.sorted { $0.key < $1.key }.map {
            BusSearch.Move(uid: $0.key, address: $0.value)
        }
        var actions: [LineAction<Report>] = []
        for (address, uids) in addressing.duplicates.sorted(by: { $0.key < $1.key }) {
            guard let index = index(of: address) else { continue }
            units[index].shun(.duplicate(uids), until: now + Self.duplicatePause)
            actions += tell(at: index)
        }
        return actions
    }
}

extension BusUnit {
    /// Another unit answers than the one known here.
    fileprivate var isStranger: Bool {
        if case .stranger = stage { true } else { false }
    }

    /// It is clear whether it is there.
    fileprivate var isSettled: Bool {
        switch stage {
        case .live, .shunned: true
        case .away: isMissing
        case .identified, .opening, .starting, .stranger: false
        }
    }

    fileprivate var place: BusAddressing.Place {
        BusAddressing.Place(
            address: address, expected: expected, known: identity?.uid, isMissing: isMissing)
    }
}
