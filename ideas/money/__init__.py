"""What an idea needs money for: who stands behind it, calls, applications, and the outline of a project."""
