"""The way to a municipality's strategy, and what it leads to: verbs and reads."""
