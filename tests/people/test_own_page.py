"""A person's own page: where one is signed in, what one is new to, and that it stays quick."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from municipalities.models import FouiContact
from partnership.people.signin import SecondFactorAdapter
from tests import factories

pytestmark = pytest.mark.django_db

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 Version/17.0 Mobile Safari/604.1"


def signed_in(person, agent: str = "Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36") -> Client:
    """Listed among the places where the person is signed in."""
    client = Client()
    client.force_login(person)
    UserSession.objects.create(user=person, session_key=client.session.session_key, ip="192.0.2.1", user_agent=agent)
    return client


def test_one_other_place_is_signed_out_and_the_rest_stay():
    kari = factories.contact("Kari Vik")
    here, phone, office = signed_in(kari), signed_in(kari, PHONE), signed_in(kari)
    chosen = UserSession.objects.get(user_agent=PHONE)
    page = here.get("/konto/okter/").content.decode()
    assert "Safari på iPhone" in page
    assert reverse("people:end_session", args=[chosen.pk]) in page

    told = here.post(reverse("people:end_session", args=[chosen.pk]), follow=True).content.decode()

    assert "Logget ut: Safari på iPhone." in told
    assert [get_user(client).is_authenticated for client in (here, phone, office)] == [True, False, True]
    assert here.post(reverse("people:end_session", args=[chosen.pk])).status_code == 404


def test_all_other_places_are_still_signed_out_at_once():
    kari = factories.contact("Kari Vik")
    here, phone, office = signed_in(kari), signed_in(kari, PHONE), signed_in(kari)

    here.post("/konto/okter/")

    assert [get_user(client).is_authenticated for client in (here, phone, office)] == [True, False, False]


def test_nobody_signs_another_out_nor_oneself_here():
    kari, other = factories.contact("Kari Vik"), factories.contact()
    here, theirs = signed_in(kari), signed_in(other)
    own, foreign = UserSession.objects.get(user=kari), UserSession.objects.get(user=other)

    assert here.post(reverse("people:end_session", args=[foreign.pk])).status_code == 404
    assert "Logg ut i stedet" in here.post(reverse("people:end_session", args=[own.pk]), follow=True).content.decode()
    assert here.get(reverse("people:end_session", args=[own.pk])).status_code == 405
    assert get_user(theirs).is_authenticated


def test_a_passkey_is_named_after_the_device_it_was_made_on(rf):
    from allauth.core import context

    request = rf.get("/", headers={"user-agent": PHONE})
    with context.request_context(request):
        name = SecondFactorAdapter().generate_authenticator_name(factories.contact(), Authenticator.Type.WEBAUTHN)

    assert name.startswith("Safari på iPhone (")


def test_saving_what_we_know_ticks_the_newcomers_first_step():
    seat = FouiContact.objects.create(municipality=factories.MunicipalityFactory())
    new = factories.give(seat, factories.person("Kari Vik"), days=1)
    client = signed_in(new)

    client.post("/konto/", {"name": "Kari Vik", "phone": "400 00 010", "language": "nb"})

    assert new.terms.get().newcomer_done == ["confirm"]


@pytest.mark.parametrize("make", [factories.contact, factories.broker, factories.officer])
def test_each_of_the_five_things_leads_to_a_page_that_is_there(make):
    person = make("Kari Vik")
    term = person.terms.get()
    client = signed_in(person)
    factories.second_factor(client, person)
    [(_line, steps)] = client.get("/konto/ny-i-rollen/").context["lists"]

    for step in steps:
        page = client.get(step.url, follow=True)
        client.post("/konto/ny-i-rollen/", {"term": term.pk, "steg": step.name, "gjort": "1"})

        assert page.status_code == 200, step.name
        anchor = step.url.partition("#")[2]
        assert not anchor or f'id="{anchor}"' in page.content.decode(), step.name
    assert client.get("/konto/ny-i-rollen/").content.decode().count("Ikke gjort likevel") == 5


@pytest.mark.parametrize("address", ["/konto/", "/konto/borte/", "/konto/vara/"])
def test_the_own_page_asks_as_many_queries_for_one_role_as_for_thirty(address):
    person = factories.contact("Kari Vik")

    def queries() -> int:
        client = Client()
        client.force_login(person)
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    def more(count: int) -> None:
        for _number in range(count):
            own = FouiContact.objects.create(municipality=factories.MunicipalityFactory())
            factories.give(own, person)
            factories.give(own, capacity="deputy")
            other = FouiContact.objects.create(municipality=factories.MunicipalityFactory())
            factories.give(other)
            factories.give(other, person, capacity="deputy")

    more(1)
    few = queries()
    more(29)

    assert queries() == few
    assert few <= 15
