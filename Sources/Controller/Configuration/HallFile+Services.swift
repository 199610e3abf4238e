// SPDX-License-Identifier: Apache-2.0

import Facts

extension HallFile {
    mutating func readServices(_ top: any Mapping) {
        var seen: Set<String> = []
        var prefixes: Set<String> = []
        configuration.structure.services = top.each(top.required("services")) { service in
            let id = service.unique(service.required("id"), as: .identifier, &seen)
            let name = service.localized(service.required("name"))
            let prefix = service.unique(service.required("prefix"), as: .prefix, &prefixes)
            let zone = service.localized(service.optional("zone"))
            let minutes = service.number(service.optional("typicalMinutes"), in: 1...600)
            let accepting = service.flag(service.optional("accepting"))
            let overnight = service.flag(service.optional("overnight"))
            let perPerson = service.number(service.optional("perPerson"), in: 1...100)
            let limits = limits(service)
            guard let id, let name, let prefix else { return nil }
            return HallStructure.Service(
                id: ServiceID(id), name: name, prefix: prefix, zone: zone,
                typicalSeconds: minutes.map { $0 * 60 }, accepting: accepting,
                overnight: overnight, perPerson: perPerson, limits: limits)
        }
        serviceNames = seen
    }

    private func limits(_ service: any Mapping) -> [HallStructure.Limit]? {
        guard let entry = service.optional("limits") else { return nil }
        var bands: [TimeBand] = []
        return service.each(entry) { limit in
            let from = limit.text(limit.required("from"), as: .time)
            let end = limit.required("to")
            let to = limit.text(end, as: .time)
            let tickets = limit.number(limit.required("tickets"), in: 0...100_000)
            guard let from, let to, let end, let tickets else { return nil }
            let band = TimeBand(from: from, to: to)
            guard from < to else {
                limit.report(
                    .badValue, at: end, ["value": band.text, "expected": "09:00-12:00"])
                return nil
            }
            if bands.contains(where: { $0.overlaps(band) }) {
                limit.report(.overlap, at: limit.entry, ["value": band.text])
            }
            bands.append(band)
            return HallStructure.Limit(band: band, tickets: tickets)
        }
    }
}
