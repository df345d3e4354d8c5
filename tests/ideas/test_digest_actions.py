"""«Dette venter»: each line of the mail has what can be done with it, in HTML and in text."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client

from ideas.mailing import acting_links
from ideas.models import Message, PassingOn
from ideas.together import same_need
from partnership.common import norwegian
from partnership.mail import digest, kinds
from partnership.mail.models import OutgoingMail
from tests import factories

pytestmark = pytest.mark.django_db


def mail(person) -> tuple[str, str]:
    """Text and HTML of the mail to the person on the next working day."""
    day = norwegian.next_working_day(norwegian.today())
    digest.send_due(norwegian.at(day, dt.time(8)))
    row = OutgoingMail.objects.get(kind=digest.KIND, person=person)
    made = kinds.registry()[digest.KIND].compose([row])[row.pk]
    return made.text, made.html


def links(html: str) -> dict[str, str]:
    found = re.findall(r'<a href="([^"]+)"[^>]*>(?:<strong>)?([^<]+)', html)
    return {" ".join(words.split()): url for url, words in found}


def test_a_new_idea_has_the_three_each_with_its_own_page_that_opens(frosta, kari):
    idea = factories.idea(frosta, sender="siv.lund@frosta.example")

    text, html = mail(kari)

    found = links(html)
    wanted = {
        "Åpne": acting_links.url(idea, kari, "acting"),
        "Trenger mer tid": acting_links.url(idea, kari, "acting_more_time"),
        "Gi videre": acting_links.url(idea, kari, "acting_hand_on"),
    }
    assert {label: found.get(label, "").split("/", 3)[-1] for label in wanted} == {
        label: url.split("/", 3)[-1] for label, url in wanted.items()
    }
    assert all(f"{label}: " in text for label in wanted)
    for label in wanted:
        assert Client().get("/" + found[label].split("/", 3)[-1]).status_code == 200


def test_what_the_sender_wrote_the_same_need_and_a_passing_on_have_theirs(idea, kari, ola):
    Message.objects.create(idea=idea, text="Hei", is_senders=True)
    other = factories.idea(sender="a@b.example", visibility="partnership")
    same_need.propose(idea=other, other=idea, by=ola)
    PassingOn.objects.create(idea=other, to=idea.municipality, reason="Den er deres.")

    text, html = mail(kari)

    assert {"Les og svar", "Svar", "Se hvorfor"} <= links(html).keys()
    assert all(f"{label}: http" in text for label in ("Les og svar", "Svar", "Se hvorfor"))
