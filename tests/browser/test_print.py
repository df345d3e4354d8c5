"""What comes out on paper: the content, without buttons, menu and way back."""

from __future__ import annotations

import pytest

from meetings.invitations import inviting
from meetings.planning import audience
from tests import factories
from tests.browser.pages import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def shown(page, selector: str) -> list[bool]:
    return [found.is_visible() for found in page.locator(selector).all()]


def test_a_meeting_is_printed_without_the_buttons_to_answer(browser, live_server, settings):
    settings.MAIL_HOLD_SECONDS = 0
    kari = factories.contact("Kari Vik")
    meeting = factories.meeting()
    audience.of(meeting).persons.add(kari)
    inviting.invite(meeting=meeting, by=meeting.host)
    page = signed_in(browser, live_server.url, kari)
    page.goto(live_server.url + meeting.get_absolute_url())

    page.emulate_media(media="print")

    assert shown(page, "h1, .programme, .facts") == [True, True]
    assert set(shown(page, "main button, .site-nav a, .crumbs, .site-footer")) == {False}


def test_a_long_table_begins_below_its_heading_and_goes_on_over_the_sheets(browser, live_server):
    factories.contact("Kari Vik")
    page = browser.new_page()
    page.goto(live_server.url + "/kommuner/")

    page.emulate_media(media="print")

    assert page.evaluate("getComputedStyle(document.querySelector('table')).breakInside") == "auto"
    assert page.evaluate("getComputedStyle(document.querySelector('main')).display") == "block"
