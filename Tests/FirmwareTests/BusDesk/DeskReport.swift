// SPDX-License-Identifier: Apache-2.0

import Devices
import Foundation
import Wire

/// What the driver said, as far as a test asks for it.
struct DeskReport: Encodable {
    let kind: String
    let address: UInt8
    /// As Swift describes it.
    let what: String
    var number: UInt16?

    init?(_ event: PortEvent<BusDriver.Report>) {
        guard case .report(let report) = event else { return nil }
        switch report {
        case .unit(let unit, let state):
            (kind, address, what) = ("unit", unit, "\(state.condition)")
        case .shown(let unit, let face): (kind, address, what) = ("shown", unit, face.text)
        case .event(let unit, let name, let meaning, _):
            (kind, address, what) = ("event", unit, "\(meaning)")
            number = name.number
        case .replaced, .unshowable, .statistics, .presence, .found, .line: return nil
        }
    }

    func write() {
        guard let line = try? JSONEncoder().encode(self) else { return }
        FileHandle.standardOutput.write(line + Data("\n".utf8))
    }
}
