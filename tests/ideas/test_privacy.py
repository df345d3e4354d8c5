"""What ideas hold about people: given out, erased, and forgotten when it is long over."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from ideas import moving, privacy
from ideas.models import Idea, IdeaSender, Intake, Message, Note, Support
from partnership.common import contributions, norwegian
from partnership.people import privacy as people_privacy
from tests import factories
from tests.people.test_privacy import traces

pytestmark = pytest.mark.django_db

EMAIL = "siv.uvanlig@frosta.example"


@pytest.fixture
def place():
    return factories.MunicipalityFactory(name="Frosta", slug="frosta")


def sent(place) -> Idea:
    idea = factories.idea(place, sender=EMAIL, workplace="Uvanlig bosenter")
    IdeaSender.objects.update(name="Siv Uvanlig", talked_with_leader="yes")
    Message.objects.create(idea=idea, text="Hilsen Siv Uvanlig", is_senders=True)
    Support.objects.create(idea=idea, email=EMAIL)
    return idea


def test_an_erased_person_leaves_number_and_history_and_no_trace(place):
    person = factories.contact("Siv Uvanlig", place)
    person.email = EMAIL
    person.save()
    idea = sent(place)
    mine = factories.idea(place, holder_seat=None, holder_person=person)
    Intake.objects.update(leader_name="Siv Uvanlig", leader_email=EMAIL)
    stored = Intake.objects.get()
    stored.save()

    people_privacy.erase(person=person)

    idea.refresh_from_db()
    mine.refresh_from_db()
    assert traces("uvanlig") == []
    assert (idea.number, idea.sender.gets_mail, idea.events.count()) == (idea.number, False, 2)
    assert mine.holder_person is None
    assert Intake.objects.get().leader_email == ""


def test_the_export_tells_what_was_sent_done_and_written(place):
    kari = factories.contact("Kari Vik", place)
    idea = factories.idea(place, sender=kari.email)
    moving.move(idea=idea, to="ended", by=kari, reason="Finnes allerede.")
    Note.objects.create(idea=idea, text="Husk budsjettet", by=kari)

    found = contributions.person_data(kari)

    assert [one["number"] for one in found["ideas_sent"]] == [idea.number]
    assert [one["why"] for one in found["what_you_did_with_ideas"]] == ["Finnes allerede."]
    assert [one["text"] for one in found["what_you_wrote_about_ideas"]] == ["Husk budsjettet"]


def test_senders_of_what_was_over_long_ago_are_forgotten_and_others_are_not(place):
    kari = factories.contact("Kari Vik", place)
    old, open_one = sent(place), factories.idea(place, sender="per@frosta.example")
    moving.move(idea=old, to="ended", by=kari, reason="Finnes allerede.")
    Idea.objects.filter(pk=old.pk).update(stage_since=timezone.now() - dt.timedelta(days=800))
    link = old.sender.link_version

    for _again in range(2):
        privacy.forget(norwegian.today() - dt.timedelta(days=730))

    old.sender.refresh_from_db()
    assert (old.sender.name, old.sender.link_version) == ("", link + 1)
    assert not Support.objects.exists()
    assert IdeaSender.objects.get(idea=open_one).email == "per@frosta.example"
