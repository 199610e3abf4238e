// SPDX-License-Identifier: Apache-2.0

import CFribidi

/// Which way each part of a line runs, by the Unicode bidirectional algorithm.
enum Direction {
    /// The embedding level of each scalar, odd from right to left. Where the line begins is
    /// decided by its first letter.
    static func levels(of scalars: [Unicode.Scalar]) -> [UInt8] {
        let codes = scalars.map(\.value)
        let count = Int32(codes.count)
        var types = [FriBidiCharType](repeating: FriBidiCharType(0), count: codes.count)
        var brackets = [FriBidiBracketType](repeating: 0, count: codes.count)
        var levels = [FriBidiLevel](repeating: 0, count: codes.count)
        var base = FRIBIDI_PAR_ON
        fribidi_get_bidi_types(codes, count, &types)
        fribidi_get_bracket_types(codes, count, types, &brackets)
        guard
            fribidi_get_par_embedding_levels_ex(types, brackets, count, &base, &levels) != 0
        else { return Array(repeating: 0, count: codes.count) }
        return levels.map { UInt8(bitPattern: $0) }
    }

    /// Runs in the order in which they stand on paper (rule L2).
    static func visual<Run>(_ runs: [Run], level: (Run) -> UInt8) -> [Run] {
        var runs = runs
        var height = runs.map(level).max() ?? 0
        while height > 0 {
            var start = runs.startIndex
            while start < runs.endIndex {
                guard level(runs[start]) >= height else {
                    start += 1
                    continue
                }
                let end = runs[start...].firstIndex { level($0) < height } ?? runs.endIndex
                runs[start..<end].reverse()
                start = end
            }
            height -= 1
        }
        return runs
    }
}
