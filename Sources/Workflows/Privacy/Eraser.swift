import Model
import Storage

/// What is erased in one transaction.
struct Eraser {
    let context: WorkflowContext
    let transaction: any Transaction
    let pattern: AddressPattern
    /// What stands for the address.
    let name: String
    var report = PurgeReport()
    /// Galleries in which something was erased.
    var galleries: Set<Identifier> = []

    init(context: WorkflowContext, transaction: any Transaction, pattern: AddressPattern, name: String) {
        self.context = context
        self.transaction = transaction
        self.pattern = pattern
        self.name = name
    }

    /// Words in which it is quoted.
    mutating func eraseWords(of row: WordRow, _ table: WordTable) throws {
        if table == .idempotency, row.key.contains(where: { $0.isKey(with: pattern) }) {
            // Without its key it answers nothing.
            try transaction.privacy.remove(row, from: table)
            report.others += 1
            return
        }
        let kept = table == .webhooks ? row.text("url", of: table) : nil
        if let kept, pattern.isIn(kept) { leave(row, table) }
        let erased = row.erased(pattern, but: kept, table)
        guard erased != row else { return }
        try transaction.privacy.write(erased, to: table)
        report.others += 1
    }

    /// What is the operator's or a gallery's to name.
    mutating func leave(_ row: WordRow, _ table: WordTable) {
        let key = row.id?.description ?? row.number.map { "\($0)" } ?? ""
        report.left.insert("\(table.name) \(key)")
    }

    mutating func forgetTraces(in gallery: Gallery) throws {
        let suppression = try context.secrets.digest(pattern.address, for: .suppression)
        let block = try context.secrets.digest(pattern.address, for: .block)
        let found = try transaction.privacy.forgetTraces(suppression: suppression, block: block, gallery: gallery.id)
        if found.suppressions + found.blocks > 0 {
            report.others += found.suppressions + found.blocks
            galleries.insert(gallery.id)
        }
        if try transaction.suppressions.find(suppression, gallery: gallery.id) != nil { report.held += 1 }
        report.held += try transaction.blocks.list(gallery: gallery.id, digest: block, after: nil, limit: 1000).count
    }

    /// An event's words; of what is about the address, also what was said of its owner.
    mutating func eraseEvent(_ row: WordRow, about subjects: Set<String>) throws {
        var row = row
        var isErased = row.text("subject", of: .events).map(subjects.contains) == true
        if isErased { isErased = try unlessDamaged { try transaction.privacy.forgetWords(ofEvent: row) } ?? false }
        if isErased { row = try transaction.privacy.row(of: .events, at: row.key) ?? row }
        let erased = row.erased(pattern, but: nil, .events)
        if erased != row { try transaction.privacy.write(erased, to: .events) }
        guard isErased || erased != row else { return }
        report.events += 1
        if let gallery = row.id { galleries.insert(gallery) }
    }
}

extension WordRow {
    /// The row without the address: nothing in a column that is for addresses, and words without it elsewhere.
    ///
    /// - Parameter kept: A text that stays as it is.
    fileprivate func erased(_ pattern: AddressPattern, but kept: String?, _ table: WordTable) -> WordRow {
        var erased = self
        // An invitation always has one.
        if table != .invitations, isTo(pattern, "email", table) { erased.empty("email", of: table) }
        erased.words = erased.words.map { value in
            switch value {
            case .text(let text) where text != kept: pattern.erased(from: text).map { .text($0) } ?? value
            case .blob(let bytes): pattern.erased(from: bytes).map { .blob($0) } ?? value
            default: value
            }
        }
        return erased
    }
}

extension SQLValue {
    /// Whether it is a text of a client's own in which the address is a part.
    func isKey(with pattern: AddressPattern) -> Bool {
        if case .text(let text) = self { pattern.isPart(of: text) } else { false }
    }
}
