"""The partners' workroom: a page for each thing officers look up and correct."""

from overview.admin import enquiries, meetings, outbox, partners, people, places

__all__ = ["enquiries", "meetings", "outbox", "partners", "people", "places"]
