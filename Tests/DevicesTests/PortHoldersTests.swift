// SPDX-License-Identifier: Apache-2.0

import Devices
import Glibc
import Testing

struct PortHoldersTests {
    @Test func `a program that has a port open is named`() throws {
        let master = try PseudoTerminalMaster()
        let near = try master.address.open()
        let holders = PortHolders().read(of: [master.devicePath, "/dev/none"])
        #expect(holders[master.devicePath]?.map(\.process) == [Int(getpid())])
        #expect(holders[master.devicePath]?.first?.program.isEmpty == false)
        #expect(holders["/dev/none"] == nil)
        near.close()
    }

    @Test func `a lock names its holder where its files may not be looked at`() throws {
        let system = try SystemFixture()
        try system.make("/dev")
        try system.make("/proc/708")
        try system.write("/dev/ttyUSB0", "")
        try system.write("/proc/708/comm", "hallkeeper")
        var status = stat()
        #expect(stat("\(system.root)/dev/ttyUSB0", &status) == 0)
        // The numbers of a file system in hexadecimal, as the kernel writes them.
        let mine = try String(lockOf: "\(system.root)/dev/ttyUSB0")
        try system.write(
            "/proc/locks",
            """
            1: FLOCK  ADVISORY  WRITE 708 \(mine) 0 EOF
            1: -> FLOCK  ADVISORY  WRITE 709 \(mine) 0 EOF
            2: POSIX  ADVISORY  WRITE 710 \(mine) 0 EOF
            3: FLOCK  ADVISORY  WRITE 711 00:05:1 0 EOF
            4: nonsense
            """)
        let holders = PortHolders(root: system.root).read(of: ["/dev/ttyUSB0"])
        #expect(holders == ["/dev/ttyUSB0": [PortHolder(process: 708, program: "hallkeeper")]])
    }
}

extension String {
    /// What the kernel itself writes of a lock on this file.
    fileprivate init(lockOf path: String) throws {
        let file = open(path, O_RDWR | O_CLOEXEC)
        try #require(file >= 0 && flock(file, LOCK_EX | LOCK_NB) == 0)
        defer { close(file) }
        var status = stat()
        fstat(file, &status)
        let locks = try #require(fopen("/proc/locks", "r"))
        defer { fclose(locks) }
        var line = [CChar](repeating: 0, count: 512)
        while fgets(&line, 512, locks) != nil {
            let words = String(
                decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self
            )
            .split(separator: " ")
            if words.count > 5, words[5].hasSuffix(":\(status.st_ino)"), words[4] == "\(getpid())" {
                self = String(words[5])
                return
            }
        }
        throw ChannelError(.system, path, "the kernel lists no lock")
    }
}
