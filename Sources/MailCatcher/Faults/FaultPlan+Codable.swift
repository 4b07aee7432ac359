extension FaultPlan: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case rules, offerSTARTTLS, offerAUTH, offerSMTPUTF8, lowercaseSTARTTLS, certificate
    }

    /// Reads a plan in which every key may be left out, and no other may stand.
    package init(from decoder: any Decoder) throws {
        try AnyKey.check(decoder, against: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            rules: try container.decodeIfPresent([FaultRule].self, forKey: .rules) ?? [],
            offerSTARTTLS: try container.decodeIfPresent(Bool.self, forKey: .offerSTARTTLS) ?? true,
            offerAUTH: try container.decodeIfPresent(Bool.self, forKey: .offerAUTH) ?? true,
            offerSMTPUTF8: try container.decodeIfPresent(Bool.self, forKey: .offerSMTPUTF8) ?? true,
            lowercaseSTARTTLS: try container.decodeIfPresent(Bool.self, forKey: .lowercaseSTARTTLS) ?? false,
            certificate: try container.decodeIfPresent(CertificateKind.self, forKey: .certificate) ?? .good)
    }

    /// Writes all keys.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(rules, forKey: .rules)
        try container.encode(offerSTARTTLS, forKey: .offerSTARTTLS)
        try container.encode(offerAUTH, forKey: .offerAUTH)
        try container.encode(offerSMTPUTF8, forKey: .offerSMTPUTF8)
        try container.encode(lowercaseSTARTTLS, forKey: .lowercaseSTARTTLS)
        try container.encode(certificate, forKey: .certificate)
    }
}
