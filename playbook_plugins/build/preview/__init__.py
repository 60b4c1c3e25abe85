"""Writing with the preview open: a save builds what it touches."""
