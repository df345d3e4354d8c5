"""From invitation to answer: sending, answers, guests, wishes, requests, and who waits for a place."""
