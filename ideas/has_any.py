"""What an idea has any of. Most ideas have nothing of most things a page shows of them.

An idea read ``with_has_any`` knows it of itself, by the very query that read it, and what it has none of is not asked
for. Any other idea is asked as before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ideas.models import Idea

# Related names of what belongs to one idea.
NAMES = (
    "accesses",
    "anchorings",
    "applications",
    "attachments",
    "broker_requests",
    "comments",
    "entries",
    "leader_requests",
    "messages",
    "notes",
    "passings",
    "supports",
)


def of(idea: Idea, name: str) -> Any:
    """All rows of the idea by that related name, as a queryset of their own kind; one that asks nothing where there
    were none when the idea was read."""
    rows = getattr(idea, name).all()
    return rows if getattr(idea, f"has_{name}", True) else rows.none()
