"""Comments: by and for those who see the idea."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from ideas.models import Comment
from ideas.talk import commenting
from municipalities.models import FouiContact
from partnership.mail.models import Notice, OutgoingMail
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def kari():
    place = factories.MunicipalityFactory(name="Frosta")
    return factories.give(FouiContact.objects.create(municipality=place), factories.person("Kari Vik"))


@pytest.fixture
def idea(kari):
    return factories.idea(FouiContact.objects.get(terms__person=kari).municipality, visibility="partnership")


def test_whoever_sees_the_idea_comments_and_the_holder_gets_a_notice_and_no_mail(client, idea, kari):
    client.force_login(factories.officer("Nina Solem"))

    client.post(f"/ideer/{idea.pk}/kommentarer/", {"text": "Levanger har prøvd noe liknende."})

    [notice] = Notice.objects.filter(person=kari)
    assert notice.line == f"Nina Solem har kommentert idé {idea.number}."
    assert not OutgoingMail.objects.exists()
    assert "Levanger har prøvd" in client.get(f"/ideer/{idea.pk}/").content.decode()


def test_the_same_words_sent_twice_are_one_comment_and_the_holders_own_tells_nobody(idea, kari):
    commenting.comment(idea=idea, text="Ring Anne.", by=kari)
    commenting.comment(idea=idea, text="Ring Anne. ", by=kari)

    assert Comment.objects.count() == 1
    assert not Notice.objects.exists()


@pytest.mark.parametrize("text", ["", "   ", "a" * 2001])
def test_nothing_or_too_much_is_refused_beside_the_field_and_kept(client, idea, kari, text):
    client.force_login(kari)

    response = client.post(f"/ideer/{idea.pk}/kommentarer/", {"text": text})

    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.content.decode()
    assert not Comment.objects.exists()


def test_ones_own_comment_is_taken_away_and_leaves_a_trace(client, idea, kari):
    made = commenting.comment(idea=idea, text="Feil idé.", by=(nina := factories.officer("Nina Solem")))
    client.force_login(nina)
    address = f"/ideer/{idea.pk}/kommentarer/{made.pk}/fjern/"

    client.post(address)
    client.post(address)

    page = client.get(f"/ideer/{idea.pk}/").content.decode()
    made.refresh_from_db()
    assert (made.text, "Feil idé." in page, "av den som skrev den" in page) == ("", False, True)
    assert not Notice.objects.exists()


def test_nobody_takes_anothers_comment_away(client, idea, kari):
    made = commenting.comment(idea=idea, text="Ring Anne.", by=kari)
    client.force_login(other := factories.officer())

    assert client.post(f"/ideer/{idea.pk}/kommentarer/{made.pk}/fjern/").status_code == 403
    with pytest.raises(ValidationError):
        commenting.remove(comment=made, by=other)


def test_whoever_does_not_see_the_idea_neither_reads_nor_writes(client, idea):
    client.force_login(factories.broker())

    assert client.post(f"/ideer/{idea.pk}/kommentarer/", {"text": "Hei"}).status_code == 404


def test_a_stranger_reads_comments_on_a_public_idea_and_is_sent_to_sign_in_to_write(client, idea, kari):
    idea.visibility = "public"
    idea.save()
    commenting.comment(idea=idea, text="Ring Anne.", by=kari)

    assert "Ring Anne." in client.get(f"/ideer/{idea.pk}/").content.decode()
    assert client.post(f"/ideer/{idea.pk}/kommentarer/", {"text": "Hei"})["Location"].startswith("/logg-inn/")
