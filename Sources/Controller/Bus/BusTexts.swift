// SPDX-License-Identifier: Apache-2.0

package import Devices
import Wire

/// What is said of units to who stands at a terminal.
package struct BusTexts {
    private let say: Sentences

    package init(_ say: Sentences) {
        self.say = say
    }

    /// A unit that was found, in a line or two.
    package func lines(_ unit: BusSurvey.Unit) -> [String] {
        let place = ["uid": "\(unit.uid)", "address": address(unit.address)]
        if unit.isShared { return [say("bus.unit.shared", place)] }
        guard let identity = unit.identity else { return [say("bus.unit.silent", place)] }
        let values = [
            "vendor": vendor(identity.vendor), "name": WireText.clean(identity.name, limit: 24),
            "model": String(identity.model), "hardware": String(identity.hardware),
            "firmware": "\(identity.firmware)",
        ]
        let first = say("bus.unit", place.merging(values) { $1 })
        guard let capabilities = unit.capabilities else { return [first] }
        let second = say("bus.unit.can", told(capabilities))
        let third = capabilities.isCompatible ? [] : [say("bus.unit.needs")]
        return [first, second] + third
    }

    package func address(_ address: UInt8) -> String {
        address == BusFrame.nobody ? say("bus.noAddress") : String(address)
    }

    private func vendor(_ number: UInt16) -> String {
        BusVendors.names[number] ?? say("bus.vendor.unknown", ["number": String(number)])
    }

    private func told(_ capabilities: BusCapabilities) -> [String: String] {
        let font =
            switch capabilities.charset {
            case .none: say("bus.font.none")
            case .ascii: "ASCII"
            case .gb2312: "GB 2312"
            case .gbk: "GBK"
            case .other: say("bus.font.other")
            }
        let parts: [(BusCapabilities.Features, ConformanceCheck.Part)] = [
            (.keypad, .keypad), (.rating, .rating), (.presence, .presence), (.bitmaps, .bitmaps),
            (.authentication, .authentication), (.firmware, .firmware),
        ]
        let features = parts.filter { capabilities.features.contains($0.0) }
            .map { say("conform.extra.\($0.1.rawValue)") }
        return [
            "level": "L\(capabilities.level)", "width": String(capabilities.width),
            "height": String(capabilities.height), "lines": String(capabilities.lines),
            "font": font,
            "features": features.isEmpty ? "—" : features.joined(separator: say("bus.comma")),
        ]
    }
}
