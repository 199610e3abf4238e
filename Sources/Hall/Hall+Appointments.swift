// SPDX-License-Identifier: Apache-2.0

import Facts

extension Hall {
    func decidingOnAppointment(
        _ command: Command, _ moment: Moment
    ) throws(Refusal) -> [HallFact] {
        []
    }
}
