// SPDX-License-Identifier: Apache-2.0

/// The sentences of one language, looked up by key; the edge that reads the locale files hands
/// them in. `{name}` in a sentence is replaced by the value of that name.
package struct Phrases: Sendable {
    private let look: @Sendable (String, [String: String]) -> String

    package init(_ look: @escaping @Sendable (String, [String: String]) -> String) {
        self.look = look
    }

    package func callAsFunction(_ key: String, _ values: [String: String] = [:]) -> String {
        look(key, values)
    }
}
