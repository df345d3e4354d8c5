"""Mails that time makes: a late idea, to the municipality's own leader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ideas.late import reminding
from ideas.models import Idea, Intake, Reminder
from partnership.mail.kinds import Obsolete, RowMail
from partnership.mail.models import OutgoingMail, Priority
from partnership.people.models import RoleTerm, User


@dataclass(frozen=True)
class Late:
    """One idea in the mail: its number, since when, whom it lies with, and the leader's own link."""

    number: str
    since: dt.date
    person: User | None
    role: str
    url: str


class ToLeader(RowMail):
    """To the leader's address: number, since when, whom to ask. The subject is the intake, the version the day."""

    name = reminding.TO_LEADER
    label = gettext_lazy("late idea, to the municipality's leader")
    template = "ideas/mails/to_leader"
    priority = Priority.REMINDER
    one_a_day = True

    def subjects(self, pks: list[int]) -> dict[int, Intake]:
        return Intake.objects.select_related("municipality").in_bulk(pks)

    def context(self, mail: OutgoingMail, intake: Intake | None) -> dict[str, Any] | Obsolete:
        if intake is None or intake.leader_email.lower() != mail.to_email.lower():
            return Obsolete("another leader has been named")
        day = dt.date.fromordinal(mail.version)
        told = Reminder.objects.to_leader_of(intake).on_day(day).still_late().with_idea()
        ideas = late_of(told, intake)
        if not ideas:
            return Obsolete("answered meanwhile")
        return {
            "greeting": intake.leader_name.split(" ", 1)[0],
            "place": intake.municipality.name,
            "ideas": ideas,
            "why": _("You get this because the municipality has named you as the one above its FoUI contact."),
        }


def late_of(told: Iterable[Reminder], intake: Intake) -> list[Late]:
    """With whom each lies today; two queries."""
    rows = list(told)
    holders = holders_of(one.idea for one in rows)
    return [_late(one, intake, holders) for one in rows]


def _late(told: Reminder, intake: Intake, holders: dict[int, User]) -> Late:
    idea = told.idea
    person = idea.holder_person or holders.get(idea.holder_seat_id or 0)
    role = idea.holder_seat.title if idea.holder_seat else ""
    url = reverse("idea_links:leader", args=[reminding.token(told, intake)])
    return Late(idea.number, told.about, person, role, settings.PORTAL_URL + url)


def holders_of(ideas: Iterable[Idea]) -> dict[int, User]:
    """Who holds the roles the ideas lie with, by role."""
    seats = {idea.holder_seat_id for idea in ideas if idea.holder_seat_id}
    return {term.seat_id: term.person for term in RoleTerm.objects.current().holders().on_seats(seats)}
