// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Facts
import Hall
import Store
import Web

/// Text about a person on its way into a fact: kept where it can be erased before anybody decides,
/// and taken away again when no fact came to speak of it.
extension HallAPI {
    /// What waits for the disk outside the journal, one after another: however many ask at once,
    /// one thread waits.
    static let smallWrites = DispatchQueue(label: "hallkeeper.small-writes")

    /// Keeps a text, off the threads that must not wait for the disk, and goes on with what a fact
    /// is to hold of it.
    ///
    /// - Parameters:
    ///   - subject: the ticket the text belongs to; nil: the one in hand at `window`.
    func keeping(
        _ text: String, kind: String, subject: TicketID? = nil, at window: WindowID? = nil,
        _ responder: Responder, then goOn: @escaping @Sendable (TextCommitment) -> Void
    ) {
        loop.look { standing in
            guard let standing else {
                return responder.send(.problem(Problem(.storageFailed), headers: [.retrySoon]))
            }
            let moment = standing.moment
            let inHand = window.flatMap { standing.hall.windows[$0]?.ticket }
            let subject = subject ?? inHand ?? TicketID("")
            Self.smallWrites.async {
                do {
                    goOn(try side.keep(text, kind: kind, subject: subject, at: moment))
                } catch {
                    responder.send(.problem(Problem(.storageFailed), headers: [.retrySoon]))
                }
            }
        }
    }

    /// Takes a text away that no fact speaks of: the command was refused, or asked before.
    func forget(_ commitment: TextCommitment) {
        Self.smallWrites.async {
            // A text left behind names nobody's ticket and ends with its retention.
            try? side.forget(commitment.text)
        }
    }
}
