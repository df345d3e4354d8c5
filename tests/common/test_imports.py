"""Tables as offices save them, and what is said of those that cannot be read."""

from __future__ import annotations

import contextlib
import io
import tracemalloc

import pytest
from freezegun import freeze_time
from openpyxl import Workbook

from partnership.common import imports

COLUMNS = {"place": ("kommune",), "name": ("navn",), "email": ("e-post", "mail")}


def read(content: bytes) -> list[imports.Row]:
    return imports.read(content, columns=COLUMNS, required=("name",))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_in_every_encoding_and_with_every_delimiter_reads_alike(encoding, delimiter):
    text = f"Kommune{delimiter}NAVN{delimiter}E-post\r\nÅfjord{delimiter}Bjørg Sæther{delimiter}b@a.example\r\n"

    rows = read(text.encode(encoding))

    assert rows == [imports.Row(2, {"place": "Åfjord", "name": "Bjørg Sæther", "email": "b@a.example"})]


def test_a_spreadsheet_keeps_numbers_whole_and_row_numbers_as_shown():
    book = Workbook()
    book.active.append(["navn", "kommune"])
    book.active.append([None, None])
    book.active.append(["Kari Vik", 5001.0])
    buffer = io.BytesIO()
    book.save(buffer)

    assert read(buffer.getvalue()) == [imports.Row(3, {"name": "Kari Vik", "place": "5001"})]


def test_quoted_cells_may_hold_line_breaks_and_short_rows_are_filled():
    rows = read(b'navn;kommune;mail\n"Kari\nVik";Frosta\n')

    assert rows == [imports.Row(2, {"name": "Kari\nVik", "place": "Frosta", "email": ""})]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 not a workbook",
        b"navn;x\x00\n",
        b"fornavn;kommune\nKari;Frosta\n",
        b"navn;kommune\n;\n",
        b"a" * (2 * 1024 * 1024 + 1),
    ],
    ids=["empty", "broken xlsx", "nul", "no column", "no rows", "too large"],
)
def test_what_cannot_be_read_is_refused_in_words(content):
    with pytest.raises(imports.Unreadable):
        read(content)


def far_out() -> bytes:
    book = Workbook()
    book.active.append(["navn"])
    for row in range(2, 302):
        book.active.cell(row, 16_384, "x")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [far_out, lambda: b"navn" + b";" * 1_500_000, lambda: b"navn\n" + b"\n" * 1_500_000],
    ids=["spreadsheet", "wide text", "long text"],
)
def test_a_file_made_to_fill_the_memory_does_not(content):
    file = content()
    tracemalloc.start()
    with contextlib.suppress(imports.Unreadable):
        read(file)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 30 * 1024 * 1024


def test_a_file_that_is_too_large_is_refused_before_it_is_read():
    class Upload:
        size = imports.MAX_BYTES + 1

        def read(self) -> bytes:
            raise AssertionError("read")

    with pytest.raises(imports.Unreadable):
        imports.content(Upload())


def test_what_is_signed_comes_back_for_an_hour_and_to_nobody_else():
    rows = [imports.Row(3, {"name": "Kari Vik"})]
    with freeze_time("2026-11-25 09:00:00") as clock:
        text = imports.signed(rows, "contacts-7")

        clock.move_to("2026-11-25 09:59:50")
        assert imports.unsigned(text, "contacts-7") == rows
        with pytest.raises(imports.Unreadable):
            imports.unsigned(text, "contacts-8")
        clock.move_to("2026-11-25 10:00:10")
        with pytest.raises(imports.Unreadable):
            imports.unsigned(text, "contacts-7")
