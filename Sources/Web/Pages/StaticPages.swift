// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Machine

/// The files of a directory, read once at the start. A request is looked up in this table; no
/// file path is ever made from a URL, so there is no way out of the directory.
package struct StaticPages: Sendable {
    fileprivate struct Page: Sendable {
        let body: SharedBody
        let headers: [Header]
        let tag: String
    }

    private let pages: [[String]: Page]

    /// Reads every file but hidden ones. `index.html` also answers for its directory, and
    /// `kiosk.html` for `kiosk`.
    /// - Throws: when the directory cannot be read.
    package init(directory: String) throws {
        let root = URL(filePath: directory)
        var pages: [[String]: Page] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: directory) {
            let segments = path.split(separator: "/").map(String.init)
            guard let name = segments.last, !segments.contains(where: { $0.hasPrefix(".") }),
                let type = StaticPages.contentType(of: name),
                let bytes = try? [UInt8](Data(contentsOf: root.appending(path: path)))
            else { continue }
            let page = Page(bytes: bytes, type: type)
            for key in StaticPages.keys(of: segments) { pages[key] = page }
        }
        self.pages = pages
    }

    /// The page under a request's path, or "not modified"; `nil` when there is none.
    package func answer(_ request: Request) -> Response? {
        guard let page = pages[request.segments] else { return nil }
        if let known = request.headers["If-None-Match"], page.isKnown(by: known) {
            return Response(status: 304, headers: page.headers)
        }
        return Response(status: 200, headers: page.headers, body: .shared(page.body))
    }

    private static func keys(of segments: [String]) -> [[String]] {
        guard let name = segments.last else { return [] }
        let folder = Array(segments.dropLast())
        if name == "index.html" {
            return [segments, folder + [""]] + (folder.isEmpty ? [] : [folder])
        }
        guard name.hasSuffix(".html") else { return [segments] }
        return [segments, folder + [String(name.dropLast(5))]]
    }

    private static func contentType(of name: String) -> String? {
        switch name.split(separator: ".").last.map({ $0.lowercased() }) {
        case "html": "text/html; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "js", "mjs": "text/javascript; charset=utf-8"
        case "json": "application/json"
        case "webmanifest": "application/manifest+json"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "ico": "image/x-icon"
        case "woff2": "font/woff2"
        case "wav": "audio/wav"
        case "txt", "md": "text/plain; charset=utf-8"
        default: nil
        }
    }
}

extension StaticPages.Page {
    fileprivate init(bytes: [UInt8], type: String) {
        tag = "\"" + hexadecimal(Sodium.hash(bytes)) + "\""
        body = SharedBody(bytes)
        headers = [
            Header("Content-Type", type), Header("ETag", tag),
            // Kept, but asked for anew: an update must reach every screen at once.
            Header("Cache-Control", "no-cache"),
        ]
    }

    /// `If-None-Match` compares weakly (RFC 9110 section 13.1.2).
    fileprivate func isKnown(by list: String) -> Bool {
        list.split(separator: ",").map(\.trimmed).contains { candidate in
            candidate == "*" || candidate == tag || candidate == "W/" + tag
        }
    }
}
