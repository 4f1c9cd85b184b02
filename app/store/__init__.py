"""Everything that is kept: the database, its transactions, the outbox, the journal and the raw mail."""
