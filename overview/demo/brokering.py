"""The demo's brokering log: twelve invented talks this quarter, half of them before there is any idea."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from brokers import logbook
from brokers.models import Broker, BrokeringEntry
from ideas.models import Idea, IdeaEntry
from municipalities.models import Municipality
from overview.brokering.brokering_report import quarter
from partnership.common import norwegian
from partnership.partners.models import ResearchOrganisation
from partnership.people.models import RoleTerm

FULL, ROOM = "Tone Rygg", "Ola Moen"
FULL_FOR = dt.timedelta(days=21)


@dataclass(frozen=True)
class Talk:
    """``about``: a municipality's number, or the name of an invented firm. ``days`` ago, but always this quarter."""

    broker: str
    about: str
    days: int
    kind: str
    text: str
    half_hours: int | None = None
    research: str = ""


BEFORE_IDEAS = 6
# The first six are talks before there is an idea; the others are about ideas that are under way.
TALKS = (
    Talk("Ola Moen", "5036", 3, "mobilised", "Fortalte om DistriktForsk på ledermøtet.", 2),
    Talk("Ola Moen", "Fjordheim Sjømat", 9, "mobilised", "Vil vite mer om hva forskning kan gjøre for dem."),
    Talk("Tone Rygg", "5038", 14, "mobilised", "Gikk gjennom hva en kompetansemegler kan hjelpe med.", 3),
    Talk("Siv Aalberg", "5025", 20, "mobilised", "Kaffe med virksomhetslederne i helse."),
    Talk("Dag Nyhus", "5021", 27, "clarified", "Uklart om det trengs forskning. Vi ses igjen over nyttår.", 2),
    Talk("Heidi Orvik", "Skogly Tre", 33, "clarified", "Trenger hjelp til tørking av tre, ikke til søknad ennå.", 4),
    Talk("Ola Moen", "5037", 5, "clarified", "Turnus som tåler fravær: hva vet forskningen?", 3),
    Talk("Ola Moen", "5036", 12, "connected", "Koblet mot et miljø som kan læring i helsetjenesten.", 4, "nord"),
    Talk("Tone Rygg", "5053", 18, "applied", "Leste utkast til forprosjekt og spurte etter forankring.", 6),
    Talk("Siv Aalberg", "5026", 24, "connected", "Møte med forsker om transport til skole og lege.", 3, "sintef"),
    Talk("Morten Kvam", "5014", 30, "followed_up", "Forprosjektet er ferdig. Neste søknad i vår.", 2),
    Talk("Morten Kvam", "5056", 36, "applied", "Budsjett og egenandel i søknaden.", 5, "ntnu"),
)


def lay_out() -> None:
    """Anew at each load; what visitors have logged stays."""
    BrokeringEntry.objects.of_demo().delete()
    terms = RoleTerm.objects.current().holders().filter(person__name__in={talk.broker for talk in TALKS})
    held = {term.person.name: term for term in terms.select_related("person")}
    for talk in TALKS:
        if term := held.get(talk.broker):
            _note(talk, term)
    _capacity()


def _note(talk: Talk, term: RoleTerm) -> None:
    today = norwegian.today()
    place = Municipality.objects.filter(number=talk.about).first()
    entry = logbook.note(
        seat=Broker.objects.select_related("company").get(pk=term.seat_id),
        by=term.person,
        about=place or logbook.NewFirm(talk.about),
        kind=talk.kind,
        text=talk.text,
        day=max(quarter(today).since, today - dt.timedelta(days=talk.days)),
        research_organisation=ResearchOrganisation.objects.filter(slug=talk.research).first(),
        half_hours=talk.half_hours,
    )
    BrokeringEntry.objects.filter(pk=entry.pk).update(is_demo=True)
    idea = Idea.objects.filter(is_demo=True, municipality=place).taken_by_seats([term.seat_id]).first()
    if place and idea and talk in TALKS[BEFORE_IDEAS:]:
        IdeaEntry.objects.create(idea=idea, entry=entry)


def _capacity() -> None:
    """One is full until a day, one has room; the others have not said."""
    today = norwegian.today()
    said = {FULL: (Broker.Capacity.FULL, today + FULL_FOR), ROOM: (Broker.Capacity.FREE, None)}
    for name, (capacity, until) in said.items():
        held = RoleTerm.objects.current().holders().filter(person__name=name).values("seat")
        for broker in Broker.objects.filter(pk__in=held):
            broker.capacity, broker.full_until = capacity, until
            broker.save()
