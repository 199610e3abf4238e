// SPDX-License-Identifier: Apache-2.0

import CFreeType
import CHarfBuzz

/// One font, opened twice: FreeType draws its glyphs, HarfBuzz says which glyphs and where.
/// Both map the file, so a font of 50 MB costs only the pages that are looked at.
final class Face {
    /// A glyph of a shaped run.
    struct Glyph {
        let index: UInt32
        /// From where the pen stands, in 64ths of a dot, up and right.
        let x: Int
        let y: Int
        /// How far the pen moves on.
        let advance: Int
    }

    private let face: FT_Face
    private let font: OpaquePointer

    /// Nil if the file is not there or no font.
    init?(_ file: FontFile, library: FT_Library) {
        var face: FT_Face?
        guard FT_New_Face(library, file.path, FT_Long(file.index), &face) == 0, let face else {
            return nil
        }
        guard face.pointee.face_flags & FT_Long(FT_FACE_FLAG_SCALABLE) != 0,
            let blob = hb_blob_create_from_file_or_fail(file.path)
        else {
            FT_Done_Face(face)
            return nil
        }
        let shapes = hb_face_create(blob, UInt32(file.index))
        self.face = face
        font = hb_font_create(shapes)
        hb_face_destroy(shapes)
        hb_blob_destroy(blob)
    }

    deinit {
        hb_font_destroy(font)
        FT_Done_Face(face)
    }

    func has(_ scalar: Unicode.Scalar) -> Bool {
        FT_Get_Char_Index(face, FT_ULong(scalar.value)) != 0
    }

    /// How large the em square is from now on, in dots.
    func resize(width: Int, height: Int) {
        FT_Set_Pixel_Sizes(face, UInt32(width), UInt32(height))
        hb_font_set_scale(font, Int32(width) * 64, Int32(height) * 64)
    }

    /// The glyphs of scalars of one script and direction, from left to right.
    func shape(_ scalars: ArraySlice<Unicode.Scalar>, isRightToLeft: Bool) -> [Glyph] {
        let buffer = hb_buffer_create()
        defer { hb_buffer_destroy(buffer) }
        let codes = scalars.map(\.value)
        hb_buffer_add_codepoints(buffer, codes, Int32(codes.count), 0, Int32(codes.count))
        hb_buffer_set_direction(buffer, isRightToLeft ? HB_DIRECTION_RTL : HB_DIRECTION_LTR)
        // Script and language; the direction said stays.
        hb_buffer_guess_segment_properties(buffer)
        hb_shape(font, buffer, nil, 0)
        var count: UInt32 = 0
        guard let infos = hb_buffer_get_glyph_infos(buffer, &count),
            let places = hb_buffer_get_glyph_positions(buffer, &count)
        else { return [] }
        return (0..<Int(count)).map {
            Glyph(
                index: infos[$0].codepoint, x: Int(places[$0].x_offset),
                y: Int(places[$0].y_offset), advance: Int(places[$0].x_advance))
        }
    }

    /// A glyph's dots with their place: `x` right of the pen, `y` down from the line it stands on.
    ///
    /// - Parameter isFitted: strokes are moved onto whole dots, without which small characters run
    ///   together.
    func draw(_ glyph: UInt32, isFitted: Bool = false) -> (dots: Dots, x: Int, y: Int)? {
        let loading = FT_Int32(
            FT_LOAD_NO_BITMAP | (isFitted ? FT_LOAD_FORCE_AUTOHINT : FT_LOAD_NO_HINTING))
        guard FT_Load_Glyph(face, glyph, loading) == 0, let slot = face.pointee.glyph,
            FT_Render_Glyph(slot, FT_RENDER_MODE_NORMAL) == 0
        else { return nil }
        let bitmap = slot.pointee.bitmap
        guard let grey = bitmap.buffer else { return nil }
        var dots = Dots(width: Int(bitmap.width), height: Int(bitmap.rows))
        for y in 0..<dots.height {
            let row = grey + y * Int(bitmap.pitch)
            for x in 0..<dots.width where row[x] >= Self.ink { dots[x, y] = true }
        }
        return (dots, Int(slot.pointee.bitmap_left), -Int(slot.pointee.bitmap_top))
    }

    /// How grey of 255 becomes a dot: below half, that thin strokes do not break.
    private static let ink: UInt8 = 88
}
