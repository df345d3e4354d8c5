"""Adjectives over ideas. Who sees what is decided here and nowhere else: ``visible_to``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection, models, transaction
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When

from brokers.models import Coverage
from ideas import has_any
from ideas.life import stages
from ideas.life.stages import Stage
from municipalities import places
from municipalities.models import FouiContact, Municipality
from partnership.common import norwegian
from partnership.partners.models import ResearchOrganisation, Theme
from partnership.people import roles
from partnership.people.models import RoleTerm, SeatKind, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ideas.models import Idea, IdeaAccess, Intake  # noqa: F401

AREA_AND_WIDER = ("area", "partnership", "public")
PARTNERSHIP_AND_WIDER = ("partnership", "public")


@contextmanager
def by_index_alone() -> Iterator[None]:
    """Bitmap scans of indexes alone: that a few rows are wanted tempts the planner to read through the whole table
    for them, where every row's trigrams are to be made anew."""
    both = "SELECT set_config('enable_seqscan', %s, true), set_config('enable_indexscan', %s, true)"
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(both, ["off", "off"])
        yield
        # The transaction may be somebody else's, and go on.
        cursor.execute(both, ["on", "on"])


def own_municipalities(user: User) -> models.QuerySet[FouiContact, Any]:
    """Those the person is contact or deputy in today, as a subquery of keys."""
    seats = [term.seat_id for term in roles.current_terms(user) if term.seat.kind == SeatKind.CONTACT]
    return FouiContact.objects.among(seats).values("municipality")


def own_places(user: User) -> models.QuerySet[Municipality]:
    """Those the person is contact or deputy in today, in Norwegian order."""
    return Municipality.objects.filter(pk__in=own_municipalities(user)).order_by("sort_name")


class IdeaQuerySet(models.QuerySet["Idea"]):
    def visible_to(self, user: User | AnonymousUser | Any) -> Self:
        """docs/architecture.md, «Who sees an idea».

        Own municipality's contact and deputy: all of them. Whoever is named on it, and a broker's role that was
        asked: it. Brokers that cover the municipality: from *area*. Contacts and officers: from *partnership*.
        Everybody: *public*. A superuser has no more than the roles give: ideas are the municipalities' own.
        """
        may = Q()
        for part in self._seen_as(user):
            may |= part
        return self.filter(may)

    def seen_in_parts(self, user: User | AnonymousUser | Any) -> list[Self]:
        """``visible_to`` as parts that may overlap: each is found by an index of its own, which their sum is not."""
        return [self.filter(part) for part in self._seen_as(user)]

    def _seen_as(self, user: User | AnonymousUser | Any) -> list[Q]:
        if not isinstance(user, User) or not user.is_active:
            return [Q(visibility="public")]
        terms = roles.current_terms(user)
        kinds = {term.seat.kind for term in terms}
        widely = kinds & {SeatKind.CONTACT, SeatKind.OFFICER}
        parts = [Q(visibility__in=PARTNERSHIP_AND_WIDER) if widely else Q(visibility="public")]
        parts.append(Q(pk__in=self._named(user, [term.seat_id for term in terms])))
        if SeatKind.CONTACT in kinds:
            parts += [Q(municipality=place) for place in sorted(places.of_contact(user))]
        if SeatKind.BROKER in kinds:
            brokers = [term.seat_id for term in terms if term.seat.kind == SeatKind.BROKER]
            covered = Coverage.objects.current().of_brokers(brokers).values("municipality")
            parts.append(Q(visibility__in=AREA_AND_WIDER, municipality__in=covered))
        return parts

    @staticmethod
    def _named(user: User, seats: list[int]) -> models.QuerySet[IdeaAccess, Any]:
        from ideas.models import IdeaAccess

        return IdeaAccess.objects.current().filter(Q(person=user) | Q(seat__in=seats)).values("idea")

    def worked_on_by(self, user: User) -> Self:
        """Those the person may answer and move as contact, deputy or somebody named on them."""
        return self.filter(Q(municipality__in=own_municipalities(user)) | Q(pk__in=self._named(user, [])))

    def of_municipality(self, municipality: Municipality | int) -> Self:
        return self.filter(municipality=municipality)

    def said_of_rural(self, municipality: int) -> bool | None:
        """What was last said of the municipality with one of its ideas; None: nothing."""
        said = self.filter(municipality=municipality, is_rural__isnull=False).order_by("-received_at", "-pk")
        return said.values_list("is_rural", flat=True).first()

    def of_municipalities(self, places: Any) -> Self:
        if isinstance(places, frozenset) and len(places) == 1:  # asked for as one, it is read in order from an index
            return self.filter(municipality=next(iter(places)))
        return self.filter(municipality__in=places)

    def shown_to_partnership(self) -> Self:
        return self.filter(visibility__in=PARTNERSHIP_AND_WIDER)

    def open(self) -> Self:
        return self.filter(stage__in=stages.OPEN)

    def closed(self) -> Self:
        return self.filter(stage__in=stages.CLOSED)

    def closed_before(self, moment: dt.datetime) -> Self:
        """Ended, withdrawn, passed on or merged by then, and no more since."""
        return self.closed().filter(stage_since__lt=moment)

    def lying_with_postmottak(self) -> Self:
        return self.open().filter(holder_seat__isnull=True, holder_person__isnull=True)

    def in_stages(self, *wanted: Stage | str) -> Self:
        """One alone is asked for as one: PostgreSQL then reads it in order from an index that begins with it."""
        return self.filter(stage=wanted[0]) if len(wanted) == 1 else self.filter(stage__in=wanted)

    def results(self) -> Self:
        return self.filter(stage__in=stages.RESULTS)

    def received_since(self, moment: dt.datetime) -> Self:
        return self.filter(received_at__gte=moment)

    def containing(self, words: str) -> Self:
        """Every word stands in the title or the text, or is the number; all without words."""
        found = self
        for word in words[:200].replace("\x00", " ").split()[:8]:
            numbered = self.model._default_manager.all().numbered(word).values("pk")
            found = found.filter(Q(title__icontains=word) | Q(problem__icontains=word) | Q(pk__in=numbered))
        return found

    def without_lesson(self) -> Self:
        return self.filter(lesson__isnull=True)

    def in_stage_since(self, first: dt.datetime, last: dt.datetime) -> Self:
        """Came to the stage they are in between the two moments."""
        return self.filter(stage_since__gte=first, stage_since__lte=last)

    def held_by(self, user: User, seats: set[int] | None = None) -> Self:
        """Open ones that lie with the person, or with a role the person acts in today."""
        acting = roles.acting_seats(user) if seats is None else seats
        return self.open().filter(Q(holder_person=user) | Q(holder_seat__in=acting))

    def held_by_seat(self, seat_pk: int) -> Self:
        return self.open().filter(holder_seat=seat_pk)

    def late(self, on: dt.date) -> Self:
        """Open, and its next date is over."""
        return self.open().filter(next_date__lt=on)

    def with_dates_of(self, rows: models.QuerySet[Any, Any]) -> Self:
        """``dates``: the next dates of ``rows``, the same on each."""
        return self.annotate(dates=ArraySubquery(rows.values("next_date")))

    def held_by_others(self, user: User) -> Self:
        """Open, and with somebody else or postmottak; as ranges, by which an index finds few among many."""
        nobody = Q(holder_person__isnull=True, holder_seat__isnull=True)
        others = _other_than("holder_person", {user.pk}) | _other_than("holder_seat", roles.acting_seats(user))
        return self.open().filter(nobody | others)

    def about(self, theme: int) -> Self:
        return self.filter(themes=theme)

    def ended_since(self, day: dt.date) -> Self:
        return self.in_stages(Stage.ENDED, Stage.SHARED).filter(stage_since__gte=norwegian.at(day, dt.time()))

    def due_by(self, day: dt.date) -> Self:
        return self.open().filter(next_date__lte=day)

    def perhaps_without_holder(self, on: dt.date) -> Self:
        """Open, and with postmottak, a role without anybody, or a person without a role or sign-in."""
        held = Exists(RoleTerm.objects.current(on).of_active().filter(seat=OuterRef("holder_seat")))
        gone = User.objects.closed() | User.objects.without_current_role(on)
        nobody = Q(holder_seat__isnull=True, holder_person__isnull=True)
        empty = Q(holder_seat__isnull=False) & (~Q(held) | Q(holder_seat__closed_on__lte=on))
        return self.open().filter(nobody | empty | Q(holder_person__in=gone.values("pk")))

    def with_reminders(self) -> Self:
        return self.prefetch_related("reminders")

    def waiting(self, *, soon: dt.date, on: dt.date) -> Self:
        """What may wait for somebody: what is new, has its day by ``soon``, has an unread message of the sender, or
        is late and has been told whoever is next in line.

        ``unread_message`` is the key of the newest message the sender wrote, ``unread_at`` its time.
        """
        from ideas.models import Message

        newest = Message.objects.filter(idea=OuterRef("pk"), is_senders=True, read_at__isnull=True).order_by("-at")
        related = ("municipality__intake", "holder_seat", "holder_person")
        return (
            self.annotate(
                unread_message=Subquery(newest.values("pk")[:1]), unread_at=Subquery(newest.values("at")[:1])
            )
            .filter(_due(soon) | Q(unread_message__isnull=False) | _late_and_told(on))
            .select_related(*related)
            .with_told()
        )

    def with_told(self) -> Self:
        """``told``: the levels that have been told of its next date."""
        from ideas.models import Reminder

        return self.annotate(told=ArraySubquery(Reminder.objects.filter(_about_next_date()).values("level")))

    def with_applied_calls(self) -> Self:
        """``applied_calls``: keys of the calls it has been applied to."""
        from ideas.models import Application

        return self.annotate(
            applied_calls=ArraySubquery(Application.objects.filter(idea=OuterRef("pk")).values("call"))
        )

    def concerning(
        self, user: User, seats: set[int], deputised: set[int], *, soon: dt.date, on: dt.date, most: int
    ) -> Self:
        """What ``ideas.waiting`` makes lines of, in one query, the first ``most`` by date: what lies with the person
        or in ``seats`` and is new, has its day by ``soon``, or an unread message; and what is late and has been told
        whoever is next in line: in ``deputised`` roles, and, where the person is contact, with named persons and
        brokers. What the sender writes while a broker has it is the contact's: brokers read no messages.

        ``unread_message`` is the key of the newest message the sender wrote, ``unread_at`` its time. Each kind is
        looked for by its own index and no further than ``most``, since a role may hold any number.
        """
        from ideas.models import Message, Reminder

        unread = Message.objects.filter(is_senders=True, read_at__isnull=True)
        newest = unread.filter(idea=OuterRef("pk")).order_by("-at")
        late = self.late(on).filter(Exists(Reminder.objects.filter(_about_next_date(), level="deputy")))
        parts = [late.filter(holder_seat__in=deputised)] if deputised else []
        if seats:
            own_places = FouiContact.objects.among(seats).values("municipality")
            outside = Q(holder_person__isnull=False) | Q(holder_seat__kind=SeatKind.BROKER)
            parts.append(late.filter(outside, municipality__in=own_places))
            with_broker = self.filter(municipality__in=own_places, holder_seat__kind=SeatKind.BROKER)
            parts.append(with_broker.filter(pk__in=unread.values("idea")))
        for own in [Q(holder_person=user), *(Q(holder_seat=seat) for seat in sorted(seats))]:
            held = self.filter(own)
            new = held.filter(stage=Stage.RECEIVED, answered_at__isnull=True)
            parts += [held.due_by(soon), new, held.filter(pk__in=unread.values("idea"))]
        first = [part.order_by("next_date", "pk").values("pk")[:most] for part in parts]
        found = self.filter(pk__in=first[0].union(*first[1:])).order_by("next_date", "pk")
        found = found.annotate(
            unread_message=Subquery(newest.values("pk")[:1]), unread_at=Subquery(newest.values("at")[:1])
        )
        related = ("municipality__intake", "holder_seat", "holder_person")
        return found.select_related(*related).with_told()[:most]

    def with_broker_dialogue(self) -> Self:
        """A broker has the case, or has noted a talk about it that stands."""
        return self.filter(_broker_dialogue())

    def telling_of_broker_dialogue(self) -> Self:
        """``had_dialogue``: the same, said of each."""
        return self.annotate(had_dialogue=_broker_dialogue())

    def with_need(self) -> Self:
        """What ``ideas.money.needs.need_of`` asks of an idea besides its row: ``theme_slugs``, ``organisation_pks``
        and ``had_dialogue``."""
        organisations = ResearchOrganisation.objects.filter(ideas=OuterRef("pk")).order_by()
        return self.telling_of_broker_dialogue().annotate(
            theme_slugs=ArraySubquery(Theme.objects.filter(ideas=OuterRef("pk")).order_by().values("slug")),
            organisation_pks=ArraySubquery(organisations.values("pk")),
        )

    def with_has_any(self) -> Self:
        """``has_notes`` and so on: whether it has any of what ``ideas.has_any`` names."""
        related: dict[str, Any] = {name: self.model._meta.get_field(name).related_model for name in has_any.NAMES}
        of_idea = {name: model._default_manager.filter(idea=OuterRef("pk")) for name, model in related.items()}
        return self.annotate(**{f"has_{name}": Exists(rows) for name, rows in of_idea.items()})

    def taken_by_seats(self, seats: Any) -> Self:
        """Open ones these broker's roles have the case of."""
        from ideas.models import BrokerRequest

        return self.open().filter(pk__in=BrokerRequest.objects.having_case().to_seats(seats).values("idea"))

    def with_holder(self) -> Self:
        return self.select_related("municipality", "holder_seat", "holder_person")

    def with_why_on_hold(self) -> Self:
        """``why_on_hold``: why each was last put on hold, as its own municipality reads it."""
        from ideas.models import IdeaEvent

        newest = IdeaEvent.objects.standing().moved_to(Stage.PAUSED).filter(idea=OuterRef("pk")).newest_first()
        said = newest.annotate(said=Case(When(reason="", then="told"), default="reason"))
        return self.annotate(why_on_hold=Subquery(said.values("said")[:1]))

    def for_reader(self, user: User | AnonymousUser | Any) -> Self:
        """With what ``ideas.permissions`` asks of this reader for every part of a page, and what there is one of."""
        found = self.select_related("sender", "lesson", "outline")
        if not isinstance(user, User):
            return found
        from ideas.models import BrokerRequest

        named = self._named(user, []).filter(idea=OuterRef("pk"))
        brokers = [term.seat_id for term in roles.current_terms(user) if term.seat.kind == SeatKind.BROKER]
        case = BrokerRequest.objects.having_case().to_seats(brokers).filter(idea=OuterRef("pk"))
        return found.annotate(reader_pk=Value(user.pk), reader_is_named=Exists(named), reader_has_case=Exists(case))

    def with_sender(self) -> Self:
        return self.select_related("sender")

    def out_of_reach(self) -> models.QuerySet[Municipality]:
        """Municipalities with an open idea that lies with nobody, and no postmottak to write to."""
        homeless = self.open().filter(holder_seat__isnull=True, holder_person__isnull=True)
        places = Municipality.objects.without_postmottak().filter(pk__in=homeless.values("municipality"))
        return places.order_by("sort_name")

    def sent_like(self, municipality: Municipality, *, problem: str, email: str, since: dt.datetime) -> Self:
        """The same text from the same address: a form that was sent twice."""
        return self.filter(
            municipality=municipality, problem=problem, sender__email=email.lower(), received_at__gte=since
        )

    def numbered(self, number: str) -> Self:
        """«26-014»; what is no number finds nothing."""
        year, _dash, serial = number.partition("-")
        if not (year.isascii() and year.isdigit() and serial.isascii() and serial.isdigit() and len(serial) < 9):
            return self.none()
        return self.filter(year=2000 + int(year) % 100, serial=int(serial))


def _about_next_date() -> Q:
    """Reminders of the idea's next date."""
    return Q(idea=OuterRef("pk"), about=OuterRef("next_date"))


def _other_than(column: str, keys: set[int]) -> Q:
    """Set, and none of ``keys``."""
    if not keys:
        return Q(**{f"{column}__isnull": False})
    edges = sorted(keys)
    found = Q(**{f"{column}__lt": edges[0]}) | Q(**{f"{column}__gt": edges[-1]})
    for below, above in pairwise(edges):
        found |= Q(**{f"{column}__gt": below, f"{column}__lt": above})
    return found


def _broker_dialogue() -> Q:
    from ideas.models import BrokerRequest, IdeaEntry

    taken = BrokerRequest.objects.taken().filter(idea=OuterRef("pk"))
    return Q(Exists(taken) | Exists(IdeaEntry.objects.standing().filter(idea=OuterRef("pk"))))


def _due(soon: dt.date) -> Q:
    is_new = Q(stage=Stage.RECEIVED, answered_at__isnull=True)
    return Q(stage__in=stages.OPEN) & (is_new | Q(next_date__lte=soon))


def _late_and_told(on: dt.date) -> Q:
    from ideas.models import Reminder

    told = Reminder.objects.filter(_about_next_date(), level="deputy")
    return Q(stage__in=stages.OPEN) & Q(next_date__lt=on) & Q(Exists(told))
