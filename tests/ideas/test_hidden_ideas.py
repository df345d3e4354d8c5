"""A page is the same to the byte whether or not there are ideas its reader may not see: also its counts and sums.

The hidden ones are like those that are seen, have all that can hang on an idea, and lie where the reader has a part
and where not.
"""

from __future__ import annotations

import datetime as dt
import logging
import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from brokers.models import BrokeringEntry
from ideas.intake import supporting
from ideas.models import Idea, IdeaEntry, Intake, LeaderRequest, Lesson
from ideas.together import following, passing_on, same_need
from ideas.with_brokers import talks
from municipalities.models import FouiContact, Municipality
from partnership.common import norwegian
from partnership.mail.models import OutgoingMail
from partnership.partners.models import Theme
from partnership.people.models import RoleTerm, User
from tests import factories, walk
from tests.access import TABLE
from tests.ideas import access_world
from tests.ideas.access_world import OFFICERS, VISIBILITIES, WRITING, client_of, role, sees, sees_elsewhere, text_of

pytestmark = pytest.mark.django_db

READERS = [
    "stranger", "over", "superuser", "broker_outside", "broker_covering", "other_contact", "officer_ks", "contact",
    "coming", "took_broker",
]  # fmt: skip
# Whoever is let in to a hidden idea by name, in place of the readers.
STAND_INS = ["named", "asked_broker", "took_broker", "standing_broker"]
# Of the workroom, forms alone; and the outbox, which has tests of its own.
NO_LIST = re.compile(r"/(add|history|delete)/$|/outgoingmail/")
TOKEN = re.compile(r'csrfmiddlewaretoken" value="[^"]+"')
# Sums of all companies, which the county is to have; they name nothing (docs/architecture.md, «Access»).
SUMS = {"overview:brokering_report", "overview:brokering_csv", "overview:brokering_xlsx"}
# Sums of the region for whoever has a role; tests/overview/test_region_page.py says of what.
REGION = {"overview:region", "overview:region_ideas", "overview:region_csv", "overview:region_xlsx"}
# Of an idea's pages, those that show or offer something of others.
WITH_OTHERS = {
    "ideas:detail", "ideas:merge", "ideas:outline", "ideas:outline_copying", "ideas:lesson", "ideas:ask_broker",
    "ideas:log_talk", "ideas:applications", "ideas:hand_on", "ideas:comment", "ideas:passing", "ideas:same_need",
    "ideas:history", "ideas:broker_answer", "sending:support",
}  # fmt: skip
LISTS = [
    "/ideer/?hvor=alle", "/ideer/?som=liste", "/ideer/?vis=meg&hvor=alle", "/ideer/?vis=andre", "/ideer/?vis=fristen",
    "/ideer/?sorter=dato", "/ideer/?sorter=eldst&hvor=alle", "/ideer/?kolonne=nye", "/ideer/?q=nattilsyn",
    "/ideer/?stadium=received&hvor=alle", "/ideer/?kommune=frosta&hvor=alle", "/ideer/?q=nattilsyn&hvor=alle",
    "/ideer/laerdommer/?q=nattilsyn", "/ideer/laerdommer/?kommune=frosta", "/ideer/laerdommer/?kommune=osen",
    "/kommuner/osen/", "/kommuner/osen/reise/",
]  # fmt: skip


class World:
    def __init__(self) -> None:
        self.people, self.frosta = access_world.people()
        self.call = access_world.call()
        self.theme = Theme.objects.create(name="Nattilsyn")
        self.osen = factories.MunicipalityFactory(slug="osen", name="Osen")
        self.rissa = factories.MunicipalityFactory()
        spare = {name: factories.broker() if "broker" in name else factories.person() for name in STAND_INS}
        self.in_osen = self.people | spare | {"contact": factories.contact(place=self.osen)}
        factories.contact(place=self.rissa)
        self.like = factories.idea(self.rissa, sender="geir@sender.example", title="Noe annet Tiltak9999")
        self.targets = access_world.targets(self.people, self.frosta, "public", self.call)
        access_world.idea(self.people, self.frosta, "partnership")
        Intake.objects.create(municipality=self.osen, state="open")
        OutgoingMail.objects.all().delete()
        for person in self.people.values():
            if isinstance(person, User):
                following.follow(municipality=self.frosta, by=person)
                following.follow(municipality=self.osen, by=person)

    def hide_from(self, kind: str) -> int:
        """Ideas of every visibility the reader does not see, in Frosta and in Osen; how many. Nobody new comes."""
        before = Idea.objects.count()
        for visibility in VISIBILITIES:
            if not sees(kind, visibility):
                self._hide(self.people, self.frosta, visibility)
            if not sees_elsewhere(kind, visibility):
                self._hide(self.in_osen, self.osen, visibility)
        if kind == "superuser":  # reads the brokers' log
            IdeaEntry.objects.all().delete()
            BrokeringEntry.objects.all().delete()
        following.tell()
        OutgoingMail.objects.all().delete()  # the outbox has tests of its own
        return Idea.objects.count() - before

    def _hide(self, people: access_world.People, place: Municipality, visibility: str) -> None:
        made = access_world.own(people, place, visibility, self.call)
        contact, broker, now = people["contact"], people["took_broker"], timezone.now()
        Idea.objects.filter(pk=made["open_outline"][0]).update(next_date=norwegian.today() - dt.timedelta(days=9))
        late, idea = (Idea.objects.get(pk=made[name][0]) for name in ("open_outline", "idea"))
        self.theme.ideas.add(late, idea, Lesson.objects.get(pk=made["lesson"][0]).idea)
        supporting.support(idea=late, by=contact)
        passing_on.ask(idea=late, to=self.rissa, reason="Det gjelder dere.", by=contact)
        same_need.propose(idea=late, other=self.like, by=contact)
        talks.note(idea=idea, seat=role(broker), by=broker, kind="clarified", text="Snakket.")
        LeaderRequest.objects.create(
            idea=idea, name="Liv", email="l@sender.example", asked_by=people["over"], answer="call", answered_at=now
        )


@pytest.fixture(scope="module")
def _made(django_db_setup, django_db_blocker):
    """Made once: each test takes back what it does, and this takes back the rest."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


@pytest.fixture
def world(_made, db, caplog):
    caplog.set_level(logging.WARNING, "portal.request")
    return _made


def pages(kind: str, world: World) -> list[tuple[str, dict[str, str] | None]]:
    """Address and form: all the portal has for this reader, but the pages of what is hidden."""
    seat = FouiContact.objects.held_today_by(world.people["contact"]).get()
    broker, coming = role(world.people["broker_covering"]), RoleTerm.objects.get(person=world.people["coming"])
    args = {
        **world.targets, "": [], "place": ["frosta"], "seat": [seat.pk], "partner": ["ks"], "broker": [broker.pk],
        "company": [broker.company.slug], "scheme": ["ordning"], "call": ["ordning", world.call.pk],
        "planned_seat": [seat.pk], "planned_term": [coming.pk], "theme": [world.theme.slug],
    }  # fmt: skip
    left_out = {"demo:start", "demo:mailbox"} | REGION | (SUMS if kind in {*OFFICERS, "superuser"} else set())
    if kind == "over":  # what one has written oneself is in the own data, also when it is seen no longer
        left_out.add("people:data_export")
    named = [
        reverse(name, args=args[row.args])
        for name, row in TABLE.items()
        if row.method == "get"
        and row.args in args
        and name not in left_out
        and (row.args not in world.targets or name in WITH_OTHERS)
    ]
    workroom = [url for url in walk.workroom() if not NO_LIST.search(url)] if kind in OFFICERS else []
    successor = {"name": "Ny Person", "email": "ny@frosta.example", "on": f"{norwegian.today()}"}
    posted = {
        reverse("sending:similar"): WRITING,
        reverse("sending:write", args=["frosta"]): WRITING,
        reverse("overview:handover", args=[seat.pk]): successor,
    }
    return [(url, None) for url in [*named, *LISTS, *workroom]] + list(posted.items())


def read(client: Client, asked: list[tuple[str, dict[str, str] | None]]) -> dict[str, str]:
    """What each page says, of those that open."""
    found = {}
    for url, form in asked:
        response = client.get(url, follow=True) if form is None else client.post(url, form)
        if response.status_code == 200:
            found[url if form is None else f"POST {url}"] = TOKEN.sub("", text_of(response))
    return found


@pytest.mark.parametrize("kind", READERS)
def test_every_page_is_the_same_with_and_without_what_is_hidden(kind, world):
    client, asked = client_of(world.people, kind), pages(kind, world)
    before = read(client, asked)
    asked = [(url, form) for url, form in asked if url in before or f"POST {url}" in before]

    assert world.hide_from(kind) >= 6

    after = read(client, asked)
    assert set(before) > {"/", "/ideer/", "/ideer/?hvor=alle", f"POST {reverse('sending:similar')}"}
    assert [url for url in before if before[url] != after.get(url)] == []
