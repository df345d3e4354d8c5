"""*Send til postmottak*: a vacant role, a question, a form behind a link, and an officer's yes."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from municipalities.models import FouiContact
from overview import enquiries
from overview.models import ContactEnquiry
from partnership.mail.models import OutgoingMail
from partnership.people.models import User
from tests import factories

pytestmark = pytest.mark.django_db
ANSWER = {"name": "Kari Vik", "email": "kari@frosta.example", "phone": "", "answered_by": "Arkivet"}


@pytest.fixture
def place():
    made = factories.MunicipalityFactory(name="Frosta", slug="frosta", postmottak="post@frosta.example")
    FouiContact.objects.create(municipality=made)
    return made


@pytest.fixture
def nina(client):
    officer = factories.officer("Nina Solem")
    client.force_login(officer)
    factories.second_factor(client, officer)
    return officer


def form_address(enquiry: ContactEnquiry) -> str:
    return urlsplit(reverse("overview:contact_form", args=[enquiry.token()])).path


def test_the_municipality_is_asked_answers_and_gets_a_contact(client, nina, place):
    for _press in range(2):
        client.post("/kommuner/frosta/postmottak/")
    enquiry = ContactEnquiry.objects.get()
    assert OutgoingMail.objects.filter(kind="overview.contact_enquiry", to_email="post@frosta.example").count() == 1
    assert Client().post(form_address(enquiry), ANSWER).status_code == 200
    assert place.contacts.get().terms.count() == 0

    settle = reverse("overview:settle_enquiry", args=[enquiry.pk])
    page = client.get(settle).content.decode()
    assert "Kari Vik" in page
    assert "kari@frosta.example" in page
    client.post(settle, {"valg": "godta", "svart": client.get(settle).context["mark"]})

    assert place.contacts.get().terms.current().get().person.email == "kari@frosta.example"
    assert Client().get(form_address(enquiry)).status_code == 410


def test_a_wrong_answer_keeps_what_was_typed(nina, place):
    enquiry, _new = enquiries.ask(municipality=place, by=nina)

    response = Client().post(form_address(enquiry), ANSWER | {"email": "kari@"})

    assert response.status_code == 422
    assert 'value="Kari Vik"' in response.content.decode()
    enquiry.refresh_from_db()
    assert not enquiry.is_answered


def test_a_guessed_link_is_not_found(place, nina):
    enquiry, _new = enquiries.ask(municipality=place, by=nina)

    assert Client().get(form_address(enquiry)[:-3] + "xx/").status_code == 404


def test_a_municipality_without_an_address_is_not_asked(client, nina, place):
    place.postmottak = ""
    place.save()

    assert client.post("/kommuner/frosta/postmottak/").status_code == 200
    assert not ContactEnquiry.objects.exists()


def answered(place, nina, **other: str) -> ContactEnquiry:
    enquiry, _new = enquiries.ask(municipality=place, by=nina)
    Client().post(form_address(enquiry), ANSWER | other)
    enquiry.refresh_from_db()
    return enquiry


def test_an_answer_changed_after_the_officer_saw_it_is_not_accepted(client, nina, place):
    enquiry = answered(place, nina)
    settle = reverse("overview:settle_enquiry", args=[enquiry.pk])
    seen = client.get(settle).context["mark"]
    Client().post(form_address(enquiry), ANSWER | {"email": "ond@frosta.example"})

    page = client.post(settle, {"valg": "godta", "svart": seen}, follow=True).content.decode()

    assert "Kommunen har svart på nytt" in page
    assert "ond@frosta.example" in page
    assert place.contacts.get().terms.count() == 0


def test_a_deputy_of_a_vacant_role_can_be_given_it(client, nina, place):
    seat = place.contacts.get()
    deputy = factories.give(seat, factories.person("Kari Vik"), capacity="deputy")
    enquiry = answered(place, nina, email=deputy.email)

    client.post(reverse("overview:settle_enquiry", args=[enquiry.pk]), {"valg": "godta", "svart": enquiry.mark})

    assert [(term.person, term.capacity) for term in seat.terms.current()] == [(deputy, "holder")]


def test_whose_address_it_is_stands_on_the_page(client, nina, place):
    other = factories.contact("Ola Nordmann")
    enquiry = answered(place, nina, email=other.email)

    page = client.get(reverse("overview:settle_enquiry", args=[enquiry.pk])).content.decode()

    assert "Adressen tilhører Ola Nordmann" in page


def test_a_closed_sign_in_is_not_opened_by_a_proposal(client, nina, place):
    gone = factories.person("Kari Vik", is_active=False)
    enquiry = answered(place, nina, email=gone.email)

    address = reverse("overview:settle_enquiry", args=[enquiry.pk])
    page = client.post(address, {"valg": "godta", "svart": enquiry.mark}, follow=True).content.decode()

    gone.refresh_from_db()
    assert "stengt" in page
    assert not gone.is_active
    assert place.contacts.get().terms.count() == 0


def test_the_first_page_and_the_mail_show_no_telephone_of_a_proposal(client, nina, place):
    answered(place, nina, phone="400 00 123")

    page = client.get("/").content.decode()

    assert "Se forslaget" in page
    assert "400 00 123" not in page


def test_the_municipalitys_page_tells_officers_alone_what_was_asked_and_answered(client, nina, place):
    enquiry, _new = enquiries.ask(municipality=place, by=nina)
    asked = client.get("/kommuner/frosta/").content.decode()
    Client().post(form_address(enquiry), ANSWER | {"phone": "400 00 123"})

    answer = client.get("/kommuner/frosta/").content.decode()
    stranger = Client().get("/kommuner/frosta/").content.decode()

    assert "på post@frosta.example" in asked
    assert "Kommunen foreslår Kari Vik, sier Arkivet" in answer
    assert reverse("overview:settle_enquiry", args=[enquiry.pk]) in answer
    # Address and telephone stand where it is settled, behind the second step.
    assert "kari@frosta.example" not in answer
    assert "00 123" not in answer
    assert "Kari Vik" not in stranger


def test_an_answer_that_comes_while_an_officer_settles_it_opens_nothing_again(client, nina, place):
    enquiry = answered(place, nina)
    read_before = ContactEnquiry.objects.get(pk=enquiry.pk)
    client.post(reverse("overview:settle_enquiry", args=[enquiry.pk]), {"valg": "avvis"})

    kept = enquiries.answer(enquiry=read_before, **ANSWER | {"email": "ny@frosta.example"})

    enquiry.refresh_from_db()
    assert (kept, enquiry.is_closed, enquiry.was_accepted, enquiry.email) == (False, True, False, ANSWER["email"])


def test_who_would_lose_the_role_is_said_before_it_is_given_away(client, nina, place):
    settle = reverse("overview:settle_enquiry", args=[answered(place, nina).pk])
    before = client.get(settle).content.decode()
    liv = factories.give(place.contacts.get(), factories.person("Liv Hansen"))

    other = client.get(settle).content.decode()
    User.objects.filter(pk=liv.pk).update(email=ANSWER["email"])
    same = client.get(settle).content.decode()

    warned = "Liv Hansen har rollen i dag, og mister den når du sier ja."
    assert [warned in page for page in (before, other, same)] == [False, True, False]
