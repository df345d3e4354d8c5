"""What journeys in a browser share: looking at a page, signing in, links in mails, a person with a keyboard only."""

from __future__ import annotations

import email
import email.policy
import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"


def looked_at(page, where: str) -> None:
    """No fault that axe finds, nothing wider than the screen, in four dresses."""
    if not AXE.exists():
        pytest.fail("axe-core is missing: run sh tests/browser/setup.sh")
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{where} is {wide} px too wide at {width}"
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.evaluate(AXE.read_text())
            found = page.evaluate(
                "axe.run().then(result => result.violations.map(v => v.id + ': ' + v.nodes[0].html))"
            )
            assert found == [], f"{where}, {width} px, {scheme}"
    page.emulate_media(color_scheme="light")


def signed_in(browser, address: str, person):
    client = Client()
    client.force_login(person)
    context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])
    return context.new_page()


def link_in(content: bytes, word: str) -> str:
    message = email.message_from_bytes(content, policy=email.policy.default)
    text = message.get_body(("plain",)).get_content()
    return next(found for found in re.findall(r"https?://\S+", text) if word in found)


class Keyboard:
    """Somebody without a mouse: only Tab, typing, Space and Enter."""

    STEPS = 150

    def __init__(self, page) -> None:
        self.page = page

    def to(self, target) -> None:
        """Tab until ``target`` has the focus, and see that the focus shows."""
        for _step in range(self.STEPS):
            self.page.keyboard.press("Tab")
            if target.evaluate("element => element === document.activeElement"):
                style = target.evaluate(
                    "element => [getComputedStyle(element).outlineStyle, getComputedStyle(element).boxShadow]"
                )
                assert style != ["none", "none"], f"the focus does not show on {target}"
                return
        raise AssertionError(f"{target} is not reached by Tab")

    def write(self, label: str, text: str) -> None:
        self.to(self.page.get_by_label(label, exact=True))
        self.page.keyboard.type(text)

    def tick(self, label: str) -> None:
        self.to(self.page.get_by_label(label, exact=True))
        self.page.keyboard.press("Space")

    def press(self, role: str, name: str | re.Pattern[str]) -> None:
        self.to(self.page.get_by_role(role, name=name, exact=True).first)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
