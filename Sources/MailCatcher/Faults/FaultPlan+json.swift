/// The JSON form: every member may be left out and then has its default; an unknown member is an error.
extension FaultPlan: Codable {
    private enum Name: String, CaseIterable, CodingKey {
        case rules, offerSTARTTLS, offerAUTH, offerSMTPUTF8, offer8BITMIME, offerPIPELINING
        case offerENHANCEDSTATUSCODES, offerSIZE, lowerCaseSTARTTLS, authWithoutTLS, authMechanisms, extraKeywords
        case maximumSize, certificate, certificateNames, legacyTLS
    }

    private static let switches: [(Name, WritableKeyPath<FaultPlan, Bool> & Sendable)] = [
        (.offerSTARTTLS, \.offerSTARTTLS), (.offerAUTH, \.offerAUTH), (.offerSMTPUTF8, \.offerSMTPUTF8),
        (.offer8BITMIME, \.offer8BITMIME), (.offerPIPELINING, \.offerPIPELINING),
        (.offerENHANCEDSTATUSCODES, \.offerENHANCEDSTATUSCODES), (.offerSIZE, \.offerSIZE),
        (.lowerCaseSTARTTLS, \.lowerCaseSTARTTLS), (.authWithoutTLS, \.authWithoutTLS), (.legacyTLS, \.legacyTLS),
    ]

    package init(from decoder: any Decoder) throws {
        let object = try StrictObject(decoder, known: Name.allCases.map(\.rawValue))
        self.init()
        for (name, path) in Self.switches {
            if let value: Bool = try object.value(name.rawValue) { self[keyPath: path] = value }
        }
        rules = try object.value(Name.rules.rawValue) ?? rules
        authMechanisms = try object.value(Name.authMechanisms.rawValue) ?? authMechanisms
        extraKeywords = try object.value(Name.extraKeywords.rawValue) ?? extraKeywords
        maximumSize = try object.value(Name.maximumSize.rawValue)
        certificate = try object.value(Name.certificate.rawValue) ?? certificate
        certificateNames = try object.value(Name.certificateNames.rawValue) ?? certificateNames
        guard (authMechanisms + extraKeywords).allSatisfy(\.isKeywordLine) else {
            throw object.problem(Name.extraKeywords.rawValue, "a keyword line is printable ASCII of 1 to 500 characters")
        }
        guard maximumSize ?? 1 > 0 else {
            throw object.problem(Name.maximumSize.rawValue, "must be at least 1")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Name.self)
        for (name, path) in Self.switches { try container.encode(self[keyPath: path], forKey: name) }
        try container.encode(rules, forKey: .rules)
        try container.encode(authMechanisms, forKey: .authMechanisms)
        try container.encode(extraKeywords, forKey: .extraKeywords)
        try container.encodeIfPresent(maximumSize, forKey: .maximumSize)
        try container.encode(certificate, forKey: .certificate)
        try container.encode(certificateNames, forKey: .certificateNames)
    }
}

extension String {
    /// Whether the text can stand as one line of a reply to EHLO.
    fileprivate var isKeywordLine: Bool {
        (1...500).contains(utf8.count) && utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }
}
