"""What can be told: read models, each bound to one reader's scope."""
