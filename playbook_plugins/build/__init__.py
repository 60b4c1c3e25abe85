"""Publishing: sources are checked before anything is written."""
