"""Deputies: named, seen, let go; and what a deputy is told."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from brokers.models import Broker
from municipalities.models import FouiContact
from partnership.common import norwegian
from partnership.mail import kinds
from partnership.mail.models import Notice, OutgoingMail
from partnership.people import terms
from partnership.people.models import User
from tests import factories
from tests.people.test_handing_over import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat():
    return FouiContact.objects.create(municipality=factories.MunicipalityFactory(name="Frosta", slug="frosta"))


@pytest.fixture
def kari(seat):
    return factories.give(seat, factories.person("Kari Vik", phone="400 00 010"))


@pytest.fixture
def siri(seat):
    return factories.give(seat, factories.person("Siri Foss"), capacity="deputy")


def end(deputy) -> str:
    return reverse("people:end_deputy", args=[deputy.terms.get().pk])


def message(row: OutgoingMail):
    return kinds.registry()[row.kind].compose([row])[row.pk]


def test_the_holder_sees_the_deputies_on_the_own_page_and_on_the_roles(kari, siri):
    for address in ("/konto/", "/kommuner/frosta/"):
        page = signed_in(kari).get(address).content.decode()

        assert "Siri Foss" in page
        assert end(siri) in page
        assert reverse("people:deputy", args=[kari.terms.get().pk]) in page


def test_others_see_the_deputy_and_no_way_to_take_one_away(kari, siri):
    page = signed_in(factories.contact()).get("/kommuner/frosta/").content.decode()

    assert "Siri Foss" in page
    assert end(siri) not in page
    assert "/konto/vara/" not in Client().get("/kommuner/frosta/").content.decode()


def test_a_brokers_and_an_advisers_page_tell_deputy_from_holder():
    broker, adviser = factories.broker("Ola Moen"), factories.officer("Nina Solem")
    for holder in (broker, adviser):
        factories.give(holder.terms.get().seat, factories.person("Liv Hansen"), capacity="deputy")
    pages = [reverse("overview:broker", args=[Broker.objects.get().pk]), reverse("overview:partner", args=["ks"])]

    for holder, address in zip((broker, adviser), pages, strict=True):
        page = signed_in(holder).get(address).content.decode()

        assert "Vara: Liv Hansen" in page
        assert "<strong>Liv Hansen</strong>" not in page
        assert reverse("people:deputy", args=[holder.terms.get().pk]) in page


def test_an_adviser_names_a_deputy_for_the_own_role():
    nina = factories.officer("Nina Solem")
    term = nina.terms.get()

    data = {"name": "Liv Hansen", "email": "liv@ks.example"}
    response = signed_in(nina).post(reverse("people:deputy", args=[term.pk]), data)

    assert response.status_code == 302
    assert [one.person.name for one in term.seat.terms.current().deputies()] == ["Liv Hansen"]


def test_the_holder_cannot_be_the_own_deputy(kari, seat):
    address = reverse("people:deputy", args=[kari.terms.get().pk])

    response = signed_in(kari).post(address, {"name": "Kari Vik", "email": kari.email})

    assert response.status_code == 422
    assert "kan ikke være vara også" in response.content.decode()
    assert response.context["form"]["email"].value() == kari.email
    with pytest.raises(ValidationError):
        terms.name_deputy(seat=seat, person=kari, by=kari)


def test_whoever_is_one_deputy_too_many_gets_no_sign_in_either(kari, seat):
    page = reverse("people:deputy", args=[kari.terms.get().pk])

    for number in range(8):
        signed_in(kari).post(page, {"name": "Odd Berg", "email": f"odd{number}@frosta.example", "phone": ""})

    assert User.objects.filter(email__endswith="@frosta.example").count() == terms.MOST_DEPUTIES


def test_a_deputys_mail_says_for_whom_and_leads_to_what_it_means(kari, seat):
    new = factories.person("Siri Foss")

    terms.name_deputy(seat=seat, person=new, by=kari)

    mail = message(OutgoingMail.objects.get(person=new))
    assert mail.subject == "Du er vara for Kari Vik, FoUI-kontakt i Frosta"
    assert "melder seg borte" in mail.text
    assert "ny-i-rollen" not in mail.text
    page = signed_in(new).get("/konto/vara/").content.decode()
    assert "Kari Vik" in page
    assert kari.email in page


@pytest.mark.parametrize("address", ["/", "/konto/", "/konto/ny-i-rollen/"])
def test_a_deputys_pages_say_for_whom(kari, siri, address):
    page = signed_in(siri).get(address).content.decode()

    assert "Du er vara for Kari Vik" in page
    assert "Du har ingen rolle" not in page


def test_a_deputy_of_a_vacant_role_is_told_to_answer_for_it(seat):
    new = factories.person("Siri Foss")

    terms.name_deputy(seat=seat, person=new, by=None)

    mail = message(OutgoingMail.objects.get(person=new))
    assert mail.subject == "Du er vara: FoUI-kontakt i Frosta"
    assert "Ingen har rollen nå" in mail.text
    assert "Ingen har rollen nå" in signed_in(new).get("/").content.decode()


def test_letting_a_deputy_go_is_confirmed_and_told_kindly(kari, siri):
    assert "Skal Siri Foss ikke lenger være vara?" in signed_in(kari).get(end(siri)).content.decode()
    assert siri.terms.current().exists()

    for _press in range(2):
        signed_in(kari).post(end(siri))

    assert not siri.terms.current().exists()
    mail = message(OutgoingMail.objects.get(person=siri))
    assert mail.subject == "Takk for at du var vara: FoUI-kontakt i Frosta"
    assert "Kari Vik har registrert det" in mail.text


def test_a_deputy_who_steps_down_gets_no_mail_and_the_holder_is_told(kari, siri):
    signed_in(siri).post(end(siri))

    assert not siri.terms.current().exists()
    assert not OutgoingMail.objects.exists()
    notice = Notice.objects.get()
    assert (notice.person, notice.line) == (kari, "Siri Foss er ikke lenger vara: FoUI-kontakt i Frosta.")


def test_nobody_else_takes_a_deputy_away(kari, siri):
    for other in (factories.contact(), factories.officer()):
        assert signed_in(other).get(end(siri)).status_code == 403
        assert signed_in(other).post(end(siri)).status_code == 403

    assert siri.terms.current().exists()


def test_a_deputy_named_and_let_go_before_the_mail_left_gets_none(kari, seat):
    term = terms.name_deputy(seat=seat, person=factories.person(), by=kari)

    terms.end(term=term, until=norwegian.today(), by=kari)

    [row] = OutgoingMail.objects.all()
    assert isinstance(message(row), kinds.Obsolete)


def test_a_deputy_goes_on_under_a_new_holder_who_sees_it(kari, siri, seat):
    per = factories.person("Per Moen")
    terms.hand_over(seat=seat, to=per, on=norwegian.today(), by=kari)

    page = signed_in(per).get("/konto/ny-i-rollen/").content.decode()

    assert "Siri Foss er alt vara." in page


def test_a_deputy_sees_until_when_the_holder_is_away(kari, siri):
    terms.be_away(person=kari, until=norwegian.today() + dt.timedelta(days=7))

    page = signed_in(siri).get("/").content.decode()

    assert "Kari Vik er borte til" in page
    assert "får det som venter" in page
