"""What journeys in a browser share: looking at a page, signing in, links in mails, a person with a keyboard only."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import re
import shutil
import time
from pathlib import Path

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.db.models import F
from django.test import Client

from partnership.mail import delivery
from partnership.mail.models import OutgoingMail

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
FAULTS = """axe.run({resultTypes: ["violations"]}).then(
    result => result.violations.map(fault => fault.id + ": " + fault.nodes[0].html))"""


def looked_at(page, where: str) -> None:
    """No fault that axe finds, nothing wider than the screen, in four dresses."""
    if not AXE.exists():
        pytest.fail("axe-core is missing: run sh tests/browser/setup.sh")
    # Half loaded, without its style sheets or letters, a page has other widths.
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready.then(() => true)")
    page.evaluate(AXE.read_text())
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{where} is {wide} px too wide at {width}"
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found = page.evaluate(FAULTS)
            assert found == [], f"{where}, {width} px, {scheme}"
    page.emulate_media(color_scheme="light")


def signed_in(browser, address: str, person):
    client = Client()
    client.force_login(person)
    context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])
    return context.new_page()


def links_in(content: bytes) -> list[str]:
    message = email.message_from_bytes(content, policy=email.policy.default)
    return re.findall(r"https?://\S+", message.get_body(("plain",)).get_content())


def link_in(content: bytes, word: str) -> str:
    return next(found for found in links_in(content) if word in found)


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


class SignIn:
    """Somebody at the sign-in page, with the portal's own content security policy in force."""

    def __init__(self, browser, address: str, sink) -> None:
        self.context = browser.new_context(viewport={"width": 1280, "height": 900})
        self.page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.address, self.sink = address, sink
        self.faults: list[str] = []
        self.is_looking = False
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("response", self._note)
        self.page.on("framenavigated", self._look_up)

    def _look_up(self, frame) -> None:
        self.is_looking = False

    def _note(self, response) -> None:
        """What a page needs and does not get; a page itself may well answer 4xx."""
        if not self.is_looking and response.status >= 400 and response.request.resource_type != "document":
            self.faults.append(f"{response.status} {response.url}")

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)

    def looks(self, where: str) -> None:
        """Look at the page; what axe asks for from then on, until the next page, is not the page's fault."""
        self.page.wait_for_load_state("networkidle")
        self.is_looking = True
        looked_at(self.page, where)

    def press(self, name: str, role: str = "button") -> None:
        self.page.get_by_role(role, name=name, exact=True).click()

    def write(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)

    def sees(self, heading: str) -> None:
        self.page.get_by_role("heading", name=heading, exact=True).first.wait_for()

    def asks_for_a_code(self, address: str) -> None:
        self.open("/logg-inn/")
        if self.page.get_by_role("heading", name="Skriv koden").count():
            self.press("En annen adresse, eller en ny kode")
        self.write("E-post", address)
        self.press("Send meg en kode")
        self.sees("Skriv koden")

    def with_mailed_code(self, person) -> None:
        self.asks_for_a_code(person.email)
        self.write("Kode", mailed_code(self.sink, person.email))
        self.press("Logg inn")

    def with_password(self, person, password: str) -> None:
        self.open("/logg-inn/passord/")
        self.write("E-post", person.email)
        self.write("Passord", password)
        self.press("Logg inn")

    def out(self) -> None:
        self.open("/konto/")
        self.press("Logg ut")
        self.page.get_by_role("link", name="Logg inn").first.wait_for()


def mailed_code(sink, address: str) -> str:
    """What stands alone on a line in the newest mail, as the mail arrived."""
    delivery.deliver()
    message = email.message_from_bytes(sink.to(address)[-1], policy=email.policy.default)
    text = message.get_body(("plain",)).get_content()
    return re.search(r"^([A-Z0-9-]{6,12})\s*$", text, re.MULTILINE).group(1)


def app_code(secret: str) -> str:
    """What a code app shows now, with some seconds left to write it in."""
    while time.time() % 30 > 20:
        time.sleep(0.5)
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def with_passkeys(page) -> None:
    """The browser gets a device that keeps passkeys and always knows its owner."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})


class Inbox:
    """The mails somebody has got, as they arrived. None may hold a word of ``secrets``."""

    def __init__(self, sink, address: str, secrets: tuple[str, ...] = ()) -> None:
        self.sink, self.address, self.secrets = sink, address, secrets
        self.read = 0

    def next(self) -> tuple[str, str, bytes]:
        """Subject, text and the whole of the one mail that has come since last time."""
        delivery.deliver()
        came = self.sink.to(self.address)[self.read :]
        self.read += len(came)
        assert len(came) == 1, f"{len(came)} mails have come to {self.address}"
        message = email.message_from_bytes(came[0], policy=email.policy.default)
        bodies = [message.get_body((kind,)).get_content() for kind in ("plain", "html")]
        held = [secret for secret in self.secrets if secret in message["Subject"] + "".join(bodies)]
        assert held == [], f"a mail to {self.address} holds {held}"
        self._a_day_passes()
        return message["Subject"], " ".join(bodies[0].split()), came[0]

    def skip(self) -> None:
        """What has come until now is another test's business."""
        delivery.deliver()
        self.read = len(self.sink.to(self.address))
        self._a_day_passes()

    def _a_day_passes(self) -> None:
        """Of those that can wait nobody gets two a day: a journey takes minutes where a life takes months."""
        OutgoingMail.objects.filter(to_email=self.address).update(sent_at=F("sent_at") - dt.timedelta(days=1))


class SendersPage:
    """The page of whoever sent an idea, by the private link, on a phone."""

    def __init__(self, context, link: str, inbox: Inbox) -> None:
        self.page = context.new_page()
        self.page.set_viewport_size({"width": 360, "height": 740})
        self.link, self.inbox = link, inbox

    def says(self, heading: str, *words: str) -> None:
        self.page.goto(self.link)
        shown = self.page.get_by_role("heading", level=1).inner_text()
        assert shown == heading, shown
        shown = " ".join(self.page.locator("main").inner_text().split())
        for sentence in words:
            assert sentence in shown, f"«{sentence}» is not in: {shown}"

    def is_told(self, sentence: str, heading: str, *words: str) -> None:
        """One mail with ``sentence`` and the link has come, and the page behind it says the same."""
        subject, text, mail = self.inbox.next()
        assert subject.startswith("Nytt om ideen din (nr. ")
        assert sentence in text, text
        assert link_in(mail, "/ide/") == self.link
        self.says(heading, sentence, *words)
