"""Giving, handing over, confirming; being away; signing in by code."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from meetings.invitations import inviting
from meetings.models import Invitation
from meetings.planning import audience
from municipalities.models import FouiContact
from partnership.mail.models import OutgoingMail
from partnership.people import roles, terms, yearly
from partnership.people.models import RoleTerm
from tests import factories
from tests.meetings.test_inviting import for_contacts

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat():
    return FouiContact.objects.create(municipality=factories.MunicipalityFactory(name="Frosta"))


def today() -> dt.date:
    return timezone.localdate()


def test_a_new_holder_is_welcomed_by_mail(seat):
    person = terms.invite_person(name="Kari Vik", email="Kari.Vik@Frosta.example")

    terms.appoint(seat=seat, person=person, by=None)

    assert roles.is_contact(person)
    assert OutgoingMail.objects.get(kind="people.welcome").to_email == "kari.vik@frosta.example"


def test_two_cannot_hold_a_role_at_once(seat):
    factories.give(seat)

    with pytest.raises(ValidationError, match="Noen andre har rollen"):
        terms.appoint(seat=seat, person=factories.person(), by=None)


def test_a_hand_over_moves_the_open_invitations(seat):
    old = factories.give(seat, factories.person("Kari Vik"))
    meeting = factories.meeting()
    for_contacts(meeting)
    inviting.invite(meeting=meeting, by=meeting.host)
    new = factories.person("Per Moen")

    told = terms.hand_over(seat=seat, to=new, on=today(), by=None)

    assert Invitation.objects.get(person=old).is_withdrawn
    assert Invitation.objects.active().get(person=new).seat_id == seat.pk
    assert any("Per Moen" in sentence for sentence in told)


def test_a_hand_over_on_a_later_day_is_done_that_day_and_only_once(seat):
    old, new = factories.give(seat), factories.person()
    on = today() + dt.timedelta(days=14)

    terms.hand_over(seat=seat, to=new, on=on, by=None)

    assert not RoleTerm.objects.current().filter(person=new).exists()
    assert terms.carry_out_due_handovers(on) == 1
    assert terms.carry_out_due_handovers(on) == 0
    assert not RoleTerm.objects.current(on).filter(person=old).exists()


def test_only_the_silent_are_asked_and_only_once(seat):
    silent = factories.give(seat, days=500)
    RoleTerm.objects.update(last_confirmed=timezone.now() - dt.timedelta(days=400))
    factories.contact()

    assert (yearly.ask_the_silent(), yearly.ask_the_silent()) == (1, 0)

    assert OutgoingMail.objects.get(kind="people.still_you").person == silent


def test_one_press_confirms_and_opening_the_link_does_not(client, seat):
    factories.give(seat, days=500)
    RoleTerm.objects.update(last_confirmed=timezone.now() - dt.timedelta(days=400))
    yearly.ask_the_silent()
    term = RoleTerm.objects.get()
    url = reverse("people:still_you", args=[yearly.token(term)])
    client.get(url)
    term.refresh_from_db()
    assert not term.is_confirmed

    client.post(url, {"valg": "ja"})

    term.refresh_from_db()
    assert term.is_confirmed


def test_what_waits_goes_to_the_deputy_while_the_holder_is_away(seat):
    holder, deputy = factories.give(seat), factories.give(seat, capacity="deputy")
    assert roles.stands_in_for(deputy) == []

    terms.be_away(person=holder, until=today() + dt.timedelta(days=7))

    assert [(one.person, one.seats) for one in roles.stands_in_for(deputy)] == [(holder, {seat.pk})]
    assert roles.deputies_of(holder) == [deputy]


def test_signing_in_by_code_and_the_code_is_in_the_outbox_alone(client, seat):
    person = factories.give(seat)
    client.post(reverse("account_request_login_code"), {"email": person.email})
    code = OutgoingMail.objects.get(kind="people.code").payload["secret"]

    response = client.post(reverse("account_confirm_login_code"), {"code": code})

    assert response.status_code == 302
    assert client.get("/").context["request"].user == person


def test_a_known_and_an_unknown_address_look_the_same(client, seat):
    known = factories.give(seat)
    bodies = []
    for address in (known.email, "ukjent@kommune.example"):
        response = client.post(reverse("account_request_login_code"), {"email": address}, follow=True)
        body = response.content.decode().replace(address, "")
        bodies.append((response.status_code, re.sub(r'value="[^"]{20,}"', "", body)))
        client.session.flush()

    assert bodies[0] == bodies[1]
    assert OutgoingMail.objects.filter(kind="people.code").count() == 1


def test_nobody_signs_up_alone(client):
    response = client.post(reverse("account_signup"), {"email": "ny@kommune.example"})

    assert "registrerer deg ikke selv" in response.content.decode()
    assert not factories.User.objects.filter(email="ny@kommune.example").exists()


def test_somebody_with_a_password_signs_in_with_it(client, seat):
    person = factories.give(seat)
    person.set_password("en lang setning om fjell")
    person.save()

    url = reverse("account_login_password")
    client.post(url, {"login": person.email, "password": "en lang setning om fjell"})

    assert client.get("/").context["request"].user == person


def test_handing_over_to_the_wrong_person_can_be_mended_the_same_day(seat):
    old, wrong, right = factories.give(seat), factories.person("Feil Person"), factories.person("Per Moen")
    meeting = factories.meeting()
    chosen = audience.of(meeting)
    chosen.kinds = ["contact"]
    chosen.save()
    inviting.invite(meeting=meeting, by=None)
    terms.hand_over(seat=seat, to=wrong, on=today(), by=None)

    terms.hand_over(seat=seat, to=right, on=today(), by=None)

    assert [term.person for term in seat.terms.current().holders()] == [right]
    assert not roles.has_role(wrong)
    assert not roles.has_role(old)
    assert [one.person for one in Invitation.objects.active().filter(meeting=meeting)] == [right]


def test_a_deputy_named_by_mistake_can_be_let_go_the_same_day(client, seat):
    holder = factories.give(seat)
    term = terms.name_deputy(seat=seat, person=factories.person("Feil Person"), by=holder)
    client.force_login(holder)

    client.post(reverse("people:end_deputy", args=[term.pk]))

    assert not seat.terms.current().deputies().exists()


def test_naming_a_deputy_welcomes_them_and_ticks_the_newcomers_step(client, seat):
    holder = factories.give(seat, days=1)
    term = seat.terms.get()
    client.force_login(holder)

    client.post(reverse("people:deputy", args=[term.pk]), {"name": "Siri Foss", "email": "siri@frosta.example"})

    assert seat.terms.current().deputies().get().person.name == "Siri Foss"
    assert OutgoingMail.objects.filter(kind="people.deputy", to_email="siri@frosta.example").count() == 1
    term.refresh_from_db()
    assert term.newcomer_done == ["deputy"]


def test_a_newcomer_has_five_things_and_ticks_them_off_and_on(client, seat):
    holder = factories.give(seat, days=1)
    term = seat.terms.get()
    client.force_login(holder)
    page = client.get(reverse("people:newcomer"))
    assert [len(steps) for _line, steps in page.context["lists"]] == [5]

    client.post(reverse("people:newcomer"), {"term": term.pk, "steg": "calendar", "gjort": "1"})
    term.refresh_from_db()
    assert term.newcomer_done == ["calendar"]
    client.post(reverse("people:newcomer"), {"term": term.pk, "steg": "calendar", "gjort": "0"})

    term.refresh_from_db()
    assert term.newcomer_done == []
    assert client.post(reverse("people:newcomer"), {"term": term.pk, "steg": "tull"}).status_code == 403


def test_one_address_gets_no_endless_stream_of_codes(client, seat):
    person = factories.give(seat)

    codes = [
        client.post(reverse("account_request_login_code"), {"email": person.email}).status_code for _ in range(12)
    ]

    assert codes[0] == 302
    assert OutgoingMail.objects.filter(kind="people.code").count() < 12


def test_signing_in_leaves_no_line_in_the_history(client, seat):
    person = factories.give(seat)
    before = person.history.count()

    client.force_login(person)

    assert person.history.count() == before
    person.name = "Nytt Navn"
    person.save()
    assert person.history.count() == before + 1
