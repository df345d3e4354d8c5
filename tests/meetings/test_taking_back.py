"""*Angre* on the receipt: as it was before the answer, with what follows for the waiting list."""

from __future__ import annotations

import pytest
from django.urls import reverse

from meetings.invitations import answering, inviting
from meetings.models import Invitation, Reply, Source
from partnership.mail.models import OutgoingMail
from partnership.people import terms
from tests import factories
from tests.meetings.test_inviting import for_contacts

pytestmark = pytest.mark.django_db


@pytest.fixture
def kari():
    return factories.contact("Kari Vik")


@pytest.fixture
def meeting(kari):
    found = factories.meeting(join_url="", place="Rådhuset", capacity=1)
    for_contacts(found)
    return found


def sent(meeting) -> None:
    inviting.invite(meeting=meeting, by=None)
    meeting.refresh_from_db()


def answer(client, meeting, reply: str, *, on: str = "/"):
    return client.post(reverse("meetings:reply", args=[meeting.pk]), {"svar": reply, "next": on}, follow=True)


def press_undo(client, page, meeting, *, on: str = "/"):
    data = {"svart": page.context["receipt"].pk, "next": on}
    return client.post(reverse("meetings:undo_reply", args=[meeting.pk]), data, follow=True)


def test_an_answer_on_the_first_page_gives_a_receipt_and_undoing_brings_the_question_back(client, kari, meeting):
    sent(meeting)
    client.force_login(kari)
    assert [item.key for item in client.get("/").context["items"]] == [f"invitation:{Invitation.objects.get().pk}"]

    page = answer(client, meeting, "comes")
    assert "Takk. Du kommer." in page.content.decode()
    assert "Angre" in page.content.decode()
    assert page.context["items"] == []
    page = press_undo(client, page, meeting)

    assert "Angret. Du har ikke svart." in page.content.decode()
    assert [item.key for item in page.context["items"]] == [f"invitation:{Invitation.objects.get().pk}"]
    invitation = Invitation.objects.get()
    assert (invitation.reply, invitation.attends, invitation.replied_at, invitation.reply_source) == (
        "",
        "",
        None,
        "",
    )
    assert [given.reply for given in invitation.answers.all()] == ["comes", ""]


def test_on_the_meetings_page_the_answer_before_comes_back(client, kari, meeting):
    sent(meeting)
    client.force_login(kari)
    answer(client, meeting, "maybe", on="")
    page = answer(client, meeting, "declined", on="")
    assert page.request["PATH_INFO"] == meeting.get_absolute_url()

    page = press_undo(client, page, meeting, on="")

    assert page.request["PATH_INFO"] == meeting.get_absolute_url()
    assert Invitation.objects.get().reply == Reply.MAYBE


def test_undoing_a_yes_gives_the_place_to_whoever_waits(client, kari, meeting):
    per = factories.contact("Per Moen")
    sent(meeting)
    client.force_login(kari)
    page = answer(client, meeting, "comes")
    waiting = factories.invited(meeting, per)
    answering.answer(invitation=waiting, reply="comes", source=Source.LINK)

    press_undo(client, page, meeting)

    waiting.refresh_from_db()
    assert waiting.has_place
    assert OutgoingMail.objects.filter(kind="meetings.place_free", to_email=per.email).count() == 1


def test_undoing_a_no_waits_for_the_place_that_was_given_on(client, kari, meeting):
    per = factories.contact("Per Moen")
    sent(meeting)
    client.force_login(kari)
    answer(client, meeting, "comes")
    answering.answer(invitation=factories.invited(meeting, per), reply="comes", source=Source.LINK)
    page = answer(client, meeting, "declined")
    assert factories.invited(meeting, per).has_place

    page = press_undo(client, page, meeting)

    assert factories.invited(meeting, kari).is_waiting
    assert factories.invited(meeting, per).has_place
    assert "Rommet er fullt." in page.content.decode()


def test_undoing_twice_or_after_another_answer_changes_nothing(client, kari, meeting):
    sent(meeting)
    client.force_login(kari)
    page = answer(client, meeting, "declined")
    answering.answer(invitation=Invitation.objects.get(), reply="comes", source=Source.LINK, by=kari)

    refused = press_undo(client, page, meeting)

    assert "Du har svart på nytt siden" in refused.content.decode()
    assert Invitation.objects.get().reply == Reply.COMES
    page = answer(client, meeting, "maybe")
    press_undo(client, page, meeting)
    press_undo(client, page, meeting)
    assert Invitation.objects.get().reply == Reply.COMES


def test_nobody_undoes_what_another_answered(client, kari, meeting):
    per = factories.contact("Per Moen")
    sent(meeting)
    client.force_login(kari)
    page = answer(client, meeting, "comes")
    client.force_login(per)

    press_undo(client, page, meeting)

    assert client.get(f"/?svart={page.context['receipt'].pk}").context["receipt"] is None
    assert factories.invited(meeting, kari).reply == Reply.COMES


def test_the_deputy_of_one_who_is_away_undoes_their_own_press(client, kari, meeting):
    sent(meeting)
    deputy = factories.give(kari.terms.get().seat, capacity="deputy")
    terms.be_away(person=kari, until=factories.timezone.localdate() + factories.dt.timedelta(days=3))
    client.force_login(deputy)
    page = answer(client, meeting, "declined")

    press_undo(client, page, meeting)

    assert factories.invited(meeting, kari).reply == Reply.SILENT


@pytest.mark.parametrize("odd", ["", "x", "²", "9" * 30, "-1"])
def test_an_odd_receipt_is_none(client, kari, meeting, odd):
    sent(meeting)
    client.force_login(kari)

    assert client.get("/", {"svart": odd}).context["receipt"] is None
    assert client.post(reverse("meetings:undo_reply", args=[meeting.pk]), {"svart": odd}).status_code == 302
