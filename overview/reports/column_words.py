"""What columns are called in the archive's description, where the field has no name of its own."""

from __future__ import annotations

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """By the field's name in the code; in the active language."""
    return {
        "added_at": _("when it was added"),
        "added_by": _("who added it"),
        "answer": _("answer"),
        "answered_at": _("when it was answered"),
        "asked_at": _("when it was asked"),
        "asked_by": _("who asked"),
        "at": _("when"),
        "by": _("who"),
        "chosen_at": _("when it was chosen"),
        "confirmed_at": _("when the address was proved"),
        "content_type": _("kind of file (media type)"),
        "created_at": _("when it was made"),
        "edited_at": _("when it was last changed"),
        "edited_by": _("who last changed it"),
        "ended_at": _("when it ended"),
        "experience": _("experience"),
        "forgotten_at": _("when the sender was forgotten"),
        "goal": _("goal"),
        "heading": _("heading"),
        "height": _("height in pixels"),
        "id": _("key"),
        "idea": _("project idea"),
        "is_internal": _("internal: the sender does not see it"),
        "is_senders": _("written or done by the sender"),
        "kind": _("kind of thing"),
        "language": _("language"),
        "measure": _("measure"),
        "minutes": _("minutes of a meeting"),
        "new_stage": _("stage after"),
        "next_date": _("next date"),
        "number": _("number of the version"),
        "old_stage": _("stage before"),
        "outline": _("outline"),
        "read_at": _("when it was read"),
        "reason": _("reason"),
        "refused_at": _("when somebody said «it was not me»"),
        "removed_at": _("when it was taken away"),
        "serial": _("number in the year"),
        "size": _("size in bytes"),
        "stage_since": _("in the stage since"),
        "strategy": _("strategy"),
        "text": _("the text"),
        "thanked_at": _("when it was thanked for"),
        "told": _("what the sender was told"),
        "undone_at": _("when it was undone"),
        "was_accepted": _("accepted"),
        "width": _("width in pixels"),
        "year": _("year"),
    }
