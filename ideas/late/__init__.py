"""Ideas whose day has come: who is told, in which order, and a new date for all of them."""
