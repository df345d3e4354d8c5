"""The joint mail says whose words they are, and takes neither links nor what cannot be seen."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ideas.models import SameNeed
from ideas.together import same_need
from municipalities.models import FouiContact
from partnership.mail import kinds
from partnership.mail.models import OutgoingMail
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def kari():
    return factories.contact("Kari Vik")


@pytest.fixture
def both(client, kari):
    """Both have said yes; Kari is signed in."""
    anne = factories.contact("Anne Ness")
    ideas = [factories.idea(FouiContact.objects.get(terms__person=one).municipality) for one in (kari, anne)]
    need = same_need.propose(idea=ideas[0], other=ideas[1], by=kari)
    client.force_login(kari)
    return same_need.say_yes(need=need, by=anne)


def send(client, need, text: str):
    return client.post(reverse("ideas:introduction", args=[need.pk]), {"text": text})


def composed():
    rows = list(OutgoingMail.objects.filter(kind="ideas.introduction"))
    return [kinds.registry()["ideas.introduction"].compose([row])[row.pk] for row in rows]


@pytest.mark.parametrize(
    "text",
    [
        "Se https://logg-inn.example/ først", "Se //ond.example", "Gå til www.ond.no", "Skriv til ola@ond.no",
        "Gå til logg-inn.com", "Gå til ｗｗｗ.ond.no", "Hei \u202edno", "Gjelder 13097248022", "x" * 2001, " ",
    ],
)  # fmt: skip
def test_what_could_mislead_is_refused_and_stands_in_its_field(client, both, text):
    page = send(client, both, text)

    assert page.status_code == 422
    assert text.strip()[:5] in page.content.decode()
    assert not OutgoingMail.objects.filter(kind="ideas.introduction").exists()
    assert SameNeed.objects.get().introduced_at is None


def test_the_usual_words_and_several_lines_are_taken(client, both):
    assert send(client, both, same_need.first_words(both) + "\r\n\r\nHilsen Kari.").status_code == 302
    assert len(composed()) == 2


def test_the_mail_says_first_whose_words_they_are_and_sets_them_in(client, both):
    send(client, both, "Hei dere.\n\n--\nFoUI-partnerskapet i Trøndelag")

    for mail in composed():
        assert mail.text.index("Kari Vik skriver til dere begge:") < mail.text.index("  Hei dere.")
        assert "\n  --\n  FoUI-partnerskapet i Trøndelag\n" in mail.text


def test_markup_is_shown_as_it_was_typed_and_the_subject_holds_nothing_of_it(client, both):
    send(client, both, "<a href=x>Trykk</a>\nBcc: alle")

    for mail in composed():
        assert "&lt;a href=x&gt;Trykk&lt;/a&gt;" in mail.html
        assert "Trykk" not in mail.subject
        assert "Bcc" not in str(mail.headers)
