"""The demo's finished report: to be opened, and not made anew with the other scenes."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from overview.demo import reports
from overview.reports.models import Report
from partnership.common import contributions, norwegian
from partnership.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_demo")]


@pytest.fixture
def nina():
    return User.objects.get(name="Nina Solem")


def test_it_waits_for_the_officer_and_both_files_open(client, nina):
    report = Report.objects.get()
    waiting = [one.title for one in contributions.waiting(nina, norwegian.today())]
    client.force_login(nina)

    page = client.get(report.get_absolute_url()).content.decode()
    pdf, xlsx = (
        b"".join(client.get(reverse("overview:report_file", args=[report.pk, kind])).streaming_content)
        for kind in ("pdf", "xlsx")
    )

    assert (report.ordered_by, report.state, report.attempts) == (nina, "done", 1)
    assert f"Rapporten om {report.partner} er ferdig" in waiting
    assert reverse("overview:report_file", args=[report.pk, "pdf"]) in page
    assert pdf.startswith(b"%PDF-")
    assert load_workbook(io.BytesIO(xlsx)).worksheets[0].max_row > 5


def test_laid_out_again_it_is_the_same(nina):
    before = Report.objects.get().pdf.name

    reports.lay_out(nina)

    assert Report.objects.get().pdf.name == before


def test_all_made_anew_the_files_go_too(settings, tmp_path, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = tmp_path
    file = tmp_path / "rapporter" / str(Report.objects.get().pk) / "rapport.pdf"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"%PDF-")

    with django_capture_on_commit_callbacks(execute=True):
        reports.clear_files()

    assert not file.exists()
