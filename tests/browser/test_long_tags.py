"""What a tag looks like when its words do not find room in one line."""

from __future__ import annotations

import pytest

from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Hold av datoen: programmet kommer senere"
MEASURED = """tag => {
    tag.textContent = words;
    const line = parseFloat(getComputedStyle(tag).lineHeight), box = tag.getBoundingClientRect();
    return {lines: Math.floor(box.height / line), room: box.height - 2 * line, right: box.right};
}"""


def test_a_long_tag_has_room_above_and_below_its_two_lines_on_a_phone(browser, live_server):
    idea = factories.idea(visibility="public")
    page = browser.new_context(viewport={"width": 360, "height": 740}, bypass_csp=True).new_page()
    page.goto(live_server.url + idea.get_absolute_url())

    found = page.locator(".tags .ds-tag").evaluate(MEASURED.replace("words", repr(LONG)))

    assert found["lines"] == 2
    assert found["room"] >= 8
    assert found["right"] <= 344
