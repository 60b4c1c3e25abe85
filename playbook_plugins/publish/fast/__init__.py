"""What makes builds fast: pages in several processes, and a cache of what earlier builds made."""
