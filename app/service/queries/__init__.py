"""Read models: what pages and reports see, each in its reader's own scope."""
