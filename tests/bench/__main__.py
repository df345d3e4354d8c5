"""``make bench``: one line a figure (name, value, target, holds / falls short); exit 1 when any falls short.

Ratios compare the portal with the barest thing that could do the same, on the same machine in the same minute, so
that they mean the same on a fast and on a slow one.
"""

from __future__ import annotations

import gzip
import logging
import re
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from partnership.launch import testing

testing.start()

import django  # noqa: E402 – settings need the servers' addresses

django.setup()
logging.disable(logging.INFO)  # a line for every request is no figure

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

lines: list[tuple[str, str, str, bool]] = []


def figure(name: str, value: float, target: float, *, at_most: bool, note: str = "") -> None:
    holds = value <= target if at_most else value >= target
    sign = "≤" if at_most else "≥"
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    lines.append((name, text, f"{sign} {target}", holds))
    print(f"{name:44} {text:>10}  {sign} {target:<8} {'holds' if holds else 'FALLS SHORT'}  {note}", flush=True)


def side_by_side(one: Callable[[], object], other: Callable[[], object], times: int) -> tuple[float, float]:
    """The medians of two things done in turn, so that a machine that slows down slows both."""
    took: tuple[list[float], list[float]] = ([], [])
    for _time in range(times):
        for work, found in zip((one, other), took, strict=True):
            begun = time.perf_counter()
            work()
            found.append(time.perf_counter() - begun)
    return statistics.median(took[0]), statistics.median(took[1])


def main() -> int:
    from tests.bench import idea_lists, ideas, mails, matching, meeting_day, memory, pages, region, reports, search

    connection.creation.create_test_db(verbosity=0)
    # Not the tests' environment: its templates keep a copy of every context, which no visitor waits for.
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("load_region")
    memory.measure(figure)
    call_command("flush", interactive=False, verbosity=0)
    pages.measure(figure, side_by_side)
    call_command("flush", interactive=False, verbosity=0)
    idea_lists.measure(figure, side_by_side)
    mails.measure(figure)
    meeting_day.measure(figure, side_by_side)
    matching.measure(figure, side_by_side)
    ideas.measure(figure, side_by_side)
    region.measure(figure, side_by_side)
    search.measure(figure, side_by_side)
    reports.measure(figure)
    first_visit()
    return 0 if all(line[3] for line in lines) else 1


def first_visit() -> None:
    """The front page with all it asks for, compressed as it is sent."""
    html = Client().get("/").content
    static = Path(settings.BASE_DIR) / "static"
    names = set(re.findall(rb'(?:href|src)="/static/([^"]+)"', html))
    pieces = [gzip.compress(html)]
    fonts = 0
    for name in names:
        content = (static / name.decode()).read_bytes()
        if name.endswith(b".css"):
            imports = re.findall(rb'@import url\("([^"]+)"\)', content)
            content += b"".join((static / "css" / part.decode()).resolve().read_bytes() for part in imports)
            for font in re.findall(rb'url\("\.\./vendor/([^"]+\.woff2)"\)', content):
                pieces.append((static / "vendor" / font.decode()).read_bytes())
                fonts += 1
        pieces.append(gzip.compress(content))
    figure("first visit, kB", sum(map(len, pieces)) / 1000, 150, at_most=True)
    figure("first visit, requests", 1 + len(names) + fonts, 12, at_most=True)


if __name__ == "__main__":
    sys.exit(main())
