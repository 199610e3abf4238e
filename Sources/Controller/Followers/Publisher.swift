// SPDX-License-Identifier: Apache-2.0

import Dispatch
package import Facts
package import Hall
package import Views
package import Web

/// Turns commits into live events: rows are picked on the loop's thread, encoded once per topic on
/// a queue of its own.
package final class Publisher: Sendable {
    /// One thing to tell on one topic.
    fileprivate struct News: Sendable {
        var topic: String
        var id: EventID
        var name: String
        var change: any Encodable & Sendable
    }

    private let topics: LiveTopics
    private let officerView: @Sendable (Window, Standing) -> OfficerView
    private let queue = DispatchQueue(label: "hallkeeper.publisher")

    /// - Parameter officerView: how an officer's page looks, for its topic.
    package init(
        topics: LiveTopics,
        officerView: @escaping @Sendable (Window, Standing) -> OfficerView
    ) {
        self.topics = topics
        self.officerView = officerView
    }

    package static func topic(of window: WindowID) -> String { "window/\(window)" }

    /// Returns when all that was handed over is out.
    package func stop() { queue.sync {} }

    /// Hands over what a commit changed, on the loop's thread.
    package func follow(_ records: [Recorded<HallFact>], _ standing: Standing) {
        let hall = standing.hall
        var news: [News] = []
        var officers: Set<WindowID> = []
        for record in records {
            let sequence = record.envelope.sequence
            let touched = Touched(record.fact, in: hall)
            officers.formUnion(touched.officersWindows(in: hall))
            officers.formUnion(windows(under: touched.devices, in: hall))
            let changes = [
                ("hall", Change(hall: touched, sequence, in: hall)),
                ("board", Change(board: touched, sequence, in: hall)),
                ("staff", Change(staff: touched, sequence, in: hall, at: standing.moment)),
            ]
            for (topic, change) in changes {
                guard let change else { continue }
                news.append(News(topic, record, change))
            }
        }
        // An officer's page is one whole view, so one for the batch says it all.
        if let last = records.last {
            for id in officers {
                guard let window = hall.windows[id] else { continue }
                let view = ["view": officerView(window, standing)]
                news.append(News(Self.topic(of: id), last, view))
            }
        }
        if !news.isEmpty { queue.async { [news] in self.publish(news) } }
        if records.contains(where: \.fact.isConfiguration) {
            let known = Set(hall.windows.keys.map(Self.topic))
            queue.async { [topics] in
                topics.end { Self.isOfWindow($0) && !known.contains($0) }
            }
        }
    }

    private static func isOfWindow(_ topic: String) -> Bool { topic.hasPrefix("window/") }

    /// The windows whose officers read of these signs.
    private func windows(under devices: Set<DeviceID>, in hall: Hall) -> [WindowID] {
        guard !devices.isEmpty else { return [] }
        return hall.windows.keys.filter { devices.contains(HallConfiguration.signID($0)) }
    }

    private func publish(_ news: [News]) {
        let encoder = Encoding()
        for news in news {
            guard let data = encoder.bytes(of: news.change) else { continue }
            topics.publish(topic: news.topic, id: news.id, event: news.name, data: data)
        }
    }
}

extension Publisher.News {
    fileprivate init(
        _ topic: String, _ record: Recorded<HallFact>, _ change: any Encodable & Sendable
    ) {
        self.init(
            topic: topic, id: EventID(record.envelope), name: type(of: record.fact.payload).name,
            change: change)
    }
}

extension HallFact {
    fileprivate var isConfiguration: Bool {
        if case .configurationApplied = self { true } else { false }
    }
}

extension EventID {
    package init(_ mark: ViewMark) {
        self.init(epoch: mark.epoch.text, sequence: UInt64(clamping: mark.sequence))
    }

    fileprivate init(_ envelope: Envelope) {
        self.init(epoch: envelope.epoch.text, sequence: UInt64(clamping: envelope.sequence))
    }
}
