"""What was learned: lessons, applause and thanks."""
