"""``make bench``: one line a figure (name, value, target, holds / falls short); exit 1 when any falls short.

``make bench ONLY="search reports"`` takes the figures of those files alone.

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
from collections.abc import Callable, Sequence
from functools import partial
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


def main(only: Sequence[str]) -> int:
    """All figures, or those of the files that are named."""
    measures = _measures()
    if unknown := set(only) - set(measures):
        sys.exit(f"no figures in {', '.join(sorted(unknown))}; there are {', '.join(measures)}")
    connection.creation.create_test_db(verbosity=0)
    # Not the tests' environment: its templates keep a copy of every context, which no visitor waits for.
    settings.ALLOWED_HOSTS = ["testserver"]
    for name, measure in measures.items():
        if not only or name in only:
            measure()
    return 0 if all(line[3] for line in lines) else 1


def _measures() -> dict[str, Callable[[], None]]:
    from tests.bench import idea_lists, ideas, mails, matching, meeting_day, memory, pages, region, reports, search

    def of_region() -> None:
        call_command("load_region")
        memory.measure(figure)

    def emptied(measure: Callable[..., None]) -> Callable[[], None]:
        def measured() -> None:
            call_command("flush", interactive=False, verbosity=0)
            measure(figure, side_by_side)

        return measured

    return {
        "memory": of_region,
        "pages": emptied(pages.measure),
        "idea_lists": emptied(idea_lists.measure),
        "mails": partial(mails.measure, figure),
        "meeting_day": partial(meeting_day.measure, figure, side_by_side),
        "matching": partial(matching.measure, figure, side_by_side),
        "ideas": partial(ideas.measure, figure, side_by_side),
        "region": partial(region.measure, figure, side_by_side),
        "search": partial(search.measure, figure, side_by_side),
        "reports": partial(reports.measure, figure),
        "first_visit": first_visit,
    }


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
    sys.exit(main(sys.argv[1:]))
