"""What must not get through at the sign-in page."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.urls import NoReverseMatch, get_resolver, reverse

from partnership.common.templatetags.browsers import browser
from partnership.mail.models import OutgoingMail
from partnership.people.models import User
from tests import factories

pytestmark = pytest.mark.django_db

ELSEWHERE = ("https://ond.example/", "//ond.example/", "/\\ond.example", "javascript:alert(1)", "https:ond.example")


def sign_in(client, person, after: str) -> str:
    """Sign in by code with ``after`` as the page to go to; where one lands."""
    data = {"email": person.email, "next": after}
    client.post(reverse("account_request_login_code"), data)
    code = OutgoingMail.objects.filter(kind="people.code").latest("pk").payload["secret"]
    return client.post(reverse("account_confirm_login_code"), {"code": code, "next": after})["Location"]


def test_one_lands_on_the_page_one_came_for(client):
    assert sign_in(client, factories.contact(), "/konto/okter/") == "/konto/okter/"


@pytest.mark.parametrize("address", ELSEWHERE)
def test_signing_in_by_code_leads_nowhere_else(client, address):
    assert sign_in(client, factories.contact(), address) == "/"


@pytest.mark.parametrize("address", ELSEWHERE)
def test_signing_in_by_password_and_signing_out_lead_nowhere_else(client, address):
    person = factories.contact()
    person.set_password("en lang setning om fjell")
    person.save()
    data = {"login": person.email, "password": "en lang setning om fjell", "next": address}

    assert client.post(reverse("account_login_password"), data)["Location"] == "/"
    assert client.get(reverse("account_login"), {"next": address})["Location"] == "/"
    assert client.post(reverse("account_logout"), {"next": address})["Location"] == "/"


def test_no_way_leads_to_an_account_of_ones_own_making(client):
    people = User.objects.count()
    data = {"email": "ny@kommune.example", "password1": "en lang setning om fjell"}

    for method in (client.get, client.post):
        assert "registrerer deg ikke selv" in method(reverse("account_signup"), data).content.decode()
    client.post(reverse("account_request_login_code"), {"email": "ny@kommune.example"})
    client.post(reverse("account_reset_password"), {"email": "ny@kommune.example"})

    assert User.objects.count() == people
    assert not EmailAddress.objects.filter(email="ny@kommune.example").exists()
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("name", ["mfa_signup_webauthn", "account_signup_by_passkey", "socialaccount_signup"])
def test_allauths_other_ways_to_sign_up_have_no_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_only_listed_pages_of_allauth_have_addresses():
    listed = {name for name in get_resolver().reverse_dict if isinstance(name, str)}

    assert not {name for name in listed if name.startswith(("socialaccount", "headless", "openid", "idp"))}


def test_somebody_closed_out_is_not_let_in_and_learns_nothing(client):
    person = factories.contact()
    person.is_active = False
    person.save()

    response = client.post(reverse("account_request_login_code"), {"email": person.email}, follow=True)

    assert "er en kode på vei" in response.content.decode()
    assert not OutgoingMail.objects.filter(kind="people.code").exists()


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge på Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit/605.1 Version/18.0 Safari/604.1", "Safari på iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox på Linux"),
        ("curl/8.0", "Ukjent nettleser"),
        ("", "Ukjent nettleser"),
    ],
)
def test_a_browser_is_named_in_words(sent, shown):
    assert browser(sent) == shown
