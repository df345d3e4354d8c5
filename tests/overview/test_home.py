"""The first page: what waits, the own meetings with the own answers, and something to go to when all is done."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from brokers.models import Coverage
from meetings import agenda
from meetings.invitations import answering, inviting
from meetings.models import Meeting
from meetings.waiting import waiting
from municipalities.models import FouiContact
from partnership.common import norwegian, probing
from partnership.partners.models import FundingCall, FundingScheme
from partnership.people.models import User
from tests import factories
from tests.meetings.test_inviting import for_contacts

pytestmark = pytest.mark.django_db


@pytest.fixture
def nina():
    return factories.officer("Nina Solem")


@pytest.fixture
def kari():
    return factories.contact("Kari Vik", factories.MunicipalityFactory(name="Frosta"))


def sent(nina, title: str, **fields) -> Meeting:
    meeting = factories.meeting(nina, title=title, **fields)
    for_contacts(meeting)
    inviting.invite(meeting=meeting, by=nina)
    return meeting


def appointments(who) -> list[agenda.Appointment]:
    return probing.read([agenda.of(who)])[0]


def first_page(client, who) -> str:
    client.force_login(who)
    return " ".join(client.get("/").content.decode().replace("\xa0", " ").split())


def test_own_meetings_stand_with_the_own_answer_and_others_meetings_do_not(nina, kari):
    for reply, title in (("comes", "Ja"), ("maybe", "Kanskje"), ("declined", "Nei")):
        meeting = sent(nina, title, place="Rådhuset")
        answering.answer(invitation=factories.invited(meeting, kari), reply=reply, attends="digital", source="link")
    sent(nina, "Stille")
    factories.meeting(nina, title="Åpent for alle", state="published", is_public=True)

    assert {one.meeting.title: one.said for one in appointments(kari)} == {
        "Ja": "Du kommer, digitalt",
        "Kanskje": "Du kommer kanskje, digitalt",
        "Nei": "Du kommer ikke",
    }


def test_what_one_organises_or_presents_at_stands_there_too(nina, kari):
    sent(nina, "Sendt")
    factories.meeting(nina, title="Planlagt")
    held = factories.meeting(nina, title="Innlegg", state="published")
    held.programme.create(title="Innlegg", minutes=20, presenter=kari)

    assert {one.meeting.title: one.said for one in appointments(nina)} == {
        "Sendt": "Du er vert",
        "Planlagt": "Utkast, ikke sendt ut",
        "Innlegg": "Du er vert",
    }
    assert [(one.meeting.title, one.said) for one in appointments(kari)] == [("Innlegg", "")]


def test_the_page_says_where_and_what_one_has_answered(client, nina, kari):
    meeting = sent(nina, "Dialogmøte", place="Rådhuset, Verdal", join_url="")
    answering.answer(invitation=factories.invited(meeting, kari), reply="comes", source="link")

    page = first_page(client, kari)

    assert "· Rådhuset, Verdal</span>" in page
    assert ">Du kommer</strong>" in page


def test_when_all_is_done_there_is_something_worth_a_look(client, nina, kari):
    factories.meeting(nina, title="Åpent møte", state="published", is_public=True)
    scheme = FundingScheme.objects.create(
        slug="ordning", name="DistriktForsk", owner_partner=factories.PartnerFactory(), facts_year=2026,
        last_checked=timezone.localdate(),
    )  # fmt: skip
    for days in (30, 9):
        FundingCall.objects.create(
            scheme=scheme, title=f"Utlysning {days}", year=2026, last_checked=timezone.localdate(),
            closes=norwegian.at(norwegian.today() + dt.timedelta(days=days), dt.time(13)),
        )  # fmt: skip
    day = norwegian.format_day(norwegian.today() + dt.timedelta(days=9))

    page = first_page(client, kari)

    assert "Alt er gjort" in page
    assert "Åpent møte, " in page
    assert f"Neste frist er {day}: DistriktForsk." in page
    assert "Se hvem som er hvem i regionen" in page


def test_a_broker_sees_who_is_contact_in_the_municipalities_covered(client, kari):
    ola = factories.broker("Ola Moen")
    company = ola.terms.get().seat.broker.company
    vacant = factories.MunicipalityFactory(name="Leka")
    for place in (vacant, FouiContact.objects.get().municipality):
        Coverage.objects.create(company=company, municipality=place)

    page = first_page(client, ola)
    section = page[page.index('id="covered"') :]

    assert "Dine to kommuner" in section
    assert section.index("Frosta") < section.index("Kari Vik") < section.index(kari.email) < section.index("Leka")
    assert section.count("Mangler FoUI-kontakt") == 1


def test_an_officer_may_begin_a_meeting_before_what_waits(client, nina, kari):
    sent(nina, "Dialogmøte", answer_by=norwegian.today())

    page = first_page(client, nina)

    assert page.index("Nytt møte") < page.index('class="task-list"')
    assert "Nytt møte" not in first_page(client, kari)


def test_a_partners_missing_talk_waits_also_in_a_draft_and_ones_own_only_once(nina):
    other = factories.PartnerFactory(slug="forskningsradet", short_name="Forskningsrådet")
    own = factories.PartnerFactory()
    draft = factories.meeting(nina)
    for partner in (other, own):
        draft.programme.create(title="Innlegg", minutes=10, partner=partner, is_slot=True)

    titles = [item.title for item in waiting(nina, norwegian.today())]

    assert titles == ["Innlegget deres på Dialogmøte mangler", "Forskningsrådet mangler innlegg"]


def test_the_agenda_asks_as_often_for_five_as_for_one(nina, kari):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            appointments(kari)
        return len(captured)

    counts = []
    for number in range(5):
        meeting = sent(nina, f"Møte {number}")
        answering.answer(invitation=factories.invited(meeting, kari), reply="comes", source="link")
        counts.append(cost())

    assert counts[-1] == counts[0]


def test_nobody_is_shown_a_tool_that_is_closed_to_them(client, nina):
    other = factories.officer("Håkon Rostad", factories.PartnerFactory(slug="statsforvalteren"))
    root = User.objects.create_superuser("root@portal.example", "Superbruker")

    shown = {
        who.name: ["/moter/matrise/" in page, 'href="/admin/"' in page]
        for who in (nina, other, root, factories.broker("Ola Moen"))
        for page in [first_page(client, who)]
    }

    assert shown == {
        "Nina Solem": [True, True],
        "Håkon Rostad": [False, True],
        "Superbruker": [True, True],
        "Ola Moen": [False, False],
    }


def test_two_invitations_stand_by_the_day_of_the_meeting_and_not_by_the_alphabet(client):
    """Friday comes before Tuesday in the alphabet; the Tuesday is ten days earlier."""
    kari = factories.contact("Kari Vik")
    day = norwegian.today() + dt.timedelta(days=30)
    tuesday = norwegian.at(day + dt.timedelta(days=(1 - day.weekday()) % 7), dt.time(9))
    for title, start in (("Sist", tuesday + dt.timedelta(days=10)), ("Først", tuesday)):
        meeting = factories.meeting(title=title, start=start)
        for_contacts(meeting)
        inviting.invite(meeting=meeting, by=meeting.host)
    client.force_login(kari)

    page = client.get("/").content.decode()

    assert page.index("Først, ") < page.index("Sist, ")
