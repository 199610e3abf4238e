// SPDX-License-Identifier: Apache-2.0

import Wire

/// What comes in on a wire: the first byte says in pieces of which size. Cutting it must not change
/// what is understood, and a silent line must leave nothing half read.
@_cdecl("LLVMFuzzerTestOneInput")
package func fuzzWires(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let size = bytes.first.map({ 1 + Int($0 % 16) }) else { return 0 }
    let whole = bytes.dropFirst()
    let pieces = stride(from: whole.startIndex, to: whole.endIndex, by: size).map {
        whole[$0..<min($0 + size, whole.endIndex)]
    }
    tryPrinter(Array(whole), pieces)
    tryKeypad(Array(whole), pieces)
    for checksum in [QTStrip.Checksum.body, .bodyAndEnd] {
        tryStrip(Array(whole), pieces, checksum)
    }
    tryPicture(Array(whole))
    tryWindowBus(Array(whole), pieces)
    return 0
}

private func tryPrinter(_ whole: [UInt8], _ pieces: [ArraySlice<UInt8>]) {
    for expectation in 0..<4 {
        var one = PrinterReplyDecoder()
        one.expectsAutomaticStatus = expectation & 1 != 0
        one.expectsBlock = expectation & 2 != 0
        var other = one
        let replies = one.feed(whole)
        precondition(replies == pieces.flatMap { other.feed($0) }, "cut otherwise, read otherwise")
        var status = PrinterStatus()
        for reply in replies {
            switch reply {
            case .paper(let byte): status.merge(paper: byte)
            case .automatic(let bytes): status.merge(automatic: bytes)
            case .realTime(let byte):
                for question in 1...4 { status.merge(reply: byte, to: question) }
            case .block(_, let text):
                precondition(text.count <= PrinterReplyDecoder.blockLimit, "too long")
            case .xon, .xoff, .noise: break
            }
        }
    }
}

private func tryKeypad(_ whole: [UInt8], _ pieces: [ArraySlice<UInt8>]) {
    var one = KeypadDecoder()
    var other = one
    let frames = one.feed(whole)
    precondition(frames == pieces.flatMap { other.feed($0) }, "cut otherwise, read otherwise")
    let rest = one.lineSilent()
    precondition(!one.isMidFrame, "half a frame outlives the silence")
    // A sum is hard to guess, so every input is also tried as what a frame says.
    let made = KeypadFrame(
        address: whole.first ?? 1, function: whole.dropFirst().first ?? 1,
        data: Array(whole.dropFirst(2)))
    precondition(one.feed(made.bytes) == [made], "not read as it is written")
    for frame in frames + rest + [made] {
        guard let press = KeypadPress(frame) else { continue }
        let said = press.frame(address: frame.address)
        precondition(KeypadPress(said) == press, "\(press) is not understood as it is said")
    }
}

private func tryStrip(
    _ whole: [UInt8], _ pieces: [ArraySlice<UInt8>], _ checksum: QTStrip.Checksum
) {
    var one = QTStripDecoder(checksum: checksum)
    var other = one
    let frames = one.feed(whole)
    precondition(frames == pieces.flatMap { other.feed($0) }, "cut otherwise, read otherwise")
    let rest = one.lineSilent()
    precondition(!one.isMidFrame, "half a frame outlives the silence")
    let made = QTStrip.Frame(address: whole.first ?? 1, .show(QTStrip.Message(whole)))
    for frame in frames + rest + [made] {
        // A strip takes no attribute beyond its range, so what is written may be less than was read.
        let written = once(frame, checksum)
        precondition(once(written, checksum) == written, "not read as it is written")
    }
}

private func once(_ frame: QTStrip.Frame, _ checksum: QTStrip.Checksum) -> QTStrip.Frame {
    var decoder = QTStripDecoder(checksum: checksum)
    let frames = decoder.feed(frame.bytes(checksum: checksum))
    guard let read = frames.first, frames.count == 1, !decoder.isMidFrame else {
        preconditionFailure("\(frame) is not read as it is written")
    }
    return read
}

private func tryPicture(_ bytes: [UInt8]) {
    precondition(
        PackBits.unpacked(PackBits.packed(bytes), count: bytes.count) == bytes,
        "not unpacked as it was packed")
    guard bytes.count > 3 else { return }
    let (width, height) = (UInt16(bytes[0]) << 2 | UInt16(bytes[1] & 3), UInt16(bytes[1] >> 2))
    for encoding in BitmapEncoding.allCases {
        let picture = Picture(
            width: width, height: height, encoding: encoding, bytes: Array(bytes.dropFirst(2)))
        guard let picture else { continue }
        let (shorter, written) = picture.encoded
        precondition(
            Picture(width: width, height: height, encoding: shorter, bytes: written) == picture,
            "not read as it is written")
    }
}
