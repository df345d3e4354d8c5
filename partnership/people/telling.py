"""What people are told when a role is given, planned, called off or ended. Each mail is decided once.

Mails go to those concerned, never to the one who did it: that person has just seen it on the page.
"""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from partnership.common import norwegian
from partnership.mail import notices, outbox
from partnership.mail.models import OutgoingMail
from partnership.people.models import Absence, RoleTerm, User

WELCOME = "people.welcome"
TAKES_OVER = "people.takes_over"
DEPUTY = "people.deputy"
DEPUTY_ENDED = "people.deputy_ended"
ENDED = "people.role_ended"
CALLED_OFF = "people.handover_called_off"


def welcome(term: RoleTerm) -> None:
    """To who has the role from today: «Ny i rollen»."""
    outbox.enqueue([outbox.to_person(term.person, kind=WELCOME, subject_id=term.pk)])


def named(term: RoleTerm) -> None:
    """At once, to a new deputy and to who takes the role over on a later day; the welcome comes that day."""
    kind = DEPUTY if term.is_deputy else TAKES_OVER
    outbox.enqueue([outbox.to_person(term.person, kind=kind, subject_id=term.pk)])


def ended(term: RoleTerm, on: dt.date, by: User | None) -> None:
    """Nobody loses a role without being told, whoever decided it; once a day, unless it was called off meanwhile."""
    called_off = OutgoingMail.objects.about(CALLED_OFF, term.pk).count()
    draft = outbox.to_person(
        term.person,
        kind=ENDED,
        subject_id=term.pk,
        version=on.toordinal(),
        resend=called_off,
        payload=_payload(term, by),
    )
    outbox.enqueue([draft])


def called_off(term: RoleTerm, by: User | None) -> None:
    """To the holder, who keeps the role, or to who was to take it over and does not."""
    if by == term.person:
        return
    draft = outbox.to_person(
        term.person,
        kind=CALLED_OFF,
        subject_id=term.pk,
        version=int(timezone.now().timestamp()),
        payload=_payload(term, by) | {"keeps": term.is_current(), "on": term.since.isoformat()},
    )
    outbox.enqueue([draft])


def planner(term: RoleTerm, by: User | None) -> None:
    """Folded into «Dette venter»: whoever planned a hand-over that somebody else called off."""
    if term.planned_by is None or term.planned_by in (by, term.person):
        return
    with translation.override(term.planned_by.language):
        words = {"name": term.person.name, "role": term.seat.title}
        line = _("%(name)s does not take over as %(role)s after all.") % words
    page = reverse("overview:role_page", args=[term.seat_id])
    notices.notify(term.planned_by, "roles", f"called-off:{term.pk}", page, line)


def deputy_ended(term: RoleTerm, on: dt.date, by: User | None) -> None:
    """The deputy is told when somebody else decided it; the holder when the deputy steps down."""
    if by == term.person:
        _tell_holder(term)
    elif not OutgoingMail.objects.about(DEPUTY, term.pk).still_in_house().exists():
        draft = outbox.to_person(
            term.person,
            kind=DEPUTY_ENDED,
            subject_id=term.pk,
            version=on.toordinal(),
            payload=_payload(term, by),
        )
        outbox.enqueue([draft])


def _tell_holder(term: RoleTerm) -> None:
    holder = term.seat.terms.current().holders().select_related("person").first()
    if holder is None:
        return
    with translation.override(holder.person.language):
        words = {"name": term.person.name, "role": term.seat.title}
        line = _("%(name)s is no longer deputy: %(role)s.") % words
    notices.notify(holder.person, "roles", f"deputy-ended:{term.pk}", reverse("people:account"), line)


def away(absence: Absence) -> None:
    """To the deputies, in the next «Dette venter»; said anew when the days are changed."""
    notices.take_back(_away_key(absence))
    for deputy in User.objects.active().deputies_on_seats_of(absence.person):
        with translation.override(deputy.language):
            words = {
                "name": absence.person.name,
                "since": norwegian.format_day(absence.since),
                "until": norwegian.format_day(absence.until),
            }
            line = _("%(name)s is away from %(since)s to %(until)s. You are deputy.") % words
        key = f"{_away_key(absence)}{absence.since:%Y%m%d}:{absence.until:%Y%m%d}"
        notices.notify(deputy, "roles", key, reverse("people:standing_in"), line)


def not_away(absence: Absence) -> None:
    """To deputies who have been told otherwise: cancelled, or back early."""
    for deputy in notices.take_back(_away_key(absence)):
        with translation.override(deputy.language):
            line = _("%(name)s is here again, and no longer away.") % {"name": absence.person.name}
        notices.notify(deputy, "roles", f"back:{absence.pk}", reverse("people:standing_in"), line)


def _away_key(absence: Absence) -> str:
    return f"away:{absence.pk}:"


def _payload(term: RoleTerm, by: User | None) -> dict[str, object]:
    return {"seat": term.seat_id, "by": by.pk if by else None}
