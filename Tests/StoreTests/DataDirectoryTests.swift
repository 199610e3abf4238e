// SPDX-License-Identifier: Apache-2.0

import Foundation
import Store
import Testing

struct DataDirectoryTests {
    @Test func `a second process is refused while the first one lives`() throws {
        let scene = try Scene()
        var first: DataDirectory? = try DataDirectory(scene.path)
        #expect(throws: JournalError.inUse(directory: scene.path)) {
            try DataDirectory(scene.path)
        }
        #expect(first?.path == scene.path)
        first = nil
        _ = try DataDirectory(scene.path)
    }

    @Test func `it is made if need be and closed to other users`() throws {
        let scene = try Scene()
        let directory = try DataDirectory(scene.path + "/data")
        #expect(try mode(directory.path) == 0o700)
        let open = try DataDirectory(scene.path)
        #expect(try mode(open.path) == 0o700)
    }

    @Test func `a place where none can be made is named`() throws {
        let scene = try Scene()
        let failure = #expect(throws: JournalError.self) {
            try DataDirectory(scene.path + "/missing/data")
        }
        #expect(failure?.description.contains("missing/data") == true)
        try "a file".write(toFile: scene.path + "/file", atomically: true, encoding: .utf8)
        #expect(throws: JournalError.self) { try DataDirectory(scene.path + "/file") }
    }
}
