"""Who is sent to sign in from an idea's address."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from ideas.models import Idea
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_stranger_who_follows_a_mail_to_an_idea_is_asked_to_sign_in_whether_it_exists_or_not(client, idea):
    for address in (f"{idea.get_absolute_url()}?fra=e-post", f"/ideer/{idea.pk + 1000}/", f"/ideer/{10**30}/"):
        response = client.get(address)

        assert (response.status_code, response["Location"].partition("?")[0]) == (302, "/logg-inn/")
        assert parse_qs(response["Location"].partition("?")[2]) == {"next": [address]}


def test_a_stranger_reads_a_public_idea_without_signing_in(client, idea):
    Idea.objects.filter(pk=idea.pk).update(visibility="public")

    assert client.get(idea.get_absolute_url()).status_code == 200


def test_who_is_signed_in_and_may_not_see_an_idea_is_told_that_there_is_none(client, idea):
    client.force_login(factories.person())

    assert client.get(idea.get_absolute_url()).status_code == 404
