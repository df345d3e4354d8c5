"""«Er du fortsatt FoUI-kontakt?»: asked once of those not heard from for a year, answered by one press."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from partnership.common import links, norwegian
from partnership.mail import outbox
from partnership.people.models import CONFIRMED_FOR, RoleTerm

PURPOSE = "still-you"
STILL_YOU = "people.still_you"
ANSWER_WITHIN_WORKING_DAYS = 10
# «Dette venter» says it again half-way, and not the day after the question's own mail.
AGAIN_AFTER_WORKING_DAYS = 5


def token(term: RoleTerm) -> str:
    """A new question makes every earlier link useless."""
    assert term.asked_at is not None
    return links.make(PURPOSE, term.pk, int(term.asked_at.timestamp()))


def term_of(token: str) -> RoleTerm | None:
    """The term a link is about, or None when the link is forged or an old one."""
    try:
        link = links.read(PURPOSE, token)
    except links.BadLink:
        return None
    term = RoleTerm.objects.select_related("seat", "person").filter(pk=link.pk).first()
    if term is None or term.asked_at is None or int(term.asked_at.timestamp()) != link.version:
        return None
    return term


def is_open(term: RoleTerm, on: dt.date | None = None) -> bool:
    """Whether the question still waits for an answer: asked, not too late, and nothing heard or said since."""
    if term.asked_at is None or not term.is_current(on) or (on or norwegian.today()) > answer_by(term):
        return False
    return not is_answered(term)


def is_answered(term: RoleTerm) -> bool:
    """Heard from since the question, in whatever way."""
    assert term.asked_at is not None
    confirmed = term.last_confirmed is not None and term.last_confirmed >= term.asked_at
    return confirmed or term.proposals.since(term.asked_at).exists()


def answer_by(term: RoleTerm) -> dt.date:
    asked = term.asked_at or timezone.now()
    return norwegian.add_working_days(norwegian.local(asked).date(), ANSWER_WITHIN_WORKING_DAYS)


def mail_again_from(term: RoleTerm) -> dt.date:
    """The first day «Dette venter» holds the question: it has a mail of its own when it is asked."""
    asked = term.asked_at or timezone.now()
    return norwegian.add_working_days(norwegian.local(asked).date(), AGAIN_AFTER_WORKING_DAYS)


@transaction.atomic
def ask_the_silent() -> int:
    """Ask everyone not heard from for a year and not asked within it. Two at once ask each once."""
    now = timezone.now()
    silent = RoleTerm.objects.current().holders().unconfirmed().not_asked_since(now - CONFIRMED_FOR)
    asked = list(silent.select_related("person").select_for_update(of=("self",), skip_locked=True))
    for term in asked:
        term.asked_at = now
        term.save(update_fields=["asked_at"])
    return outbox.enqueue(
        outbox.to_person(term.person, kind=STILL_YOU, subject_id=term.pk, version=int(now.timestamp()))
        for term in asked
    )
