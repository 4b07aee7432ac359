package import Logging
package import Model
import ServiceLifecycle
package import Workflows

/// Carries out what the clock brings about.
///
/// Several processes may: each batch is one transaction, and what is done is no longer due.
package struct ScheduleService: Service {
    let schedules: Schedules
    let interval: Duration
    let logger: Logger

    package init(
        context: WorkflowContext, retention: Retention = Retention(), interval: Duration = .seconds(1), logger: Logger
    ) {
        schedules = Schedules(context, retention: retention)
        self.interval = interval
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    while try await schedules.runDue() {}
                } catch {
                    logger.error("could not do what is due", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: interval)
            }
        }
    }
}
