"""Every page of the portal as one kind of person meets it, and what can be read on a page."""

from __future__ import annotations

from html.parser import HTMLParser

from django.contrib.admin import site
from django.test import Client
from django.urls import reverse

from tests.access import OFFICERS, SIGN_IN_OPEN, SIGN_IN_OWN, TABLE

ARGS = {
    "account_reset_password_from_key": ["1", "set-password"],
    "mfa_edit_webauthn": [1],
    "mfa_remove_webauthn": [1],
}


def addresses(actor: str, targets: dict[str, list[object]]) -> list[str]:
    """Where ``actor`` may go; pages that only take a form are left out."""
    found = [
        reverse(name, args=targets[row.args])
        for name, row in TABLE.items()
        if actor in row.may and row.method == "get"
    ]
    names = sorted(SIGN_IN_OPEN if actor == "stranger" else SIGN_IN_OPEN | SIGN_IN_OWN)
    found += [reverse(name, args=ARGS.get(name, [])) for name in names]
    return found + (workroom() if actor in OFFICERS else [])


def workroom() -> list[str]:
    """The site's own pages, and list, form, history and deletion of every model that has a row."""
    found = [reverse("admin:index"), reverse("admin:contact_import"), reverse("admin:records")]
    for model, own in site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found.append(reverse(f"{name}_changelist"))
        if row := model._default_manager.first():
            found += [reverse(f"{name}_{page}", args=[row.pk]) for page in ("change", "history", "delete")]
        if own.can_add:
            found.append(reverse(f"{name}_add"))
    return found


def pages(client: Client, urls: list[str]) -> dict[str, str]:
    """The HTML at each address, and what an empty form there is told; forms last, since they may change things."""
    read = {f"GET {url}": client.get(url, follow=True) for url in urls}
    read |= {f"POST {url}": client.post(url, {}) for url in urls if "/logg-ut/" not in url}
    return {
        where: response.content.decode()
        for where, response in read.items()
        if response.get("Content-Type", "").startswith("text/html") and response.content
    }


class Readable(HTMLParser):
    """``texts``: what is seen or read aloud, piece by piece."""

    SPOKEN = ("alt", "title", "aria-label", "placeholder")
    HIDDEN = ("script", "style", "noscript", "template", "textarea", "code", "pre")
    EMPTY = ("br", "hr", "img", "input", "link", "meta", "col", "wbr", "rect", "circle", "path")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.open: list[tuple[str, bool]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        hides = tag in self.HIDDEN or given.get("lang", "nb") not in ("nb", "no")
        if tag not in self.EMPTY:
            self.open.append((tag, hides))
        self.texts += [given[name] for name in self.SPOKEN if given.get(name)]
        if tag == "input" and given.get("type") in ("submit", "button") and given.get("value"):
            self.texts.append(given["value"])

    def handle_endtag(self, tag):
        while self.open and tag in [name for name, _hides in self.open]:
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, data):
        text = " ".join(data.split())
        if text and not any(hides for _name, hides in self.open):
            self.texts.append(text)
