// SPDX-License-Identifier: Apache-2.0

import CFreeType

/// The fonts of this machine, opened when a character first asks for them.
struct FontShelf {
    private enum Place {
        case closed(FontFile)
        case open(Face)
        case missing
    }

    private let library: FT_Library?
    private var places: [Place]

    init(_ files: [FontFile]) {
        var library: FT_Library?
        FT_Init_FreeType(&library)
        self.library = library
        places = files.map { .closed($0) }
    }

    /// The first font that has all of a character, `preferred` if that has it.
    mutating func font(for character: Character, preferred: Int?) -> Int? {
        let scalars = character.unicodeScalars.filter {
            !$0.properties.isDefaultIgnorableCodePoint
        }
        // What a private code means is known to whoever made it up, not to these fonts.
        guard !scalars.contains(where: { $0.properties.generalCategory == .privateUse }) else {
            return nil
        }
        if let preferred, let face = face(preferred), scalars.allSatisfy(face.has) {
            return preferred
        }
        for index in places.indices {
            if let face = face(index), scalars.allSatisfy(face.has) { return index }
        }
        return nil
    }

    mutating func face(_ index: Int) -> Face? {
        switch places[index] {
        case .open(let face): return face
        case .missing: return nil
        case .closed(let file):
            let face = library.flatMap { Face(file, library: $0) }
            places[index] = face.map { .open($0) } ?? .missing
            return face
        }
    }
}
