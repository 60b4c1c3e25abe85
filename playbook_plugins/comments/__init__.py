"""Comments kept in the repository: one ledger file a thread, every count from the same records."""
