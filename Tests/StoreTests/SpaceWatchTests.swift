// SPDX-License-Identifier: Apache-2.0

import Store
import Synchronization
import Testing

struct SpaceWatchTests {
    @Test func `space is low below one figure and well again only at a higher one`() {
        let free = FreeBytes()
        var watch = SpaceWatch(lowBytes: 100, okBytes: 200) {
            free.bytes.load(ordering: .relaxed)
        }
        var states: [SpaceWatch.State] = []
        for bytes: Int64 in [1000, 100, 99, 100, 199, 200, 150, 0] {
            free.bytes.store(bytes, ordering: .relaxed)
            states.append(watch.look())
        }
        #expect(states == [.ok, .ok, .low, .low, .low, .ok, .ok, .low])
        #expect(watch.state == .low)
    }

    @Test func `a disk that cannot be asked changes nothing`() {
        var watch = SpaceWatch(lowBytes: 100) { nil }
        #expect(watch.look() == .ok)
    }

    @Test func `the disk of a directory is asked`() throws {
        let scene = try Scene()
        var roomy = SpaceWatch(directory: scene.path, lowBytes: 1)
        #expect(roomy.look() == .ok)
        var greedy = SpaceWatch(directory: scene.path, lowBytes: .max, okBytes: .max)
        #expect(greedy.look() == .low)
        var nowhere = SpaceWatch(directory: scene.path + "/nowhere", lowBytes: .max, okBytes: .max)
        #expect(nowhere.look() == .ok)
    }
}

/// A disk whose free space a test says.
private final class FreeBytes: Sendable {
    let bytes = Atomic<Int64>(0)
}
