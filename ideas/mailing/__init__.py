"""What goes out by mail as an idea moves, and the links by which a mail is answered."""
