package import Model

/// Switches that hold on all nodes at once.
package struct SwitchRecords {
    let transaction: any Transaction

    /// Whether all mail is held back.
    package func courierIsPaused() throws -> Bool {
        var row = try transaction.rows("SELECT setting FROM switches WHERE name = 'courier'").first
        return try row?.text() == "paused"
    }

    package func pauseCourier(_ paused: Bool) throws {
        try set("courier", to: paused ? "paused" : "running")
    }

    /// Writes for the sake of writing: who asks whether the database is there asks whether it takes anything.
    package func probe(at now: Timestamp) throws {
        try set("probe", to: now.description)
    }

    private func set(_ name: String, to setting: String) throws {
        try transaction.run(
            """
            INSERT INTO switches (name, setting) VALUES ($1, $2)
            ON CONFLICT (name) DO UPDATE SET setting = excluded.setting
            """,
            [.text(name), .text(setting)])
    }
}

extension Transaction {
    package var switches: SwitchRecords { SwitchRecords(transaction: self) }
}
