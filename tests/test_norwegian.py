"""No English where people read: every sentence has its Bokmål, and no page anyone can open shows any."""

from __future__ import annotations

import io
import re
from pathlib import Path

import allauth
import django
import pytest
import simple_history
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.test import Client, RequestFactory
from django.utils.translation import trans_real
from django.utils.translation.template import templatize

from overview import errors
from tests import factories, walk
from tests.test_access import world  # noqa: F401 – the world is a fixture

BASE = Path(__file__).resolve().parent.parent
ROOMS = ("partnership", "municipalities", "brokers", "ideas", "meetings", "overview")
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip


def sentences() -> set[tuple[str, str | None]]:
    """Every message id in our code and templates, with its context."""
    sources = [(path, path.read_text()) for room in ROOMS for path in (BASE / room).rglob("*.py")]
    for path in (BASE / "templates").rglob("*.*"):
        # Without indentation, which the reader of Python would take for blocks.
        sources.append((path, "\n".join(line.lstrip() for line in templatize(path.read_text()).splitlines())))
    found = set()
    for _path, text in sources:
        for _line, ids, _comments, context in extract(
            "python", io.BytesIO(text.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"}
        ):
            first = ids[0] if isinstance(ids, tuple) else ids
            if first:
                found.add((first, context))
    return found


def test_every_sentence_in_our_code_and_templates_has_its_bokmaal():
    catalogue = trans_real.translation("nb")._catalog
    missing = []
    for text, context in sentences():
        key = f"{context}\x04{text}" if context else text
        if key not in catalogue and (key, 1) not in catalogue:
            missing.append(key)

    assert sorted(missing) == []


# Words that no Norwegian sentence holds.
ENGLISH = re.compile(
    r"\b(the|and|your|you|please|with|from|this|that|have|has|not|cannot|was|were|been)\b", re.IGNORECASE
)
# A language is called what its own speakers call it.
OWN_NAMES = {"English"}


def english_ids() -> set[str]:
    """What packages and we would say in English, where Bokmål says something else."""
    ids, said = {text for text, _context in sentences()}, set()
    catalogues = [*(BASE / "locale" / "nb" / "parts").glob("*.po")]
    for package in (django, allauth, simple_history):
        catalogues += Path(package.__file__).parent.rglob("locale/nb/LC_MESSAGES/django.po")
    for path in catalogues:
        with path.open("rb") as file:
            for message in read_po(file):
                ids |= set(message.id) if isinstance(message.id, tuple) else {message.id}
                said |= set(message.string) if isinstance(message.string, tuple) else {message.string}
    return {text for text in ids - said if len(text) > 2}


@pytest.fixture(params=["stranger", "contact", "broker", "officer"])
def pages(request, world):  # noqa: F811
    people, targets = world
    client = Client()
    if request.param != "stranger":
        client.force_login(people[request.param])
    if request.param == "officer":
        factories.second_factor(client, people["officer"])
    return walk.pages(client, walk.addresses(request.param, targets))


def english_in(page: str, ids: set[str]) -> list[str]:
    texts = [text.rstrip(":") for text in walk.Readable(page).texts]
    return [text for text in texts if text not in OWN_NAMES and (text in ids or ENGLISH.search(text))]


@pytest.mark.django_db
def test_no_page_shows_english(pages):
    ids = english_ids()

    found = {where: wrong for where, page in pages.items() if (wrong := english_in(page, ids))}

    assert len(pages) > 20
    assert found == {}


@pytest.mark.django_db
def test_no_page_needs_what_the_content_security_policy_forbids(pages):
    """Inline styles, inline scripts and handlers; data for scripts is no script."""
    forbidden = re.compile(r"""<style|\sstyle=|\son\w+=["']|<script(?![^>]*(src=|type="application/json"))""")

    found = {where: hit.group() for where, page in pages.items() if (hit := forbidden.search(page))}

    assert found == {}


@pytest.mark.django_db
def test_no_error_page_shows_english():
    ids, request = english_ids(), RequestFactory().get("/")
    request.session = {}
    makers = (errors.bad_request, errors.forbidden, errors.not_found, errors.server_error, errors.csrf_failure)

    for make in (*makers, errors.too_many_requests):
        assert english_in(make(request).content.decode(), ids) == []


def test_the_search_for_english_finds_it():
    page = (
        '<p title="Your answer">Hei <b>Sign in</b></p><script>the</script><i lang="en">the end</i><input value="x">'
    )

    assert english_in(page, english_ids()) == ["Your answer", "Sign in"]
