// SPDX-License-Identifier: Apache-2.0

package import Devices
import Wire

/// The machine's ports for a technician who has to tell them apart: what each is, who has it, and
/// what to write in `hall.yaml`.
package struct PortsReport {
    private let ports: [PortEntry]
    private let holders: [String: [PortHolder]]
    /// Names of the configured lines by the port they lead to now.
    private var lines: [String: [String]] = [:]

    /// - Parameters:
    ///   - configuration: nil when there is none to be read.
    ///   - target: what a path leads to, nil for nowhere.
    package init(
        ports: [PortEntry], holders: [String: [PortHolder]], configuration: HallConfiguration?,
        target: (String) -> String?
    ) {
        self.ports = ports
        self.holders = holders
        for line in configuration?.everyLine ?? [] {
            guard case .real(let address) = line.wiring,
                let path = address.port(among: ports, target: target)
            else { continue }
            lines[path, default: []].append(line.id)
        }
    }

    /// The machine as it is now.
    package init(configuration: HallConfiguration?) {
        let list = PortList()
        let ports = list.read()
        self.init(
            ports: ports, holders: PortHolders().read(of: ports.map(\.path)),
            configuration: configuration, target: list.target)
    }

    /// A block of lines for each port, 80 columns wide where names allow it.
    package func lines(_ say: Sentences) -> [String] {
        guard !ports.isEmpty else { return [say("ports.none")] }
        return ports.flatMap { [head($0, say)] + rows(of: $0, say) + [""] }.dropLast()
    }

    private func head(_ port: PortEntry, _ say: Sentences) -> String {
        "\(port.path)  \(port.usb == nil ? say("ports.builtIn") : port.name)"
    }

    private func rows(of port: PortEntry, _ say: Sentences) -> [String] {
        var rows: [(label: String, values: [String])] = []
        if let usb = port.usb {
            let model = "\(usb.vendor):\(usb.product)"
            rows.append(
                ("model", [[model, port.driver].compactMap(\.self).joined(separator: "  ")]))
            rows.append(("serial", [usb.serial ?? say("ports.noSerial")]))
        }
        rows.append(("place", [port.place]))
        if !port.links.isEmpty { rows.append(("names", port.links)) }
        rows.append(("line", [lines[port.path]?.joined(separator: ", ") ?? say("ports.unused")]))
        if let holders = holders[port.path], !holders.isEmpty {
            let texts = holders.map { "\($0.program) (\($0.process))" }
            rows.append(("open", [texts.joined(separator: ", ")]))
        }
        rows.append(("write", [port.isConsole ? say("ports.console") : "device: \(advice(port))"]))
        let labels = rows.map { say("ports.label.\($0.label)") }
        let width = labels.map(WireText.columns).max() ?? 0
        return zip(labels, rows).flatMap { label, row in
            row.values.enumerated().map { index, value in
                let label = index == 0 ? label : ""
                let room = String(repeating: " ", count: width - WireText.columns(label))
                return "  \(label)\(room)  \(value)"
            }
        }
    }

    /// What to write in `hall.yaml`: the name that follows the device where there is one that no
    /// other device has, else the name of its socket.
    private func advice(_ port: PortEntry) -> String {
        let prefix = port.kind == .usbPrinter ? "usblp:" : ""
        guard let byID = port.links.first else { return prefix + port.path }
        let isUnique = ports.count { $0.links.first == byID } == 1
        return prefix + (port.usb?.serial != nil && isUnique ? byID : port.links.last ?? byID)
    }
}
