"""Which broker to ask about an idea: all of them, the likeliest first, each with the reasons in words.

The reasons are what every page says of a broker: coverage, themes, free capacity. The order is the same each time.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import IntEnum

from django.utils.translation import gettext as _

from brokers.models import Broker, Coverage
from ideas.models import BrokerRequest, Idea
from ideas.with_brokers import broker_people
from ideas.with_brokers.broker_people import Parts
from partnership.common import norwegian
from partnership.partners.models import Theme

LONGEST_REASON = 300
Answer = BrokerRequest.Answer


class Reach(IntEnum):
    """How a broker covers the municipality, the nearest first."""

    OWN = 0
    COMPANY = 1
    NONE = 2


@dataclass(frozen=True)
class Suggestion:
    """``reason``: one sentence. ``asked``: what became of the newest question about the idea, if any."""

    broker: Broker
    parts: Parts
    reach: Reach
    themes: list[Theme]
    has_room: bool
    reason: str
    asked: str = ""
    has_case: bool = False
    has_declined: bool = False

    @property
    def name(self) -> str:
        return self.parts.name

    @property
    def is_likely(self) -> bool:
        """Covers the municipality, has said no neither to more nor to this idea, and is there."""
        return self.reach != Reach.NONE and self.has_room and not self.parts.is_away and not self.has_declined

    @property
    def _rank(self) -> tuple[bool, bool, bool, Reach, int, bool, str, int]:
        unsaid = self.broker.capacity_on() == Broker.Capacity.UNSAID
        covers = self.reach != Reach.NONE
        name = norwegian.sort_key(self.name)
        return (
            self.has_declined,
            not self.is_likely,
            not covers,
            self.reach,
            -len(self.themes),
            unsaid,
            name,
            self.broker.pk,
        )


def brokers_for(idea: Idea, on: dt.date | None = None) -> list[Suggestion]:
    """Every broker somebody answers for on the day (Oslo). Eight queries, whatever their number."""
    on = on or norwegian.today()
    brokers = list(Broker.objects.open(on).select_related("company").prefetch_related("themes").order_by("pk"))
    around = broker_people.of([broker.pk for broker in brokers], on)
    near = _Near.of(idea, on)
    active = [one for one in brokers if one.company.is_active and not around[one.pk].is_vacant]
    return sorted((near.suggestion(one, around[one.pk]) for one in active), key=lambda one: one._rank)


def next_for(idea: Idea, on: dt.date | None = None) -> Suggestion | None:
    """The likeliest who has not been asked about the idea before; None: the contact must choose."""
    return next((one for one in brokers_for(idea, on) if one.is_likely and not one.asked), None)


@dataclass(frozen=True)
class _Near:
    """What the brokers are held against. ``reach``: by company and, where one of its brokers is named, broker."""

    idea: Idea
    on: dt.date
    themes: set[int]
    reach: dict[tuple[int, int | None], Reach]
    answers: dict[int, str]

    @classmethod
    def of(cls, idea: Idea, on: dt.date) -> _Near:
        lines = Coverage.objects.current(on).of_municipality(idea.municipality_id).values_list("company", "broker")
        return cls(
            idea,
            on,
            {theme.pk for theme in idea.themes.all()},
            {(company, broker): Reach.OWN if broker else Reach.COMPANY for company, broker in lines},
            {one.broker_id: one.answer for one in idea.broker_requests.order_by("asked_at", "pk")},
        )

    def suggestion(self, broker: Broker, parts: Parts) -> Suggestion:
        ways = ((broker.company_id, broker.pk), (broker.company_id, None))
        reach = min(self.reach.get(way, Reach.NONE) for way in ways)
        themes = [theme for theme in broker.themes.all() if theme.pk in self.themes]
        capacity = broker.capacity_on(self.on)
        has_room = capacity not in (Broker.Capacity.NONE, Broker.Capacity.FULL)
        words = [self._covers(reach)]
        if themes:
            words.append(_("knows %(themes)s") % {"themes": ", ".join(_small(theme.name) for theme in themes)})
        answer = self.answers.get(broker.pk)
        has_declined = answer in (Answer.CANNOT, Answer.SILENT)
        # Room in general is no room for this one.
        room = "" if has_declined and capacity == Broker.Capacity.FREE else _room(broker, capacity)
        words += [word for word in (room, _away(parts)) if word]
        is_yet_good = reach == Reach.NONE and (bool(themes) or (bool(room) and capacity == Broker.Capacity.FREE))
        reason = _sentence(parts.name, words, is_yet_good=is_yet_good)
        asked = "" if answer is None else _asked(answer)
        has_case = answer == Answer.TAKEN
        return Suggestion(broker, parts, reach, themes, has_room, reason, asked, has_case, has_declined)

    def _covers(self, reach: Reach) -> str:
        said = {
            Reach.OWN: _("covers %(place)s"),
            Reach.COMPANY: _("belongs to a company that covers %(place)s"),
            Reach.NONE: _("does not cover %(place)s"),
        }
        return said[reach] % {"place": self.idea.municipality.name}


def _room(broker: Broker, capacity: str) -> str:
    if capacity == Broker.Capacity.FULL and broker.full_until:
        return _("is full until %(day)s") % {"day": norwegian.format_day(broker.full_until, weekday=False)}
    said = {Broker.Capacity.FREE: _("has free capacity"), Broker.Capacity.NONE: _("has no free capacity now")}
    return said.get(Broker.Capacity(capacity), "")


def _away(parts: Parts) -> str:
    if parts.holder is None or parts.away_until is None:
        return ""
    return _("is away until %(day)s") % {"day": norwegian.format_day(parts.away_until, weekday=False)}


def _sentence(name: str, words: list[str], *, is_yet_good: bool) -> str:
    """«Siv dekker ikke Frosta, men kan helse og har ledig kapasitet.»"""
    if is_yet_good:
        words = [_("%(first)s, but %(rest)s") % {"first": words[0], "rest": _listed(words[1:])}]
    return f"{name} {_listed(words)}."


def _listed(words: list[str]) -> str:
    some = ", ".join(words[:-1])
    return _("%(some)s and %(last)s") % {"some": some, "last": words[-1]} if some else words[-1]


def _small(name: str) -> str:
    """In the middle of a sentence; «IKT» stays as it is."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _asked(answer: str) -> str:
    return {
        Answer.NONE: _("Is asked, and has not answered yet."),
        Answer.TAKEN: _("Has the case."),
        Answer.ENDED: _("Has had the case."),
        Answer.CANNOT: _("Was asked, and could not."),
        Answer.SILENT: _("Was asked, and did not answer."),
        Answer.TAKEN_BACK: _("Was asked, and the question was taken back."),
    }[Answer(answer)]
