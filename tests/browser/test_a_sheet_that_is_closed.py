"""A sheet that no longer takes what is written says so, stops asking, and keeps the text."""

from __future__ import annotations

import re

import pytest

from meetings.groups import composing, questions
from meetings.invitations import answering
from meetings.models import NoteField
from meetings.notes import writing
from meetings.notes.writing import Writer
from tests.meetings.test_groups import meeting, themes

__all__ = ["meeting", "themes"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_text_is_kept_and_nothing_more_is_sent(browser, live_server, meeting):
    composing.propose(meeting=meeting, size=6)
    composing.show(meeting=meeting, is_shown=True)
    mine = meeting.invitations.get(name="Forsker 0")
    page = browser.new_context(bypass_csp=True).new_page()
    page.goto(f"{live_server.url}/svar/{mine.token()}/notat/")
    field = page.get_by_label("Notater fra gruppen")
    asked = []
    page.on("request", lambda request: asked.append(request.method))
    answering.answer(invitation=mine, reply="declined", source="link")

    field.fill("Skrevet etter at jeg sa nei")

    page.get_by_text("Det du skriver, blir ikke lenger tatt imot").wait_for()
    sent = len(asked)
    field.fill("Skrevet etter at jeg sa nei, og mer")
    page.wait_for_timeout(4000)
    assert len(asked) == sent
    assert not NoteField.objects.exclude(text="").exists()
    assert "og mer" in page.evaluate("Object.values(localStorage).join()")


def test_questions_that_come_later_are_told_of_and_what_is_typed_comes_along(browser, live_server, meeting):
    composing.propose(meeting=meeting, size=6)
    composing.show(meeting=meeting, is_shown=True)
    mine = meeting.invitations.get(name="Forsker 0")
    page = browser.new_context(bypass_csp=True).new_page()
    page.goto(f"{live_server.url}/svar/{mine.token()}/notat/")
    told = page.get_by_text("Spørsmålene er endret.")
    page.get_by_label("Notater fra gruppen").fill("Sensorer")
    page.get_by_text("Lagret").wait_for()
    assert not told.is_visible()

    questions.save(meeting=meeting, texts=["Hva haster?"])

    told.wait_for()
    page.get_by_label("Notater fra gruppen").fill("Sensorer i Frosta")
    page.get_by_role("link", name="Last siden på nytt").click()
    page.get_by_label("Hva haster?").wait_for()
    page.wait_for_function("document.querySelector('textarea:not([hidden])').value === 'Sensorer i Frosta'")
    assert not told.is_visible()


def test_what_was_changed_just_now_gets_its_clock_when_it_is_no_longer_now(browser, live_server, meeting):
    composing.propose(meeting=meeting, size=6)
    composing.show(meeting=meeting, is_shown=True)
    mine = meeting.invitations.get(name="Forsker 0")
    page = browser.new_context(bypass_csp=True).new_page()
    page.clock.install()
    page.goto(f"{live_server.url}/svar/{mine.token()}/notat/")
    page.get_by_label("Notater fra gruppen").fill("Sensorer")
    page.get_by_label("Notater fra gruppen").blur()
    page.get_by_text("Endret av Forsker 0 nå nettopp").wait_for()

    page.clock.fast_forward(61_000)

    page.get_by_text(re.compile(r"Endret av Forsker 0 \d\d\.\d\d")).wait_for(timeout=5000)


def test_what_others_wrote_meanwhile_comes_when_ones_own_is_taken_out_again(browser, live_server, meeting):
    group = composing.propose(meeting=meeting, size=6)[0]
    composing.show(meeting=meeting, is_shown=True)
    mine = group.members.filter(invitation__person=None).first().invitation
    page = browser.new_context(bypass_csp=True).new_page()
    page.goto(f"{live_server.url}/svar/{mine.token()}/notat/")
    page.route("**/notat/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    field = page.get_by_label("Notater fra gruppen")
    field.fill("Et utkast")
    with page.expect_response(lambda answer: answer.status == 200 and "v=" in answer.url):
        writing.save(group=group, key=0, base="", text="Fra en annen", by=Writer("En annen"))

    field.fill("")

    page.wait_for_function("document.querySelector('textarea:not([hidden])').value === 'Fra en annen'", timeout=8000)
