"""One of everything that hangs on an idea, of every visibility, and one person of every kind beside it.

Who sees an idea stands here as a table, said anew and not read from the code it tries.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from brokers.models import Broker, Coverage
from ideas.lessons import learning
from ideas.models import BrokerRequest, Idea, IdeaAccess, Lesson, StandingConsent
from ideas.money import anchoring, applying, outlining
from ideas.talk import commenting, talking
from ideas.together import passing_on, same_need
from ideas.whose import holding
from municipalities.models import FouiContact, Municipality
from partnership.common import norwegian
from partnership.partners.models import FundingCall, FundingScheme, PartnerOfficer
from partnership.people.models import RoleTerm, User
from tests import factories

People = dict[str, Any]
VISIBILITIES = ["contact", "area", "partnership", "public"]
PARTNERS = ["ks", "statsforvalteren", "forskningsradet", "fylkeskommunen"]
OFFICERS = [f"officer_{slug}" for slug in PARTNERS]
# For each kind of person the narrowest visibility of Frosta's ideas they see. «over»: every part in one person that
# is over or has not begun; «broker_outside»: all that leaves a broker outside. A part lets in or it does not, so that
# one person with many of them tries them all.
SEES_FROM = {
    "stranger": "public",
    "over": "public",
    "broker_outside": "public",
    "ended": "public",
    "coming": "public",
    "superuser": "public",
    "no_longer_named": "public",
    "lost_broker": "public",
    "broker_elsewhere": "public",
    "broker_once_covering": "public",
    "colleague_of_covering": "public",
    "other_contact": "partnership",
    "other_deputy": "partnership",
    **dict.fromkeys(OFFICERS, "partnership"),
    "broker_covering": "area",
    "broker_of_covering_company": "area",
    "contact": "contact",
    "deputy": "contact",
    "unconfirmed": "contact",
    "named": "contact",
    "asked_broker": "contact",
    "took_broker": "contact",
    "standing_broker": "contact",
}
# The first step of sending an idea much like all of them.
WRITING = {
    "problem": "Felles nattilsyn i hele kommunen.", "affected": "Innbyggere", "workplace": "Hjemmetjenesten",
    "visibility": "contact", "email": "ny@frosta.example", "steg": "se",
}  # fmt: skip
# Whom every page is tried with; the others differ in nothing but what ``test_visibility`` tries.
ON_EVERY_PAGE = [
    "stranger", "over", "superuser", "broker_outside", "other_contact", "officer_ks", "officer_statsforvalteren",
    "broker_covering", "contact", "deputy", "named", "asked_broker", "took_broker", "standing_broker",
]  # fmt: skip
CONTACTS = {"contact", "deputy", "unconfirmed"}
OTHER_CONTACTS = {"other_contact", "other_deputy"}
BROKERS = {kind for kind in SEES_FROM if "broker" in kind} | {"colleague_of_covering"}
HAS_CASE = {"took_broker", "standing_broker"}
WITH_ROLE = CONTACTS | OTHER_CONTACTS | BROKERS | set(OFFICERS)
# Written into every title, so that an idea is found on a page whatever stands around it; and what numbers look like.
CODE = re.compile(r"Tiltak\d{4}")
NUMBER = re.compile(r"(?<![\d-])\d\d-\d{3}(?!\d)")


def sees(kind: str, visibility: str) -> bool:
    return VISIBILITIES.index(visibility) >= VISIBILITIES.index(SEES_FROM[kind])


def sees_idea(kind: str, about: Idea) -> bool:
    """The own municipality's all; another's as the table says of Frosta's, if it is not further away than that."""
    if about.municipality.slug == "frosta":
        return sees(kind, about.visibility)
    is_own = kind in OTHER_CONTACTS and about.municipality.slug == "levanger"
    return is_own or sees_elsewhere(kind, about.visibility)


def sees_elsewhere(kind: str, visibility: str) -> bool:
    """Of a municipality where nobody of them has a part."""
    is_partner = kind in CONTACTS | OTHER_CONTACTS | set(OFFICERS)
    return visibility == "public" or (is_partner and visibility == "partnership")


def people() -> tuple[People, Municipality]:
    """Of one municipality, beside it, and far from it; by the names of ``SEES_FROM``."""
    place = factories.MunicipalityFactory(slug="frosta", name="Frosta")
    seat = FouiContact.objects.create(municipality=place)
    made: People = {"stranger": AnonymousUser(), "contact": factories.give(seat, factories.person("Kari Vik"))}
    made["deputy"] = factories.give(seat, capacity="deputy")
    made["unconfirmed"] = factories.contact(place=place)
    unheard = [made["deputy"], made["unconfirmed"]]
    RoleTerm.objects.filter(person__in=unheard).update(last_confirmed="2020-01-01T12:00Z")
    other = FouiContact.objects.create(municipality=factories.MunicipalityFactory(slug="levanger", name="Levanger"))
    made["other_contact"], made["other_deputy"] = factories.give(other), factories.give(other, capacity="deputy")
    for slug in PARTNERS:
        partner = factories.PartnerFactory(slug=slug, name=slug, short_name=slug)
        made[f"officer_{slug}"] = factories.officer(partner=partner)
    made |= _brokers(place)
    made["ended"], made["coming"] = factories.person(), factories.person()
    RoleTerm.objects.create(seat=seat, person=made["ended"], since="2020-01-01", until="2021-01-01")
    RoleTerm.objects.filter(person=made["contact"]).update(until=later(9))
    RoleTerm.objects.create(seat=seat, person=made["coming"], since=later(9))
    made["superuser"] = User.objects.create_superuser("root@portal.example", "Superbruker")
    made["named"], made["no_longer_named"] = factories.person(), factories.person()
    made["over"] = _over(seat, role(made["broker_covering"]))
    return made, place


def _over(contact: FouiContact, broker: Broker) -> User:
    person = factories.person()
    advisers = PartnerOfficer.objects.first()
    for seat in (contact, broker, advisers):
        RoleTerm.objects.create(seat=seat, person=person, since="2020-01-01", until="2021-01-01", capacity="deputy")
    RoleTerm.objects.create(seat=contact, person=person, since=later(9), capacity="deputy")
    return person


def _brokers(place: Municipality) -> People:
    alone = ["broker_elsewhere", "broker_once_covering", "broker_covering", "broker_of_covering_company"]
    made = {name: factories.broker() for name in [*alone, "asked_broker", "took_broker", "standing_broker"]}
    made["lost_broker"], made["broker_outside"] = factories.broker(), factories.broker()
    factories.covering(made["broker_of_covering_company"], place)
    factories.covering(made["broker_outside"], factories.MunicipalityFactory(slug="verdal", name="Verdal"))
    for name in ("broker_once_covering", "broker_outside"):
        once = role(made[name]).company
        Coverage.objects.create(company=once, municipality=place, since="2020-01-01", until="2021-01-01")
    covering = role(made["broker_covering"])
    Coverage.objects.create(company=covering.company, broker=covering, municipality=place)
    outside = role(made["broker_outside"]).company
    Coverage.objects.create(company=outside, broker=Broker.objects.create(company=outside), municipality=place)
    made["colleague_of_covering"] = factories.give(Broker.objects.create(company=covering.company))
    StandingConsent.objects.create(municipality=place, broker=role(made["standing_broker"]))
    return made


def role(broker: User) -> Broker:
    return Broker.objects.get(terms__person=broker)


def titled(visibility: str) -> str:
    """Alike but for the code."""
    return f"Felles nattilsyn Tiltak{Idea.objects.count():04d} {visibility}"


def idea(people: People, place: Municipality, visibility: str, **fields: Any) -> Idea:
    """With everybody who is, and has been, let in to it by name."""
    fields = {"sender": f"siv{Idea.objects.count()}@sender.example", "title": titled(visibility)} | fields
    made = factories.idea(place, visibility=visibility, **({"stage": "brokering"} | fields))
    over = {"until": timezone.now()}
    IdeaAccess.objects.create(idea=made, person=people["named"], why="named")
    for name in ("no_longer_named", "over"):
        IdeaAccess.objects.create(idea=made, person=people[name], why="named", **over)
    lost = {"lost_broker": "cannot", "broker_outside": "silent"}
    answers = {"asked_broker": "", "took_broker": "taken", "standing_broker": "taken", **lost}
    for name, answer in answers.items():
        ended = over if name in lost else {}
        IdeaAccess.objects.create(idea=made, seat=role(people[name]), why="broker", **ended)
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
    return own(people, place, visibility, chosen) | _shared(people, place, visibility)


def own(people: People, place: Municipality, visibility: str, chosen: FundingCall) -> dict[str, list[Any]]:
    """Without what is asked of other municipalities."""
    contact = people["contact"]
    about = idea(people, place, visibility)
    file = SimpleUploadedFile("plan.pdf", b"%PDF-1.7")
    attached = talking.attach(idea=about, file=file, by=contact, is_internal=True)
    said = commenting.comment(idea=about, text="Prøv det.", by=contact)
    seen = holding.mark_seen(idea=about, by=contact)
    closed = outlining.start(idea=about, by=contact)
    opened = outlining.start(idea=idea(people, place, visibility), by=contact)
    outlining.set_open(outline=opened, is_open=True, by=contact)
    request = about.broker_requests.get(broker=role(people["took_broker"]))
    return {
        "idea": [about.pk],
        "public_idea": [about.pk],
        "asked_idea": [about.pk],
        "idea_step": [about.pk, "prov-lokalt"],
        "idea_attachment": [about.pk, attached.pk],
        "idea_access": [about.pk, about.accesses.get(person=people["named"], until=None).pk],
        "idea_event": [about.pk, seen.pk],
        "idea_call": [about.pk, chosen.pk],
        "comment": [about.pk, said.pk],
        "asked_broker": [about.pk, request.pk],
        "outline": [closed.idea_id],
        "outline_section": [closed.idea_id, "problem"],
        "criterion": [closed.idea_id, "region"],
        "open_outline": [opened.idea_id],
        **_money(about, chosen, contact),
        **learned(people, place, visibility),
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
    lesson = Lesson(idea=about, title=about.title, learned="Færre turer.")
    return {"lesson": [learning.write(lesson=lesson, for_all=False, by=people["contact"]).pk]}


def _shared(people: People, place: Municipality, visibility: str) -> dict[str, list[int]]:
    """What another municipality is asked about, whatever it sees of the ideas."""
    other = FouiContact.objects.held_today_by(people["other_contact"]).get().municipality
    like = factories.idea(other, visibility="public", sender="geir@sender.example", title=titled("public"))
    passed, alike, free = (idea(people, place, visibility) for _ in range(3))
    passing = passing_on.ask(idea=passed, to=other, reason="Det gjelder dere.", by=people["contact"])
    need = same_need.propose(idea=alike, other=like, by=people["contact"])
    return {"passing": [passing.pk], "same_need": [need.pk], "two_ideas": [free.pk, like.pk]}


def later(days: int) -> dt.date:
    return norwegian.add_working_days(norwegian.today(), days)


def client_of(people: People, kind: str) -> Client:
    """Signed in with a second step."""
    client = Client()
    if kind != "stranger":
        client.force_login(people[kind])
        factories.second_factor(client, people[kind])
    return client


def text_of(response: Any) -> str:
    """Also of a Word file or a spreadsheet, without what says when it was made."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            names = [name for name in file.namelist() if not name.startswith("docProps/")]
            return " ".join(file.read(name).decode(errors="replace") for name in names)
    return str(content.decode(errors="replace"))
