// SPDX-License-Identifier: Apache-2.0

import Devices
import Facts
import Foundation
import Wire

/// `hall.yaml`, the master of the hall's structure. Each section has a file of its own.
package struct HallFile {
    /// Reads and checks a file.
    ///
    /// - Throws: `ConfigurationProblems` with everything that is wrong with it.
    package static func read(_ path: String) throws(ConfigurationProblems) -> HallConfiguration {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ConfigurationProblems(
                file: path, problems: [ConfigurationProblem(.unreadable, line: 0, path: "")])
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw ConfigurationProblems(
                file: path,
                problems: [
                    ConfigurationProblem(.syntax, line: 0, path: "", values: ["reason": "UTF-8"])
                ])
        }
        return try parse(text, named: path)
    }

    package static func parse(
        _ text: String, named path: String
    ) throws(ConfigurationProblems) -> HallConfiguration {
        let reader = StrictReader()
        var file = HallFile()
        if let top = reader.top(of: text) { file.read(top) }
        guard reader.problems.isEmpty else {
            throw ConfigurationProblems(
                file: path, problems: reader.problems.sorted { $0.line < $1.line })
        }
        return file.configuration
    }

    var configuration = HallConfiguration()
    var devices: Set<DeviceAddress> = []

    /// Kinds of printers by now known.
    var profiles: [PrinterProfile] = []

    /// Names the file defines, of things that are wrong otherwise too: one mistake, one problem.
    var serviceNames: Set<String> = []
    var windowNames: Set<String> = []
    var policyNames: Set<String> = []

    /// Reads all sections, those first whose names others use.
    mutating func read(_ top: any Mapping) {
        readHall(top)
        readListening(top)
        readLines(top)
        readServices(top)
        readCalling(top)
        readSigns(top)
        readWindows(top)
        profiles = Self.shippedProfiles
        readPrinterProfiles(top)
        readPrintersAndKiosks(top)
        readHours(top)
        readSlip(top)
        readTicketRules(top)
        readAppointments(top)
        readTides(top)
        readKeeping(top)
        readRetired(top)
        top.finish()
    }
}
