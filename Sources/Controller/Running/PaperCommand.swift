// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Engine
package import Facts
import Foundation
import Hall
import Machine
import Store

/// What a person at a terminal asks of the running hall's printers.
package enum PaperWish: Codable, Sendable, Equatable {
    /// A slip without a number.
    case test(PrinterID)
    /// A slip once more, where it was asked for before or at another printer.
    case reprint(number: String, PrinterID?, by: String)
}

/// What came of it.
package enum PaperAnswer: Codable, Sendable, Equatable {
    /// The test has ended.
    case tested(TestSlipPrinted)
    /// The slip is asked for at this printer; how it ends is for the pages to tell.
    case asked(number: String, PrinterID)
}

package enum PaperCommand {
    /// Nil when no hall runs on these data or it stopped meanwhile.
    package static func ask(_ wish: PaperWish, data: String) -> ControlMessage? {
        guard FileManager.default.fileExists(atPath: data) else { return nil }
        return ControlClient.ask(.paper(wish), in: data, progress: { _ in })
    }
}

extension Ports {
    /// How long a slip may take that stands behind others, in seconds.
    private static let patience = 60.0

    /// Obeys a wish and waits for what comes of it. Not on the loop's thread.
    func obey(_ wish: PaperWish) -> ControlMessage {
        let answer = Guarded<ControlMessage?>(nil)
        let done = DispatchSemaphore(value: 0)
        let say: @Sendable (ControlMessage) -> Void = { message in
            answer.withLock { $0 = message }
            done.signal()
        }
        switch wish {
        case .test(let printer):
            loop.look { [weak self] standing in
                guard let self, let standing else {
                    return say(.failed(Reason("problem.storage-failed.detail")))
                }
                guard standing.hall.structure.everyPrinter.contains(where: { $0.id == printer })
                else {
                    return say(.failed(Reason(Refusal(unknown: printer))))
                }
                test(printer) { say(.paper(.tested($0))) }
            }
        case .reprint(let number, let printer, let person):
            reprint(number, on: printer, by: Actor(.administrator, person), say)
        }
        _ = done.wait(timeout: .now() + Self.patience)
        return answer.withLock(\.self) ?? .failed(Reason("printer.noEnd"))
    }

    private func reprint(
        _ number: String, on printer: PrinterID?, by actor: Actor,
        _ say: @escaping @Sendable (ControlMessage) -> Void
    ) {
        loop.look { [weak self] standing in
            guard let self, let hall = standing?.hall else {
                return say(.failed(Reason("problem.storage-failed.detail")))
            }
            let wanted = number.uppercased()
            guard let ticket = hall.tickets.values.first(where: { $0.number == wanted }) else {
                return say(.failed(Reason("printer.noNumber", ["number": number])))
            }
            loop.post(.reprint(ticket.id, printer), by: actor) { answer, _ in
                switch answer {
                case .done:
                    let asked = printer ?? ticket.printer ?? ""
                    say(.paper(.asked(number: ticket.number, asked)))
                case .refused(let refusal): say(.failed(Reason(refusal)))
                case .storageFailed, .busy, .keyReused:
                    say(.failed(Reason("problem.storage-failed.detail")))
                }
            }
        }
    }
}

extension Reason {
    fileprivate init(_ refusal: Refusal) {
        self.init("problem.\(refusal.kind.rawValue).detail", refusal.values)
    }
}
