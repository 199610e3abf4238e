// SPDX-License-Identifier: Apache-2.0

import Facts

extension HallFile {
    /// Names each window must have for itself, and what hangs at windows.
    private struct Seen {
        var ids: Set<String> = []
        var numbers: Set<String> = []
        var officers: Set<String> = []
        var mounts = MountsSeen()
    }

    mutating func readWindows(_ top: any Mapping) {
        var seen = Seen()
        configuration.structure.windows = top.each(top.required("windows")) { window in
            let id = window.unique(window.required("id"), as: .identifier, &seen.ids)
            let number = window.unique(
                window.required("number"), as: .identifier, &seen.numbers)
            var definition = HallStructure.Window(
                id: WindowID(id ?? ""), number: number ?? "", services: [])
            readServices(of: window, into: &definition)
            definition.policy = window.one(
                window.optional("policy"), among: policyNames, called: "policy")
            definition.chosenCalls = window.flag(window.optional("chosenCalls"))
            readDevices(of: window, definition.id, &seen)
            return id == nil || number == nil ? nil : definition
        }
        windowNames = seen.ids
    }

    private func readServices(
        of window: any Mapping, into definition: inout HallStructure.Window
    ) {
        let own = window.several(
            window.required("services"), among: serviceNames, called: "service")
        definition.services = own.map { ServiceID($0) }
        if let entry = window.optional("prefers") {
            definition.prefers = window.several(entry, among: Set(own), called: "service")
                .map { ServiceID($0) }
        }
        if let entry = window.optional("helps") {
            let helps = window.several(entry, among: serviceNames, called: "service")
            for name in own where helps.contains(name) {
                window.report(
                    .servesAnyway, at: entry,
                    ["window": definition.id.text, "service": name])
            }
            definition.helps = helps.map { ServiceID($0) }
        }
    }

    private mutating func readDevices(
        of window: any Mapping, _ id: WindowID, _ seen: inout Seen
    ) {
        if let sign = mount(window, "sign", id, [.qtStrip, .windowBus], &seen.mounts) {
            configuration.signs.append(sign)
        }
        if let keypad = mount(
            window, "keypad", id, [.keypadFF68, .windowBus], &seen.mounts)
        {
            configuration.keypads.append(keypad)
        }
        let officer = window.unique(
            window.optional("demoOfficer"), as: .identifier, &seen.officers)
        configuration.demoOfficers[id] = officer.map { OfficerID($0) }
    }
}
