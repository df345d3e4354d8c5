"""A real Chromium. Where there is none, one line says what was left out and how to get it; on CI it must be there."""

from __future__ import annotations

import os

import pytest

from tests.browser.pages import CHROMIUM

HOW = "apt-get install chromium"
_left_out: list[str] = []


def pytest_collection_modifyitems(items):
    if CHROMIUM is not None or os.environ.get("CI"):
        return
    for item in items:
        if item.get_closest_marker("browser"):
            _left_out.append(item.name)
            item.add_marker(pytest.mark.skip(f"no Chromium; {HOW}"))


def pytest_terminal_summary(terminalreporter):
    if _left_out:
        terminalreporter.write_line(f"Left out: {len(_left_out)} tests in a browser. They need Chromium: {HOW}")


@pytest.fixture
def browser():
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()
