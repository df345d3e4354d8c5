"""All of a municipality's records in open formats, for its own contact or deputy."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ideas.models import EventKind
from ideas.talk import talking
from municipalities.barometer import opening
from municipalities.models import Experience, Trial
from municipalities.strategies import readers
from overview import tasks
from overview.models import GoalTie
from overview.reports import ordering
from overview.reports.archive_parts import parts
from overview.reports.models import RecordsExport
from overview.strategies import ties
from partnership.common import norwegian
from tests import factories
from tests.municipalities import conftest as surveys

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
    events, outlines = (text[text.index(f"{name} – ") :] for name in ("hendelser", "skisser"))
    assert [f"{kind.value} = {kind.label}" in events for kind in EventKind] == [True] * len(EventKind)
    assert "problem = " in outlines[: outlines.index("meldinger – ")]


def test_surveys_are_as_the_contact_reads_them_without_anybodys_own_words(kari, place):
    survey = opening.open_survey(municipality=place, closes_on=norwegian.today(), for_leader=False, by=kari)
    surveys.answered(survey, *["helse"] * 5, text="Tid til å prøve")
    surveys.answered(survey, "helse", innovated=None)
    surveys.answered(survey, *["teknisk"] * 5, *["kultur"] * 2)
    assert json.loads(archived(place, kari)[1].read("json/undersokelser.json")) == []
    surveys.ended(survey)

    _report, found = archived(place, kari)

    rows = {
        name: json.loads(found.read(f"json/undersokelse{name}.json")) for name in ("r", "sresultater", "sgrupper")
    }
    assert [(one["id"], one["n"]) for one in rows["r"]] == [(survey.pk, 13)]
    assert next((one["result"], one["n"], one["unsure"]) for one in rows["sresultater"]) == ("100\xa0%", 12, 1)
    assert {(one["group"], one["took_part"]) for one in rows["sgrupper"]} == {("helse og omsorg", 6)}
    assert not [name for name in found.namelist() if b"Tid til" in found.read(name)]
    assert "Det folk har skrevet med egne ord, er ikke med" in found.read("LES-MEG.txt").decode()


def test_a_question_that_few_knew_is_empty_in_the_archive_as_on_the_page(kari, place):
    survey = opening.open_survey(municipality=place, closes_on=norwegian.today(), for_leader=False, by=kari)
    surveys.answered(survey, *["helse"] * 4)
    surveys.answered(survey, "helse", innovated=None)
    surveys.ended(survey)

    rows = json.loads(archived(place, kari)[1].read("json/undersokelsesresultater.json"))

    assert (rows[0]["result"], rows[0]["n"], rows[0]["unsure"]) == ("", "", "")


def test_wishes_to_try_go_along_to_whoever_got_them(kari, place):
    verdal = factories.MunicipalityFactory(name="Verdal")
    own = Experience.objects.create(municipality=place, title="Sensorer", published_at=timezone.now())
    others = Experience.objects.create(municipality=verdal, title="Annen", published_at=timezone.now())
    Trial.objects.create(experience=own, municipality=verdal, note="Hva kostet det?")
    Trial.objects.create(experience=others, municipality=factories.MunicipalityFactory())

    rows = json.loads(archived(place, kari)[1].read("json/mottatte-onsker-om-a-prove.json"))

    assert [(one["experience__title"], one["municipality__name"], one["note"]) for one in rows] == [
        ("Sensorer", "Verdal", "Hva kostet det?")
    ]


def test_what_serves_a_goal_and_who_reads_by_a_link_go_along(kari, place):
    strategy = factories.strategy(place)
    goal = strategy.goals.create(title="Ideer blir prøvd")
    idea = factories.idea(place)
    ties.tie(goal=goal, kind="idea", pk=idea.pk, by=kari)
    readers.add(strategy=strategy, name="Geir Ness", email="geir@forbund.example", part="Fagforbundet", by=kari)
    others = factories.strategy().goals.create(title="En annens")
    GoalTie.objects.create(goal=others, experience=Experience.objects.create(municipality=place, title="Buss"))

    found = archived(place, kari)[1]

    [tie] = json.loads(found.read("json/malkoblinger.json"))
    assert (tie["goal"], tie["idea__serial"], tie["by__name"]) == (goal.pk, idea.serial, "Kari Vik")
    [reader] = json.loads(found.read("json/strategilesere.json"))
    assert (reader["strategy"], reader["email"], reader["ended_at"]) == (strategy.pk, "geir@forbund.example", None)


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
