"""The demo's mails as they were received."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from overview.demo import mailbox

pytestmark = pytest.mark.django_db

NAME = "2026112512000000000012345678"
MAIL = b"""Subject: Takk
Content-Type: text/html; charset=utf-8

<html><body><p>Hei</p><script>alert(1)</script></body></html>
"""


@pytest.fixture
def received(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    folder = mailbox._folder()
    folder.mkdir()
    (folder / f"{NAME}.eml").write_bytes(MAIL)
    (folder / f"{NAME}.json").write_text(json.dumps({"received": 1, "to": "kari@frosta.example", "subject": "Takk"}))


def test_a_mail_is_measured_by_our_page_and_runs_nothing_itself(client, received):
    page = client.get(reverse("demo:mail", args=[NAME])).content.decode()
    own = client.get(reverse("demo:mail_html", args=[NAME]))

    frame = page[page.index("<iframe") : page.index("</iframe>")]
    assert "/static/js/mail-frame.js" in page
    assert "allow-scripts" not in frame
    assert set(own["Content-Security-Policy"].split("; ")) == {
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "img-src 'self'",
        "frame-ancestors 'self'",
    }


def test_a_page_that_names_no_mark_of_its_own_finds_the_portals(client):
    response = client.get("/favicon.ico", follow=False)

    assert (response.status_code, response["Location"]) == (302, "/static/img/favicon.svg")
