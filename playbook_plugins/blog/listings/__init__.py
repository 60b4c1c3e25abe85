"""Listings: the pages and blocks that show posts, which posts each shows, and in which order."""
