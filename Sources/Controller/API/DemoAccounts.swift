// SPDX-License-Identifier: Apache-2.0

import Facts
import Web

/// The accounts a demo hall comes with. Their password is public, so they work on this machine
/// alone, and only in a demo.
enum DemoAccounts {
    static let password = "hallkeeper"

    static func all(_ configuration: HallConfiguration) -> [Account] {
        guard configuration.demo else { return [] }
        let officers = configuration.demoOfficers.values.sorted().map {
            Account(name: $0.text, role: .officer, subject: $0.text)
        }
        return officers + [
            Account(name: "supervisor", role: .supervisor),
            Account(name: "administrator", role: .administrator),
        ]
    }

    static func names(_ configuration: HallConfiguration) -> Set<String> {
        Set(all(configuration).map(\.name))
    }
}
