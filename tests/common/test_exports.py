from __future__ import annotations

import io

from openpyxl import load_workbook

from partnership.common import exports


def test_a_file_from_the_demo_says_that_its_people_are_invented(settings):
    settings.IS_DEMO = True

    table = exports.csv_response("kommuner", ["Navn"], [["Kari Vik"]])
    book = exports.xlsx_response("svar", ["Navn"], [["Kari Vik"]])

    assert table["Content-Disposition"] == 'attachment; filename="oppdiktet-kommuner.csv"'
    assert load_workbook(io.BytesIO(book.content)).sheetnames == ["Oppdiktede personer og hendelser"[:31]]


def test_a_file_from_the_portal_itself_does_not(settings):
    settings.IS_DEMO = False

    assert exports.csv_response("kommuner", [], [])["Content-Disposition"] == 'attachment; filename="kommuner.csv"'
