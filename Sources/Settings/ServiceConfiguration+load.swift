import Foundation
import Model

extension ServiceConfiguration {
    /// The file that is read when none is named and it is there.
    package static let defaultFile = "Config/countersign.yaml"

    /// Reads the file and the environment; a variable wins over the file, and the file over the default.
    ///
    /// - Parameter file: what `--config` names; nil reads ``defaultFile`` if there is one.
    /// - Throws: every problem found, at once. The command then exits with 78.
    package static func load(
        file: String? = nil, environment: [String: String]
    ) throws(ConfigurationError) -> ServiceConfiguration {
        let variables = EnvironmentSource(environment)
        var document = FileSource.empty
        var problems: [ConfigurationProblem] = []
        let path = file ?? (FileManager.default.fileExists(atPath: defaultFile) ? defaultFile : nil)
        if let path {
            do {
                document = FileSource(text: try TextFile.read(path), path: path)
            } catch {
                problems.append(ConfigurationProblem(subject: path, origin: nil, words: error.words))
            }
        }
        var reader = KeyReader(variables: variables, document: document)
        var configuration = ServiceConfiguration(reading: &reader)
        configuration.file = path
        problems += document.problems + variables.problems + reader.problems
        guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
        return configuration
    }

    /// The configuration where nothing at all is set.
    package static func defaults() -> ServiceConfiguration {
        var reader = KeyReader(variables: EnvironmentSource([:]), document: .empty)
        return ServiceConfiguration(reading: &reader)
    }

    private init(reading reader: inout KeyReader) {
        http = HTTP(
            host: reader.value(Keys.httpHost), port: reader.value(Keys.httpPort),
            trustedProxies: reader.value(Keys.httpTrustedProxies),
            maxConnections: reader.value(Keys.httpMaxConnections),
            idleTimeout: reader.value(Keys.httpIdleTimeout),
            metricsPort: reader.value(Keys.httpMetricsPort))
        baseURL = reader.value(Keys.baseURL)
        database = DatabaseAccess(
            url: reader.value(Keys.databaseURL), migrate: reader.value(Keys.databaseMigrate))
        smtp = Relays(
            urls: reader.value(Keys.smtpURL), caFile: reader.value(Keys.smtpCAFile),
            connections: reader.value(Keys.smtpConnections), rate: reader.value(Keys.smtpRate),
            connectTimeout: reader.value(Keys.smtpConnectTimeout),
            replyTimeout: reader.value(Keys.smtpReplyTimeout),
            totalTimeout: reader.value(Keys.smtpTotalTimeout))
        courier = Delivery(
            retry: reader.value(Keys.courierRetry), lease: reader.value(Keys.courierLease),
            drain: reader.value(Keys.courierDrain))
        webhooks = Webhooks(
            retry: reader.value(Keys.webhooksRetry), timeout: reader.value(Keys.webhooksTimeout),
            allow: reader.value(Keys.webhooksAllow), ports: reader.value(Keys.webhooksPorts))
        retention = Retention(
            messages: reader.value(Keys.retentionMessages), invitations: reader.value(Keys.retentionInvitations),
            deliveries: reader.value(Keys.retentionDeliveries), events: reader.value(Keys.retentionEvents),
            reports: reader.value(Keys.retentionReports))
        limitsPublic = reader.value(Keys.limitsPublic)
        admin = Admin(
            idle: reader.value(Keys.adminIdle), session: reader.value(Keys.adminSession),
            host: reader.value(Keys.adminHost), port: reader.value(Keys.adminPort),
            baseURL: reader.value(Keys.adminBaseURL), mail: reader.value(Keys.adminMail),
            issuer: reader.value(Keys.adminIssuer), clientID: reader.value(Keys.adminClientID),
            clientSecret: reader.value(Keys.adminClientSecret))
        securityContacts = reader.value(Keys.securityContact)
        templatesPath = reader.value(Keys.templatesPath)
        keyringFile = reader.value(Keys.keyringFile)
        log = Log(level: reader.value(Keys.logLevel), format: reader.value(Keys.logFormat))
        origins = reader.origins
    }
}
