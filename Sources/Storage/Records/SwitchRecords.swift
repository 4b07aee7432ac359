/// Switches that hold on all nodes at once.
package struct SwitchRecords {
    let transaction: any Transaction

    /// Whether all mail is held back.
    package func courierIsPaused() throws -> Bool {
        var row = try transaction.rows("SELECT setting FROM switches WHERE name = 'courier'").first
        return try row?.text() == "paused"
    }

    package func pauseCourier(_ paused: Bool) throws {
        try transaction.run(
            """
            INSERT INTO switches (name, setting) VALUES ('courier', $1)
            ON CONFLICT (name) DO UPDATE SET setting = excluded.setting
            """,
            [.text(paused ? "paused" : "running")])
    }
}

extension Transaction {
    package var switches: SwitchRecords { SwitchRecords(transaction: self) }
}
