"""Posts, listings and their views: a blog that takes over from Material's by changing one name."""
