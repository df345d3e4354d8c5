"""Lists and boards cost the same number of queries with one row and with thirty."""

from __future__ import annotations

import pytest
from django.contrib.admin import site
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from brokers import logbook
from brokers.models import Broker, Coverage
from ideas.lessons import applauding, learning
from ideas.models import Lesson
from meetings.invitations import answering, inviting
from meetings.models import Invitation, JoinRequest, Meeting
from meetings.planning import audience
from municipalities.models import Municipality, RegionalCouncil
from overview.models import ContactEnquiry
from partnership.mail.models import OutgoingMail, Suppression
from partnership.partners.models import FundingScheme, ResearchOrganisation, Theme
from partnership.people import proposals
from partnership.people.models import User
from tests import factories

pytestmark = pytest.mark.django_db

# Two queries are the session and the person, before the page begins.
SIGNED_IN = 2
LISTS = [
    "/moter/", "/moter/?vis=tidligere", "/kommuner/", "/kommuner/?q=kommune", "/meglere/", "/virkemidler/",
    "/send-ide/",
]  # fmt: skip
LISTS += ["/ideer/laerdommer/", "/ideer/laerdommer/?q=netter"]
ADMIN = [f"{model._meta.app_label}/{model._meta.model_name}" for model in site._registry]


@pytest.fixture
def nina():
    return factories.officer("Nina Solem")


def fill(nina: User, count: int) -> None:
    """``count`` more of everything a list can show."""
    for number in range(count):
        place = factories.MunicipalityFactory()
        factories.contact(place=place)
        person = factories.broker()
        council = RegionalCouncil.objects.create(name=f"Råd {place.pk}")
        council.memberships.create(municipality=place)
        broker = Broker.objects.get(terms__person=person)
        Coverage.objects.create(company=broker.company, broker=broker, municipality=place)
        ContactEnquiry.objects.create(municipality=place, sent_to=place.postmottak, sent_by=nina)
        proposals.propose(term=person.terms.get(), on=timezone.localdate())
        Theme.objects.create(name=f"Tema {place.pk}")
        ResearchOrganisation.objects.create(name=f"Miljø {place.pk}")
        Suppression.objects.create(email=f"borte{place.pk}@a.example")
        factories.officer()
        learned(place, person)
        meeting = factories.meeting(nina, title=f"Møte {number}")
        chosen = audience.of(meeting)
        chosen.persons.set([person, nina])
        inviting.invite(meeting=meeting, by=nina)
        answering.answer(invitation=factories.invited(meeting, person), reply="comes", source="link")
        FundingScheme.objects.create(
            slug=f"ordning-{FundingScheme.objects.count()}",
            name=f"Ordning {number}",
            owner_partner=factories.PartnerFactory(),
            facts_year=2026,
            last_checked=timezone.localdate(),
        ).calls.create(title="Utlysning", year=2026, last_checked=timezone.localdate())


def learned(place: Municipality, who: User) -> None:
    idea = factories.idea(place, visibility="public", stage="in_use")
    lesson = learning.write(lesson=Lesson(idea=idea, title="Netter", learned="Færre."), for_all=True, by=who)
    applauding.applaud(lesson=lesson, by=who)


def queries(client: Client, address: str) -> int:
    cache.clear()
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    return len(captured)


@pytest.mark.parametrize("address", LISTS)
def test_a_list_asks_at_most_eight_queries_for_one_row_and_for_thirty(client, nina, address):
    client.force_login(nina)
    fill(nina, 1)
    with_one = queries(client, address)
    fill(nina, 29)
    with_thirty = queries(client, address)

    assert with_thirty <= with_one
    assert with_thirty <= 8 + SIGNED_IN


def test_no_list_of_the_workroom_grows_or_asks_more_than_eight_queries(client, nina):
    """The officer's own roles are one more, asked once a page."""
    client.force_login(nina)
    factories.second_factor(client, nina)
    fill(nina, 1)
    with_one = {model: queries(client, f"/admin/{model}/") for model in ADMIN}
    fill(nina, 29)
    with_thirty = {model: queries(client, f"/admin/{model}/") for model in ADMIN}

    assert {model: n for model, n in with_thirty.items() if n > with_one[model]} == {}
    assert {model: n for model, n in with_thirty.items() if n > 8 + SIGNED_IN + 1} == {}
    assert Broker.objects.count() == 30


def test_the_workrooms_index_asks_few_queries(client, nina):
    client.force_login(nina)
    factories.second_factor(client, nina)
    fill(nina, 3)

    assert queries(client, "/admin/") <= 8 + SIGNED_IN


def test_a_schemes_page_asks_the_same_for_one_call_and_for_thirty(client, nina):
    fill(nina, 1)
    scheme = FundingScheme.objects.get()
    scheme.themes.add(Theme.objects.get())
    with_one = queries(client, scheme.get_absolute_url())
    for year in range(1990, 2019):
        call = scheme.calls.create(title="Utlysning", year=year, last_checked=timezone.localdate())
        call.themes.add(Theme.objects.get())
    with_thirty = queries(client, scheme.get_absolute_url())

    assert (with_thirty, with_one) == (4, 4)
    assert queries(client, call.get_absolute_url()) == 1


@pytest.fixture
def full_meeting(nina):
    def make(count: int) -> Meeting:
        meeting = factories.meeting(nina, is_public=True)
        for _number in range(count):
            factories.contact()
        chosen = audience.of(meeting)
        chosen.kinds = ["contact"]
        chosen.save()
        inviting.invite(meeting=meeting, by=nina)
        for number, invitation in enumerate(Invitation.objects.filter(meeting=meeting)):
            if number % 2:
                answering.answer(invitation=invitation, reply="comes", source="link")
            JoinRequest.objects.create(meeting=meeting, name=f"Gjest {number}", email=f"gjest{number}@a.example")
        for order in range(count):
            meeting.programme.create(
                title=f"Post {order}", minutes=5, order=order, partner=factories.PartnerFactory()
            )
        return meeting

    return make


@pytest.mark.parametrize("page", ["", "tavle/", "utsending/", "program/", "malgruppe/"])
def test_a_meetings_pages_ask_at_most_fifteen_queries_whatever_their_size(client, nina, full_meeting, page):
    client.force_login(nina)
    small, large = full_meeting(1), full_meeting(30)

    counts = [queries(client, f"/moter/{meeting.pk}/{page}") for meeting in (small, large)]

    assert counts[1] <= counts[0]
    assert counts[1] <= 15 + SIGNED_IN


def test_a_poll_asks_two_queries_besides_the_sign_in(client, nina, full_meeting):
    client.force_login(nina)
    meeting = full_meeting(3)
    version = client.get(f"/moter/{meeting.pk}/tavle/").context["version"]
    client.get(f"/moter/{meeting.pk}/tavle/nytt/?v={version}")

    with CaptureQueriesContext(connection) as captured:
        response = client.get(f"/moter/{meeting.pk}/tavle/nytt/?v={version}")

    assert response.status_code == 204
    assert len(captured) <= 2 + SIGNED_IN


def log(ola: User, count: int) -> None:
    """``count`` more covered places, half of them quiet, each with a contact; and as many talks with firms."""
    for number in range(count):
        place = factories.MunicipalityFactory()
        factories.contact(place=place)
        factories.covering(ola, place)
        if number % 2:
            factories.talk(ola, place)
        factories.talk(ola, logbook.NewFirm(f"Firma {place.pk}"))


def test_the_brokering_log_asks_at_most_eight_queries_whatever_its_length(client):
    ola = factories.broker("Ola Moen")
    client.force_login(ola)
    log(ola, 2)
    with_two = {page: queries(client, page) for page in ("/meglere/logg/", "/meglere/rapport/", "/")}
    log(ola, 28)
    with_thirty = {page: queries(client, page) for page in with_two}

    assert {page: n for page, n in with_thirty.items() if n > with_two[page]} == {}
    assert with_thirty["/meglere/logg/"] <= 8 + SIGNED_IN
    assert with_thirty["/meglere/rapport/"] <= 8 + SIGNED_IN
    assert with_thirty["/"] <= 12 + SIGNED_IN


def test_the_travel_sheet_asks_at_most_fifteen_queries_whatever_it_holds(client):
    ola = factories.broker("Ola Moen")
    client.force_login(ola)
    counts = []
    for number in (1, 30):
        place = factories.MunicipalityFactory()
        factories.contact(place=place)
        factories.covering(ola, place)
        for days in range(number):
            factories.talk(ola, place, days_ago=days)
        counts.append(queries(client, f"/kommuner/{place.slug}/reise/"))

    assert counts[1] <= counts[0]
    assert counts[1] <= 15 + SIGNED_IN


def test_the_first_page_does_not_grow_with_what_waits(client, nina):
    client.force_login(nina)
    fill(nina, 5)
    with_five = queries(client, "/")
    fill(nina, 15)

    assert OutgoingMail.objects.exists()
    assert queries(client, "/") <= with_five <= 10 + SIGNED_IN
