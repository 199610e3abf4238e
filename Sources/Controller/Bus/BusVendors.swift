// SPDX-License-Identifier: Apache-2.0

/// Makers of window units by the numbers of `firmware-protocol/vendors.csv`.
package enum BusVendors {
    package static let names: [UInt16: String] = {
        let text = String(decoding: PackageResources.vendors_csv, as: UTF8.self)
        let rows = text.split(separator: "\n").dropFirst().compactMap { line -> (UInt16, String)? in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            guard cells.count >= 2, let number = UInt16(cells[0]) else { return nil }
            return (number, String(cells[1]))
        }
        return Dictionary(rows) { first, _ in first }
    }()
}
