"""What is typed in a group's sheet, or followed on the day, when something goes otherwise than it should."""

from __future__ import annotations

import pytest

from meetings.groups import composing
from meetings.models import Minutes, NoteField
from tests.browser.pages import looked_at
from tests.common.test_personal_numbers import ORDINARY
from tests.meetings.test_groups import meeting, themes

__all__ = ["meeting", "themes"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIELD = "Notater fra gruppen"


@pytest.fixture
def writer(meeting):
    group = composing.propose(meeting=meeting, size=6)[0]
    composing.show(meeting=meeting, is_shown=True)
    return group.members.first().invitation


@pytest.fixture
def page(browser, live_server, writer):
    context = browser.new_context(viewport={"width": 360, "height": 800}, bypass_csp=True)
    opened = context.new_page()
    opened.goto(f"{live_server.url}/svar/{writer.token()}/notat/")
    return opened


def test_whoever_is_moved_keeps_the_words_and_writes_in_neither_group(page, meeting, writer):
    other = meeting.groups.get(number=2)
    page.context.set_offline(True)
    page.get_by_label(FIELD).fill("Sensorer i Frosta")
    composing.move(meeting=meeting, invitation=writer, group=other)
    page.context.set_offline(False)

    page.get_by_text(f"Du er flyttet til {other.name}.").wait_for()
    assert page.locator("[data-unsent] [data-text]").text_content().endswith("Sensorer i Frosta")
    assert not page.get_by_label(FIELD).is_editable()
    page.get_by_role("link", name="Til notatene til gruppen din").click()
    page.get_by_text("Dette skrev du i Gruppe 1: Aldring, og det er ikke sendt.").wait_for()
    assert page.get_by_label(FIELD).input_value() == ""
    looked_at(page, "words from another group")
    page.get_by_role("button", name="Fjern det fra denne enheten").click()
    page.reload()
    assert page.locator("[data-unsent] section").count() == 0
    assert not NoteField.objects.exclude(text="").exists()


def test_words_that_did_not_come_across_before_the_sheet_was_closed_are_shown(page, meeting):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.context.set_offline(True)
    page.get_by_label(FIELD).fill("Skrevet uten nett")
    page.get_by_text("Du er uten nett.").wait_for()
    Minutes.objects.create(meeting=meeting, state="published")
    page.context.set_offline(False)
    page.reload()

    page.get_by_text("det kom ikke fram før notatene ble stengt").wait_for()
    assert "Skrevet uten nett" in page.locator("[data-unsent] [data-text]").text_content()
    page.get_by_role("button", name="Kopier").click()
    page.get_by_text("Kopiert").wait_for()
    assert "Skrevet uten nett" in page.evaluate("navigator.clipboard.readText()")
    letter = page.get_by_role("link", name=f"Send det til {meeting.host.name}").get_attribute("href")
    assert letter.startswith(f"mailto:{meeting.host.email}?")
    assert "Skrevet%20uten%20nett" in letter
    looked_at(page, "words that were not sent")


def test_what_was_wrong_goes_with_the_text_and_both_is_said_at_the_field(page, meeting, writer):
    field = page.get_by_label(FIELD)
    field.fill(f"Bruker {ORDINARY}")
    page.get_by_text("Teksten trenger ikke si hvem").wait_for()
    field.fill("")
    page.get_by_text("Teksten trenger ikke si hvem").wait_for(state="hidden")

    page.route("**/notat/?v=*", lambda route: route.abort())  # hears of nothing before the own save
    NoteField.objects.update_or_create(group=meeting.groups.get(number=1), defaults={"text": "Natten", "version": 9})
    field.fill("Natt")
    page.locator("[data-changed]", has_text="Begge deler står her.").wait_for()


def test_a_day_that_is_not_updated_says_so_until_it_is(page, live_server, writer):
    page.goto(f"{live_server.url}/svar/{writer.token()}/dagen/")
    said = page.get_by_text("Siden er ikke oppdatert siden kl.")
    assert said.count() == 0
    page.context.set_offline(True)
    said.wait_for(timeout=15000)
    page.context.set_offline(False)
    said.wait_for(state="hidden", timeout=15000)
