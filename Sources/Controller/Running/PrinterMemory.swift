// SPDX-License-Identifier: Apache-2.0

import Devices
import Facts
import Foundation
import Machine
import Wire

/// What was found out about each printer, so that it is asked once and not at every start.
///
/// A cache: whoever deletes the file loses one question to each printer.
final class PrinterMemory: Sendable {
    /// What was found, and for which device: another at the same place is asked anew.
    private struct Entry: Codable, Equatable {
        var device: String
        var profile: String
        var completion: String
    }

    private let path: String
    private let log: @Sendable (String) -> Void
    private let entries: Guarded<[String: Entry]>

    /// Takes up what the file says; one that cannot be read says nothing.
    init(path: String, log: @escaping @Sendable (String) -> Void) {
        self.path = path
        self.log = log
        let data = FileManager.default.contents(atPath: path) ?? Data()
        entries = Guarded((try? JSONDecoder().decode([String: Entry].self, from: data)) ?? [:])
    }

    /// What is known of a printer of this profile at this device.
    func capabilities(
        of printer: PrinterID, at device: DeviceAddress, _ profile: PrinterProfile
    ) -> PrinterCapabilities? {
        guard let entry = entries.withLock({ $0[printer.text] }),
            entry.device == device.description, entry.profile == profile.id,
            let completion = PrinterProfile.Completion(rawValue: entry.completion),
            completion != .probe
        else { return nil }
        return PrinterCapabilities(completion: completion)
    }

    /// Keeps what a driver found out.
    func keep(
        _ found: PrinterCapabilities, of printer: PrinterID, at device: DeviceAddress,
        _ profile: PrinterProfile
    ) {
        let entry = Entry(
            device: device.description, profile: profile.id,
            completion: found.completion.rawValue)
        entries.withLock { entries in
            guard entries[printer.text] != entry else { return }
            entries[printer.text] = entry
            write(entries)
        }
    }

    private func write(_ entries: [String: Entry]) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        do {
            try encoder.encode(entries).write(to: URL(filePath: path), options: .atomic)
        } catch {
            log("cannot write \(path): \(error)")
        }
    }
}
