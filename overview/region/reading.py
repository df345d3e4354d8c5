"""A region's data files as rows of text."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path


class RegionError(Exception):
    """«municipalities.csv, rad 12, kolonne number: …»."""


def rows(file: Path) -> list[dict[str, str]]:
    """The rows of a CSV file by the names of its first line. Raises RegionError."""
    return [row for _line, row in numbered(file)]


def numbered(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with the line of the file it ends on. Raises RegionError."""
    try:
        with file.open(encoding="utf-8", newline="") as opened:
            reader = csv.DictReader(opened)
            yield from [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise RegionError(f"{file.name}: {error}") from error
