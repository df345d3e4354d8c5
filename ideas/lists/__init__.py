"""Many ideas at once: board, list and search."""
