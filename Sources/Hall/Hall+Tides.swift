// SPDX-License-Identifier: Apache-2.0

import Facts

extension Hall {
    func decidingOnTides(_ command: Command) throws(Refusal) -> [HallFact] {
        []
    }
}
