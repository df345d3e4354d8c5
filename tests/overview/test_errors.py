"""When something is wrong, the page is the portal's own and says what to do."""

from __future__ import annotations

import datetime as dt

import pytest
from allauth.account import app_settings as account
from allauth.core.internal.ratelimit import parse_rates
from allauth.mfa import app_settings as mfa
from django.test import Client, RequestFactory
from django.urls import reverse
from freezegun import freeze_time

from overview import errors
from tests import factories

pytestmark = pytest.mark.django_db

# allauth's actions that answer with the page for too many tries; the others say it beside the field.
WITH_A_PAGE = ("change_password", "manage_email", "reauthenticate", "reset_password_from_key", "signup", "login")


def said(response) -> str:
    text = response.content.decode()
    assert "FoUI Trøndelag" in text
    assert 'href="/"' in text
    return text


def test_too_many_tries_say_when_to_try_again(client):
    url = reverse("account_login_password")
    data = {"login": "ukjent@kommune.example", "password": "feil"}
    with freeze_time("2026-11-25 09:29:30"):
        answers = [client.post(url, data) for _ in range(31)]

    assert answers[29].status_code == 200
    assert answers[30].status_code == 429
    assert answers[30]["Retry-After"] == "60"
    assert "Du kan prøve igjen kl. 10.31." in said(answers[30]).replace("\u00a0", " ")


def test_the_time_told_is_late_enough_for_every_limit_that_answers_with_the_page():
    limits = [parse_rates(account.RATE_LIMITS[action]) for action in WITH_A_PAGE]
    limits.append(parse_rates(mfa.RATE_LIMITS["webauthn_login"]))

    longest = max(rate.duration for rates in limits for rate in rates)
    assert dt.timedelta(seconds=longest) <= errors.WAIT


def test_too_many_codes_for_one_address_are_refused_beside_the_field():
    person = factories.contact()
    url = reverse("account_request_login_code")

    answers = [Client().post(url, {"email": person.email}) for _ in range(4)]

    assert answers[2].status_code == 302
    assert "For mange forsøk. Vent fem minutter, og prøv igjen." in answers[3].content.decode()


def test_a_form_without_its_proof_says_that_nothing_was_saved():
    response = Client(enforce_csrf_checks=True).post(reverse("account_request_login_code"), {"email": "a@b.example"})

    assert response.status_code == 403
    assert "Ingenting ble lagret" in said(response)


def test_a_page_that_is_not_there_says_where_to_go(client):
    response = client.get("/finnes-ikke/")

    assert response.status_code == 404
    assert "Kontakt oss" in said(response)


def test_what_belongs_to_others_is_told_to_the_signed_in(client):
    client.force_login(factories.contact())

    response = client.get(reverse("meetings:matrix"))

    assert response.status_code == 403
    assert "Du er logget inn, men dette hører til noen andre." in said(response)


def test_an_address_for_forms_alone_is_no_empty_page(client):
    client.force_login(factories.contact())

    response = client.get(reverse("meetings:reply", args=[1]))

    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "trykk på knappen en gang til" in said(response)


def test_a_nul_byte_is_refused_calmly(client):
    response = client.get("/kommuner/?q=%00")

    assert response.status_code == 400
    assert "Gå tilbake og prøv igjen" in said(response)


def test_a_fault_of_ours_is_told_in_the_portals_dress(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("overview.home.stranger_context", lambda: 1 / 0)

    response = client.get("/")

    assert response.status_code == 500
    assert "Feilen er notert" in said(response)


def test_a_fault_in_the_dress_itself_still_gives_a_page(monkeypatch):
    monkeypatch.setattr("partnership.common.context.region", lambda: 1 / 0)

    response = errors.server_error(RequestFactory().get("/"))

    assert response.status_code == 500
    assert "Noe gikk galt hos oss" in response.content.decode()
