"""*Klar for å reise*: what one should know before visiting a municipality, on a sheet of paper."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from brokers.models import Broker, BrokeringEntry
from ideas.life import stages
from ideas.models import Idea
from ideas.permissions import sees_next_step
from meetings.mailing import told
from meetings.models import Meeting
from municipalities import directory
from municipalities.models import Municipality, RegionalCouncil
from municipalities.permissions import is_contact_of
from partnership.partners.models import FundingCall
from partnership.people.models import User

# As many as a sheet has room for.
TALKS, MEETINGS, CALLS, IDEAS, A_STAGE = 6, 8, 8, 200, 5
# Calls that close within so many days are worth a word.
SOON = 90


@dataclass(frozen=True)
class Line:
    """An idea; what it waits for and until when, for who has a part in it, else nothing."""

    idea: Idea
    step: str = ""
    day: dt.date | None = None

    @classmethod
    def of(cls, idea: Idea, reader: User) -> Line:
        return cls(idea, idea.next_step, idea.next_date) if sees_next_step(reader, idea) else cls(idea)


@dataclass(frozen=True)
class Stage:
    """Ideas in one stage. ``more``: how many there is no room for."""

    label: str
    ideas: list[Line]
    more: int


@dataclass(frozen=True)
class Sheet:
    """``talks`` holds what the reader may read in the brokering log, the newest first."""

    entry: directory.Entry
    councils: list[RegionalCouncil]
    brokers: list[Broker]
    talks: list[BrokeringEntry]
    ideas: list[Stage]
    meetings: list[Meeting]
    calls: list[FundingCall]

    @property
    def municipality(self) -> Municipality:
        return self.entry.municipality


def sheet(municipality: Municipality, reader: User) -> Sheet:
    """``municipality`` comes from ``Municipality.objects.with_council_names()``."""
    talks = BrokeringEntry.objects.visible_to(reader).about_municipality(municipality).for_list()
    calls = FundingCall.objects.open().closing_within(SOON).next_to_close().select_related("scheme")
    return Sheet(
        entry=directory.entry(municipality),
        councils=list(municipality.councils_in_order()),
        brokers=list(Broker.objects.covering([municipality]).with_company().order_by("sort_place", "pk")),
        talks=list(talks.order_by("-day", "-pk")[:TALKS]),
        ideas=_ideas(municipality, reader),
        meetings=_meetings(municipality, reader),
        calls=list(calls[:CALLS]),
    )


def _ideas(municipality: Municipality, reader: User) -> list[Stage]:
    """The open ones the reader may see, by stage: one query, however many. For the municipality's own the next date
    first; for others, who are not to know how it keeps its days, the newest first."""
    order = ("next_date", "pk") if is_contact_of(reader, municipality) else ("-received_at", "-pk")
    seen = Idea.objects.visible_to(reader).of_municipality(municipality).open().for_reader(reader)
    found: dict[str, list[Line]] = {}
    for idea in seen.order_by(*order)[:IDEAS]:
        found.setdefault(idea.stage, []).append(Line.of(idea, reader))
    return [
        Stage(str(stage.label), found[stage][:A_STAGE], len(found[stage]) - A_STAGE)
        for stage in stages.Stage
        if stage in found
    ]


def _meetings(municipality: Municipality, reader: User) -> list[Meeting]:
    """Those it has a part in, and those the reader plans with it; to come, the first one first."""
    seen = Meeting.objects.visible_to(reader).upcoming().with_owner().with_sending_held()
    own = Meeting.objects.organised_by(reader).upcoming().with_owner().with_sending_held()
    found = {one.pk: one for rows in (seen.about(municipality), own.aimed_at(municipality)) for one in rows}
    now = timezone.now()
    coming = sorted(told.in_lists(found.values()), key=lambda one: (max(one.start, now), one.pk))
    return [one for one in coming if not one.is_cancelled][:MEETINGS]
