// SPDX-License-Identifier: Apache-2.0

package import Devices
import Dispatch
import Machine
package import Wire

/// What to write in `hall.yaml` for a printer that was asked what it is.
package struct PrinterProposal: Sendable, Equatable {
    package let findings: PrinterFindings
    /// The kind it is, or is most like.
    package let profile: PrinterProfile
    /// Whether it named itself as that kind.
    package let isKnown: Bool

    package init(_ findings: PrinterFindings) {
        self.findings = findings
        let said = findings.identities.values.joined(separator: " ").uppercased()
        let known = HallFile.shippedProfiles.flatMap { profile in
            profile.identities.filter { said.contains($0.uppercased()) }.map { ($0, profile) }
        }
        let best = known.max { $0.0.count < $1.0.count }
        isKnown = best != nil
        let isSilent = findings.status.isEmpty && findings.completion == .none
        let usual = HallFile.shippedProfiles.first {
            $0.id == (isSilent ? "silent-80" : "generic-80")
        }
        profile = best?.1 ?? usual ?? .generic80
    }

    /// Lines for `hall.yaml`, with a kind of its own where it answers otherwise than its kind.
    package func yaml(device: String, baud: Int?) -> [String] {
        var lines = ["printers:", "  - id: P1", "    device: \(device)"]
        if let baud { lines.append("    baud: \(baud)") }
        let answers = !findings.status.isEmpty
        let isAsSaid =
            (profile.completion == .probe || profile.completion == findings.completion)
            && profile.realTimeStatus == answers
        guard !isAsSaid else { return lines + ["    profile: \(profile.id)"] }
        return lines + [
            "    profile: own", "printerProfiles:", "  - id: own", "    like: \(profile.id)",
            "    completion: \(findings.completion.rawValue)",
            "    realTimeStatus: \(answers)",
        ]
    }

    /// Asks the printer at an address, and nobody else.
    ///
    /// - Returns: nil when the line could not be had in half a minute or was lost on the way; what
    ///   was wrong with it is in `failure`.
    package static func ask(
        _ address: DeviceAddress, serial: SerialSettings, failure: (ChannelError) -> Void
    ) throws(ChannelError) -> PrinterProposal? {
        let heard = Guarded<(findings: PrinterFindings?, error: ChannelError?)>((nil, nil))
        let news = DispatchSemaphore(value: 0)
        let port = try PortThread(
            driver: PrinterProbe(serial: serial), address: address,
            settings: ChannelSettings(serial: serial)
        ) { event in
            switch event {
            case .report(let findings): heard.withLock { $0.findings = findings }
            case .line(.lost(let error)): heard.withLock { $0.error = error }
            case .line: return
            }
            news.signal()
        }
        defer { port.stop() }
        _ = news.wait(timeout: .now() + 30)
        let (findings, error) = heard.withLock { $0 }
        if findings == nil, let error { failure(error) }
        return findings.map { PrinterProposal($0) }
    }
}
