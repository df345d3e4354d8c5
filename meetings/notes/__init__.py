"""What groups write on their sheets, and what becomes of it."""
