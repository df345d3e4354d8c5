"""What municipalities do with one another's ideas: follow, pass on, merge, the same need."""
