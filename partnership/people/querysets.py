"""Chainable adjectives over persons, seats, terms and absences. A day is an Oslo day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Lower, Replace
from django.utils import timezone

from partnership.common import norwegian
from partnership.common.searching import Plain

if TYPE_CHECKING:
    from partnership.people.models import Absence, HandoverProposal, RoleTerm, Seat, User  # noqa: F401


def term_on(day: dt.date | None, prefix: str = "") -> Q:
    """The terms, behind ``prefix``, that hold on the day; today when None."""
    day = day or norwegian.today()
    ends = Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": day})
    return Q(**{f"{prefix}since__lte": day}) & ends


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def closed(self) -> Self:
        """May not sign in."""
        return self.filter(is_active=False)

    def with_current_role(self, day: dt.date | None = None) -> Self:
        from partnership.people.models import RoleTerm

        return self.filter(Exists(RoleTerm.objects.filter(term_on(day), person=OuterRef("pk"))))

    def with_current_role_or_among(self, pks: Iterable[int], day: dt.date | None = None) -> Self:
        from partnership.people.models import RoleTerm

        has_role = Exists(RoleTerm.objects.filter(term_on(day), person=OuterRef("pk")))
        return self.filter(Q(has_role) | Q(pk__in=list(pks)))

    def matching(self, words: str) -> Self:
        """Every word is found in the name, or where the person has a role today. «ase» finds Åse: letters are
        compared without their rings and strokes."""
        return self._with_words(words, "plain_name") if words.strip() else self.none()

    def known_by(self, words: str) -> Self:
        """As ``matching``, and by address and telephone, for those who keep the register; all without words."""
        return self._with_words(words, "plain_name", "email", "phone")

    def _with_words(self, words: str, *fields: str) -> Self:
        from partnership.people.models import RoleTerm

        found = self.alias(plain_name=Plain("name"))
        for word in norwegian.plain(words[:200].replace("\x00", " ")).split()[:8]:
            held = RoleTerm.objects.current().filter(person=OuterRef("pk")).alias(plain_place=Plain("seat__place"))
            here = Q(Exists(held.filter(plain_place__contains=word)))
            found = found.filter(reduce(or_, (Q(**{f"{field}__icontains": word}) for field in fields), here))
        return found

    def with_addresses(self, emails: Iterable[str]) -> Self:
        """``emails`` in lower case."""
        return self.alias(lower_email=Lower("email")).filter(lower_email__in=set(emails))

    def with_current_seat_in(self, seats: models.QuerySet[Any, Any]) -> Self:
        """Today's holders and deputies of these roles."""
        from partnership.people.models import RoleTerm

        return self.active().filter(pk__in=RoleTerm.objects.current().filter(seat__in=seats).values("person"))

    def advisers_with_phone(self) -> Self:
        """Today's holders of advisers' roles whom one can call."""
        from partnership.people.models import RoleTerm, SeatKind

        held = RoleTerm.objects.current().holders().filter(seat__kind=SeatKind.OFFICER).values("person")
        return self.active().filter(pk__in=held).exclude(phone="").order_by("sort_name", "pk")

    def deputies_on_seats_of(self, person: User) -> Self:
        """Today's deputies on the roles ``person`` holds today."""
        from partnership.people.models import RoleTerm

        held = RoleTerm.objects.current().holders().of(person).values("seat")
        standing_in = RoleTerm.objects.current().deputies().filter(seat__in=held).values("person")
        return self.filter(pk__in=standing_in).order_by("sort_name")

    def not_away(self, day: dt.date | None = None) -> Self:
        from partnership.people.models import Absence

        return self.exclude(pk__in=Absence.objects.on(day).values("person"))

    def without_role_since(self, day: dt.date) -> Self:
        """Had a role, and the last one ended before ``day``; not yet erased."""
        from partnership.people.models import RoleTerm

        own = RoleTerm.objects.filter(person=OuterRef("pk"))
        lasting = own.filter(Q(until__isnull=True) | Q(until__gt=day))
        return self.filter(Exists(own), ~Exists(lasting), is_superuser=False).exclude(
            email__endswith="@portal.invalid"
        )

    def without_current_role(self, day: dt.date | None = None) -> Self:
        from partnership.people.models import RoleTerm

        return self.filter(~Exists(RoleTerm.objects.filter(term_on(day), person=OuterRef("pk"))))

    def who_have_left(self, day: dt.date | None = None) -> Self:
        """Had a role, have none today, and none is planned."""
        from partnership.people.models import RoleTerm

        day = day or norwegian.today()
        own = RoleTerm.objects.filter(person=OuterRef("pk"))
        return self.filter(Exists(own), ~Exists(own.filter(Q(until__isnull=True) | Q(until__gt=day))))

    def away(self, day: dt.date | None = None) -> Self:
        from partnership.people.models import Absence

        return self.filter(Exists(Absence.objects.on(day).filter(person=OuterRef("pk"))))

    def with_roles(self, day: dt.date | None = None) -> Self:
        """``current_terms`` with their seats (holder first), and ``away_until``: one query more."""
        from partnership.people.models import Absence, RoleTerm

        current = RoleTerm.objects.current(day).select_related("seat").order_by("-capacity", "seat__sort_place")
        absent = Absence.objects.on(day).filter(person=OuterRef("pk")).values("until")[:1]
        return self.annotate(away_until=Subquery(absent)).prefetch_related(
            Prefetch("terms", queryset=current, to_attr="current_terms")
        )


SeatRow = TypeVar("SeatRow", bound="Seat", covariant=True)


class SeatQuerySet(models.QuerySet[SeatRow]):
    def open(self, day: dt.date | None = None) -> Self:
        day = day or norwegian.today()
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))

    def with_current_terms(self, day: dt.date | None = None) -> Self:
        """Prefetch ``current_terms`` (holder first, then deputies) with their persons: two queries in all."""
        from partnership.people.models import RoleTerm

        current = (
            RoleTerm.objects.filter(term_on(day)).select_related("person").order_by("-capacity", "person__sort_name")
        )
        return self.prefetch_related(Prefetch("terms", queryset=current, to_attr="current_terms"))

    def held_today_by(self, user: User) -> Self:
        """As holder or deputy."""
        from partnership.people.models import RoleTerm

        return self.open().filter(pk__in=RoleTerm.objects.current().of(user).values("seat"))

    def among(self, pks: Iterable[int]) -> Self:
        return self.filter(pk__in=list(pks))

    def with_role_address(self, emails: Iterable[str]) -> Self:
        """``emails`` in lower case."""
        return self.alias(lower_email=Lower("role_email")).filter(lower_email__in=set(emails))

    def vacant(self, day: dt.date | None = None) -> Self:
        from partnership.people.models import RoleTerm

        held = RoleTerm.objects.filter(term_on(day), seat=OuterRef("pk"), capacity="holder")
        return self.open(day).filter(~Exists(held))

    def held(self, day: dt.date | None = None) -> Self:
        from partnership.people.models import RoleTerm

        held = RoleTerm.objects.filter(term_on(day), seat=OuterRef("pk"), capacity="holder")
        return self.open(day).filter(Exists(held))

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def leaving(self, day: dt.date | None = None) -> Self:
        """The holder has a last day, and nobody is to take over from it."""
        from partnership.people.models import RoleTerm

        own = RoleTerm.objects.filter(seat=OuterRef("pk"), capacity="holder")
        follows = RoleTerm.objects.filter(seat=OuterRef("seat"), capacity="holder", since__gte=OuterRef("until"))
        last = own.filter(term_on(day), until__isnull=False).filter(~Exists(follows))
        return self.open(day).filter(Exists(last))

    def unconfirmed(self, day: dt.date | None = None) -> Self:
        from partnership.people.models import RoleTerm

        silent = RoleTerm.objects.filter(term_on(day), seat=OuterRef("pk"), capacity="holder").unconfirmed()
        return self.open(day).filter(Exists(silent))


class RoleTermQuerySet(models.QuerySet["RoleTerm"]):
    def current(self, day: dt.date | None = None) -> Self:
        return self.filter(term_on(day))

    def holders(self) -> Self:
        return self.filter(capacity="holder")

    def deputies(self) -> Self:
        return self.filter(capacity="deputy")

    def of(self, person: User) -> Self:
        return self.filter(person=person)

    def of_open_seats(self, day: dt.date | None = None) -> Self:
        open_then = Q(seat__closed_on__isnull=True) | Q(seat__closed_on__gt=day or norwegian.today())
        return self.filter(open_then)

    def in_the_directory(self) -> Self:
        """Who is named to everybody: holders, and the deputies of contacts."""
        return self.filter(Q(capacity="holder") | Q(seat__kind="contact"))

    def reached_at(self, *, email: str = "", phone: str = "", is_private: bool) -> Self:
        """Those whose address holds ``email``, or whose number holds the digits of ``phone``: the role's own address,
        which everybody sees, and, when ``is_private``, the person's. The directory shows the address of a person who
        is contact or broker, not of a deputy or an adviser."""
        if email:
            shown = Q(capacity="holder") & ~Q(seat__kind="officer")
            own = shown & Q(person__email__icontains=email) if is_private else Q(pk__in=())
            return self.filter(Q(seat__role_email__icontains=email) | own)
        if not is_private:
            return self.none()
        digits = Replace("person__phone", Value(" "), Value(""))
        return self.alias(digits=digits).filter(digits__contains=phone)

    def of_active(self) -> Self:
        """Of those who may sign in."""
        return self.filter(person__is_active=True)

    def unconfirmed(self) -> Self:
        """Not heard from for twelve months, nor begun within them."""
        from partnership.people.models import CONFIRMED_FOR

        limit = timezone.now() - CONFIRMED_FOR
        begun_before = norwegian.local(limit).date()
        return self.filter(Q(last_confirmed__lte=limit) | Q(last_confirmed__isnull=True, since__lte=begun_before))

    def not_begun(self) -> Self:
        """Planned, and not yet carried out."""
        return self.filter(started_at__isnull=True)

    def planned(self, day: dt.date) -> Self:
        """Begins after the day."""
        return self.filter(since__gt=day).order_by("since")

    def concerning(self, user: User) -> Self:
        """The user's own, and those the user planned."""
        return self.filter(Q(person=user) | Q(planned_by=user))

    def not_ended(self, day: dt.date | None = None) -> Self:
        """Of the day or later."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=day or norwegian.today()))

    def on_seats(self, pks: Iterable[int]) -> Self:
        """With the persons, by name."""
        return self.filter(seat__in=list(pks)).with_person()

    def beside(self, person: User) -> Self:
        """Of these, those in a role in which one is the person's, with the persons, by name."""
        return self.filter(seat__in=self.of(person).values("seat")).with_person()

    def with_person(self) -> Self:
        return self.select_related("person").order_by("person__sort_name", "pk")

    def with_seat_and_person(self) -> Self:
        return self.select_related("seat", "person")

    def not_asked_since(self, moment: dt.datetime) -> Self:
        return self.filter(Q(asked_at__isnull=True) | Q(asked_at__lt=moment))


class HandoverProposalQuerySet(models.QuerySet["HandoverProposal"]):
    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)

    def closed(self) -> Self:
        return self.filter(closed_at__isnull=False)

    def since(self, moment: dt.datetime) -> Self:
        return self.filter(proposed_at__gte=moment)

    def closed_before(self, moment: dt.datetime) -> Self:
        return self.filter(closed_at__lt=moment)

    def about_address(self, emails: Iterable[str]) -> Self:
        """``emails`` in lower case."""
        return self.alias(lower_email=Lower("email")).filter(lower_email__in=set(emails))

    def with_term(self) -> Self:
        return self.select_related("term__seat", "term__person")


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def of(self, person: User) -> Self:
        return self.filter(person=person)

    def among(self, persons: Iterable[int]) -> Self:
        return self.filter(person__in=list(persons))

    def of_any(self, person: User, others: models.QuerySet[Any, Any]) -> Self:
        """The person's and those of the others."""
        return self.filter(Q(person=person) | Q(person__in=others))

    def not_over(self, day: dt.date | None = None) -> Self:
        """Of the day or planned, the first to come first."""
        return self.filter(until__gt=day or norwegian.today()).order_by("since")

    def begun_by(self, day: dt.date) -> Self:
        """Of the day or before it, also those long over."""
        return self.filter(since__lte=day)

    def ended_between(self, first: dt.date, last: dt.date) -> Self:
        """The first day back is one of these."""
        return self.filter(until__gte=first, until__lte=last)

    def overlapping(self, since: dt.date, until: dt.date) -> Self:
        return self.filter(since__lt=until, until__gt=since)

    def on(self, day: dt.date | None = None) -> Self:
        day = day or norwegian.today()
        return self.filter(since__lte=day, until__gt=day)
