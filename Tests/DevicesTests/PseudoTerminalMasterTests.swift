// SPDX-License-Identifier: Apache-2.0

import Devices
import Glibc
import Testing

struct PseudoTerminalMasterTests {
    @Test func `a link never replaces a file`() throws {
        let path = temporaryPath()
        close(creat(path, 0o600))
        defer { unlink(path) }
        let error = #expect(throws: ChannelError.self) {
            _ = try PseudoTerminalMaster(link: path)
        }
        #expect(error?.code == .busy)
        #expect(access(path, F_OK) == 0)
    }

    @Test func `a stale link from a killed program is replaced`() throws {
        let path = temporaryPath()
        symlink("/dev/pts/none", path)
        let master = try PseudoTerminalMaster(link: path)
        #expect(throws: Never.self) { try master.address.open() }
        master.close()
        #expect(access(path, F_OK) != 0)
    }

    @Test func `closing the old device leaves the link of the new one`() throws {
        let path = temporaryPath()
        let old = try PseudoTerminalMaster(link: path)
        let new = try PseudoTerminalMaster(link: path)
        old.close()
        #expect(throws: Never.self) { try new.address.open() }
        new.close()
    }

    @Test func `the controller may come and go without the device noticing`() throws {
        let master = try PseudoTerminalMaster()
        for _ in 0..<3 {
            let near = try master.address.open()
            near.close()
            #expect(try master.read() == [])
        }
    }

    @Test func `what the device said before the line was opened is dropped`() throws {
        let master = try PseudoTerminalMaster()
        #expect(try master.write([1, 2, 3]) == 3)
        let near = try master.address.open()
        #expect(try master.write([4]) == 1)
        #expect(try ChannelPair.read(1, from: near) == [4])
    }
}
