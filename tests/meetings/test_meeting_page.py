"""The organiser's page: one thing to do next, and what is dangerous apart with what will happen."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone

from meetings.invitations import answering, inviting
from meetings.models import Invitation, Meeting
from meetings.planning import audience
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def nina(client):
    host = factories.officer("Nina Solem")
    client.force_login(host)
    return host


@pytest.fixture
def sent(nina, settings):
    settings.MAIL_HOLD_SECONDS = 0
    factories.contact("Kari Vik")
    meeting = factories.meeting(nina)
    chosen = audience.of(meeting)
    chosen.kinds = ["contact"]
    chosen.save()
    inviting.invite(meeting=meeting, by=nina)
    meeting.refresh_from_db()
    return meeting


def page(client, meeting) -> str:
    return client.get(f"/moter/{meeting.pk}/").content.decode()


def primary(text: str) -> list[str]:
    """The words of every button that is neither secondary nor tertiary."""
    main = text[text.index("<main") : text.index("</main")]
    buttons = re.findall(r'<(?:a|button) class="ds-button"([^>]*)>(.*?)</(?:a|button)>', main, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", words).strip() for attrs, words in buttons if "data-variant" not in attrs]


def test_a_draft_leads_to_the_step_that_is_missing(client, nina):
    meeting = factories.meeting(nina, join_url="")
    assert primary(page(client, meeting)) == ["Neste: Innhold og sted"]

    meeting.place = "Rådhuset"
    meeting.save()
    assert primary(page(client, meeting)) == ["Neste: Program"]

    meeting.programme.create(title="Velkommen", minutes=180)
    assert primary(page(client, meeting)) == ["Neste: Målgruppe"]

    audience.of(meeting).persons.add(nina)
    assert primary(page(client, meeting)) == ["Se over og send"]


def test_while_a_sending_is_held_undo_is_the_primary_button(client, sent, settings):
    settings.MAIL_HOLD_SECONDS = 120
    factories.contact("Ola Berg")
    inviting.invite(meeting=sent, by=sent.host)

    assert primary(page(client, sent)) == ["Angre: invitasjon"]


def test_the_silent_lead_to_the_board_and_a_change_goes_before_them(client, sent):
    assert primary(page(client, sent)) == ["Tavla: hvem kommer"]
    assert "1 person har ikke svart." in page(client, sent)

    sent.place = "Rådhuset"
    sent.save()

    assert primary(page(client, sent)) == ["Send endringen"]


def test_somebody_new_in_the_audience_is_to_be_invited(client, sent):
    factories.contact("Ola Berg")

    assert primary(page(client, sent)) == ["Inviter 1 ny person"]


def test_a_date_held_leads_to_the_programme_when_it_is_written(client, sent):
    sent.is_save_the_date = True
    sent.announced = sent.announcement()
    sent.save()
    assert primary(page(client, sent)) == ["Tavla: hvem kommer"]

    sent.programme.create(title="Velkommen", minutes=180)

    assert primary(page(client, sent)) == ["Send programmet"]


def test_an_organiser_who_is_invited_answers_first(client, sent):
    audience.of(sent).persons.add(sent.host)
    inviting.invite(meeting=sent, by=None)

    assert primary(page(client, sent)) == ["Jeg kommer"]

    answering.answer(invitation=factories.invited(sent, sent.host), reply="comes", source="portal")
    text = page(client, sent)
    assert primary(text) == ["Tavla: hvem kommer"]
    assert '<span class="ds-tag">Du kommer</span>' in text


def test_a_meeting_that_was_held_asks_what_was_agreed_once(client, sent):
    sent.start, sent.end = (timezone.now() - dt.timedelta(hours=hours) for hours in (4, 1))
    sent.save()
    assert primary(page(client, sent)) == ["Noter hvem som var der"]

    sent.invitations.update(attendance="present")
    assert primary(page(client, sent)) == ["Skriv hva dere ble enige om"]

    sent.agreed = "Vi møtes igjen."
    sent.save()

    text = page(client, sent)
    assert primary(text) == ["Skriv referatet"]
    assert "Avlys møtet" not in text


def test_what_is_dangerous_says_whom_it_reaches(client, sent):
    text = page(client, sent)
    rare = text[text.index('aria-labelledby="rare"') :]

    assert "Avlys møtet" in rare
    assert "1 invitert får beskjed. Det kan ikke gjøres om." in rare
    assert "De du velger, får en e-post, og møtet går ut av kalenderen deres." in rare


def test_an_organiser_is_not_asked_to_ask_for_a_place_at_the_own_open_meeting(client, sent):
    sent.is_public = True
    sent.save()

    own = page(client, sent)
    client.logout()

    assert "Be om plass" not in own
    assert "Be om plass" in page(client, sent)


def test_nothing_waits_for_the_organiser_of_a_meeting_that_is_only_retold(client, nina):
    told = factories.meeting(nina, state="published", source="ks.no")
    Meeting.objects.filter(pk=told.pk).update(
        start=timezone.now() - dt.timedelta(days=900), end=timezone.now() - dt.timedelta(days=899)
    )

    assert "Skriv ned hva dere ble enige om" not in page(client, told)


def test_whom_the_organiser_took_back_is_not_asked_for_again_and_is_marked_before_sending(client, nina, sent):
    inviting.withdraw(meeting=sent, invitations=list(Invitation.objects.all()), sentence="Feil person.", by=nina)

    assert "ikke invitert ennå" not in page(client, sent)
    assert "invitasjonen er trukket tilbake tidligere" in client.get(f"/moter/{sent.pk}/utsending/").content.decode()


def test_one_who_is_only_invited_sees_no_tools(client, sent):
    kari = Invitation.objects.get(meeting=sent).person
    client.force_login(kari)

    text = page(client, sent)

    assert primary(text) == ["Jeg kommer"]
    assert "For deg som planlegger" not in text
    assert "Avlys møtet" not in text


def test_the_same_four_words_stand_in_the_sums_and_the_filter_of_the_board(client, sent):
    answering.answer(invitation=Invitation.objects.get(meeting=sent), reply="declined", source="link")

    text = client.get(f"/moter/{sent.pk}/tavle/").content.decode()

    assert re.findall(r"<strong>(\d+)</strong> (\w+)</li>", text) == [
        ("0", "kommer"), ("0", "kanskje"), ("1", "nei"), ("0", "stille"),
    ]  # fmt: skip
    assert '<span class="ds-tag" data-color="neutral">Nei</span>' in text
    assert primary(text) == []


def test_the_door_of_a_meeting_is_shown_until_its_day_is_over(client, sent):
    Meeting.objects.filter(pk=sent.pk).update(join_service="Teams")
    assert 'href="https://teams.example/mote"' in page(client, sent)

    ago = timezone.now() - dt.timedelta(days=3)
    Meeting.objects.filter(pk=sent.pk).update(start=ago, end=timezone.now(), state="held")
    assert 'href="https://teams.example/mote"' in page(client, sent)  # it may run late
    Meeting.objects.filter(pk=sent.pk).update(end=ago + dt.timedelta(hours=2))

    text = page(client, sent)
    assert "https://teams.example/mote" not in text
    assert "Teams" in text


def test_a_door_without_a_name_is_worded_all_the_same(client, sent):
    assert "Bli med digitalt" in page(client, sent)
