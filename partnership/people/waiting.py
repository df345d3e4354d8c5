"""What waits for a person because of the roles they have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from partnership.common.contributions import Action, Waiting
from partnership.common.norwegian import number_word
from partnership.people import newcomer, roles, yearly
from partnership.people.models import RoleTerm, User


def waiting(user: User, on: dt.date) -> Iterator[Waiting]:
    for term in roles.current_terms(user):
        if not term.is_confirmed and yearly.is_open(term, on):
            yield _still_you(term)
        if newcomer.is_new(term, on) and (left := newcomer.remaining(term)):
            yield _newcomer(term, left)


def _still_you(term: RoleTerm) -> Waiting:
    url = reverse("people:still_you", args=[yearly.token(term)])
    return Waiting(
        key=f"still-you:{term.pk}:{term.asked_at:%Y%m%d}",
        title=_("Are you still %(role)s?") % {"role": term.seat.title},
        sentence=_("We have not heard from you for a year."),
        url=url,
        due=yearly.answer_by(term),
        minutes=1,
        actions=(Action(_("Yes, it is me"), url, "post", primary=True, data={"valg": "ja"}), Action(_("No"), url)),
        mail_url=settings.PORTAL_URL + url,
        mail_from=yearly.mail_again_from(term),
    )


def _newcomer(term: RoleTerm, left: int) -> Waiting:
    return Waiting(
        key=f"newcomer:{term.pk}",
        title=_("New in the role: %(count)s left") % {"count": number_word(left)},
        sentence=_("Five things of ten minutes, so that you know the role: %(role)s.") % {"role": term.seat.title},
        url=reverse("people:newcomer"),
        minutes=10,
        weight=40,
        actions=(Action(_("Go on"), reverse("people:newcomer")),),
    )
