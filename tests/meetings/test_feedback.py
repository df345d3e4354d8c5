"""Three questions without a name: once a person, nothing that leads back, and all shown at once afterwards."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from meetings import own_data, privacy
from meetings.after import feedback
from meetings.invitations import answering, inviting
from meetings.models import AudienceGuest, Feedback, Invitation, Meeting
from partnership.common import norwegian
from tests import factories
from tests.meetings.test_inviting import for_contacts

pytestmark = pytest.mark.django_db

SAID = {"useful": 4, "met": 5, "differently": "Mer tid i grupper."}


@pytest.fixture
def meeting():
    """Over; five came, and one did not."""
    made = factories.meeting()
    people = [factories.contact(f"Deltaker {n}") for n in range(6)]
    for_contacts(made)
    AudienceGuest.objects.create(meeting=made, name="Gjest", email="gjest@sintef.example")
    inviting.invite(meeting=made, by=made.host)
    for person in people[:5]:
        answering.answer(invitation=factories.invited(made, person), reply="comes", source="link")
    start = timezone.now() - dt.timedelta(days=1)
    Meeting.objects.filter(pk=made.pk).update(start=start, end=start + dt.timedelta(hours=3), state="held")
    made.refresh_from_db()
    return made


def of(meeting, n: int) -> Invitation:
    return meeting.invitations.get(name=f"Deltaker {n}")


def link(invitation) -> str:
    return reverse("answers:feedback", args=[invitation.token()])


def results_page(client, meeting) -> str:
    client.force_login(meeting.host)
    return client.get(reverse("meetings:feedback", args=[meeting.pk])).content.decode()


def test_opening_answers_nothing_and_a_press_answers_once(client, meeting):
    kari = of(meeting, 0)
    for method in (client.get, client.head):
        assert method(link(kari)).status_code == 200
    assert not Feedback.objects.exists()

    first = client.post(link(kari), SAID, follow=True)
    again = client.post(link(kari), SAID | {"useful": 1}, follow=True)

    assert "Takk for svaret" in first.content.decode()
    assert "Takk for svaret" in again.content.decode()
    assert [(one.useful, one.met, one.differently) for one in Feedback.objects.all()] == [(4, 5, SAID["differently"])]
    kari.refresh_from_db()
    assert kari.feedback_on == norwegian.today()


def test_the_verb_refuses_twice_and_who_was_not_there(meeting):
    kari = of(meeting, 0)
    feedback.give(invitation=kari, **SAID)

    with pytest.raises(ValidationError, match="svart før"):
        feedback.give(invitation=kari, **SAID)
    with pytest.raises(ValidationError, match="var med"):
        feedback.give(invitation=of(meeting, 5), **SAID)
    assert Feedback.objects.count() == 1


def test_nothing_in_the_row_leads_to_a_person_or_a_moment():
    names = {field.name for field in Feedback._meta.get_fields()}

    assert names == {"id", "meeting", "useful", "met", "differently"}
    assert type(Feedback._meta.pk).__name__ == "UUIDField"
    assert Feedback().pk.version == 4


def test_who_was_not_there_is_told_so_and_leaves_nothing(client, meeting):
    away = of(meeting, 5)

    page = client.post(link(away), SAID).content.decode()

    assert "til dem som var med" in page
    assert not Feedback.objects.exists()


def test_a_guest_answers_too_when_noted_as_present(client, meeting):
    meeting.invitations.filter(name="Gjest").update(attendance="present")

    client.post(link(meeting.invitations.get(name="Gjest")), SAID)

    assert Feedback.objects.count() == 1


@pytest.mark.parametrize("change", [{"state": "cancelled"}, {"end": timezone.now() + dt.timedelta(days=2)}])
def test_before_it_is_over_or_when_cancelled_nobody_is_asked(client, meeting, change):
    Meeting.objects.filter(pk=meeting.pk).update(**change)

    assert client.post(link(of(meeting, 0)), SAID).status_code == 410
    assert not Feedback.objects.exists()


def test_what_is_missing_or_made_up_is_said_beside_the_question(client, meeting):
    for said in ({}, {"useful": 6, "met": 1}, {"useful": "²", "met": 1}):
        response = client.post(link(of(meeting, 0)), said | {"differently": "Behold meg"})
        assert response.status_code == 422
        assert "Behold meg" in response.content.decode()
    assert not Feedback.objects.exists()


def test_the_database_holds_the_scale(meeting):
    with pytest.raises(IntegrityError), transaction.atomic():
        Feedback.objects.create(meeting=meeting, useful=6, met=1)


def over(meeting) -> None:
    """The days for answering are over."""
    end = timezone.now() - dt.timedelta(days=14)
    Meeting.objects.filter(pk=meeting.pk).update(start=end - dt.timedelta(hours=3), end=end)
    meeting.refresh_from_db()


def test_while_people_may_answer_it_is_said_how_many_have_and_nothing_else(client, meeting):
    pages = []
    for n in range(5):
        feedback.give(invitation=of(meeting, n), useful=n + 1, met=1, differently=f"Tekst {n}")
        pages.append(
            results_page(client, meeting).replace(f"{n + 1} person", "N person").replace("personer", "person")
        )

    assert len(set(pages)) == 1
    assert "N person har svart." in pages[0]
    assert "hvis minst 5 har svart" in pages[0]
    assert not any(word in pages[0] for word in ("Tekst", "gjennomsnitt", "<table"))


def test_afterwards_four_answers_are_not_shown_and_five_are(client, meeting):
    for n in range(5):
        feedback.give(invitation=of(meeting, n), useful=n + 1, met=1, differently=f"Tekst {n}")
    over(meeting)
    five = results_page(client, meeting)
    Feedback.objects.filter(differently="Tekst 4").delete()
    four = results_page(client, meeting)

    assert "3,0 av 5 i gjennomsnitt, 5 svar" in five
    assert "Tekst 4" in five
    assert "Færre enn 5 svarte." in four
    assert not any(word in four for word in ("Tekst", "gjennomsnitt", "<table"))


def test_after_the_last_day_nobody_answers_and_nobody_is_asked(client, meeting):
    assert meeting.feedback_until >= norwegian.local(meeting.end).date() + dt.timedelta(days=8)
    over(meeting)
    kari = of(meeting, 0)

    page = client.post(link(kari), SAID).content.decode()

    assert "Svartiden er over." in page
    assert "<form" not in page
    with pytest.raises(ValidationError, match="Svartiden"):
        feedback.give(invitation=kari, **SAID)
    assert not Feedback.objects.exists()


def test_the_results_do_not_follow_the_order_of_answering(meeting):
    for n, text in enumerate(("Ørret", "Bjørk", "Ask", "Alm", "Ål")):
        feedback.give(invitation=of(meeting, n), useful=1, met=1, differently=text)
    over(meeting)

    assert feedback.results(meeting).texts == ["Alm", "Ask", "Bjørk", "Ørret", "Ål"]


def stored() -> list[tuple[str, str, str]]:
    """Key, words, and the transaction that wrote the row, in the order of the table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id::text, differently, xmin::text FROM meetings_feedback ORDER BY ctid")
        return cursor.fetchall()


def test_the_table_keeps_no_order_and_a_new_answer_stands_among_all_the_others(meeting, monkeypatch):
    monkeypatch.setattr(random.SystemRandom, "sample", lambda self, rows, k: list(reversed(rows)))
    feedback.give(invitation=of(meeting, 0), useful=1, met=1, differently="A")
    [(first, *_)] = stored()
    feedback.give(invitation=of(meeting, 1), useful=2, met=2, differently="B")

    rows = stored()

    assert [words for _, words, _ in rows] == ["B", "A"]
    assert first not in {key for key, *_ in rows}
    assert len({written for *_, written in rows}) == 1


def test_a_person_sees_that_they_answered_and_is_erased_with_it(meeting):
    kari = of(meeting, 0)
    feedback.give(invitation=kari, **SAID)
    [row] = own_data.person_data(kari.person)["invitations"]
    assert row["answered_the_questions"] == norwegian.today()
    old = link(kari)

    privacy.erase(kari.person, {kari.email})

    kari.refresh_from_db()
    assert kari.feedback_on is None
    assert link(kari) != old
    assert Feedback.objects.count() == 1


def test_the_words_go_with_the_guests_and_the_figures_stay(meeting):
    feedback.give(invitation=of(meeting, 0), **SAID)
    privacy.forget(norwegian.today() - dt.timedelta(days=30))
    assert Feedback.objects.get().differently

    privacy.forget(norwegian.today() + dt.timedelta(days=1))

    assert (Feedback.objects.get().differently, Feedback.objects.get().useful) == ("", 4)
