// SPDX-License-Identifier: Apache-2.0

import Facts

extension Hall {
    /// What is asked of the whole hall.
    func decidingOnHall(_ command: Command) throws(Refusal) -> [HallFact] {
        []
    }
}
