"""«Gi videre» to a typed address: asked twice outside the municipality, refused for another one's contact."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from ideas.whose import dates
from municipalities.models import FouiContact
from partnership.common import norwegian
from partnership.people.models import RoleTerm
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_kari(kari):
    client = Client()
    client.force_login(kari)
    return client


def give(client, idea, email, **more):
    idea.refresh_from_db()
    said = {"holder": "new", "name": "Mona Brekke", "email": email, "reason": "Du kjenner skolen."}
    day = {"next_date": dates.answer_by(5), "version": idea.version}
    return client.post(reverse("ideas:hand_on", args=[idea.pk]), said | day | more)


def test_an_address_outside_is_asked_about_once_more_and_nothing_typed_is_lost(as_kari, idea):
    idea.visibility = "contact"
    idea.save()

    first = give(as_kari, idea, "mona@gmail.example")
    page = first.content.decode()

    assert first.status_code == 422
    assert "mona@gmail.example er ikke en adresse i Frosta." in page
    assert "Avsenderen har valgt at bare FoUI-kontakten skal se ideen." in page
    assert "Du kjenner skolen." in page
    assert "Gi den til denne adressen likevel" in page
    assert give(as_kari, idea, "mona@gmail.example", anyway="on").status_code == 302
    idea.refresh_from_db()
    assert idea.holder_person.email == "mona@gmail.example"


@pytest.mark.parametrize("email", ["mona@frosta.example", "mona@skole.frosta.example"])
def test_a_colleagues_address_is_taken_at_once(as_kari, idea, email):
    assert "likevel" not in as_kari.get(reverse("ideas:hand_on", args=[idea.pk])).content.decode()
    assert give(as_kari, idea, email).status_code == 302


def test_the_ending_of_a_domain_is_not_the_domain(as_kari, idea):
    assert give(as_kari, idea, "mona@notfrosta.example").status_code == 422


def test_another_municipalitys_contact_is_refused_also_when_ticked(as_kari, idea):
    per = factories.contact("Per Berg", factories.MunicipalityFactory(name="Levanger"))

    for more in ({}, {"anyway": "on"}):
        answer = give(as_kari, idea, per.email, **more)
        assert answer.status_code == 422
        assert "Send ideen videre til den kommunen i stedet" in answer.content.decode()

    idea.refresh_from_db()
    assert idea.holder_person is None


def test_one_who_is_contact_no_longer_is_asked_about(as_kari, idea, frosta):
    seat = FouiContact.objects.create(municipality=frosta)
    per = factories.give(seat, factories.person("Per Berg"))
    RoleTerm.objects.filter(person=per).update(until=norwegian.today() - dt.timedelta(days=9))

    answer = give(as_kari, idea, per.email)

    assert answer.status_code == 422
    assert "Per Berg er ikke lenger FoUI-kontakt" in answer.content.decode()
    assert give(as_kari, idea, per.email, anyway="on").status_code == 302
