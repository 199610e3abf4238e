// SPDX-License-Identifier: Apache-2.0

/// Takes the comments out of a file, line by line. Knows enough of quotes to leave `"http://"` be.
struct CommentBlanker {
    private let opening: String
    private let closing: String
    private let lineComment: String?
    private let quotes: Set<Character>
    private var isInBlock = false

    /// - Parameter kind: how the file's name ends.
    init(kind: String) {
        let isPage = kind == "html"
        (opening, closing) = isPage ? ("<!--", "-->") : ("/*", "*/")
        lineComment = isPage ? nil : "//"
        quotes = kind == "js" ? ["\"", "'", "`"] : ["\""]
    }

    /// What a line says besides comments.
    mutating func code(of line: String) -> String {
        // Most lines have nothing to blank, and looking at each character takes its time.
        guard isInBlock || line.utf8.contains(where: { $0 == 0x2F || $0 == 0x3C }) else {
            return line
        }
        var code = ""
        var rest = Substring(line)
        var quote: Character?
        while let character = rest.first {
            if isInBlock {
                rest = skipBlock(rest)
            } else if quote == nil, rest.hasPrefix(opening) {
                isInBlock = true
                rest = rest.dropFirst(opening.count)
            } else if quote == nil, let lineComment, rest.hasPrefix(lineComment) {
                break
            } else {
                let count = character == "\\" ? 2 : 1
                code += rest.prefix(count)
                rest = rest.dropFirst(count)
                if quote == nil, quotes.contains(character) {
                    quote = character
                } else if character == quote {
                    quote = nil
                }
            }
        }
        return code
    }

    private mutating func skipBlock(_ rest: Substring) -> Substring {
        guard let end = rest.firstRange(of: closing) else { return "" }
        isInBlock = false
        return rest[end.upperBound...]
    }
}
