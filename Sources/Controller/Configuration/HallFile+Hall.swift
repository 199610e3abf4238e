// SPDX-License-Identifier: Apache-2.0

import Facts

// What the hall is called, and where its pages are.
extension HallFile {
    mutating func readHall(_ top: any Mapping) {
        guard let hall = top.mapping(top.required("hall")) else { return }
        defer { hall.finish() }
        let name = hall.localized(hall.required("name"))
        configuration.structure.name = name ?? configuration.structure.name
        configuration.zone = hall.text(hall.optional("zone"), as: .zone) ?? configuration.zone
        configuration.structure.timeZone = configuration.zone
        configuration.demo = hall.flag(hall.optional("demo")) ?? false
        configuration.publicURL = hall.text(hall.optional("publicURL"), as: .publicURL)
        configuration.minimumFreeMegabytes =
            hall.number(hall.optional("minimumFreeMegabytes"), in: 1...1_000_000) ?? 64
        configuration.structure.numberBlock =
            hall.number(hall.optional("numberBlock"), in: 100...1_000_000)
    }

    mutating func readListening(_ top: any Mapping) {
        guard let listen = top.mapping(top.optional("listen")) else { return }
        defer { listen.finish() }
        let address = listen.optional("address")
        configuration.listening.address = listen.text(address) ?? "127.0.0.1"
        configuration.listening.port =
            listen.number(listen.optional("port"), in: 0...65_535).map { UInt16($0) } ?? 8080
        configuration.listening.hostNames = Set(
            listen.items(listen.optional("hostNames")).compactMap { listen.text($0) })
        configuration.listening.insecureLAN =
            listen.flag(listen.optional("insecureLAN")) ?? false
        let local = configuration.listening.address.hasPrefix("127.")
        if !local, !configuration.listening.insecureLAN, let address {
            listen.report(.insecure, at: address, ["value": configuration.listening.address])
        }
    }
}
