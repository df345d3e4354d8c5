"""«Takk fra kommunedirektøren», in the director's own words: written down by the contact, or by a mailed link.

Verbs raise ``ValidationError`` with a sentence; nothing is then changed.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import events
from ideas.mailing import telling
from ideas.models import EventKind, Lesson
from ideas.models.results import THANKS
from partnership.common import links
from partnership.mail import outbox
from partnership.people.models import User

KIND = "ideas.thanks_request"
__all__ = ["KIND", "THANKS", "ask", "by_token", "thank"]


@transaction.atomic
def thank(*, lesson: Lesson, who: str, words: str, by: User | None) -> None:
    """``by`` is empty when it came by the link. The sender is told. Thanking again replaces the words in silence."""
    stored = Lesson.objects.select_for_update(of=("self",)).select_related("idea").get(pk=lesson.pk)
    is_first = not stored.is_thanked
    stored.thanks, stored.thanks_from, stored.thanked_at = words.strip(), who.strip(), timezone.now()
    stored.save(update_fields=["thanks", "thanks_from", "thanked_at"])
    if is_first:
        told = _("%(who)s thanks for the idea.") % {"who": stored.thanks_from}
        telling.of_change(events.record(stored.idea, EventKind.THANKED, by=by, told=told))
    lesson.refresh_from_db()


@transaction.atomic
def ask(*, lesson: Lesson, name: str, email: str, by: User) -> None:
    """Mail the director a link to write the thanks; a new one closes the one before."""
    stored = Lesson.objects.select_for_update(of=("self",)).get(pk=lesson.pk)
    if stored.is_thanked:
        raise ValidationError(_("The thanks have been written already."))
    stored.thanks_link_version += 1
    stored.thanks_asked_at, stored.thanks_asked_by = timezone.now(), by
    stored.save(update_fields=["thanks_link_version", "thanks_asked_at", "thanks_asked_by"])
    outbox.enqueue(
        [
            outbox.Draft(
                kind=KIND,
                subject_id=stored.pk,
                version=stored.thanks_link_version,
                to_email=email.strip().lower(),
                to_name=" ".join(name.split()),
            )
        ]
    )
    lesson.refresh_from_db()


def by_token(token: str) -> Lesson | None:
    """The lesson a link is about, when it is the newest link; also when somebody has thanked since."""
    try:
        link = links.read(THANKS, token)
    except links.BadLink:
        return None
    found = Lesson.objects.with_place().select_related("thanks_asked_by")
    return found.filter(pk=link.pk, thanks_link_version=link.version).first()
