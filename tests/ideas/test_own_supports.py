"""What somebody's own export says of ideas they supported."""

from __future__ import annotations

import pytest

from ideas import own_data
from ideas.models import Idea, Support
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_title_is_told_only_while_the_person_sees_the_idea():
    person = factories.person()
    idea = factories.idea(visibility="public", title="Nattilsyn med sensorer")
    Support.objects.create(idea=idea, person=person)
    Support.objects.create(idea=idea, email=person.email)

    wide = own_data.person_data(person)["ideas_you_support"]
    Idea.objects.update(visibility="contact")
    narrow = own_data.person_data(person)["ideas_you_support"]

    assert wide == [{"number": idea.number, "title": "Nattilsyn med sensorer"}]
    assert narrow == [{"number": idea.number}]
