// SPDX-License-Identifier: Apache-2.0

/// Where a line's port is now, decided from what the system lists.
///
/// A name that stays (`by-id`, `by-path`, a link of the technician's own) says itself which device
/// is meant; behind it only another model is refused. A number like `ttyUSB0` says nothing, so the
/// device found there first is the one that is meant from then on.
struct PortSearch {
    enum Finding: Equatable {
        case at(String)
        case absent
        /// The name leads to another device.
        case stranger(PortEntry)
        /// Several claim to be the device, and none is where it was.
        case twins([PortEntry])
    }

    /// The path as configured.
    let name: String
    /// The device found behind it before.
    let known: PortIdentity?

    /// - Parameter target: what the path leads to in the file system now, nil for nothing.
    func find(in ports: [PortEntry], target: String?) -> Finding {
        let named = ports.first { $0.path == target } ?? ports.first { $0.links.contains(name) }
        guard let known else {
            return (named?.path ?? target).map(Finding.at) ?? .absent
        }
        if let named, named.path != name {
            return known.isSameModel(named) ? .at(named.path) : .stranger(named)
        }
        let same = ports.filter(known.matches)
        if let port = same.first(where: { $0.place == known.entry.place }) ?? same.first {
            let isCertain = same.count == 1 || port.place == known.entry.place
            return isCertain ? .at(port.path) : .twins(same)
        }
        if let named { return .stranger(named) }
        return .absent
    }
}
