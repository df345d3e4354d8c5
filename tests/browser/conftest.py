"""A real Chromium, with axe-core in it.

Where one of them is missing, one line says what was left out and how to get it; on CI nothing may be left out.
"""

from __future__ import annotations

import functools
import os

import pytest
from django.db import connections

from tests.browser.pages import AXE, CHROMIUM

_left_out: list[str] = []


def missing() -> str:
    if CHROMIUM is None:
        return "Chromium: apt-get install chromium"
    if not AXE.exists():
        return "axe-core: sh tests/browser/setup.sh (needs npm)"
    return ""


def pytest_collection_modifyitems(items):
    walks = [item for item in items if item.get_closest_marker("browser")]
    if not walks or not missing():
        return
    if os.environ.get("CI"):
        raise pytest.UsageError(f"On CI the tests in a browser may not be left out. They need {missing()}")
    for item in walks:
        _left_out.append(item.name)
        item.add_marker(pytest.mark.skip(missing()))


def pytest_terminal_summary(terminalreporter):
    if _left_out:
        terminalreporter.write_line(f"Left out: {len(_left_out)} tests in a browser. They need {missing()}")


@pytest.fixture
def browser():
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        # A panel opens in 0.4 s. A walk is quicker than a hand: what it presses meanwhile moves from under the press,
        # which then is none. Pages that are asked to stand still do.
        opened.new_context = functools.partial(opened.new_context, reduced_motion="reduce")
        yield opened
        opened.close()
        # Playwright's loop has a connection of its own; left open, it stands in the way of tests that need none.
        connections.close_all()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """What each open page shows when a walk fails: on another machine it is all there is to go by."""
    report = yield
    opened = item.funcargs.get("browser") if hasattr(item, "funcargs") else None
    if report.when == "call" and report.failed and opened is not None and opened.is_connected():
        for page in [page for context in opened.contexts for page in context.pages]:
            # Before the log, which is long.
            report.sections.insert(0, (f"open page {page.url.partition('?')[0]}", _words_of(page)))
    return report


def _words_of(page) -> str:
    from playwright.sync_api import Error

    try:
        return page.locator("body").inner_text(timeout=2000)[:3000]
    except Error as error:
        return f"(cannot be read: {error.message})"
