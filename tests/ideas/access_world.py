"""One of everything that hangs on an idea, of every visibility, and one person of every kind beside it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from brokers.models import Broker, Coverage
from ideas import anchoring, applying, commenting, holding, learning, outlining, passing_on, same_need, talking
from ideas.models import BrokerRequest, Idea, IdeaAccess, Lesson, StandingConsent
from municipalities.models import FouiContact, Municipality
from partnership.common import norwegian
from partnership.partners.models import FundingCall, FundingScheme
from partnership.people.models import RoleTerm, User
from tests import factories

People = dict[str, Any]
VISIBILITIES = ["contact", "area", "partnership", "public"]


def people() -> tuple[People, Municipality]:
    """Of one municipality, beside it, and far from it; by the names of ``test_visibility.SEES_FROM``."""
    place = factories.MunicipalityFactory(slug="frosta", name="Frosta")
    seat = FouiContact.objects.create(municipality=place)
    made: People = {"stranger": AnonymousUser(), "contact": factories.give(seat, factories.person("Kari Vik"))}
    made["deputy"] = factories.give(seat, capacity="deputy")
    made["other_contact"] = factories.contact()
    made["officer"] = factories.officer()
    for name in ("broker_elsewhere", "broker_covering", "asked_broker", "took_broker", "standing_broker"):
        made[name] = factories.broker()
    covering = role(made["broker_covering"])
    Coverage.objects.create(company=covering.company, broker=covering, municipality=place)
    StandingConsent.objects.create(municipality=place, broker=role(made["standing_broker"]))
    made["ended"] = factories.person()
    RoleTerm.objects.create(seat=seat, person=made["ended"], since="2020-01-01", until="2021-01-01")
    made["superuser"] = User.objects.create_superuser("root@portal.example", "Superbruker")
    made["named"], made["no_longer_named"] = factories.person(), factories.person()
    return made, place


def role(broker: User) -> Broker:
    return Broker.objects.get(terms__person=broker)


def idea(people: People, place: Municipality, visibility: str, **fields: Any) -> Idea:
    """With everybody who is let in to it by name."""
    made = factories.idea(place, visibility=visibility, **fields)
    IdeaAccess.objects.create(idea=made, person=people["named"], why="named")
    IdeaAccess.objects.create(idea=made, person=people["no_longer_named"], why="named", until=timezone.now())
    for name in ("asked_broker", "took_broker", "standing_broker"):
        IdeaAccess.objects.create(idea=made, seat=role(people[name]), why="broker")
        answer = "silent" if name == "asked_broker" else "taken"
        BrokerRequest.objects.create(idea=made, broker=role(people[name]), answer=answer, answer_by=norwegian.today())
    return made


def call() -> FundingCall:
    scheme = FundingScheme.objects.create(
        name="Ordning", slug="ordning", owner_partner=factories.PartnerFactory(), purpose="Penger.",
        deadline_kind="running", facts_year=2026, last_checked=timezone.localdate(),
    )  # fmt: skip
    return scheme.calls.create(title="Utlysning", year=2026, last_checked=timezone.localdate())


def targets(people: People, place: Municipality, visibility: str, chosen: FundingCall) -> dict[str, list[Any]]:
    """What the addresses of ``tests/access.py`` point at, all of one visibility; keyed as there."""
    contact = people["contact"]
    about = idea(people, place, visibility, sender="siv@frosta.example")
    file = SimpleUploadedFile("plan.pdf", b"%PDF-1.7")
    attached = talking.attach(idea=about, file=file, by=contact, is_internal=True)
    said = commenting.comment(idea=about, text="Prøv det.", by=contact)
    seen = holding.mark_seen(idea=about, by=contact)
    closed = outlining.start(idea=about, by=contact)
    opened = outlining.start(idea=idea(people, place, visibility), by=contact)
    outlining.set_open(outline=opened, is_open=True, by=contact)
    return {
        "idea": [about.pk],
        "idea_step": [about.pk, "prov-lokalt"],
        "idea_attachment": [about.pk, attached.pk],
        "idea_access": [about.pk, about.accesses.get(person=people["named"], until=None).pk],
        "idea_event": [about.pk, seen.pk],
        "idea_call": [about.pk, chosen.pk],
        "comment": [about.pk, said.pk],
        "outline": [closed.idea_id],
        "outline_section": [closed.idea_id, "problem"],
        "criterion": [closed.idea_id, "region"],
        "open_outline": [opened.idea_id],
        **_money(about, chosen, contact),
        **learned(people, place, visibility),
        **_shared(people, place, visibility),
    }


def _money(about: Idea, chosen: FundingCall, contact: User) -> dict[str, list[int]]:
    anchored = anchoring.anchor(idea=about, who="Rådet", on=timezone.localdate(), by=contact)
    asked = anchoring.ask_leader(
        idea=about, name="Liv Dahl", email="liv@frosta.example", summary="To linjer", by=contact
    )
    applied = applying.choose(idea=about, call=chosen, why="Passer", by=contact)
    return {
        "anchoring": [about.pk, anchored.pk],
        "leader_request": [about.pk, asked.pk],
        "application": [about.pk, applied.pk],
    }


def learned(people: People, place: Municipality, visibility: str) -> dict[str, list[int]]:
    """A lesson for those who see its idea."""
    about = idea(people, place, visibility, stage="in_use")
    lesson = Lesson(idea=about, title="Roligere netter", learned="Færre turer.")
    return {"lesson": [learning.write(lesson=lesson, for_all=False, by=people["contact"]).pk]}


def _shared(people: People, place: Municipality, visibility: str) -> dict[str, list[int]]:
    """What another municipality is asked about, whatever it sees of the ideas."""
    other = FouiContact.objects.held_today_by(people["other_contact"]).get().municipality
    like = factories.idea(other, visibility="public")
    passed, alike, free = (idea(people, place, visibility) for _ in range(3))
    passing = passing_on.ask(idea=passed, to=other, reason="Det gjelder dere.", by=people["contact"])
    need = same_need.propose(idea=alike, other=like, by=people["contact"])
    return {"passing": [passing.pk], "same_need": [need.pk], "two_ideas": [free.pk, like.pk]}


def later(days: int) -> dt.date:
    return norwegian.add_working_days(norwegian.today(), days)
