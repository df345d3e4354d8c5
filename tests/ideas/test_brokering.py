"""A broker is asked, takes it or cannot; the silent are passed by; each once, and never with the idea lost."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from freezegun import freeze_time

from brokers.models import Broker
from ideas.life import moving
from ideas.models import BrokerRequest, Idea, IdeaAccess, IdeaEvent
from ideas.whose import dates
from ideas.with_brokers import brokering
from municipalities.models import FouiContact
from partnership.mail.models import Notice, OutgoingMail
from partnership.people.models import Absence, RoleTerm
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def asked(idea, ola_seat, kari):
    return brokering.ask(idea=idea, broker=ola_seat, by=kari, note="Hva vet forskningen?")


def mails(kind):
    return list(OutgoingMail.objects.filter(kind=kind).order_by("pk"))


def sees(user, idea):
    return Idea.objects.visible_to(user).filter(pk=idea.pk).exists()


def long_after(request):
    return timezone.now() + (request.answer_by - TODAY) + dt.timedelta(days=1)


def test_asking_lets_the_idea_lie_with_the_broker_who_sees_it(idea, ola, ola_seat, kari):
    assert not sees(ola, idea)

    request = brokering.ask(idea=idea, broker=ola_seat, by=kari)

    assert (idea.stage, idea.holder_seat_id, idea.next_date) == ("brokering", ola_seat.pk, dates.answer_by(5))
    assert request.answer_by == idea.next_date
    assert sees(ola, idea)
    assert IdeaAccess.objects.get(seat=ola_seat).given_by == kari


def test_asking_is_one_event_and_the_sender_learns_the_name(idea, ola_seat, kari):
    OutgoingMail.objects.all().delete()
    before = set(idea.events.values_list("pk", flat=True))

    brokering.ask(idea=idea, broker=ola_seat, by=kari)

    (event,) = idea.events.exclude(pk__in=before)
    assert (event.kind, event.old_stage, event.new_stage) == ("asked_broker", "clarifying", "brokering")
    assert event.told.startswith("Ola Moen, kompetansemegler i ")
    assert [mail.kind for mail in OutgoingMail.objects.order_by("pk")] == ["ideas.status", "ideas.broker_asked"]


def test_asking_twice_is_once(asked, idea, ola_seat, kari):
    again = brokering.ask(idea=idea, broker=ola_seat, by=kari)

    assert again.pk == asked.pk
    assert len(mails("ideas.broker_asked")) == 1


def test_a_second_broker_waits_for_the_first(asked, idea, siv_seat, kari):
    with pytest.raises(ValidationError, match="Ola Moen"):
        brokering.ask(idea=idea, broker=siv_seat, by=kari)

    assert BrokerRequest.objects.count() == 1


def test_one_who_covers_another_place_may_be_asked(idea, siv, siv_seat, kari):
    brokering.ask(idea=idea, broker=siv_seat, by=kari)

    assert sees(siv, idea)


def test_one_who_is_full_may_be_asked(idea, ola_seat, kari):
    ola_seat.capacity, ola_seat.full_until = "full", TODAY + dt.timedelta(days=30)
    ola_seat.save()

    request = brokering.ask(idea=idea, broker=ola_seat, by=kari)

    assert request.is_open
    assert "fullt til" in request.why_suggested


def test_a_role_nobody_has_cannot_be_asked(idea, ola_seat, kari):
    RoleTerm.objects.filter(seat=ola_seat).update(until=TODAY)

    with pytest.raises(ValidationError):
        brokering.ask(idea=idea, broker=ola_seat, by=kari)
    idea.refresh_from_db()
    assert idea.stage == "clarifying"


@pytest.mark.parametrize("stage", ["ended", "paused", "funded"])
def test_an_idea_that_is_elsewhere_must_be_taken_up_first(stage, idea, ola_seat, kari):
    Idea.objects.filter(pk=idea.pk).update(stage=stage, paused_in="clarifying" if stage == "paused" else "")

    with pytest.raises(ValidationError, match=idea.number):
        brokering.ask(idea=idea, broker=ola_seat, by=kari)


def test_taking_keeps_it_with_the_broker_and_tells_contact_and_sender(asked, idea, ola, kari):
    brokering.take(request=asked, by=ola)

    idea.refresh_from_db()
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_by) == ("taken", ola)
    assert (idea.stage, idea.holder_seat_id) == ("brokering", asked.broker_id)
    assert Notice.objects.get(person=kari).line == f"Ola Moen har tatt saken for idé {idea.number}."
    assert "har tatt saken" in IdeaEvent.objects.get(idea=idea, kind="broker_took").told
    assert brokering.has_had_dialogue(idea)


def test_taking_twice_is_once(asked, idea, ola):
    brokering.take(request=asked, by=ola)
    brokering.take(request=asked, by=ola)

    assert idea.events.filter(kind="broker_took").count() == 1


def test_cannot_sends_it_back_with_why_and_the_broker_sees_it_no_longer(asked, idea, ola, kari):
    brokering.cannot(request=asked, by=ola, reason="full", text="Spør gjerne igjen i februar.")

    idea.refresh_from_db()
    seat = FouiContact.objects.get(municipality=idea.municipality)
    assert (idea.stage, idea.holder_seat_id, idea.next_date) == ("clarifying", seat.pk, dates.answer_by(5))
    assert not sees(ola, idea)
    assert "It lies with you again" not in Notice.objects.get(person=kari).line
    event = idea.events.get(kind="broker_cannot")
    assert event.reason.endswith("Spør gjerne igjen i februar.")
    assert "februar" not in event.told


def test_cannot_wants_a_reason_from_the_list(asked, idea, ola):
    for reason, text in (("", ""), ("lei", ""), ("other", " ")):
        with pytest.raises(ValidationError):
            brokering.cannot(request=asked, by=ola, reason=reason, text=text)
    asked.refresh_from_db()
    assert asked.is_open


def test_one_who_has_taken_it_may_give_it_back(asked, idea, ola):
    brokering.take(request=asked, by=ola)
    brokering.cannot(request=asked, by=ola, reason="partial")
    brokering.cannot(request=asked, by=ola, reason="partial")

    idea.refresh_from_db()
    assert idea.stage == "clarifying"
    assert idea.events.filter(kind="broker_cannot").count() == 1


def test_giving_back_late_leaves_the_idea_where_it_has_come(asked, idea, ola):
    brokering.take(request=asked, by=ola)
    moving.move(idea=idea, to="outline", by=ola, next_date=dates.answer_by(10))

    brokering.cannot(request=asked, by=ola, reason="full")

    idea.refresh_from_db()
    assert (idea.stage, idea.holder_seat.kind) == ("outline", "contact")


def test_the_contact_takes_the_question_back(asked, idea, ola, kari):
    brokering.take_back(request=asked, by=kari)
    brokering.take_back(request=asked, by=kari)

    idea.refresh_from_db()
    assert (idea.stage, idea.holder_seat.kind) == ("clarifying", "contact")
    assert not sees(ola, idea)
    with pytest.raises(ValidationError):
        brokering.take(request=asked, by=ola)
    assert idea.events.filter(kind="broker_back").count() == 1


def test_an_idea_nobody_had_looked_at_comes_back_as_being_clarified(frosta, kari, ola, ola_seat):
    new = factories.idea(frosta, sender="siv.lund@frosta.example")
    request = brokering.ask(idea=new, broker=ola_seat, by=kari)

    brokering.cannot(request=request, by=ola, reason="field")

    new.refresh_from_db()
    assert new.stage == "clarifying"


def test_what_has_been_moved_meanwhile_is_not_taken(asked, idea, ola, kari):
    moving.move(idea=idea, to="trying", by=kari, next_date=dates.answer_by(10))

    with pytest.raises(ValidationError):
        brokering.take(request=asked, by=ola)


def test_without_an_answer_it_goes_back_to_the_contact_once(asked, idea, ola, kari):
    assert brokering.go_on_from_the_silent(timezone.now()) == 0

    with freeze_time(long_after(asked)):
        assert brokering.go_on_from_the_silent(timezone.now()) == 1
        assert brokering.go_on_from_the_silent(timezone.now()) == 0

    idea.refresh_from_db()
    asked.refresh_from_db()
    assert (asked.answer, idea.stage, idea.holder_seat.kind) == ("silent", "clarifying", "contact")
    assert not sees(ola, idea)
    assert "har ikke svart" in Notice.objects.get(person=kari).line


def test_the_next_one_is_asked_when_the_contact_wants_it(idea, ola, ola_seat, kari):
    tone = factories.give(Broker.objects.create(company=ola_seat.company), factories.person("Tone Rygg"))
    first = brokering.ask(idea=idea, broker=ola_seat, by=kari, note="Hva vet forskningen?", ask_next=True)

    with freeze_time(long_after(first)):
        assert brokering.go_on_from_the_silent(timezone.now()) == 1

        second = idea.broker_requests.open().get()
        idea.refresh_from_db()
        assert (second.broker.pk, second.note, second.ask_next) == (idea.holder_seat_id, first.note, True)
        assert sees(tone, idea)
        assert not sees(ola, idea)
    assert "Vi har spurt Tone Rygg." in Notice.objects.get(person=kari).line

    with freeze_time(long_after(second)):
        assert brokering.go_on_from_the_silent(timezone.now()) == 1
    idea.refresh_from_db()
    assert (idea.stage, idea.holder_seat.kind) == ("clarifying", "contact")


def test_a_role_that_ends_is_not_waited_for(asked, idea, ola_seat):
    RoleTerm.objects.filter(seat=ola_seat).update(until=TODAY)

    assert brokering.go_on_from_the_silent(timezone.now()) == 1
    idea.refresh_from_db()
    assert idea.holder_seat.kind == "contact"


def test_a_question_overtaken_by_a_move_is_closed_and_the_idea_left_alone(asked, idea, ola, kari):
    seat = FouiContact.objects.get(municipality=idea.municipality)
    Idea.objects.filter(pk=idea.pk).update(stage="trying", holder_seat=seat)

    assert brokering.go_on_from_the_silent(timezone.now()) == 1

    idea.refresh_from_db()
    asked.refresh_from_db()
    assert (idea.stage, asked.answer) == ("trying", "taken_back")
    assert not sees(ola, idea)


def test_what_is_put_on_hold_meanwhile_keeps_its_day_and_lies_with_the_contact(asked, idea, kari):
    day = dates.answer_by(40)
    moving.move(idea=idea, to="paused", by=kari, next_date=day, told="Til budsjettet er vedtatt.")

    assert brokering.go_on_from_the_silent(timezone.now()) == 1

    idea.refresh_from_db()
    assert (idea.stage, idea.next_date, idea.holder_seat.kind) == ("paused", day, "contact")


def test_a_broker_away_is_asked_through_the_deputy(idea, ola, ola_seat, kari):
    Absence.objects.create(person=ola, since=TODAY, until=TODAY + dt.timedelta(days=20))
    deputy = factories.give(ola_seat, factories.person("Tone Rygg"), capacity="deputy")

    brokering.ask(idea=idea, broker=ola_seat, by=kari)

    assert [mail.person_id for mail in mails("ideas.broker_asked")] == [deputy.pk]
    assert sees(deputy, idea)


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_are_one(asked, idea, ola, kari):
    told = []

    def press(verb, **values):
        try:
            verb(request=BrokerRequest.objects.get(pk=asked.pk), **values)
            told.append(verb.__name__)
        except ValidationError:
            told.append("refused")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=press, args=(brokering.take,), kwargs={"by": ola}),
        threading.Thread(target=press, args=(brokering.take_back,), kwargs={"by": kari}),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    idea.refresh_from_db()
    assert BrokerRequest.objects.get().answer == "taken_back"
    assert sorted(told) in (["refused", "take_back"], ["take", "take_back"])
    assert (idea.stage, idea.holder_seat.kind) == ("clarifying", "contact")


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_pass_by_once(asked, idea):
    BrokerRequest.objects.update(answer_by=TODAY - dt.timedelta(days=1))
    counts = []

    def beat():
        counts.append(brokering.go_on_from_the_silent(timezone.now()))
        connection.close()

    threads = [threading.Thread(target=beat) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(counts) == [0, 1]
    assert idea.events.filter(kind="broker_silent").count() == 1
