// SPDX-License-Identifier: Apache-2.0

import Devices
import Wire

/// One line of what somebody at the desk wants: `show 1 请A012号|到3号窗口`, `pad 1 12 A012`,
/// `light 1 on`, `beep 1 2 10`, `rate 1 7 30`, `brightness 1 50`.
struct DeskOrder {
    let command: BusDriver.Command

    init?(_ line: String) {
        let words = line.split(separator: " ", maxSplits: 2).map(String.init)
        guard words.count == 3, let address = UInt8(words[1]),
            let command = Self.command(words[0], address, words[2])
        else { return nil }
        self.command = command
    }

    private static func command(
        _ verb: String, _ address: UInt8, _ rest: String
    ) -> BusDriver.Command? {
        let words = rest.split(separator: " ").map(String.init)
        let numbers = words.compactMap(UInt8.init)
        switch (verb, numbers.count) {
        case ("show", _):
            let lines = rest.split(separator: "|").map(String.init)
            return .show(address: address, SignFace(pages: [SignFace.Page(lines: lines)]))
        case ("pad", _): return pad(address, words)
        case ("light", _):
            guard let mode = BusLight.allCases.first(where: { "\($0)" == rest }) else { return nil }
            return .light(address: address, mode, .usual)
        case ("beep", 2): return .beep(address: address, times: numbers[0], length: numbers[1])
        case ("rate", 2): return .rate(address: address, ref: numbers[0], seconds: numbers[1])
        case ("brightness", 1): return .brightness(address: address, numbers[0])
        default: return nil
        }
    }

    private static func pad(_ address: UInt8, _ words: [String]) -> BusDriver.Command? {
        guard words.count == 2, let waiting = UInt16(words[0]) else { return nil }
        var face = BusPadFace()
        face.waiting = waiting
        face.number = words[1]
        return .pad(address: address, face)
    }
}
