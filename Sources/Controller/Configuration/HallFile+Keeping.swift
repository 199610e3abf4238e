// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall

// How long things are kept, where copies go, and what becomes of what is no longer there.
extension HallFile {
    mutating func readKeeping(_ top: any Mapping) {
        if let retention = top.mapping(top.optional("retention")) {
            let days = 0...36_500
            for kind in ["name", "note"] {
                if let kept = retention.number(retention.optional(kind), in: days) {
                    configuration.retention.days[kind] = kept
                }
            }
            configuration.retention.traceDays =
                retention.number(retention.optional("trace"), in: days) ?? 7
            retention.finish()
        }
        if let backups = top.mapping(top.optional("backups")) {
            let directory = backups.text(backups.required("directory"))
            let minutes = backups.number(backups.optional("everyMinutes"), in: 1...10_080)
            let keep = backups.number(backups.optional("keep"), in: 1...10_000)
            configuration.backups = directory.map {
                HallConfiguration.Backups(
                    directory: $0, everyMinutes: minutes ?? 60, keep: keep ?? 48)
            }
            backups.finish()
        }
    }

    /// Each entry says of one thing that is gone what becomes of its tickets.
    mutating func readRetired(_ top: any Mapping) {
        var seen: Set<String> = []
        var retired = Retirement()
        let entries = top.each(top.optional("retired")) { retiring($0, &seen) } as [Retiring]
        for entry in entries {
            switch entry {
            case .window(let window): retired.windows.insert(window)
            case .service(let service, let fate): retired.services[service] = fate
            }
        }
        configuration.retired = retired
    }

    private enum Retiring {
        case window(WindowID)
        case service(ServiceID, Retirement.Service)
    }

    private func retiring(_ entry: any Mapping, _ seen: inout Set<String>) -> Retiring? {
        let window = entry.optional("window")
        let service = window == nil ? entry.required("service") : entry.optional("service")
        let (transfer, void) = (entry.optional("transfer"), entry.optional("void"))
        let windowName = gone(window, entry, among: windowNames, "window", &seen)
        let serviceName = gone(service, entry, among: serviceNames, "service", &seen)
        let target = entry.one(transfer, among: serviceNames, called: "service")
        let isVoid = entry.flag(void) ?? false
        guard window == nil else {
            for stray in [service, transfer, void].compactMap(\.self) {
                entry.report(.unknownKey, at: stray, ["value": stray.path, "known": "window"])
            }
            return windowName.map { .window(WindowID($0)) }
        }
        let fate: Retirement.Service? = isVoid ? .void : target.map { .transfer(ServiceID($0)) }
        if transfer == nil, !isVoid { _ = entry.required("transfer") }
        if transfer != nil, isVoid, let void {
            entry.report(.badValue, at: void, ["value": "true", "expected": "false"])
        }
        guard let serviceName, let fate else { return nil }
        return .service(ServiceID(serviceName), fate)
    }

    /// The name of something that is no longer in the file.
    private func gone(
        _ place: Entry?, _ entry: any Mapping, among names: Set<String>, _ kind: String,
        _ seen: inout Set<String>
    ) -> String? {
        guard let place, let name = entry.text(place, as: .identifier) else { return nil }
        if names.contains(name) {
            entry.report(.stillDefined, at: place, ["value": name])
        } else if !seen.insert("\(kind) \(name)").inserted {
            entry.report(.duplicate, at: place, ["value": name])
        }
        return name
    }
}
