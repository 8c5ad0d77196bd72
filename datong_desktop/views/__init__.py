"""Qt: what the clerk sees. No rule, no SQL."""
