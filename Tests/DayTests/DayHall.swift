// SPDX-License-Identifier: Apache-2.0

import Facts

/// The hall the simulated days happen in, and the configurations it changes between.
enum DayHall {
    static let officers: [OfficerID] = ["o1", "o2", "o3", "o4", "o5", "o6"]

    /// The usual one, one with a service more, and one with a service and a window less.
    static let structures = [usual, more, less]

    private static let usual = HallStructure(
        name: LocalizedText(zhHans: "政务服务中心"),
        services: [
            service("a", "A"), service("b", "B"), service("c", "C"),
            // Shares its prefix, so that two services draw from one count.
            service("d", "A"),
        ],
        windows: [
            .init(id: "w1", number: "1", services: ["a"]),
            .init(id: "w2", number: "2", services: ["a", "b"]),
            .init(id: "w3", number: "3", services: ["b", "c"]),
            .init(id: "w4", number: "4", services: ["c", "d", "a"]),
            .init(id: "w5", number: "5", services: ["d"]),
        ],
        kiosks: [
            .init(id: "k1", name: LocalizedText(zhHans: "大门"), printer: "p1"),
            .init(id: "k2", name: LocalizedText(zhHans: "导办台")),
        ])

    private static let more: HallStructure = {
        var structure = usual
        structure.services.append(service("e", "E"))
        structure.windows[4].services = ["d", "e"]
        return structure
    }()

    private static let less: HallStructure = {
        var structure = usual
        structure.services.removeAll { $0.id == "c" }
        structure.windows.removeLast()
        structure.windows[2].services = ["b"]
        return structure
    }()

    private static func service(_ id: ServiceID, _ prefix: String) -> HallStructure.Service {
        HallStructure.Service(
            id: id, name: LocalizedText(zhHans: id.text), prefix: prefix, typicalSeconds: 300)
    }
}
