// SPDX-License-Identifier: Apache-2.0

/// The members of an object, as `Codable` hands them over.
struct ObjectContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: PayloadEncoder
    let depth: Int
    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) throws {
        encoder.nested(key.stringValue, at: depth).encodeNil()
    }

    func encode(_ value: String, forKey key: Key) throws {
        try encoder.write(value, as: key.stringValue, at: depth)
    }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        try encoder.write(value, as: key.stringValue, at: depth)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        superEncoder(forKey: key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        superEncoder(forKey: key).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { encoder.nested("super", at: depth) }
    func superEncoder(forKey key: Key) -> any Encoder {
        encoder.nested(key.stringValue, at: depth)
    }
}

/// The elements of an array, as `Codable` hands them over.
struct ArrayContainer: UnkeyedEncodingContainer {
    let encoder: PayloadEncoder
    let depth: Int
    var codingPath: [any CodingKey] { [] }
    var count: Int { encoder.count(at: depth) }

    func encodeNil() throws {
        encoder.nested(nil, at: depth).encodeNil()
    }

    func encode<Value: Encodable>(_ value: Value) throws {
        try encoder.writeElement(value, at: depth)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) -> KeyedEncodingContainer<Nested> {
        superEncoder().container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        superEncoder().unkeyedContainer()
    }

    func superEncoder() -> any Encoder { encoder.nested(nil, at: depth) }
}
