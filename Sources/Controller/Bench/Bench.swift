// SPDX-License-Identifier: Apache-2.0

package import Devices
import Facts
import Foundation
import Machine

/// The technician's bench: the virtual devices and those who watch them.
package final class Bench: Sendable {
    /// Names of wishes that are remembered.
    private static let keysKept = 256

    package let hall: VirtualHall
    let feed = BenchFeed()
    private let keys = Guarded<[IdempotencyKey]>([])

    /// Makes the virtual devices; nil when the configuration has none.
    ///
    /// - Parameter directory: where the links to the lines' pseudo-terminals lie; made if need be.
    /// - Throws: when the system has no terminal or thread left, or a link cannot be made.
    package init?(
        configuration: HallConfiguration, directory: String
    ) throws(ChannelError) {
        guard !VirtualLayout(configuration).lines.isEmpty else { return nil }
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true)
        } catch {
            throw ChannelError(.system, directory, "cannot be made")
        }
        hall = try VirtualHall(
            configuration: configuration, directory: directory, glyphs: DotFont.installed
        ) { [feed] in feed.tell($0) }
    }

    /// Unplugs everything and waits for the devices' thread.
    package func stop() { hall.stop() }

    /// What became of a wish with a name.
    enum Standing {
        case new
        /// The same was wished before under this name.
        case done
        /// Something else was.
        case taken
    }

    func standing(of key: IdempotencyKey) -> Standing {
        keys.withLock { keys in
            guard let known = keys.first(where: { $0.text == key.text }) else { return .new }
            return known == key ? .done : .taken
        }
    }

    /// The wish with this name was obeyed.
    func remember(_ key: IdempotencyKey) {
        keys.withLock { keys in
            if keys.count == Self.keysKept { keys.removeFirst() }
            keys.append(key)
        }
    }
}
