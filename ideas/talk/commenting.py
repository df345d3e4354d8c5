"""Comments, by and for those who see the idea. Whoever it lies with is told by a notice, never by a mail of its own.

A notice holds the idea's number and nothing of what is written.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ideas import has_any
from ideas.models import Comment, Idea
from ideas.permissions import can_comment
from partnership.mail import notices
from partnership.people.models import RoleTerm, User

LONGEST = 2000


@transaction.atomic
def comment(*, idea: Idea, text: str, by: User) -> Comment:
    """Raises ValidationError when nothing, or too much, is written. The same words twice in a row are one comment."""
    text = text.strip()
    if not text:
        raise ValidationError({"text": _("Write something here.")})
    if len(text) > LONGEST:
        raise ValidationError({"text": _("Write at most %(n)s characters.") % {"n": LONGEST}})
    Idea.objects.select_for_update(of=("self",)).get(pk=idea.pk)
    newest = Comment.objects.of_idea(idea).last()
    if newest is not None and newest.removed_at is None and (newest.by, newest.text) == (by, text):
        return newest
    made = Comment.objects.create(idea=idea, text=text, by=by)
    for person in holders(idea):
        if person != by:
            _tell(person, made)
    return made


@transaction.atomic
def remove(*, comment: Comment, by: User) -> None:
    """Own ones only; a line stays where it was. Twice is once."""
    stored = Comment.objects.select_for_update().get(pk=comment.pk)
    if stored.by_id != by.pk:
        raise ValidationError(_("You can take away what you have written yourself."))
    if stored.removed_at is None:
        stored.text, stored.removed_at = "", timezone.now()
        stored.save(update_fields=["text", "removed_at"])
        notices.take_back(_key(stored))


def holders(idea: Idea) -> list[User]:
    """Whom an open idea lies with today: the person, or who has the role."""
    if not idea.is_open:
        return []
    if idea.holder_person is not None:
        return [idea.holder_person]
    if idea.holder_seat_id is None:
        return []
    terms = RoleTerm.objects.current().holders().on_seats([idea.holder_seat_id]).with_seat_and_person()
    return [term.person for term in terms]


def section(user: Any, idea: Idea) -> dict[str, Any]:
    """For ``ideas/_comments.html``."""
    return {
        "rows": list(has_any.of(idea, "comments").of_idea(idea)),
        "may_write": can_comment(user, idea),
        "mine": user.pk,
        "longest": LONGEST,
    }


def _tell(person: User, made: Comment) -> None:
    with translation.override(person.language):
        line = _("%(name)s has commented on idea %(number)s.")
        line = line % {"name": made.by.name if made.by else "", "number": made.idea.number}
        notices.notify(person, "ideas.comment", _key(made), f"{made.idea.get_absolute_url()}#kommentarer", line)


def _key(comment: Comment) -> str:
    return f"idea-comment:{comment.pk}:"
