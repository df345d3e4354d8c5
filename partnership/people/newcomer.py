"""«Ny i rollen»: five things of ten minutes each, ticked off one by one, for the first thirty days."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from partnership.common import contributions, norwegian
from partnership.people import roles
from partnership.people.models import RoleTerm, SeatKind, User

NEW_FOR = dt.timedelta(days=30)
STEPS = ("confirm", "deputy", "place", "partner", "calendar")
CAN_WAIT = {"place", "calendar"}


@dataclass(frozen=True)
class Step:
    name: str
    title: str
    help: str
    url: str
    link: str
    is_done: bool


def is_new(term: RoleTerm, on: dt.date | None = None) -> bool:
    on = on or norwegian.today()
    return not term.is_deputy and term.is_current(on) and on < term.since + NEW_FOR


def steps(term: RoleTerm) -> list[Step]:
    """Five: what the apps ask takes the place of the own ones that can wait."""
    asked = {one.name: (one.title, one.help, one.url, one.link) for one in contributions.newcomer(term)}
    found = {name: _words(name, term) for name in STEPS if not (asked and name in CAN_WAIT)} | asked
    return [Step(name, *words, is_done=name in term.newcomer_done) for name, words in found.items()]


def remaining(term: RoleTerm) -> int:
    return sum(not step.is_done for step in steps(term))


def known(term: RoleTerm) -> list[str]:
    """The names of all that may be ticked, also what is not shown."""
    return [*STEPS, *(one.name for one in contributions.newcomer(term))]


@transaction.atomic
def mark(*, term: RoleTerm, step: str, is_done: bool) -> None:
    """Tick a step, or take the tick away. Raises KeyError for an unknown step."""
    names = known(term)
    if step not in names:
        raise KeyError(step)
    term = RoleTerm.objects.select_for_update().get(pk=term.pk)
    done = set(term.newcomer_done) - {step} | ({step} if is_done else set())
    term.newcomer_done = [name for name in names if name in done]
    term.save(update_fields=["newcomer_done"])


def mark_all(*, person: User, step: str) -> None:
    """Tick a step in every role in which the person is new."""
    for term in roles.held_terms(person):
        if is_new(term) and step not in term.newcomer_done:
            mark(term=term, step=step, is_done=True)
            roles.forget(person)


def _words(name: str, term: RoleTerm) -> tuple[str, str, str, str]:
    seat = term.seat
    if name == "confirm":
        address = reverse("people:account") + "#about-me"
        return _("See that we have you right"), _("Name, phone and language."), address, _("My page")
    if name == "deputy":
        address = reverse("people:deputy", args=[term.pk])
        return _("Name a deputy"), _("Somebody who steps in when you are away."), address, _("Name a deputy")
    if name == "calendar":
        return (
            _("Put the meetings in your calendar"),
            _("Subscribe once, and your meetings are always right."),
            reverse("meetings:feed_settings"),
            _("Calendar"),
        )
    page = reverse("overview:role_page", args=[seat.pk])
    if name == "place":
        return _see_page(seat.kind), _("That is where others look for you."), page, _("See the page")
    if seat.kind == SeatKind.CONTACT:
        help_text = _("Who helps your municipality with finding partners and money?")
        return _("Get to know your competence broker"), help_text, f"{page}#brokers", _("See who it is")
    return (
        _("Get to know the contacts"),
        _("Call one of them, and ask what they need."),
        reverse("municipalities:list"),
        _("Municipalities"),
    )


def _see_page(kind: str) -> str:
    if kind == SeatKind.CONTACT:
        return _("Look at what the municipality's page says")
    if kind == SeatKind.BROKER:
        return _("Look at what your page says")
    return _("Look at what the partner's page says")
