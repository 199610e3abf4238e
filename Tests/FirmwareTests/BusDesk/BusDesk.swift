// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Devices
import Foundation
import Wire

/// The product's own driver of a Window Bus at a line, without a hall: what the units are to show is
/// told to it by hand, and what they say is written down.
@main
struct BusDesk: ParsableCommand {
    @Argument(help: "Where the line is, as in a configuration.") var device: String
    @Argument(
        help: "The address of each unit that should be there, or ADDRESS=UID.",
        transform: BusMount.init(word:))
    var units: [BusMount]
    @Option(help: "Bits per second.") var baud = 9600
    @Option(help: "Unifont's hex file.") var font = "/usr/share/unifont/unifont.hex"

    /// Lasts until standard input ends. There it takes a `DeskOrder` a line; on standard output it
    /// says what the driver reports, one JSON object a line.
    func run() throws {
        let font = Unifont(hex: [UInt8](try Data(contentsOf: URL(filePath: font))))
        let driver = BusDriver(
            baud: baud, mounts: units, glyphs: font.glyphs,
            random: { UInt64.random(in: 0...UInt64.max) })
        let port = try PortThread(driver: driver, address: DeviceAddress(device)) { event in
            if let told = DeskReport(event) { told.write() }
        }
        defer { port.stop() }
        while let line = readLine() {
            guard let order = DeskOrder(line) else {
                throw ValidationError("no such order: \(line)")
            }
            port.post(order.command)
        }
    }
}

extension BusMount {
    fileprivate init(word: String) throws {
        let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
        guard let address = parts.first.flatMap({ UInt8($0) }) else {
            throw ValidationError("\(word) is no address")
        }
        self.init(address, uid: parts.count > 1 ? BusUID(parts[1]) : nil)
    }
}
