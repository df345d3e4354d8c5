"""What is said about an idea: to its sender, among those who see it, and what lies beside it."""
