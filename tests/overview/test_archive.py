"""All of a municipality's records in open formats, for its own contact or deputy."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ideas import talking
from overview import tasks
from overview.reports import ordering
from overview.reports.archive_parts import parts
from overview.reports.models import RecordsExport
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return factories.MunicipalityFactory(slug="frosta", name="Frosta")


@pytest.fixture
def kari(place):
    return factories.contact("Kari Vik", place)


def archived(place, by):
    report = ordering.order_archive(municipality=place, why="Årlig overføring", by=by)
    assert tasks.write_reports() == 1
    report.refresh_from_db()
    return report, zipfile.ZipFile(io.BytesIO(report.zip.open("rb").read()))


def test_it_holds_the_municipalitys_own_with_the_sender_and_nobody_elses(kari, place):
    own = factories.idea(place, sender="siv@frosta.example", title="=Sensor")
    factories.idea(sender="ola@verdal.example", title="Annen", visibility="public")

    report, found = archived(place, kari)

    ideas = json.loads(found.read("json/ideer.json"))
    assert [(one["id"], one["title"]) for one in ideas] == [(own.pk, "=Sensor")]
    assert [one["email"] for one in json.loads(found.read("json/avsendere.json"))] == ["siv@frosta.example"]
    table = list(csv.DictReader(io.StringIO(found.read("csv/ideer.csv").decode("utf-8-sig")), delimiter=";"))
    assert [row["title"] for row in table] == ["'=Sensor"]
    assert (report.state, report.files) == ("done", ["zip"])


def test_files_go_along_as_they_are_with_names_that_stay_in_their_folder(kari, place):
    idea = factories.idea(place)
    file = SimpleUploadedFile("plan.pdf", b"%PDF-1.7 innhold")
    kept = talking.attach(idea=idea, file=file, by=kari, is_internal=True)
    type(kept).objects.filter(pk=kept.pk).update(name="../../etc/plan.pdf")

    _report, found = archived(place, kari)

    names = [name for name in found.namelist() if name.startswith("filer/")]
    assert names == [f"filer/vedlegg/{kept.pk}--..-etc-plan.pdf"]
    assert found.read(names[0]) == b"%PDF-1.7 innhold"


def test_a_file_that_is_gone_is_named_and_stops_nothing(kari, place):
    file = SimpleUploadedFile("plan.pdf", b"%PDF-1.7")
    kept = talking.attach(idea=factories.idea(place), file=file, by=kari, is_internal=True)
    kept.file.storage.delete(kept.file.name)

    report, found = archived(place, kari)

    assert report.state == "done"
    assert f"filer/vedlegg/{kept.pk}-plan.pdf" in found.read("LES-MEG.txt").decode()


def test_the_description_explains_every_column_in_norwegian(kari, place):
    _report, found = archived(place, kari)

    text = found.read("LES-MEG.txt").decode()

    assert "Alt portalen har av egne dokumenter for Frosta" in text
    for part in parts(place, kari):
        assert f"json/{part.file}.json" in found.namelist()
        for column in part.columns:
            assert f"  {column}: " in text
    assert "received = mottatt" in text


def test_it_is_logged_once_with_the_number_of_rows(kari, place):
    factories.idea(place, sender="siv@frosta.example")

    _report, found = archived(place, kari)

    rows = sum(len(json.loads(found.read(name))) for name in found.namelist() if name.startswith("json/"))
    logged = RecordsExport.objects.get()
    assert (logged.kind, logged.by, logged.why, logged.rows) == ("archive", kari, "Årlig overføring", rows)


def test_a_deputy_may_and_others_may_not(place, kari, nina):
    deputy = factories.give(kari.terms.get().seat, capacity="deputy")

    assert ordering.order_archive(municipality=place, why="Krav", by=deputy).is_archive
    for other in (factories.contact(), nina):
        with pytest.raises(ordering.NotAllowed):
            ordering.order_archive(municipality=place, why="Krav", by=other)


def test_it_is_ordered_with_a_reason(client, kari, place):
    client.force_login(kari)

    refused = client.post("/rapporter/arkiv/", {"om": f"kommune-{place.pk}", "hvorfor": ""})
    ordered = client.post("/rapporter/arkiv/", {"om": f"kommune-{place.pk}", "hvorfor": "Årlig"})

    assert "Skriv kort hvorfor dokumentene tas ut." in refused.content.decode()
    assert ordered.status_code == 302
