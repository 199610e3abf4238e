// SPDX-License-Identifier: Apache-2.0

import Devices
import Glibc
import Testing

struct ShareKeyTests {
    @Test func `a code is read as it is shown, in any case and with any spaces`() throws {
        let key = ShareKey.random()
        #expect(key.code.split(separator: "-").map(\.count) == Array(repeating: 4, count: 14))
        #expect(ShareKey(code: key.code) == key)
        #expect(ShareKey(code: " " + key.code.lowercased() + "\r\n") == key)
        #expect(ShareKey(code: key.code.filter { $0 != "-" }) == key)
        let misread = key.code.map { $0 == "0" ? "O" : $0 == "1" ? "l" : $0 }
        #expect(ShareKey(code: String(misread)) == key)
    }

    @Test func `a letter that was mistyped, left out or swapped is noticed`() throws {
        let key = try #require(Talk.key)
        let letters = key.code.filter { $0 != "-" }.map(\.self)
        for index in letters.indices {
            var wrong = letters
            wrong[index] = wrong[index] == "7" ? "8" : "7"
            #expect(ShareKey(code: String(wrong)) == nil)
            wrong = letters
            wrong.remove(at: index)
            #expect(ShareKey(code: String(wrong)) == nil)
            guard index > 0, letters[index] != letters[index - 1] else { continue }
            wrong = letters
            wrong.swapAt(index, index - 1)
            #expect(ShareKey(code: String(wrong)) == nil)
        }
    }

    @Test(arguments: ["", "-", "密码", "0", String(repeating: "0", count: 56), "U", "\0"])
    func `what is no code is none`(_ text: String) {
        #expect(ShareKey(code: text) == nil)
        #expect(ShareKey(code: String(repeating: text, count: 100_000)) == nil)
    }

    @Test func `the file is its owner's alone, and one that others may read is not used`() throws {
        let path = temporaryPath()
        defer { unlink(path) }
        let key = ShareKey.random()
        try key.save(to: path)
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
        #expect(try ShareKey(file: path) == key)
        chmod(path, 0o640)
        let error = #expect(throws: ChannelError.self) { _ = try ShareKey(file: path) }
        #expect(error?.code == .notPaired)
    }

    @Test func `a key is not written over another`() throws {
        let path = temporaryPath()
        defer { unlink(path) }
        let key = ShareKey.random()
        try key.save(to: path)
        let error = #expect(throws: ChannelError.self) { try ShareKey.random().save(to: path) }
        #expect(error?.code == .busy)
        #expect(try ShareKey(file: path) == key)
    }

    @Test(arguments: ["/dev/null", "/", "/nowhere/key"])
    func `what is no key's file is none`(_ path: String) {
        let error = #expect(throws: ChannelError.self) { _ = try ShareKey(file: path) }
        #expect(error?.code == .notPaired)
    }
}
