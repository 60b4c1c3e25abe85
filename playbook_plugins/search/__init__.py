"""Search that costs nothing until it is opened: an index in small parts, and what reads it."""
