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

    client.post(reverse("overview:settle_enquiry", args=[enquiry.pk]), {"valg": "godta"})

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
