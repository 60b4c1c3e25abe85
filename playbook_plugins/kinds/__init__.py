"""The kinds of blocks: one folder each, and the registry of all."""
