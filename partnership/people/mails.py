"""Mails about a person's sign-in and roles. Subjects: a User for codes and messages, a RoleTerm for the rest."""

from __future__ import annotations

import datetime as dt
from abc import abstractmethod
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnership.common import norwegian
from partnership.mail.kinds import MailKind, Obsolete, RowMail
from partnership.mail.models import OutgoingMail, Priority
from partnership.people import addresses, signin, telling, yearly
from partnership.people.models import RoleTerm, Seat, SeatKind, User


class Code(MailKind):
    """A sign-in code, a code that proves an address, or a link to a new password: secret, and soon too old."""

    name = signin.CODE
    label = gettext_lazy("sign-in code")
    template = "people/mails/code"
    is_secret = True
    priority = Priority.CODE

    def contexts(self, rows: list[OutgoingMail]) -> dict[int, dict[str, Any] | Obsolete]:
        found: dict[int, dict[str, Any] | Obsolete] = {}
        for row in rows:
            if not row.payload.get("secret"):
                found[row.pk] = Obsolete("the code is wiped")
                continue
            found[row.pk] = {
                "greeting": row.to_name,
                "what": row.payload["what"],
                "secret": row.payload["secret"],
                "why": _("You get this because somebody asked for it at the sign-in page."),
            }
        return found


class AccountMessage(MailKind):
    """The sign-in was changed: so that somebody who did not do it finds out."""

    name = signin.ACCOUNT_MESSAGE
    label = gettext_lazy("message about the sign-in")
    template = "people/mails/account_message"
    priority = Priority.CODE

    def contexts(self, rows: list[OutgoingMail]) -> dict[int, dict[str, Any] | Obsolete]:
        return {row.pk: self._context(row) for row in rows}

    def _context(self, row: OutgoingMail) -> dict[str, Any]:
        return {
            "greeting": row.to_name,
            "what": row.payload.get("what", ""),
            "when": row.created_at,
            "url": settings.PORTAL_URL + reverse("people:account"),
            "why": _("You get this because it is about how you sign in."),
        }


@dataclass(frozen=True)
class Given:
    term: RoleTerm
    holder: User | None


class RoleGiven(RowMail):
    """To one who is given a part in a role; ``subject_id`` is the term. Obsolete when it has ended or is gone."""

    is_open = True
    priority = Priority.INVITATION

    def subjects(self, pks: list[int]) -> dict[int, Given]:
        found = RoleTerm.objects.with_seat_and_person().in_bulk(pks)
        held = RoleTerm.objects.current().holders().on_seats({term.seat_id for term in found.values()})
        holders = {term.seat_id: term.person for term in held}
        return {pk: Given(term, holders.get(term.seat_id)) for pk, term in found.items()}

    def context(self, mail: OutgoingMail, given: Given | None) -> dict[str, Any] | Obsolete:
        if given is None or (given.term.until and given.term.until <= norwegian.today()):
            return Obsolete("the role has ended or was never begun")
        return {
            "greeting": given.term.person.first_name,
            "term": given.term,
            "holder": given.holder,
            "is_contact": given.term.seat.kind == SeatKind.CONTACT,
            "url": settings.PORTAL_URL + self.address(given.term),
            "why": _("You get this because you have been given a role in the partnership."),
        }

    @abstractmethod
    def address(self, term: RoleTerm) -> str:
        """The path the mail leads to."""


class Welcome(RoleGiven):
    """To the holder of a role, the day it begins."""

    name = telling.WELCOME
    label = gettext_lazy("welcome to a role")
    template = "people/mails/welcome"

    def address(self, term: RoleTerm) -> str:
        return reverse("people:newcomer")


class TakesOver(RoleGiven):
    """To one who is to have a role from a later day."""

    name = telling.TAKES_OVER
    label = gettext_lazy("takes a role over later")
    template = "people/mails/takes_over"

    def address(self, term: RoleTerm) -> str:
        return reverse("overview:takeover", args=[term.pk])


class DeputyNamed(RoleGiven):
    """To a new deputy: for whom, and what it means."""

    name = telling.DEPUTY
    label = gettext_lazy("named as deputy")
    template = "people/mails/deputy"

    def address(self, term: RoleTerm) -> str:
        return reverse("people:standing_in")


class ToldAfterwards(MailKind):
    """Somebody else did something to the person. ``payload["by"]`` is who (a user's key, or None for the portal)."""

    priority = Priority.CHANGE

    def contexts(self, rows: list[OutgoingMail]) -> dict[int, dict[str, Any] | Obsolete]:
        people = User.objects.in_bulk({row.payload["by"] for row in rows if row.payload.get("by")})
        advisers = list(User.objects.advisers_with_phone()[:3])
        return {
            row.pk: {
                "greeting": row.to_name.split(" ", 1)[0],
                "by": None if row.payload.get("by") == row.person_id else people.get(row.payload.get("by")),
                # Not the one who did it: that may be just what is wrong.
                "call": next((one for one in advisers if one.pk not in (row.payload.get("by"), row.person_id)), None),
                "contact_email": settings.CONTACT_EMAIL,
            }
            for row in rows
        }


class RoleEnded(ToldAfterwards):
    """To one who loses a role, whoever decided it. ``version`` is the day as an ordinal; the term may be gone."""

    name = telling.ENDED
    label = gettext_lazy("no longer in a role")
    template = "people/mails/role_ended"
    is_open = True

    def contexts(self, rows: list[OutgoingMail]) -> dict[int, dict[str, Any] | Obsolete]:
        seats = Seat.objects.in_bulk({row.payload["seat"] for row in rows})
        ended = RoleTerm.objects.in_bulk({row.subject_id for row in rows})
        found = super().contexts(rows)
        for row in rows:
            context, term = found[row.pk], ended.get(row.subject_id)
            on = dt.date.fromordinal(row.version)
            if term is not None and term.until != on:
                found[row.pk] = Obsolete("the hand-over was planned anew")
            elif isinstance(context, dict):
                context |= {"on": on, "role": seats[row.payload["seat"]].title}
                context["why"] = _("You get this because you had the role.")
        return found


class AboutSeat(ToldAfterwards):
    """``payload["seat"]`` is the role; ``version`` and the rest of the payload are the kind's own."""

    is_open = True

    def contexts(self, rows: list[OutgoingMail]) -> dict[int, dict[str, Any] | Obsolete]:
        seats = Seat.objects.in_bulk({row.payload["seat"] for row in rows})
        held = RoleTerm.objects.current().holders().on_seats(seats)
        holders = {term.seat_id: term.person for term in held}
        found = super().contexts(rows)
        for row in rows:
            context, seat = found[row.pk], seats[row.payload["seat"]]
            if isinstance(context, dict):
                context |= {"role": seat.title, "holder": holders.get(seat.pk)}
                context["why"] = _("You get this because it is about a role you have or had a part in.")
        return found


class DeputyEnded(AboutSeat):
    """To one who is deputy no longer, and did not decide it alone. ``version`` is the day as an ordinal."""

    name = telling.DEPUTY_ENDED
    label = gettext_lazy("no longer deputy")
    template = "people/mails/deputy_ended"

    def contexts(self, rows: list[OutgoingMail]) -> dict[int, dict[str, Any] | Obsolete]:
        found = super().contexts(rows)
        for row in rows:
            context = found[row.pk]
            assert isinstance(context, dict)
            context["on"] = dt.date.fromordinal(row.version)
        return found


class HandoverCalledOff(AboutSeat):
    """To the holder, who keeps the role, or to who was to take it over on the day ``payload["on"]``."""

    name = telling.CALLED_OFF
    label = gettext_lazy("hand-over called off")
    template = "people/mails/handover_called_off"

    def contexts(self, rows: list[OutgoingMail]) -> dict[int, dict[str, Any] | Obsolete]:
        found = super().contexts(rows)
        for row in rows:
            context = found[row.pk]
            assert isinstance(context, dict)
            context |= {"keeps": row.payload["keeps"], "on": dt.date.fromisoformat(row.payload["on"])}
        return found


class AddressChanged(ToldAfterwards):
    """To the old address, which may be a stranger's: neither the new address nor the reason is told."""

    name = addresses.CHANGED
    label = gettext_lazy("sign-in address changed")
    template = "people/mails/address_changed"
    priority = Priority.CODE

    def contexts(self, rows: list[OutgoingMail]) -> dict[int, dict[str, Any] | Obsolete]:
        found = super().contexts(rows)
        for row in rows:
            context = found[row.pk]
            assert isinstance(context, dict)
            context |= {"when": row.created_at, "why": _("You get this because it is about how you sign in.")}
        return found


class StillYou(RowMail):
    """To those not heard from for a year."""

    name = yearly.STILL_YOU
    label = gettext_lazy("still you?")
    template = "people/mails/still_you"
    is_open = True
    priority = Priority.REMINDER
    one_a_day = True

    def subjects(self, pks: list[int]) -> dict[int, RoleTerm]:
        return RoleTerm.objects.current().unconfirmed().select_related("seat", "person").in_bulk(pks)

    def context(self, mail: OutgoingMail, term: RoleTerm | None) -> dict[str, Any] | Obsolete:
        if term is None or not yearly.is_open(term):
            return Obsolete("heard from since, too late, or no longer in the role")
        url = settings.PORTAL_URL + reverse("people:still_you", args=[yearly.token(term)])
        return {
            "greeting": term.person.first_name,
            "term": term,
            "url": url,
            "answer_by": yearly.answer_by(term),
            "why": _("You get this because you are listed as %(role)s.") % {"role": term.seat.title},
        }
