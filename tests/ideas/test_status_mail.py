"""One mail to the sender about all that has happened and not been told: held as *Angre* is, one a day an address."""

from __future__ import annotations

import datetime as dt
import email
import email.policy

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from brokers.models import Broker
from ideas.intake import as_sender
from ideas.life import moving
from ideas.life.stages import Stage
from ideas.mailing import wording
from ideas.models import Idea
from ideas.money import anchoring
from ideas.together import passing_on
from ideas.whose import holding
from ideas.with_brokers import brokering
from partnership.common import norwegian
from partnership.mail import delivery
from partnership.mail.models import OutgoingMail
from tests import factories

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.servers]
SIV = "siv@frosta.example"


@pytest.fixture(autouse=True)
def two_minutes(settings):
    settings.MAIL_HOLD_SECONDS = 120


@pytest.fixture
def place():
    return factories.MunicipalityFactory(name="Frosta")


@pytest.fixture
def kari(place):
    return factories.contact("Kari Vik", place)


@pytest.fixture
def idea(place, kari):
    found = factories.idea(place, sender=SIV)
    OutgoingMail.objects.all().delete()
    return found


def soon() -> dt.date:
    return norwegian.add_working_days(norwegian.today(), 5)


def hand_on(idea, kari):
    return holding.hand_on(idea=idea, by=kari, to_person=factories.person("Mona Brekke"), until=soon())


def try_it(idea, kari):
    return moving.move(idea=idea, to="trying", by=kari, next_date=soon())


def statuses():
    return OutgoingMail.objects.of_kind("ideas.status").order_by("pk")


def texts(sink) -> list[str]:
    """What has come to the sender, in order."""
    found = [email.message_from_bytes(content, policy=email.policy.default) for content in sink.to(SIV)]
    return [one.get_body(("plain",)).get_content() for one in found]


def time_passes() -> list[str]:
    """Whatever is held is due; returns the states."""
    statuses().still_in_house().update(not_before=timezone.now() - dt.timedelta(seconds=1))
    delivery.deliver()
    return list(statuses().values_list("state", flat=True))


def test_two_changes_in_a_minute_are_one_mail_that_tells_both(smtp_sink, idea, kari):
    hand_on(idea, kari)
    try_it(idea, kari)
    delivery.deliver()
    assert texts(smtp_sink) == []

    assert time_passes() == ["superseded", "sent"]

    [text] = texts(smtp_sink)
    assert "Ideen din ligger nå hos Mona Brekke." in text
    assert "prøves lokalt nå" in text


def test_what_is_undone_within_the_two_minutes_is_never_told(smtp_sink, idea, kari):
    event = try_it(idea, kari)
    moving.undo(event=event, by=kari)

    assert time_passes() == ["superseded"]
    assert texts(smtp_sink) == []


def test_undoing_the_second_of_two_leaves_the_first_to_be_told(smtp_sink, idea, kari):
    hand_on(idea, kari)
    moving.undo(event=try_it(idea, kari), by=kari)

    assert time_passes() == ["sent", "superseded"]

    [text] = texts(smtp_sink)
    assert "Mona Brekke" in text
    assert "prøves lokalt" not in text


def test_what_has_been_told_and_is_undone_is_put_right_at_once(smtp_sink, idea, kari):
    event = try_it(idea, kari)
    time_passes()

    moving.undo(event=event, by=kari)
    delivery.deliver()

    assert "Se bort fra forrige melding" in texts(smtp_sink)[1]


def test_what_happens_later_the_same_day_waits_for_the_next_and_comes_together(smtp_sink, place, idea, kari):
    other = factories.idea(place, sender=SIV)
    OutgoingMail.objects.filter(kind="ideas.receipt").delete()
    hand_on(idea, kari)
    time_passes()

    try_it(idea, kari)
    moving.move(idea=other, to="ended", by=kari, told="Finnes allerede.")

    waiting = statuses().still_in_house()
    assert {norwegian.local(row.not_before).date() for row in waiting} == {
        norwegian.next_working_day(norwegian.today())
    }
    assert time_passes() == ["sent", "superseded", "sent"]
    text = texts(smtp_sink)[1]
    words = ("prøves lokalt nå", "ikke videre", f"Idé {idea.number}", idea.sender.token(), other.sender.token())
    assert [word for word in words if word not in text] == []


def test_whoever_says_it_was_not_me_of_one_idea_still_hears_of_the_other(smtp_sink, place, idea, kari):
    other = factories.idea(place, sender=SIV)
    OutgoingMail.objects.filter(kind="ideas.receipt").delete()
    try_it(other, kari)
    try_it(idea, kari)
    idea.sender.refused_at = timezone.now()
    idea.sender.save()

    assert time_passes() == ["sent", "superseded"]

    [text] = texts(smtp_sink)
    assert (other.sender.token() in text, idea.sender.token() in text) == (True, False)


def test_a_taken_over_idea_is_told_by_the_receipt_with_the_new_number_and_nothing_else(smtp_sink, idea, kari):
    per = factories.contact("Per Moen", levanger := factories.MunicipalityFactory(name="Levanger"))
    passing = passing_on.ask(idea=idea, to=levanger, reason="Hører til dere.", by=kari)
    time_passes()
    passing_on.sender_agrees(passing=passing)

    new = passing_on.accept(passing=passing, by=per)
    time_passes()

    _asked, text = texts(smtp_sink)
    assert f"Levanger har tatt over ideen din {idea.number}." in text
    assert Idea.objects.get(pk=new.pk).sender.token() in text
    assert statuses().filter(subject_id=idea.events.filter(new_stage="passed_on").last().pk).count() == 0


def test_the_broker_who_took_it_is_named_also_when_it_has_moved_on_before_the_mail_goes(smtp_sink, place, idea, kari):
    ola = factories.broker("Ola Moen")
    asked = brokering.ask(idea=idea, broker=Broker.objects.get(terms__person=ola), by=kari)
    brokering.take(request=asked, by=ola)
    brokering.end_part(request=asked, by=kari, for_broker=False)

    time_passes()

    [text] = texts(smtp_sink)
    assert "En kompetansemegler har tatt saken: Ola Moen, " in text
    assert "har tatt saken: Kari" not in text
    assert "Den ligger hos Kari Vik, " in text
    assert "har tatt saken: Ola Moen, " in client_page(idea)


def client_page(idea) -> str:
    as_sender.confirm(sender=idea.sender)
    return Client().get(reverse("idea_links:sender", args=[idea.sender.token()])).content.decode()


def test_every_step_since_the_last_mail_is_told(smtp_sink, idea, kari):
    anchoring.anchor(idea=idea, who="Rådet", on=norwegian.today(), by=kari)
    for stage in ("brokering", "outline", "applied", "funded", "under_way", "in_use"):
        moving.move(idea=idea, to=stage, by=kari, next_date=soon())

    time_passes()

    [text] = texts(smtp_sink)
    with translation.override("nb"):
        said = [str(wording.NOW[Stage(stage)]) for stage in ("outline", "applied", "funded", "under_way", "in_use")]
    assert [sentence for sentence in said if sentence not in text] == []
    assert sorted(said, key=text.find) == said


def test_whom_it_lies_with_is_said_once(smtp_sink, idea, kari):
    hand_on(idea, kari)

    time_passes()

    [text] = texts(smtp_sink)
    assert text.count("Mona Brekke") == 1
