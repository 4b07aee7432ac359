import Model

/// Writes HTML straight into bytes.
///
/// Markup is literals only; everything else goes through ``text(_:)``.
struct HTMLWriter {
    private(set) var bytes: [UInt8]

    init(_ beginning: [UInt8]) {
        bytes = []
        bytes.reserveCapacity(beginning.count + 4096)
        bytes.append(contentsOf: beginning)
    }

    init() {
        bytes = []
    }

    /// Markup as it is.
    mutating func html(_ markup: StaticString) {
        markup.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// A script of our own, as the policy of its page knows it by its digest.
    mutating func script(_ element: [UInt8]) { bytes.append(contentsOf: element) }

    /// Untrusted text, for an element's content or a quoted attribute.
    mutating func text(_ text: String) { HTMLEscaping.append(text.utf8, to: &bytes) }

    /// Somebody's or something's name, kept from turning the text around it (`bdi`).
    mutating func name(_ name: String) {
        html("<bdi>")
        text(name)
        html("</bdi>")
    }

    /// A moment for people, with its zone: `21 November 2026, 07:03 UTC`.
    mutating func time(_ moment: Timestamp) {
        let time = CivilTime(moment)
        html(#"<time datetime=""#)
        time.appendRFC3339(to: &bytes)
        html(#"">"#)
        number(time.day)
        html(" ")
        bytes.append(contentsOf: CivilTime.months[time.month - 1].utf8)
        html(" ")
        number(time.year)
        html(", ")
        number(time.hour, digits: 2)
        html(":")
        number(time.minute, digits: 2)
        html(" UTC</time>")
    }

    private mutating func number(_ number: Int, digits: Int = 1) {
        if digits > 1, number < 10 { html("0") }
        bytes.append(contentsOf: String(number).utf8)
    }
}
