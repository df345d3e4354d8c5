"""Ideas and competence brokers: who suits, asking, answering, the case, writing for the contact, the log."""
