"""Light pages: a policy for scripts, compressed copies, pages without a network."""
