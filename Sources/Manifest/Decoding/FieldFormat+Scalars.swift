// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

extension ScalarShape {
    /// A string with examples.
    static func text(_ noun: String, _ examples: String...) -> ScalarShape {
        ScalarShape(type: .string, noun: noun, examples: examples, choices: [])
    }

    /// A whole number within bounds.
    fileprivate static func wholeNumber(_ range: ClosedRange<Int>) -> ScalarShape {
        let isOpen = range.upperBound == .max
        return ScalarShape(
            type: .integer,
            noun: "a whole number from \(range.lowerBound)" + (isOpen ? "" : " to \(range.upperBound)"),
            examples: [],
            choices: [],
            minimum: Double(range.lowerBound),
            maximum: isOpen ? nil : Double(range.upperBound)
        )
    }
}

extension FieldFormat where Value == String {
    /// Any text that is not empty.
    static func text(_ noun: String = "a text", _ examples: String...) -> FieldFormat {
        .scalar(ScalarShape(type: .string, noun: noun, examples: examples, choices: [])) {
            $0.text.isEmpty ? nil : $0.text
        }
    }

    /// Any text, also an empty one.
    static var anyText: FieldFormat { .scalar(.text("a text")) { $0.text } }

    /// A path below the folder of the manifest.
    static var path: FieldFormat { .text("a path", "services/catalog", ".") }

    /// A path that begins with `/`.
    static var absolutePath: FieldFormat {
        .scalar(.text("a path that begins with `/`", "/v1/orders")) { $0.text.hasPrefix("/") ? $0.text : nil }
    }

    /// An address with a scheme.
    static var address: FieldFormat {
        .scalar(.text("an address", "https://runbooks.example/orders")) { scalar in
            let parts = scalar.text.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, parts[1].hasPrefix("//"), parts[1].count > 2 else { return nil }
            return scalar.text
        }
    }

    /// A DNS name, which may begin with `*.`.
    static var host: FieldFormat {
        .scalar(.text("a host name", "shop.example.com")) { scalar in
            let name = scalar.text.hasPrefix("*.") ? scalar.text.dropFirst(2) : scalar.text[...]
            let labels = name.split(separator: ".", omittingEmptySubsequences: false)
            guard scalar.text.utf8.count <= 253, labels.allSatisfy({ DNSLabel(String($0)) != nil }) else {
                return nil
            }
            return scalar.text
        }
    }

    /// The name of a topic as brokers accept it: letters, digits, `.`, `_` and `-`, at most 249 (Kafka's limit).
    static var topic: FieldFormat {
        .scalar(.text("the name of a topic", "orders.placed")) { scalar in
            let bytes = scalar.text.utf8
            let fits = bytes.allSatisfy {
                $0.isDigit || $0.isLowercaseLetter || $0.isUppercaseLetter || "._-".utf8.contains($0)
            }
            return fits && (1...249).contains(bytes.count) ? scalar.text : nil
        }
    }

    /// A DNS label, kept as a text.
    static var name: FieldFormat { FieldFormat<DNSLabel>.label.map(\.text) }
}

extension FieldFormat where Value == DNSLabel {
    /// A DNS label.
    static var label: FieldFormat {
        .scalar(.text("a name of a–z, 0–9 and `-`, at most 63 characters", "catalog", "team-sales")) {
            DNSLabel($0.text)
        }
    }
}

extension FieldFormat where Value == Bool {
    /// `true` or `false`.
    static var boolean: FieldFormat {
        .scalar(
            ScalarShape(type: .boolean, noun: "`true` or `false`", examples: [], choices: [])
        ) { scalar in
            guard scalar.style == .plain else { return nil }
            switch scalar.text {
            case "true", "True", "TRUE": return true
            case "false", "False", "FALSE": return false
            default: return nil
            }
        }
    }
}

extension FieldFormat where Value == Int {
    /// A whole number within bounds.
    static func integer(_ range: ClosedRange<Int>) -> FieldFormat {
        .scalar(.wholeNumber(range)) { scalar in
            // Nothing that other readers of YAML take for another number, such as `010`.
            guard scalar.style == .plain, let number = Int(scalar.text), String(number) == scalar.text,
                range.contains(number)
            else { return nil }
            return number
        }
    }

    /// A TCP port.
    static var port: FieldFormat { integer(1...65_535) }
    /// A count from 0; Kubernetes keeps counts in 32 bits.
    static var count: FieldFormat { integer(0...Int(Int32.max)) }
    /// A count from 1.
    static var positive: FieldFormat { integer(1...Int(Int32.max)) }
    /// The number of a user that is not root.
    static var user: FieldFormat { integer(1...Int(Int32.max)) }
}

extension FieldFormat where Value == Double {
    /// A number from 0.
    static var number: FieldFormat {
        .scalar(
            ScalarShape(
                type: .number,
                noun: "a number from 0",
                examples: ["0.5", "400"],
                choices: [],
                minimum: 0
            )
        ) { scalar in
            let digits = scalar.text.utf8
            guard scalar.style == .plain,
                digits.count < 2 || digits.first != UInt8(ascii: "0")
                    || digits.dropFirst().first == UInt8(ascii: ".")
            else { return nil }
            return DecimalNumber(scalar.text)?.double
        }
    }
}

extension FieldFormat where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One of the cases of an enum.
    static func choice(_ noun: String) -> FieldFormat {
        .scalar(
            ScalarShape(type: .string, noun: noun, examples: [], choices: Value.allCases.map(\.rawValue))
        ) {
            Value(rawValue: $0.text)
        }
    }
}

extension FieldFormat where Value == Duration {
    /// A length of time.
    static var duration: FieldFormat {
        .scalar(.text("a duration", "250ms", "2s", "5m", "7d")) { Duration(manifestText: $0.text) }
    }

    /// A length of time in which something can happen.
    static var period: FieldFormat {
        .scalar(.text("a duration above 0", "250ms", "2s", "5m", "7d")) { scalar in
            Duration(manifestText: scalar.text).flatMap { $0 > .zero ? $0 : nil }
        }
    }
}

extension FieldFormat where Value == Percentage {
    /// A share with or without its sign.
    static var percentage: FieldFormat {
        .scalar(.text("a percentage from 0 to 100", "5%", "99.9")) { Percentage($0.text) }
    }

    /// A share that an autoscaler can aim at.
    static var utilization: FieldFormat {
        .scalar(.text("a percentage from 1 to 100", "70%")) { scalar in
            Percentage(scalar.text).flatMap { $0.percent >= 1 ? $0 : nil }
        }
    }
}

extension FieldFormat where Value == Rate {
    /// Events per time.
    static var rate: FieldFormat { .scalar(.text("a rate", "50/s", "600/m")) { Rate($0.text) } }
}

extension FieldFormat where Value == WrittenQuantity {
    /// An amount of cpu.
    static var cpu: FieldFormat {
        .scalar(.text("an amount of cpu", "100m", "0.5", "2")) { scalar in
            WrittenQuantity(scalar.text).flatMap {
                ($0.text.last?.isNumber == true || $0.text.hasSuffix("m")) && $0.thousandths > 0 ? $0 : nil
            }
        }
    }
    /// An amount of memory or disk; less than `1Mi` is one whose unit was forgotten.
    static var memory: FieldFormat {
        .scalar(.text("an amount of memory", "256Mi", "2Gi")) { scalar in
            WrittenQuantity(scalar.text).flatMap { $0.text.hasSuffix("m") || $0.bytes < 1 << 20 ? nil : $0 }
        }
    }
}

extension FieldFormat where Value == ByteSize {
    /// A size of storage.
    static var byteSize: FieldFormat { .scalar(.text("a size", "20Gi", "500Mi")) { ByteSize($0.text) } }
}

extension FieldFormat where Value == APIVersion {
    /// A major version.
    static var apiVersion: FieldFormat {
        .scalar(.text("a major version", "v1", "v2")) { APIVersion($0.text) }
    }
}

extension FieldFormat where Value == APIReference {
    /// An API with its version, or an external system.
    static var apiReference: FieldFormat {
        .scalar(.text("an API with its version or an external system", "catalog/v1", "external/acquirer")) {
            APIReference($0.text)
        }
    }
}

extension FieldFormat where Value == ImageReference {
    /// An image.
    static var image: FieldFormat {
        .scalar(.text("an image reference", "ghcr.io/acme/catalog:1.4.0")) { ImageReference($0.text) }
    }
}

extension FieldFormat where Value == CalendarDate {
    /// A day.
    static var date: FieldFormat { .scalar(.text("a date", "2027-03-31")) { CalendarDate($0.text) } }
}
