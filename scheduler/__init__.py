"""Time comes in: what is due becomes commands, and the outbox is drained."""
