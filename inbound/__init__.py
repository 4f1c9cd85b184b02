"""Mail comes in: receive, store raw, read, trust, understand, hand a command to the door."""
