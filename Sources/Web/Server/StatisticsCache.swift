import Workflows

/// The numbers of the database, read every few seconds at most, however many scrapers come.
///
/// A database that does not answer holds no scraper up: it gets what was last known, or word that nothing is.
actor StatisticsCache {
    /// How long numbers are good.
    static let life: Duration = .seconds(5)
    /// How old numbers may be that are shown because there are no newer ones.
    static let staleLife: Duration = .seconds(30)

    private let read: @Sendable () async throws -> [Statistic]
    private let failed: @Sendable (any Error) -> Void
    private let patience: Duration
    private var known: (statistics: [Statistic], at: ContinuousClock.Instant)?
    private var isReading = false
    private var waiters: [AsyncStream<Never>.Continuation] = []

    /// - Parameter patience: How long a scraper waits for the database.
    init(
        patience: Duration = .seconds(3), _ read: @escaping @Sendable () async throws -> [Statistic],
        failed: @escaping @Sendable (any Error) -> Void
    ) {
        self.patience = patience
        self.read = read
        self.failed = failed
    }

    /// The newest that can be had; nil where there is nothing that may still be shown.
    func latest() async -> [Statistic]? {
        if let known = known(within: Self.life) { return known }
        let (done, waiter) = AsyncStream<Never>.makeStream()
        waiters.append(waiter)
        if !isReading {
            isReading = true
            Task { await refresh() }
        }
        let patience = patience
        await withTaskGroup { group in
            group.addTask { for await _ in done {} }
            group.addTask { try? await Task.sleep(for: patience) }
            await group.next()
            group.cancelAll()
        }
        return known(within: Self.staleLife)
    }

    private func known(within life: Duration) -> [Statistic]? {
        guard let known, ContinuousClock.now - known.at < life else { return nil }
        return known.statistics
    }

    private func refresh() async {
        do {
            known = (try await read(), .now)
        } catch {
            failed(error)
        }
        isReading = false
        for waiter in waiters { waiter.finish() }
        waiters = []
    }
}
