// SPDX-License-Identifier: Apache-2.0

import Testing

struct RuleTests {
    private static let files = Result {
        try Repository.files(
            in: ["Sources", "Tests", "kiosk"], kinds: ["swift", "js", "html", "css", "c", "h"])
    }

    @Test(arguments: rules) func `the repository keeps the rule`(rule: Rule) throws {
        let files = try Self.files.get()
        #expect(files.filter(rule.concerns).count > 10, "the rule looks at nothing")
        #expect(files.flatMap(rule.findings) == [])
    }

    @Test(arguments: rules) func `a file that breaks the rule is found`(rule: Rule) {
        #expect(!rule.findings(in: rule.bad).isEmpty)
    }

    @Test func `what is said in a comment breaks no rule of the code`() {
        let file = SourceFile(
            "Sources/Hall/Good.swift",
            """
            // SPDX-License-Identifier: Apache-2.0

            /// Called 叫号. /* Never */ Foundation, try! and print(it).
            let address = "http://127.0.0.1" // as! 窗口
            /* usleep(1)
               fatalError() */ let two = 2
            """)
        #expect(rules.flatMap { $0.findings(in: file) } == [])
        #expect(file.code[3] == #"let address = "http://127.0.0.1" "#)
        #expect(file.code[5] == " let two = 2")
    }

    @Test func `a comment above proves what the compiler can't`() {
        let file = SourceFile(
            "Sources/Web/Good.swift",
            """
            // SPDX-License-Identifier: Apache-2.0

            /// Safe: every access holds the lock.
            @dynamicMemberLookup
            final class Box: @unchecked Sendable {}
            """)
        #expect(rules.flatMap { $0.findings(in: file) } == [])
    }
}
