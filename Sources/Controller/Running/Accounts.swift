// SPDX-License-Identifier: Apache-2.0

import Foundation
import Store
import Web

/// The accounts of a hall that is not running.
package enum Accounts {
    package struct UnknownRole: Error, CustomStringConvertible {
        package let description: String
    }

    /// - Parameters:
    ///   - role: one of `Role`'s names.
    ///   - officer: the officer's, or the kiosk's, id in the hall, if it is not the name.
    package static func add(
        name: String, role: String, officer: String?, password: String, data: String
    ) throws {
        guard let role = Role(rawValue: role) else {
            throw UnknownRole(
                description: "\(role): \(Role.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        // It would open nothing but a demo.
        guard password != DemoAccounts.password else { throw AccessError.unsuitablePassword }
        let directory = try DataDirectory(data)
        let access = try Access(path: directory.file("access.sqlite")) {
            Int64(Date().timeIntervalSince1970 * 1000)
        }
        try access.addAccount(
            Account(name: name, role: role, subject: officer), password: password)
    }
}
