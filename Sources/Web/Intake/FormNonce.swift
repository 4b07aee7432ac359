import Crypto
import HTTPTypes
import Links
import Model

/// What ties a form without a token to the visit that it was opened in: a cookie, and in the form a value that only this
/// service can have made for that cookie.
///
/// The nonce is under a MAC and stored nowhere, so that it holds on every node and reading a page writes nothing.
struct FormNonce: Sendable {
    /// One visitor's cookie, and whether the browser has it already.
    struct Visit: Sendable, Equatable {
        fileprivate(set) var value: String
        fileprivate(set) var isNew: Bool
    }

    /// How long an opened form can be sent: long enough to write it with pauses, and to look for evidence.
    static let life: Duration = .seconds(86_400)

    private let key: SymmetricKey
    private let cookie: String
    private let attributes: String

    /// - Parameters:
    ///   - secrets: What every node derives the same key from; without them each process has one of its own.
    ///   - baseURL: A browser keeps a `__Host-` cookie only of an address that it trusts: one of HTTPS, or of this
    ///     machine. On others it is an ordinary cookie.
    init(baseURL: String, secrets: ServiceSecrets?) {
        key = secrets.map { SymmetricKey(data: $0.digest(of: "form", for: "nonce")) } ?? SymmetricKey(size: .bits256)
        let isTrusted = baseURL.lowercased().hasPrefix("https://") || WebAddress.isLoopback(baseURL)
        cookie = isTrusted ? "__Host-countersign-form" : "countersign-form"
        attributes = "Path=/; HttpOnly; SameSite=Lax" + (isTrusted ? "; Secure" : "")
    }

    /// The visit that a request belongs to; a new one where it names none.
    func visit(_ headers: HTTPFields) -> Visit {
        if let known = value(in: headers) { return Visit(value: known, isNew: false) }
        var random = SystemRandomNumberGenerator()
        let bytes = (0..<2).flatMap { _ in Self.bytes(of: random.next() as UInt64) }
        return Visit(value: Self.text(bytes), isNew: true)
    }

    /// The field by which a browser keeps a new visit's cookie.
    func fields(of visit: Visit) -> HTTPFields {
        visit.isNew ? [.setCookie: "\(cookie)=\(visit.value); \(attributes)"] : [:]
    }

    /// What stands in a form that is opened now.
    func nonce(of visit: Visit, at now: Timestamp) -> String {
        let time = Self.bytes(of: UInt64(bitPattern: now.milliseconds))
        return Self.text(time + mac(visit.value, time))
    }

    /// Whether a form was opened in the visit that its cookie names, and not too long ago.
    func admits(_ nonce: String?, _ headers: HTTPFields, at now: Timestamp) -> Bool {
        guard let cookie = value(in: headers), let bytes = nonce.flatMap(Self.bytes), bytes.count == 8 + 16 else {
            return false
        }
        let time = Array(bytes.prefix(8))
        let opened = Timestamp(milliseconds: Int64(bitPattern: time.reduce(0) { $0 << 8 | UInt64($1) }))
        guard ConstantTime.isEqual(mac(cookie, time), bytes.dropFirst(8)) else { return false }
        return opened <= now && now < opened + Self.life
    }

    private func mac(_ cookie: String, _ time: [UInt8]) -> [UInt8] {
        var authentication = HMAC<SHA256>(key: key)
        authentication.update(data: time)
        authentication.update(data: Array(cookie.utf8))
        return Array(authentication.finalize().prefix(16))
    }

    /// The cookie that a request carries; nil where there is none, or something that is no value of ours.
    private func value(in headers: HTTPFields) -> String? {
        guard let value = headers.cookies(cookie).first.map(String.init) else { return nil }
        return Self.bytes(value)?.count == 16 ? value : nil
    }

    private static func bytes(of number: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * (7 - $0))) }
    }

    private static func text(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    private static func bytes(_ text: String) -> [UInt8]? {
        let digits = text.utf8.map { byte -> UInt8? in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - 48
            case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - 87
            default: nil
            }
        }
        guard digits.count.isMultiple(of: 2), digits.count <= 128 else { return nil }
        let known = digits.compactMap { $0 }
        guard known.count == digits.count else { return nil }
        return stride(from: 0, to: known.count, by: 2).map { known[$0] << 4 | known[$0 + 1] }
    }
}
