"""A region laid out by chance with every edge in it, and its figures counted anew, row by row, by plain loops."""

from __future__ import annotations

import datetime as dt
import itertools
from random import Random
from typing import Any

from django.utils import timezone

from brokers.models import Broker, Coverage
from ideas.life.stages import Stage
from ideas.models import Idea
from meetings.models import FollowUp, Invitation, Meeting, PastAnswer
from municipalities.models import Experience, FouiContact, Municipality, Strategy
from partnership.common import norwegian
from partnership.partners.models import FundingCall, FundingScheme
from partnership.people.models import RoleTerm, Seat
from tests import factories

COLUMNS = {
    "nye": ["received"],
    "avklares": ["clarifying"],
    "megler": ["brokering", "outline", "applied", "rejected"],
    "proves": ["trying", "in_line", "funded", "under_way"],
    "bruk": ["in_use"],
    "paused": ["paused"],
}
DAY = dt.timedelta(days=1)


class World:
    """All of it follows from ``seed``."""

    def __init__(self, seed: int) -> None:
        self.chance, self.today, self.now = Random(seed), norwegian.today(), timezone.now()
        self.places = factories.MunicipalityFactory.create_batch(9)
        self.people = [factories.person() for _number in range(12)]
        self.contacts = self._contacts()
        self._covered()
        self._shown()
        self._ideas(150)
        self._meetings(16)
        self._money()

    def some(self, values: Any) -> Any:
        return self.chance.choice(list(values))

    def _term(self, seat: Seat, since: int, until: int | None, capacity: str = "holder", silent: int = 0) -> None:
        RoleTerm.objects.create(
            seat=seat,
            person=self.some(self.people),
            capacity=capacity,
            since=self.today + since * DAY,
            until=None if until is None else self.today + until * DAY,
            last_confirmed=self.now - silent * DAY,
        )

    def _holders(self, seat: Seat) -> None:
        """Nobody, somebody, who has left, who is to come, a deputy alone, a changed holder, one not heard from."""
        match self.some(range(8)):
            case 1:
                self._term(seat, -90, None)
            case 2:
                self._term(seat, -90, 0)
            case 3:
                self._term(seat, 1, None)
            case 4:
                self._term(seat, -90, None, capacity="deputy")
            case 5:
                self._term(seat, -900, -30)
                self._term(seat, -30, 40)
            case 6:
                self._term(seat, -900, None, silent=400)
            case 7:
                self._term(seat, -900, None, silent=3)
        if self.chance.random() < 0.15:
            Seat.objects.filter(pk=seat.pk).update(closed_on=self.today + self.some([-3, 0, 4]) * DAY)

    def _contacts(self) -> list[FouiContact]:
        seats = []
        for place in self.places:
            for _number in range(self.some([0, 1, 1, 2])):
                seats.append(FouiContact.objects.create(municipality=place))
                self._holders(seats[-1])
        return seats

    def _covered(self) -> None:
        for _number in range(3):
            company = factories.CompanyFactory()
            brokers = [Broker.objects.create(company=company) for _broker in range(self.some([0, 1, 3]))]
            for broker in brokers:
                self._holders(broker)
            for place, by in itertools.product(self.places, [None, *brokers]):
                if self.chance.random() < 0.3:
                    since, until = self.some([(-9, None), (-9, 0), (0, 5), (2, None), (-9, -2)])
                    Coverage.objects.create(
                        company=company,
                        broker=by,
                        municipality=place,
                        since=self.today + since * DAY,
                        until=None if until is None else self.today + until * DAY,
                    )

    def _shown(self) -> None:
        for place in self.places:
            for _number in range(self.some([0, 1, 3])):
                Experience.objects.create(
                    municipality=place, title="Bussen", published_at=self.some([None, self.now])
                )
            for _number in range(self.some([0, 1, 2])):
                state = self.some(["under_way", "adopted", "ended"])
                Strategy.objects.create(
                    municipality=place,
                    title="Strategi",
                    state=state,
                    visibility=self.some(["municipality", "partnership", "public"]),
                    begins=self.today,
                    draft_by=self.today,
                    treated_on=self.today,
                    ended_at=self.now if state == "ended" else None,
                )

    def _ideas(self, count: int) -> None:
        first = None
        for number in range(count):
            stage = self.some(Stage.values) if first else "received"
            received = self.now - self.chance.randint(2, 500) * DAY
            answered = self.some([None, received + self.chance.randint(0, 60 * 24) * dt.timedelta(hours=1)])
            idea = Idea.objects.create(
                year=2020,
                serial=number + 1,
                municipality=self.some(self.places),
                title="Idé",
                problem="Snø",
                visibility=self.some(["contact", "area", "partnership", "public"]),
                stage=stage,
                paused_in="trying" if stage == "paused" else "",
                merged_into=first if stage == "merged" else None,
                stage_since=self.now - self.chance.randint(0, 200 * 24) * dt.timedelta(hours=1),
                next_date=self.today,
                received_at=received,
                answered_at=answered,
            )
            first = first or idea

    def _meetings(self, count: int) -> None:
        nina = factories.officer("Nina Solem")
        brokers = factories.broker("Ola Moen").terms.get().seat
        for number in range(count):
            start = norwegian.at(self.today + (number - 11) * 20 * DAY, dt.time(10))
            owner = {"owner_partner": None, "owner_seat": brokers} if number % 5 == 4 else {}
            state = self.some(["published", "published", "held", "held", "cancelled", "draft"])
            meeting = factories.meeting(
                nina, start=start, state=state, is_save_the_date=self.chance.random() < 0.2, **owner
            )
            if number < 3:
                self._retold(meeting)
            else:
                self._invited(meeting)
            self._follow_ups(meeting)

    def _retold(self, meeting: Meeting) -> None:
        Meeting.objects.filter(pk=meeting.pk).update(source="Referatet")
        for place in self.places:
            if self.chance.random() < 0.7:
                PastAnswer.objects.create(
                    meeting=meeting, municipality=place, reply=self.some(["", "comes", "declined"])
                )

    def _invited(self, meeting: Meeting) -> None:
        """To roles and guests, or guests alone; sent and not, taken back, the same role for who left and who came."""
        seats = self.contacts if self.chance.random() < 0.6 else []
        for number, seat in enumerate([*seats, None, None]):
            for turn in range(self.some([0, 1, 1, 2])):
                taken_back = turn == 0 and self.chance.random() < 0.3
                Invitation.objects.create(
                    meeting=meeting,
                    seat=seat,
                    person=self.some(self.people) if seat else None,
                    name="Gjest",
                    email=f"gjest{number}-{turn}@a.example",
                    reply=self.some(["", "", "comes", "maybe", "declined"]),
                    invited_at=self.some([None, self.now - DAY, self.now - DAY, self.now - DAY]),
                    withdrawn_at=self.now if taken_back else None,
                )

    def _follow_ups(self, meeting: Meeting) -> None:
        for _number in range(self.some([0, 1, 2])):
            FollowUp.objects.create(
                meeting=meeting,
                text="Send oversikt",
                person=self.some(self.people),
                due=self.today + self.some([-5, -1, 0, 1]) * DAY,
                done_at=self.some([None, None, self.now]),
            )

    def _money(self) -> None:
        for number in range(8):
            scheme = FundingScheme.objects.create(
                slug=f"ordning-{number}",
                name=f"Ordning {number}",
                owner_partner=factories.PartnerFactory(),
                facts_year=2026,
                is_active=self.some([True, True, False]),
                last_checked=self.today - self.some([3, 300]) * DAY,
            )
            closes = self.some([None, -1, 2, 29, 31, 90])
            scheme.calls.create(
                title="Utlysning",
                year=2026,
                last_checked=self.today - self.some([3, 300]) * DAY,
                closes=None if closes is None else self.now + closes * DAY,
            )


def counted(now: dt.datetime) -> dict[str, Any]:
    """What the region's figures should be, as ``Figures.to_json`` keeps them but for who the holders are."""
    today = norwegian.local(now).date()
    open_seats = [seat for seat in Seat.objects.all() if seat.closed_on is None or seat.closed_on > today]
    holders = {seat.pk: _holders(seat.pk, today) for seat in open_seats}
    return {
        "places": {str(place.pk): _place(place, holders, now, today) for place in Municipality.objects.all()},
        "stages": [_stage(key, now) for key in COLUMNS],
        "meetings": _meetings(),
        "vacant": _by_kind(seat for seat in open_seats if not holders[seat.pk]),
        "unconfirmed": _by_kind(seat for seat in open_seats if any(_is_silent(t, now) for t in holders[seat.pk])),
        "overdue": sum(
            one.done_at is None and one.due < today and one.meeting.owner_partner_id is not None
            for one in FollowUp.objects.all()
        ),
        "closing": sum(
            call.scheme.is_active and call.closes is not None and now < call.closes <= now + 30 * DAY
            for call in FundingCall.objects.all()
        ),
        "schemes_to_check": sum(
            one.is_active and (today - one.last_checked).days > 180 for one in FundingScheme.objects.all()
        ),
        "calls_to_check": sum(
            call.scheme.is_active
            and (today - call.last_checked).days > 180
            and (call.closes is None or call.closes > now)
            for call in FundingCall.objects.all()
        ),
    }


def _holders(seat: int, today: dt.date) -> list[RoleTerm]:
    rows = RoleTerm.objects.filter(seat=seat, capacity="holder")
    return [term for term in rows if term.since <= today and (term.until is None or today < term.until)]


def _is_silent(term: RoleTerm, now: dt.datetime) -> bool:
    return term.last_confirmed < now - 365 * DAY


def _by_kind(seats: Any) -> dict[str, int]:
    kinds = [seat.kind for seat in seats]
    return {kind: kinds.count(kind) for kind in ("contact", "broker", "officer")}


def _place(
    place: Municipality, holders: dict[int, list[RoleTerm]], now: dt.datetime, today: dt.date
) -> dict[str, Any]:
    own = [term for seat in FouiContact.objects.filter(municipality=place) for term in holders.get(seat.pk, [])]
    covering = [
        one
        for one in Coverage.objects.filter(municipality=place)
        if one.since <= today and (one.until is None or today < one.until)
    ]
    brokers = [
        broker
        for broker in Broker.objects.all()
        if holders.get(broker.pk)
        and any(
            one.broker_id == broker.pk or (not one.broker_id and one.company_id == broker.company_id)
            for one in covering
        )
    ]
    strategies = [
        one.state for one in Strategy.objects.filter(municipality=place) if one.visibility != "municipality"
    ]
    ideas = list(Idea.objects.filter(municipality=place))
    shared = [one.stage for one in ideas if one.visibility in ("partnership", "public")]
    by_column = {key: sum(shared.count(stage) for stage in stages) for key, stages in COLUMNS.items()}
    asked = _asked(place, now)
    took = [
        one.answered_at - one.received_at for one in ideas if one.answered_at and one.received_at >= now - 365 * DAY
    ]
    return {
        "standing": "mangler"
        if not own
        else "ikke-bekreftet"
        if all(_is_silent(t, now) for t in own)
        else "pa-plass",
        "holders": sorted(term.person_id for term in own),
        "experiences": sum(one.published_at is not None for one in Experience.objects.filter(municipality=place)),
        "brokers": len(brokers),
        "companies": len({one.company_id for one in covering}),
        "strategy": next((state for state in ("adopted", "under_way") if state in strategies), ""),
        "shared": {key: count for key, count in by_column.items() if count},
        "asked": len(asked),
        "answered": sum(asked),
        "answer_days": sorted(took)[(len(took) - 1) // 2].days if took else None,
    }


def _sent(meeting: Meeting) -> list[Invitation]:
    return [one for one in meeting.invitations.all() if one.invited_at is not None and one.withdrawn_at is None]


def _partners_meetings() -> list[Meeting]:
    """Sent out, the newest first."""
    found = [one for one in Meeting.objects.all() if one.owner_partner_id and one.state in ("published", "held")]
    return sorted(found, key=lambda one: (one.start, one.pk), reverse=True)


def _asked(place: Municipality, now: dt.datetime) -> list[bool]:
    """Of the six last meetings contacts were asked to, those it was asked to: whether it has answered."""
    begun = [one for one in _partners_meetings() if one.start <= now]
    to_contacts = [
        one
        for one in begun
        if any(sent.seat and sent.seat.kind == "contact" for sent in _sent(one)) or one.past_answers.exists()
    ]
    found = []
    for meeting in to_contacts[:6]:
        replies = [
            sent.reply
            for sent in _sent(meeting)
            if sent.seat and sent.seat.kind == "contact" and sent.seat.fouicontact.municipality_id == place.pk
        ]
        replies += [past.reply for past in meeting.past_answers.all() if past.municipality_id == place.pk]
        if replies:
            found.append(any(replies))
    return found


def _stage(key: str, now: dt.datetime) -> dict[str, Any]:
    ages = sorted(now - idea.stage_since for idea in Idea.objects.all() if idea.stage in COLUMNS[key])
    return {"key": key, "ideas": len(ages), "days": ages[(len(ages) - 1) // 2].days if ages else None}


def _meetings() -> list[dict[str, int]]:
    asked = [one for one in _partners_meetings() if not one.is_save_the_date and _sent(one)]
    found = []
    for meeting in asked[:5]:
        replies = [sent.reply for sent in _sent(meeting)]
        sums = {name: replies.count(word) for name, word in REPLIES.items()}
        found.append({"pk": meeting.pk, "invited": len(replies), **sums})
    return found


REPLIES = {"comes": "comes", "maybe": "maybe", "declined": "declined", "silent": ""}
