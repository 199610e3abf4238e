// SPDX-License-Identifier: Apache-2.0

// What `Codable` asks of an encoder, said in terms of the buffer in `PayloadEncoder`.

extension PayloadEncoder: Encoder, SingleValueEncodingContainer {
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(ObjectContainer(encoder: self, depth: open(isObject: true)))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        ArrayContainer(encoder: self, depth: open(isObject: false))
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    func encodeNil() { append("null") }
    func encode(_ value: Bool) { append(value ? "true" : "false") }
    func encode(_ value: String) { append(quoted: value) }
    func encode(_ value: Double) throws { try append(value) }
    func encode(_ value: Float) throws { try append(Double(value)) }
    func encode<Number: FixedWidthInteger & Encodable>(_ value: Number) { append(value) }
    func encode<Value: Encodable>(_ value: Value) throws { try write(value) }
}

private struct ObjectContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: PayloadEncoder
    let depth: Int
    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) throws {
        try encoder.begin(at: depth, key: key.stringValue)
        encoder.encodeNil()
    }

    func encode(_ value: String, forKey key: Key) throws {
        try encoder.begin(at: depth, key: key.stringValue)
        encoder.encode(value)
    }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        try encoder.begin(at: depth, key: key.stringValue)
        try encoder.write(value)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        superEncoder(forKey: key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        superEncoder(forKey: key).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { encoder.nested(at: depth, key: "super") }
    func superEncoder(forKey key: Key) -> any Encoder {
        encoder.nested(at: depth, key: key.stringValue)
    }
}

private struct ArrayContainer: UnkeyedEncodingContainer {
    let encoder: PayloadEncoder
    let depth: Int
    var codingPath: [any CodingKey] { [] }
    var count: Int { encoder.count(at: depth) }

    func encodeNil() throws {
        try encoder.begin(at: depth, key: nil)
        encoder.encodeNil()
    }

    func encode<Value: Encodable>(_ value: Value) throws {
        try encoder.begin(at: depth, key: nil)
        try encoder.write(value)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) -> KeyedEncodingContainer<Nested> {
        superEncoder().container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        superEncoder().unkeyedContainer()
    }

    func superEncoder() -> any Encoder { encoder.nested(at: depth, key: nil) }
}

extension PayloadEncoder {
    /// The encoder, ready for a member that is not given as one value.
    ///
    /// `Codable` lets this call not throw; a container closed too early shows at its next value.
    fileprivate func nested(at depth: Int, key: String?) -> PayloadEncoder {
        try? begin(at: depth, key: key)
        return self
    }
}
