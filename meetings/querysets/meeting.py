"""Chainable adjectives over meetings and their sendings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.utils import timezone

from partnership.partners.models import PartnerOfficer
from partnership.people import roles
from partnership.people.models import RoleTerm, Seat, SeatKind, User

if TYPE_CHECKING:
    from meetings.models import Invitation, Meeting, MeetingMessage  # noqa: F401
    from municipalities.models import Municipality
    from partnership.partners.models import Partner


# Which meetings touch a person: written as SQL, since building and compiling the same as nested querysets took longer
# than the whole rest of the list. Sent out: invited (or deputy of one who is away and invited), or presenting. In any
# state: held by a role of theirs. For officers besides: drafts of their partner, co-hosted ones, and slots to fill.
_TOUCHING_WHEN_SENT = """
    SELECT meeting_id FROM meetings_invitation
    WHERE (person_id = %s OR (person_id = ANY(%s) AND seat_id = ANY(%s)))
    AND withdrawn_at IS NULL AND invited_at <= %s
    UNION ALL SELECT meeting_id FROM meetings_programmeitem WHERE presenter_id = %s"""
_TOUCHING_OFFICERS = """
    WITH own AS (SELECT partner_id FROM partners_partnerofficer WHERE seat_ptr_id = ANY(%s))
    SELECT id FROM meetings_meeting WHERE state = 'draft' AND owner_partner_id IN (SELECT partner_id FROM own)
    UNION ALL SELECT meeting_id FROM meetings_meeting_cohosts WHERE partner_id IN (SELECT partner_id FROM own)
    UNION ALL SELECT meeting_id FROM meetings_programmeitem
    WHERE is_slot AND partner_id IN (SELECT partner_id FROM own)"""

# What people were last told differs from what stands in the row; a name that was never told does not count.
_UNSENT = """
    SELECT id FROM meetings_meeting
    WHERE state = 'published' AND announced <> '{}'::jsonb
    AND ((announced->>'start')::timestamptz <> start OR (announced->>'end')::timestamptz <> "end"
         OR announced->>'place' <> place OR announced->>'address' <> address OR announced->>'join_url' <> join_url
         OR (announced->>'is_save_the_date')::boolean <> is_save_the_date)"""


def _partners_of(user: User) -> models.QuerySet[Any, Any]:
    """Ids of the partners that ``user`` is an officer of today (holder or deputy)."""
    return PartnerOfficer.objects.held_by(user).values("partner")


def _open_to_all() -> Q:
    """With a public page, once the sending cannot be undone any more."""
    return Q(is_public=True) & (Q(published_at=None) | Q(published_at__lte=timezone.now()))


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def organised_by(self, user: User) -> Self:
        """Officers of the owning or a co-hosting partner; holder or deputy of the owning role."""
        partners = _partners_of(user)
        seats = RoleTerm.objects.current().of(user).values("seat")
        cohosted = Exists(self.model.cohosts.through.objects.filter(meeting=OuterRef("pk"), partner__in=partners))
        return self.filter(Q(owner_partner__in=partners) | Q(owner_seat__in=seats) | cohosted)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Public ones that are sent out; those one organises, is invited to or presents at; to officers every
        partner meeting that is sent out, and drafts with a slot for their partner to fill."""
        sent = ~Q(state="draft")
        if not isinstance(user, User) or not user.is_active:
            return self.filter(sent & _open_to_all())
        if user.is_superuser:
            return self.all()
        absent = roles.stands_in_for(user)
        stood_in_for = [[one.person.pk for one in absent], [seat for one in absent for seat in one.seats]]
        values = [user.pk, *stood_in_for, timezone.now(), user.pk]
        touching = Q(pk__in=RawSQL(_TOUCHING_WHEN_SENT, values))  # noqa: S611 – constant text
        seats = roles.seats_of(user)
        officer = [seat.pk for seat in seats if seat.kind == SeatKind.OFFICER]
        if not officer:
            held = Q(owner_seat__in=[seat.pk for seat in seats])
            return self.filter(held | (sent & (_open_to_all() | touching)))
        own = Q(pk__in=RawSQL(_TOUCHING_OFFICERS, [officer]))  # noqa: S611 – constant text
        held = Q(owner_seat__in=[seat.pk for seat in seats]) | own
        return self.filter(held | (sent & (_open_to_all() | Q(owner_partner__isnull=False) | touching)))

    def joined_by(self, user: User | AnonymousUser) -> Self:
        """``permissions.can_join`` for many meetings at once."""
        from meetings.models import Invitation, ProgrammeItem

        if not isinstance(user, User) or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        arrived = Invitation.objects.active().arrived()
        invited = (arrived.of(user) | arrived.of_those_stood_in_for(user)).values("meeting")
        presents = ProgrammeItem.objects.presented_by(user, _partners_of(user)).values("meeting")
        organised = self.model.objects.organised_by(user).values("pk")
        return self.filter(Q(pk__in=invited) | Q(pk__in=presents) | Q(pk__in=organised))

    def in_agenda_of(self, user: User) -> Self:
        """Those the person organises, presents at, or has answered; a cancelled one without an answer too."""
        from meetings.models import Invitation, ProgrammeItem

        own = Invitation.objects.active().arrived().of(user)
        answered = own.exclude(reply="", meeting__state="published").values("meeting")
        presents = ProgrammeItem.objects.filter(presenter=user).exclude(meeting__state="draft").values("meeting")
        organised = self.model.objects.organised_by(user).values("pk")
        return self.filter(Q(pk__in=answered) | Q(pk__in=presents) | Q(pk__in=organised))

    def among(self, pks: Iterable[int]) -> Self:
        return self.filter(pk__in=list(pks))

    def with_owner(self) -> Self:
        """Host, and the partner or role that has the meeting, in the same query."""
        return self.select_related("host", "owner_partner", "owner_seat")

    def for_list(self) -> Self:
        """Only what a line of a list shows."""
        return self.only(
            "title", "kind", "state", "start", "end", "place", "join_url", "join_service", "is_public", "source",
            "announced",
        )  # fmt: skip

    def about(self, municipality: Municipality) -> Self:
        """Where the municipality presents something, or its contact has the meeting."""
        from meetings.models import ProgrammeItem

        presents = ProgrammeItem.objects.filter(municipality=municipality, meeting=OuterRef("pk"))
        return self.filter(Q(Exists(presents)) | Q(owner_seat__fouicontact__municipality=municipality))

    def aimed_at(self, municipality: Municipality) -> Self:
        """Whose rule names the municipality."""
        return self.filter(audience__municipalities=municipality)

    def hosted_by(self, partner: Partner) -> Self:
        cohosted = self.model.cohosts.through.objects.filter(meeting=OuterRef("pk"), partner=partner)
        return self.filter(Q(owner_partner=partner) | Q(Exists(cohosted)))

    def hosted_in_role(self, person: User, seat: Seat) -> Self:
        """Where the person is host, and the role or its partner has the meeting."""
        partner = PartnerOfficer.objects.filter(pk=seat.pk).values("partner")
        cohosted = Exists(self.model.cohosts.through.objects.filter(meeting=OuterRef("pk"), partner__in=partner))
        return self.filter(Q(owner_seat=seat) | Q(owner_partner__in=partner) | cohosted, host=person)

    def open_to_all(self) -> Self:
        """Sent out, and with a public page where anyone may ask to join."""
        return self.filter(_open_to_all(), state="published")

    def upcoming(self) -> Self:
        return self.filter(end__gt=timezone.now())

    def past(self) -> Self:
        return self.filter(end__lte=timezone.now())

    def holding_nothing(self) -> Self:
        """No answer to a past meeting left, and nothing added by hand."""
        lists = ("past_answers", "programme", "materials", "agreements", "follow_ups", "minutes")
        return self.filter(agreed="", **dict.fromkeys(lists))

    def in_state(self, state: str) -> Self:
        return self.filter(state=state)

    def open_and_upcoming(self) -> Self:
        """Sent out and not over."""
        return self.upcoming().filter(state="published")

    def with_unsent_change(self) -> Self:
        """As ``Meeting.has_unsent_change``, among those that are not over."""
        return self.upcoming().filter(pk__in=RawSQL(_UNSENT, []))  # noqa: S611 – constant text

    def with_messages(self) -> Self:
        """About which something has been sent out."""
        from meetings.models import MeetingMessage

        return self.filter(Exists(MeetingMessage.objects.filter(meeting=OuterRef("pk"))))

    def mail_groups(self) -> list[str]:
        """Names of the outbox groups that hold their mails: to those invited, and to the host."""
        from meetings.models import MeetingMessage

        sendings = MeetingMessage.objects.filter(meeting__in=self)
        return [name for sending in sendings for name in (sending.group, f"{sending.group}:host")]

    def over_before(self, moment: dt.datetime) -> Self:
        return self.filter(end__lt=moment)

    def upcoming_published(self, moment: dt.datetime) -> Self:
        return self.filter(state="published", start__gt=moment)

    def partner_meetings_sent(self) -> Self:
        return self.filter(owner_partner__isnull=False, state__in=["published", "held"])

    def to_contacts(self) -> Self:
        """They were invited, or the municipalities' answers are known from before the portal was there."""
        from meetings.models import Invitation, PastAnswer

        invited = Invitation.objects.active().sent().to_contacts().filter(meeting=OuterRef("pk"))
        return self.filter(Exists(invited) | Exists(PastAnswer.objects.filter(meeting=OuterRef("pk"))))

    def with_programme(self) -> Self:
        """The items in order, with those who present."""
        from meetings.models import ProgrammeItem

        items = ProgrammeItem.objects.select_related("presenter", "partner", "municipality", "experience")
        return self.prefetch_related(Prefetch("programme", queryset=items))

    def with_told_at(self) -> Self:
        """``told_at``: when the newest change of what people know left the house."""
        from meetings.models import MeetingMessage

        left = MeetingMessage.objects.filter(meeting=OuterRef("pk"), undone_at=None, goes_at__lte=timezone.now())
        return self.annotate(told_at=Subquery(left.changing().order_by("-goes_at").values("goes_at")[:1]))

    def with_groups(self) -> Self:
        """Where people have been put into more than one group."""
        from meetings.models import WorkGroup

        second = WorkGroup.objects.filter(meeting=OuterRef("pk"), number__gt=1, members__isnull=False)
        return self.filter(Exists(second))

    def not_cancelled(self) -> Self:
        return self.exclude(state="cancelled")

    def for_feed(self, invited: models.QuerySet[Any, Any], own: models.QuerySet[Any, Any]) -> Self:
        """From half a year back on, without those that are retold; drafts only for those who organise them."""
        since = timezone.now() - dt.timedelta(days=180)
        chosen = Q(pk__in=own) | (Q(pk__in=invited) & ~Q(state="draft"))
        return self.filter(chosen, end__gt=since, source="").order_by("start")

    def touch(self) -> int:
        """Something about them has changed: calendar feeds have a new version."""
        return self.update(changed_at=timezone.now())

    def mark_held(self, moment: dt.datetime) -> int:
        """Published ones that are over; returns how many."""
        return self.filter(state="published", end__lte=moment).update(state="held")

    def held_lately(self, moment: dt.datetime) -> Self:
        """Held within a week: older ones are not thanked for any more, nor those that are retold."""
        return self.filter(state="held", source="", end__gt=moment - dt.timedelta(days=7))

    def next_in_series(self, meeting: Meeting) -> Self:
        """At most one: what was drafted from ``meeting`` and is not cancelled."""
        return self.not_cancelled().filter(follows=meeting)

    def to_plan(self, moment: dt.datetime) -> Self:
        """Not over nor cancelled; and those of a series over by ``moment`` after which nothing is drafted."""
        drafted = self.model.objects.not_cancelled().filter(follows=OuterRef("pk"))
        last = Q(~Exists(drafted), state="held", end__lt=moment) & ~Q(rhythm="")
        return self.filter(last | Q(~Q(state="cancelled"), end__gt=timezone.now()))

    def with_reply_counts(self, *names: str) -> Self:
        """Counts ``comes``, ``maybe``, ``declined``, ``silent``, ``invited``, ``present``: those named, or all."""
        from meetings.models import Invitation

        conditions: dict[str, dict[str, str]] = {
            "comes": {"reply": "comes"},
            "maybe": {"reply": "maybe"},
            "declined": {"reply": "declined"},
            "silent": {"reply": ""},
            "present": {"attendance": "present"},
            "invited": {},
        }
        sent = Invitation.objects.active().filter(meeting=OuterRef("pk"), invited_at__isnull=False)
        return self.annotate(**{name: _number(sent.filter(**conditions[name])) for name in names or conditions})

    def with_previous_held(self) -> Self:
        """``previous_held``: the key of the meeting «siden sist» is about."""
        outer = {name: OuterRef(name) for name in ("pk", "start", "follows", "owner_partner", "owner_seat")}
        return self.annotate(previous_held=Subquery(self.model.objects.past().before(**outer).values("pk")[:1]))

    def before(self, *, pk: Any, start: Any, follows: Any, owner_partner: Any, owner_seat: Any) -> Self:
        """What came before one meeting, given by its values or as outer references: the one it follows first, then
        those of the same host, the newest first. Those retold are in no line of meetings but one they are tied to."""
        tied = Q(pk=follows)
        owners = {"owner_partner": owner_partner, "owner_seat": owner_seat}
        same_host = [Q(**{name: value}, source="") for name, value in owners.items() if value is not None]
        earlier = self.not_cancelled().filter(reduce(or_, same_host, tied), start__lt=start)
        sent = earlier.exclude(pk=pk).exclude(state="draft")
        return sent.alias(is_looser=Case(When(tied, then=0), default=1)).order_by("is_looser", "-start", "-pk")

    def with_sending_held(self) -> Self:
        """``sending_held``: a sending that changes what people have been told can still be undone."""
        from meetings.models import MeetingMessage

        held = MeetingMessage.objects.filter(meeting=OuterRef("pk")).changing().undoable()
        return self.annotate(sending_held=Exists(held))

    def with_tasks(self) -> Self:
        """``asking`` to join as a sub-query count, and the programme with its partners."""
        from meetings.models import JoinRequest, ProgrammeItem

        asked = JoinRequest.objects.filter(meeting=OuterRef("pk"), state=JoinRequest.State.ASKED)
        items = Prefetch("programme", queryset=ProgrammeItem.objects.select_related("partner"))
        return self.annotate(asking=_number(asked)).prefetch_related(items)


def _number(rows: models.QuerySet[Any, Any]) -> Coalesce:
    """How many rows of a meeting, as a sub-query."""
    return Coalesce(Subquery(rows.order_by().values("meeting").annotate(n=Count("pk")).values("n")), 0)


class MeetingMessageQuerySet(models.QuerySet["MeetingMessage"]):
    def of(self, meetings: Iterable[int]) -> Self:
        return self.filter(meeting__in=list(meetings))

    def undoable(self) -> Self:
        """Mails that have not left the house, and have not been taken back."""
        return self.filter(undone_at=None, goes_at__gt=timezone.now())

    def of_mails(self, pks: Iterable[int], meetings: Iterable[int]) -> Self:
        """Those with these keys; and of the meetings, what changes what people were told and can be undone."""
        held = Q(meeting__in=list(meetings), before__isnull=False, undone_at=None, goes_at__gt=timezone.now())
        return self.filter(Q(pk__in=list(pks)) | held)

    def changing(self) -> Self:
        """Those that change what people have been told."""
        return self.filter(before__isnull=False)
