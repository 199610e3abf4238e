// SPDX-License-Identifier: Apache-2.0

import Facts

extension Hall {
    func adopting(_ slips: [OutstandingSlip]) throws(Refusal) -> [HallFact] {
        []
    }
}
