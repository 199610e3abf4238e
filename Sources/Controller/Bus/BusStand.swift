// SPDX-License-Identifier: Apache-2.0

import Devices
import Foundation
import Glibc
import Machine
import Simulators
package import Wire

/// Window units of software on a wire behind a pseudo-terminal, for whoever builds a controller or
/// wants to see what a unit must do. They know nothing of any hall.
package struct BusStand: ~Copyable {
    /// What is done at a unit by somebody who types it.
    private enum Deed {
        case press(BusKeyCode, digits: Int?)
        case rate(Int)
        case sense(BusChannel.State)
        case restart
        case quit
    }

    /// What can be typed, each with the address of a unit but the last.
    package static let words = "press 1 CODE [DIGITS], rate 1 GRADE, sense 1 STATE, restart 1, quit"

    private var bus: VirtualUnitBus
    private let terminal: PseudoTerminalMaster
    private var outgoing: [UInt8] = []
    private var typed: [UInt8] = []
    private var isTyping = true
    private var seen: [UInt8: VirtualUnit.Seen] = [:]

    /// Longer lines mean nothing.
    private static let lineLimit = 200
    /// How often it is looked whether a sign shows something else.
    private static let lookPeriod: Int64 = 200

    /// - Parameters:
    ///   - count: units, with addresses from 1.
    ///   - link: where controllers find them.
    package init(count: Int, baud: BusBaud, link: String) throws {
        let none = GlyphSource { _ in nil }
        let units = (1...max(count, 1)).map { number in
            VirtualUnit(
                UnitModel(
                    BusUID(0x02_4F_00_00_00_00 + UInt64(number) * 0x9E37),
                    presence: [.supervisedContact], charset: .gb2312, glyphs: none),
                address: UInt8(clamping: number), baud: baud, seed: UInt64(number),
                boots: UInt16.random(in: .min ... .max))
        }
        bus = VirtualUnitBus(units, baud: baud.rate)
        terminal = try PseudoTerminalMaster(link: link)
    }

    /// Serves the wire and what is typed until `quit` is.
    ///
    /// - Parameters:
    ///   - typing: a descriptor of lines.
    ///   - unknown: told when a line is none of `words`.
    ///   - shown: an address, and what the sign there shows from now on; nothing is dark.
    package mutating func run(
        typing: Int32, unknown: () -> Void, shown: (UInt8, String) -> Void
    ) throws {
        while true {
            let now = MonotonicClock.now()
            let due = max(min(bus.nextDeadline ?? .max, now + Self.lookPeriod), now)
            let wanted = outgoing.isEmpty ? POLLIN : POLLIN | POLLOUT
            var watched = [
                pollfd(fd: terminal.descriptor, events: Int16(wanted), revents: 0),
                pollfd(fd: isTyping ? typing : -1, events: Int16(POLLIN), revents: 0),
            ]
            _ = poll(&watched, 2, Int32(clamping: max(due - now, 1)))
            if watched[0].revents & Int16(POLLIN) != 0 {
                // Rounded up, or an answer would seem to come before its time.
                outgoing += bus.receive(try terminal.read(), now: MonotonicClock.now() + 1)
            }
            outgoing += bus.tick(now: MonotonicClock.now())
            if watched[1].revents != 0, !readDeeds(typing, unknown) { return }
            outgoing.removeFirst(try terminal.write(outgoing[...]))
            // Nobody reads: a real wire keeps nothing either.
            if outgoing.count > 4096 { outgoing.removeAll() }
            look(shown)
        }
    }

    private mutating func look(_ shown: (UInt8, String) -> Void) {
        let time = bus.time(at: MonotonicClock.now())
        for unit in bus.units {
            let now = unit.seen(at: time)
            guard seen[unit.address] != now else { continue }
            seen[unit.address] = now
            switch now {
            case .dark: shown(unit.address, "")
            case .silence: shown(unit.address, "— —")
            case .text(let lines): shown(unit.address, lines.joined(separator: " / "))
            case .dots(let picture):
                shown(unit.address, "[\(picture.width) × \(picture.height)]")
            }
        }
    }

    /// False when all is to be put away.
    private mutating func readDeeds(_ typing: Int32, _ unknown: () -> Void) -> Bool {
        var piece = [UInt8](repeating: 0, count: 256)
        let count = read(typing, &piece, piece.count)
        guard count > 0 else {
            isTyping = false
            return true
        }
        typed += piece[..<count]
        while let end = typed.firstIndex(of: UInt8(ascii: "\n")) {
            let line = String(decoding: typed[..<end], as: UTF8.self)
            typed.removeFirst(end + 1)
            let words = line.split(separator: " ").map(String.init)
            guard !words.isEmpty else { continue }
            let address = words.dropFirst().first.flatMap { UInt8($0) }
            switch (Self.deed(words), address.flatMap { bus.place(ofAddress: $0) }) {
            case (.quit?, _): return false
            case (let deed?, let place?): perform(deed, at: place)
            default: unknown()
            }
        }
        if typed.count > Self.lineLimit { typed.removeAll() }
        return true
    }

    private mutating func perform(_ deed: Deed, at place: Int) {
        let now = MonotonicClock.now()
        outgoing +=
            bus.happen(to: place, now: now) { unit, time in
                switch deed {
                case .press(let key, let digits): _ = unit.press(key, digits: digits, at: time)
                case .rate(let grade): _ = unit.rate(grade, at: time)
                case .sense(let state): unit.sense(state, at: time)
                case .restart: unit.restart(at: time)
                case .quit: break
                }
            }.said
    }

    private static func deed(_ words: [String]) -> Deed? {
        let number = words.count > 2 ? UInt8(words[2]) : nil
        switch (words[0], number) {
        case ("quit", _): return .quit
        case ("restart", _): return .restart
        case ("press", let code?):
            return BusKeyCode(rawValue: code)
                .map { .press($0, digits: words.count > 3 ? Int(words[3]) : nil) }
        case ("rate", let grade?): return .rate(Int(grade))
        case ("sense", let state?): return BusChannel.State(rawValue: state).map { .sense($0) }
        default: return nil
        }
    }
}
