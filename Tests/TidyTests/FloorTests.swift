// SPDX-License-Identifier: Apache-2.0

import Testing

/// Which rooms each room may import, read from the package's manifest.
private func floors(in manifest: String) -> [String: Set<String>] {
    var floors: [String: Set<String>] = [:]
    for match in manifest.matches(of: #/room\(\s*"(\w+)"(?:\s*,\s*\[([^\]]*)\])?/#) {
        let names = (match.2 ?? "").matches(of: #/"(\w+)"/#).map { String($0.1) }
        floors[String(match.1)] = Set(names)
    }
    return floors
}

/// The modules a file imports, with the line of each.
private func imports(of file: SourceFile) -> [(module: String, line: Int)] {
    let pattern = #/^\s*(?:@\w+ )?(?:package |internal |private |fileprivate )?import (\w+)/#
    return file.code.enumerated().compactMap { offset, line in
        line.prefixMatch(of: pattern).map { (String($0.1), offset + 1) }
    }
}

private func strangers(in file: SourceFile, floors: [String: Set<String>]) -> [String] {
    guard let room = file.room, let allowed = floors[room] else { return ["\(file.path): no room"] }
    return imports(of: file).filter { !allowed.contains($0.module) }
        .map { "\(file.path):\($0.line) imports \($0.module)" }
}

struct FloorTests {
    @Test func `pure rooms import only the rooms the package gives them`() throws {
        let floors = floors(in: try Repository.text("Package.swift"))
        #expect(pureRooms.isSubset(of: floors.keys))
        // The C reference of a window unit is as pure as they are.
        let pure = pureRooms.union(["CWindowBus"])
        for room in pureRooms {
            #expect(floors[room]?.isSubset(of: pure) == true, "\(room) stands on an edge")
            let files = try Repository.files(in: ["Sources/\(room)"], kinds: ["swift"])
            #expect(!files.isEmpty)
            #expect(files.flatMap { strangers(in: $0, floors: floors) } == [])
        }
    }

    @Test func `an import from outside is found, however it is written`() {
        let floors = ["Hall": ["Facts"] as Set]
        for line in ["import Foundation", "package import Engine", "@preconcurrency import Glibc"] {
            let file = SourceFile("Sources/Hall/Bad.swift", "import Facts\n" + line)
            #expect(strangers(in: file, floors: floors).count == 1)
        }
    }

    @Test func `the manifest's rooms are read with and without dependencies`() {
        let manifest = """
            room("Facts"), room("Hall", ["Facts"]),
            room(
                "Views", [
                    "Facts", "Hall", yams,
                ]),
            """
        #expect(
            floors(in: manifest) == ["Facts": [], "Hall": ["Facts"], "Views": ["Facts", "Hall"]])
    }
}
