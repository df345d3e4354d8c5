"""No line of any log holds a mailed link's token, whatever goes wrong."""

from __future__ import annotations

import io
import json
import logging

import pytest
from django.test import Client
from django.urls import reverse

from meetings.models import Invitation
from meetings.views import answers
from partnership.common import logs
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def written():
    """What every logger writes, at any level, as the portal writes it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.formatter())
    root, django = logging.getLogger(), logging.getLogger("django.request")
    level = django.level
    root.addHandler(handler)
    django.setLevel(logging.DEBUG)
    yield stream
    django.setLevel(level)
    root.removeHandler(handler)


@pytest.fixture
def token():
    guest = Invitation.objects.create(
        meeting=factories.meeting(state="published"), name="Live", email="live@a.example"
    )
    return guest.token()


def lines(written: io.StringIO, logger: str) -> list[dict[str, object]]:
    found = [json.loads(line) for line in written.getvalue().splitlines()]
    return [line for line in found if line["logger"] == logger]


def is_told(written: io.StringIO, token: str) -> bool:
    return token in written.getvalue() or token.rsplit(".", 1)[1] in written.getvalue()


def test_a_form_without_its_cookie(written, token):
    response = Client(enforce_csrf_checks=True).post(reverse("answers:answer", args=[token]), {"svar": "comes"})

    line = lines(written, "django.security.csrf")[0]
    assert response.status_code == 403
    assert (line["method"], line["route"]) == ("POST", "svar/<str:token>/")
    assert "CSRF cookie not set" in str(line["event"])
    assert not is_told(written, token)


def test_a_form_sent_from_a_page_of_another_host(written, token):
    path = reverse("answers:answer", args=[token])
    client = Client(enforce_csrf_checks=True)
    client.post(path, {}, secure=True, headers={"Referer": f"https://portal.example{path}"})

    assert "portal.example" in str(lines(written, "django.security.csrf")[0]["event"])
    assert not is_told(written, token)


@pytest.mark.parametrize("ending", ["", "x/", "/", "?neste=/svar/"])
def test_a_page_that_is_not_there(written, token, ending):
    address = "/svar/" + token + "/ukjent/" + ending + (token if "=" in ending else "")

    assert Client().get(address).status_code == 404
    assert lines(written, "django.request")[0]["event"] == "Not Found: /-"
    assert not is_told(written, token)


def test_too_many_tries(written, token):
    address = reverse("answers:answer", args=[token])
    statuses = [Client().post(address, {"svar": "comes"}).status_code for _n in range(31)]

    assert statuses[-1] == 429
    assert lines(written, "portal.request")[-1]["status"] == 429
    assert not is_told(written, token)


def test_a_fault_of_ours(written, token, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError(f"no such page: {token}")

    monkeypatch.setattr(answers.answering, "can_still_answer", fail)
    response = Client(raise_request_exception=False).get(reverse("answers:answer", args=[token]))

    line = lines(written, "django.request")[0]
    assert response.status_code == 500
    assert (line["event"], line["route"]) == ("Internal Server Error: /svar/<str:token>/", "svar/<str:token>/")
    assert "RuntimeError" in str(line["trace"])
    assert not is_told(written, token)


def test_what_callers_add_is_kept(written):
    logging.getLogger("portal.test").warning("a thing of %s parts", 2, extra={"request": "abc", "part": "første"})

    line = lines(written, "portal.test")[0]
    assert (line["event"], line["request"], line["part"]) == ("a thing of 2 parts", "abc", "første")
