// SPDX-License-Identifier: Apache-2.0

import Wire

// MARK: What a unit has beside its sign

extension Checks {
    static let parts = [
        ConformanceCheck("absent", "12", .unit, hint: "parts", absent),
        ConformanceCheck("pad", "10.5", .unit, hint: "parts", pad),
        ConformanceCheck("light", "10.7", .unit, hint: "values", light),
        ConformanceCheck("beep", "10.8", .unit, hint: "values", beep),
        ConformanceCheck("presence", "10.9", .presence, hint: "presence", presence),
    ]

    /// Whether with a payload or none: that a part is not there is told first.
    private static func absent(_ talk: inout BusTalk) throws(ConformanceStop) {
        let parts: [(BusCapabilities.Features, [BusCommand], [BusError])] = [
            (.padDisplay, [.pad], [.notHere]), (.rating, [.rate], [.notHere]),
            (.light, [.light], [.notHere]), (.buzzer, [.beep], [.notHere]),
            (.presence, [.presence], [.notHere]),
            (.bitmaps, [.dots, .draw], [.notHere, .unknownCommand]),
            (.authentication, [.open, .key], [.notHere, .unknownCommand, .refused]),
            (.firmware, [.firmware, .block, .finish], [.notHere, .unknownCommand]),
        ]
        for (feature, commands, errors) in parts where !talk.has(feature) {
            for command in commands {
                try talk.refused(talk.frame(command.rawValue, []), oneOf: errors)
                let payload = [UInt8](repeating: 1, count: 20)
                try talk.refused(talk.frame(command.rawValue, payload), oneOf: errors)
            }
        }
    }

    private static func pad(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.need(.padDisplay)
        var face = BusPadFace()
        for number in ["", "A", "A0010203"] {
            face.number = number
            face.waiting = number.isEmpty ? nil : 12
            face.state = number.isEmpty ? [] : [.paused, .rating, .alert]
            try talk.ok(.pad(face))
        }
        try talk.ok(talk.frame(BusCommand.pad.rawValue, [1, 0, 0xF8]))
        let long = [1, 0, 0] + [UInt8](repeating: 0x31, count: 12)
        try talk.ok(talk.frame(BusCommand.pad.rawValue, long))
        try talk.refused(talk.frame(BusCommand.pad.rawValue, [1, 0]), .length)
        try talk.ok(.pad(BusPadFace()))
    }

    private static func light(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.need(.light)
        let light = BusCommand.light.rawValue
        for mode in BusLight.allCases { try talk.ok(.light(mode, .red)) }
        try talk.ok(talk.frame(light, [1, 200]))
        try talk.refused(talk.frame(light, [4, 0]), .value(offset: 0))
        try talk.refused(talk.frame(light, [1]), .length)
        try talk.ok(.light(.off, .usual))
    }

    private static func beep(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.need(.buzzer)
        try talk.ok(.beep(times: 1, length: 1))
        for (times, length, offset) in [(0, 10, 0), (10, 10, 0), (1, 0, 1), (1, 101, 1)]
            as [(UInt8, UInt8, UInt8)]
        {
            try talk.refused(.beep(times: times, length: length), .value(offset: offset))
        }
        try talk.refused(talk.frame(BusCommand.beep.rawValue, [1]), .length)
        // Answered at once, however long it lasts.
        try talk.ok(.beep(times: 2, length: 50))
    }

    private static func presence(_ talk: inout BusTalk) throws(ConformanceStop) {
        let count = Int(talk.capabilities?.presence ?? 0)
        let payload = try talk.ok(.presence)
        try talk.equal("payload", expected: 6 * count, payload.count)
        for start in stride(from: 0, to: payload.count, by: 6) {
            let channel = payload[start..<start + 6].map { $0 }
            try talk.isTrue(1...6 ~= channel[0], "kind", expected: "1–6", channel[0])
            try talk.isTrue(channel[1] <= 2, "state", expected: "0–2", channel[1])
            try talk.isTrue(channel[2] <= 100, "quality", expected: "0–100", channel[2])
            try talk.isTrue(channel[3] <= 5, "fault", expected: "0–5", channel[3])
            if channel[3] != 0 { try talk.equal("state", expected: 0, channel[1]) }
        }
    }
}
