"""A municipality's own survey: off until its contact opens it, closed once, and nobody else's."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from municipalities.barometer import opening, privacy, waiting
from municipalities.models import Survey, SurveyText
from partnership.common import norwegian
from tests import factories
from tests.municipalities.conftest import answered, ended

pytestmark = pytest.mark.django_db

PAGE = "/kommuner/frosta/barometer/"


def ahead(days: int) -> dt.date:
    return norwegian.today() + dt.timedelta(days=days)


def opens(place, by, days: int = 14) -> Survey:
    return opening.open_survey(municipality=place, closes_on=ahead(days), for_leader=False, by=by)


def test_it_is_off_until_the_contact_opens_it_and_then_has_a_link_a_code_and_a_text(client, kari):
    client.force_login(kari)
    assert "Den er av." in client.get(PAGE).content.decode()
    assert client.get(f"{PAGE}kode.svg").status_code == 404

    page = client.post(PAGE, {"closes_on": ahead(14), "for_leader": "on"}, follow=True).content.decode()

    survey = Survey.objects.get()
    assert (survey.opened_by, survey.for_leader, survey.is_open) == (kari, True, True)
    assert page.count(survey.token()) >= 3
    assert "Hva skal til for at vi i Frosta prøver noe nytt?" in page
    assert client.get(f"{PAGE}kode.svg")["Content-Type"] == "image/svg+xml"


def test_the_last_day_is_moved_within_thirty_days_of_its_opening(client, kari, opened):
    client.force_login(kari)

    refused = client.post(f"{PAGE}dato/", {"closes_on": ahead(31)})
    assert (refused.status_code, "Velg en dag fra i dag til og med" in refused.content.decode()) == (422, True)
    client.post(f"{PAGE}dato/", {"closes_on": ahead(21)})

    opened.refresh_from_db()
    assert opened.closes_on == ahead(21)


def test_a_new_link_closes_the_old_one_and_keeps_the_answers(client, kari, opened):
    answered(opened, *["helse"] * 5)
    client.force_login(kari)
    old = opened.token()

    assert client.get(f"{PAGE}lenke/").status_code == 200
    assert Survey.objects.by_token(old) == opened
    client.post(f"{PAGE}lenke/")

    opened.refresh_from_db()
    assert (Survey.objects.by_token(old), Survey.objects.by_token(opened.token())) == (None, opened)
    assert opened.answers.count() == 5


@pytest.mark.parametrize("address", ["dato/", "lenke/"])
def test_of_a_survey_that_has_ended_neither_is_changed(client, kari, opened, address):
    ended(opened)
    client.force_login(kari)

    answer = client.post(f"{PAGE}{address}", {"closes_on": ahead(5)}, follow=True)

    opened.refresh_from_db()
    assert (opened.is_open, opened.link_version, "Ingen undersøkelse er åpen." in answer.content.decode()) == (
        False, 1, True,
    )  # fmt: skip


def test_closed_between_the_read_and_the_lock_it_gets_no_new_link(client, kari, opened, monkeypatch):
    renew_link = opening.renew_link

    def late(*, survey):
        opening.close(survey=survey, by=kari)
        renew_link(survey=survey)

    monkeypatch.setattr(opening, "renew_link", late)
    client.force_login(kari)

    page = client.post(f"{PAGE}lenke/", follow=True)

    opened.refresh_from_db()
    assert (page.redirect_chain, opened.link_version) == ([(PAGE, 302)], 1)
    assert "Undersøkelsen er allerede avsluttet." in page.content.decode()


def test_only_one_is_open_at_a_time_whatever_asks(frosta, kari, opened):
    with pytest.raises(ValidationError, match="allerede åpen"):
        opens(frosta, kari)
    with pytest.raises(IntegrityError), transaction.atomic():
        Survey.objects.create(municipality=frosta, closes_on=ahead(1))
    assert Survey.objects.count() == 1


@pytest.mark.parametrize("days", [-1, 31])
def test_it_closes_between_today_and_thirty_days_ahead(client, frosta, kari, days):
    client.force_login(kari)

    response = client.post(PAGE, {"closes_on": ahead(days)})

    assert response.status_code == 422
    assert "høyst 30 dager fram" in response.content.decode()
    assert not Survey.objects.exists()


def test_closing_asks_first_and_is_done_once(client, kari, opened):
    client.force_login(kari)
    assert "kan ikke åpnes igjen" in client.get(f"{PAGE}avslutning/").content.decode()
    assert Survey.objects.get().is_open

    assert client.post(f"{PAGE}avslutning/").status_code == 302

    opened.refresh_from_db()
    assert (opened.is_open, opened.closed_by, opened.closes_on) == (False, kari, norwegian.today())
    assert "Ingen undersøkelse er åpen" in client.post(f"{PAGE}avslutning/", follow=True).content.decode()
    with pytest.raises(ValidationError, match="allerede avsluttet"):
        opening.close(survey=opened, by=kari)


def test_after_a_result_a_new_one_waits_thirty_days_so_that_two_are_not_subtracted(frosta, kari, opened):
    answered(opened, *["helse"] * 5)
    ended(opened, 29)
    with pytest.raises(ValidationError, match="kan åpnes fra"):
        opens(frosta, kari)

    ended(opened, 30)

    assert opens(frosta, kari).is_open


def test_while_it_waits_the_page_says_the_day_instead_of_the_form(client, kari, opened):
    answered(opened, *["helse"] * 5)
    ended(opened, 29)
    client.force_login(kari)

    waiting = client.get(PAGE).content.decode()
    ended(opened, 30)
    ready = client.get(PAGE).content.decode()

    said = f"En ny undersøkelse kan åpnes fra {norwegian.format_day(ahead(1), year=True, weekday=False)}."
    assert (said in waiting.replace("\xa0", " "), 'name="closes_on"' in waiting) == (True, False)
    assert ("kan åpnes fra" in ready, 'name="closes_on"' in ready) == (False, True)


def test_after_one_that_showed_nothing_a_new_one_may_open_the_next_day(frosta, kari, opened):
    answered(opened, *["helse"] * 4)
    opening.close(survey=opened, by=kari)
    with pytest.raises(ValidationError, match="kan åpnes fra"):
        opens(frosta, kari)

    ended(opened, 1)

    assert opens(frosta, kari).is_open


def test_a_deputy_reads_it_and_another_municipality_the_partners_and_a_superuser_do_not(client, frosta, opened):
    ended(opened)
    deputy = factories.give(frosta.contacts.get(), capacity="deputy")
    page = reverse("municipalities:survey_result", args=["frosta", opened.pk])
    client.force_login(deputy)
    assert client.get(page).status_code == 200

    root = type(deputy).objects.create_superuser("root@portal.example", "Superbruker")
    for person in (factories.contact(), factories.officer(), factories.broker(), root):
        client.force_login(person)
        assert client.get(page).status_code == 403
        assert client.get(PAGE).status_code == 403


def test_another_municipalitys_survey_is_not_found_under_ones_own(client, kari, opened):
    other = factories.contact()
    elsewhere = Survey.objects.create(
        municipality=other.terms.get().seat.fouicontact.municipality, opened_on=ahead(-9), closes_on=ahead(-2)
    )
    client.force_login(kari)

    assert client.get(f"{PAGE}{elsewhere.pk}/").status_code == 404


def test_only_its_contact_sees_the_way_to_it_on_the_municipalitys_page(client, kari):
    assert PAGE not in client.get("/kommuner/frosta/").content.decode()
    client.force_login(factories.contact())
    assert PAGE not in client.get("/kommuner/frosta/").content.decode()
    client.force_login(kari)
    assert PAGE in client.get("/kommuner/frosta/").content.decode()


def test_when_it_has_ended_it_waits_for_the_contact_until_the_result_is_read(client, kari, opened):
    today = norwegian.today()
    answered(opened, *["helse"] * 14)
    assert list(waiting.waiting(kari, today)) == []

    ended(opened)
    (line,) = waiting.waiting(kari, today)
    assert line.title == "Undersøkelsen er ferdig: 14 svar"
    assert list(waiting.waiting(factories.contact(), today)) == []
    client.force_login(kari)
    client.get(line.url)

    assert list(waiting.waiting(kari, today)) == []


def test_who_opened_it_is_in_their_own_data_and_texts_are_forgotten_in_time(kari, opened):
    answered(opened, *["helse"] * 5, text="Tid")
    closed = ended(opened).closes_on
    (row,) = privacy.person_data(kari)["surveys"]
    assert (row["place"], row["closes_on"]) == ("Frosta", closed)

    privacy.forget(closed)
    assert SurveyText.objects.count() == 5
    privacy.forget(closed + dt.timedelta(days=1))
    assert SurveyText.objects.count() == 0
