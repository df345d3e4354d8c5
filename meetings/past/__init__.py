"""Meetings seen from afterwards: those from before the portal, and who was at which."""
