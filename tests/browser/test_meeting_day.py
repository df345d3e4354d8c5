"""A meeting's day and what comes of it, with three browsers at once: the organiser, a note-taker and a second writer.

Thirty take part. Every mail leaves through a real SMTP server, and what is done from a mail is done by its own link.
"""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from meetings.models import Agreement, IdeaProposal, Invitation, NoteField
from tests.browser import after_the_meeting as after
from tests.browser.meeting_days import by_link, under_way
from tests.browser.pages import Keyboard, looked_at, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def meeting(settings, live_server, smtp_sink):
    settings.PORTAL_URL = live_server.url
    return under_way(is_public=True)


def test_a_meeting_from_its_first_minute_to_the_next_invitation(browser, live_server, smtp_sink, meeting):
    organiser = signed_in(browser, live_server.url, meeting.host)
    taker, second = _groups(organiser, live_server, meeting)
    takers = by_link(browser, smtp_sink, taker, "dagen/")
    seconds = by_link(browser, smtp_sink, second, "dagen/", width=320)
    _the_programme_moves(organiser, takers, live_server, meeting)
    _two_write_at_once(takers, seconds)
    _the_net_goes_and_comes_back(seconds, takers)
    _what_comes_of_it(organiser, live_server, meeting)
    for page in (takers, seconds):
        page.context.close()

    journey = after.Journey(browser, live_server.url, smtp_sink, meeting, organiser)
    journey.who_was_there()
    journey.mails_the_next_day()
    journey.done_from_the_mail()
    journey.three_questions()
    journey.minutes_out_for_remarks()
    journey.remarks(guest=taker)
    journey.published_once()
    journey.as_files(guest=taker)
    journey.corrected()
    journey.everybody_reads_the_summary()
    journey.next_meeting(guest=taker)


def _groups(organiser, live_server, meeting) -> tuple[Invitation, Invitation]:
    organiser.goto(f"{live_server.url}/moter/{meeting.pk}/grupper/")
    looked_at(organiser, "no groups yet")
    organiser.get_by_role("button", name="Lag forslag").click()
    organiser.get_by_text("Her er et forslag med 5 grupper.").wait_for()
    organiser.get_by_role("button", name="Vis alle gruppen sin").click()
    organiser.get_by_text("Nå ser alle sin egen gruppe.").wait_for()
    looked_at(organiser, "the groups")
    first, other = organiser.locator("[data-group]").nth(0), organiser.locator("[data-group]").nth(1)
    person = first.locator("[data-person]").first
    name = person.locator("strong").text_content()
    person.locator("summary").first.press("Enter")
    target = other.get_attribute("data-group")
    person.locator("select").select_option(target)
    person.get_by_role("button", name="Flytt", exact=True).press("Enter")
    organiser.get_by_text(f"{name} sitter i").wait_for()
    dragged = organiser.locator(f"[data-group='{target}'] [data-person] strong", has_text=name)
    _drag(organiser, dragged, organiser.locator("[data-group]").nth(2).locator("h2"))
    organiser.get_by_text(f"{name} sitter i Gruppe 3").wait_for()
    members = Invitation.objects.filter(group_member__group=meeting.groups.first()).order_by("sort_name")
    guest = members.filter(person=None).first()
    return guest, members.exclude(pk=guest.pk).first()


def _drag(page, source, target) -> None:
    """In steps, as a hand does."""
    source.scroll_into_view_if_needed()
    start, end = source.bounding_box(), target.bounding_box()
    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(start["x"] + 25, start["y"] + 10, steps=5)
    page.mouse.move(end["x"] + 10, end["y"] + 10, steps=10)
    page.mouse.up()


def _the_programme_moves(organiser, takers, live_server, meeting) -> None:
    assert takers.locator(".day-title").text_content() == "Velkommen"
    takers.get_by_role("heading", name="Gruppen din").wait_for()
    organiser.goto(f"{live_server.url}/moter/{meeting.pk}/dagen/")
    looked_at(organiser, "the day, for the organiser")
    keyboard = Keyboard(organiser)
    keyboard.to(organiser.get_by_role("button", name="Gå videre nå"))
    organiser.keyboard.press("Enter")
    organiser.get_by_text("Nå: Gruppearbeid.").wait_for()
    # Without a reload, within five seconds.
    takers.locator(".day-title", has_text="Gruppearbeid").wait_for(timeout=5000)
    looked_at(takers, "the day, on a phone")


def _two_write_at_once(takers, seconds) -> None:
    for page in (takers, seconds):
        page.get_by_role("link", name="Notatene til gruppen").click()
        page.get_by_label("Hvordan kommer vi i gang?").wait_for()
    looked_at(takers, "the sheet")
    takers.get_by_label("Hvordan kommer vi i gang?").fill("Ring NTNU")
    seconds.get_by_label("Hvordan kommer vi i gang?").fill("Spør de ansatte")
    for page in (takers, seconds):
        for words in ("Ring NTNU", "Spør de ansatte"):
            page.wait_for_function(
                "words => document.querySelector('textarea:not([hidden])').value.includes(words)",
                arg=words, timeout=15000,
            )  # fmt: skip
    assert sorted(NoteField.objects.get().text.split("\n")) == ["Ring NTNU", "Spør de ansatte"]


def _the_net_goes_and_comes_back(seconds, takers) -> None:
    field = seconds.get_by_label("Hvordan kommer vi i gang?")
    seconds.context.set_offline(True)
    field.fill(field.input_value() + "\nSkrevet uten nett")
    seconds.get_by_text("Du er uten nett.").wait_for()
    takers_field = takers.get_by_label("Hvordan kommer vi i gang?")
    takers_field.fill("Først av alt\n" + takers_field.input_value())
    takers.get_by_text("Lagret", exact=True).wait_for()
    assert "Skrevet uten nett" not in NoteField.objects.get().text
    seconds.context.set_offline(False)
    takers.wait_for_function(
        "document.querySelector('textarea:not([hidden])').value.includes('Skrevet uten nett')", timeout=15000
    )
    assert set(NoteField.objects.get().text.split("\n")) == {
        "Først av alt", "Ring NTNU", "Spør de ansatte", "Skrevet uten nett",
    }  # fmt: skip


def _what_comes_of_it(organiser, live_server, meeting) -> None:
    def use(line: str) -> None:
        organiser.goto(f"{live_server.url}/moter/{meeting.pk}/notater/")
        organiser.get_by_role("listitem").filter(has_text=line).get_by_role("link").click()

    organiser.goto(f"{live_server.url}/moter/{meeting.pk}/notater/")
    looked_at(organiser, "all groups side by side")
    use("Først av alt")
    looked_at(organiser, "what a line becomes")
    organiser.get_by_text("Dette ble vi enige om").click()
    organiser.get_by_role("button", name="Lagre", exact=True).click()
    organiser.get_by_text("Notert som enighet.").wait_for()
    use("Ring NTNU")
    organiser.get_by_text("Lag oppfølgingspunkt").click()
    organiser.get_by_label("Ansvar").select_option(label=_label(organiser, "Kontakt 00"))
    organiser.get_by_label("Frist").fill((timezone.localdate() + dt.timedelta(days=5)).isoformat())
    organiser.get_by_role("button", name="Lagre", exact=True).click()
    organiser.get_by_text("Oppfølgingspunktet er laget.").wait_for()
    use("Spør de ansatte")
    organiser.get_by_text("Lag prosjektidé").click()
    organiser.get_by_label("Kommune", exact=True).select_option(label="Kommune 00")
    organiser.get_by_role("button", name="Spør kommunen").click()
    organiser.get_by_text("FoUI-kontakten i kommunen er spurt.").wait_for()
    organiser.goto(f"{live_server.url}/moter/{meeting.pk}/resultat/")
    looked_at(organiser, "what comes of it")
    assert Agreement.objects.get().text == "Først av alt"
    assert IdeaProposal.objects.get().text == "Spør de ansatte"
    contact = signed_in(organiser.context.browser, live_server.url, meeting.invitations.get(name="Kontakt 00").person)
    contact.goto(live_server.url)
    contact.get_by_role("link", name="Les og svar").click()
    looked_at(contact, "the proposal")
    contact.get_by_role("button", name="Ja, lag en idé av det").click()
    contact.get_by_text("Nå er det idé").wait_for()


def _label(page, words: str) -> str:
    return next(text for text in page.get_by_label("Ansvar").locator("option").all_text_contents() if words in text)
