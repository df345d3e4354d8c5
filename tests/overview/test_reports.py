"""Reports: ordered, written by a worker that may be killed, followed, downloaded, taken away."""

from __future__ import annotations

import datetime as dt
import threading
from unittest import mock

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from openpyxl import load_workbook

from overview import tasks
from overview.brokering.brokering_report import Period, year
from overview.reports import content, keeping, ordering, rights, writing
from overview.reports.models import KEPT, Report
from partnership.common import norwegian
from partnership.people.models import RoleTerm
from tests import factories

pytestmark = pytest.mark.django_db
THIS_YEAR = year(norwegian.today().year)


@pytest.fixture
def place():
    return factories.MunicipalityFactory(slug="frosta", name="Frosta")


@pytest.fixture
def kari(place):
    return factories.contact("Kari Vik", place)


def written(about, by, period=THIS_YEAR):
    """As the worker does it; without the PDF, which takes seconds."""
    report = ordering.order(about=about, period=period, by=by)
    with mock.patch("overview.reports.files.pdf", return_value=b"%PDF-1.7"):
        assert tasks.write_reports() == 1
    report.refresh_from_db()
    return report


def book(report):
    return load_workbook(report.xlsx.open("rb"), read_only=True)


def rows(sheet):
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_an_order_is_written_by_the_task_and_has_both_files(kari, place):
    report = written(place, kari)

    assert (report.state, report.progress, report.files, report.seen_as) == ("done", 100, ["pdf", "xlsx"], "own")
    assert report.lease_until is None
    assert report.finished_at is not None


def test_ordered_twice_in_a_row_is_the_one_under_way(kari, place):
    first = ordering.order(about=place, period=THIS_YEAR, by=kari)
    again = ordering.order(about=place, period=THIS_YEAR, by=kari)
    other = ordering.order(about=place, period=year(2020), by=kari)

    assert again == first
    assert other != first


@pytest.mark.django_db(transaction=True)
def test_pressed_twice_at_once_makes_one_report(kari, place):
    made, gate = [], threading.Barrier(2)

    def press():
        gate.wait()
        try:
            made.append(ordering.order(about=place, period=THIS_YEAR, by=kari).pk)
        finally:
            connection.close()

    presses = [threading.Thread(target=press) for _ in range(2)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()

    assert len(made) == 2
    assert Report.objects.count() == 1


def test_five_on_the_way_are_enough(kari, place):
    for number in range(ordering.MOST_OPEN):
        ordering.order(about=place, period=year(2015 + number), by=kari)

    with pytest.raises(ordering.TooMany):
        ordering.order(about=place, period=THIS_YEAR, by=kari)


def test_an_order_stands_when_the_queue_is_away(client, kari, place, django_capture_on_commit_callbacks):
    client.force_login(kari)
    down = mock.patch.object(tasks.write_reports, "apply_async", side_effect=ConnectionError("no queue"))

    at_once = mock.patch("threading.Thread.start", lambda thread: thread.run())
    with down as asked, at_once, django_capture_on_commit_callbacks(execute=True):
        response = client.post("/rapporter/bestilling/", {"om": f"kommune-{place.pk}", "periode": "i-ar"})

    assert asked.called
    assert response.status_code == 302
    assert Report.objects.get().state == "ordered"


def test_a_killed_worker_loses_it_to_the_next_after_its_time(kari, place):
    report = ordering.order(about=place, period=THIS_YEAR, by=kari)
    writing._claim(timezone.now())

    assert writing._claim(timezone.now()) is None
    taken = writing._claim(timezone.now() + writing.LEASE + dt.timedelta(seconds=1))

    assert taken == report
    assert taken.attempts == 2


def test_a_worker_that_lost_its_lease_writes_nothing_over_the_other(kari, place):
    ordering.order(about=place, period=THIS_YEAR, by=kari)
    slow = writing._claim(timezone.now())
    writing._claim(timezone.now() + writing.LEASE + dt.timedelta(seconds=1))

    assert writing.write(slow) is False
    assert Report.objects.get().state == "under_way"


@pytest.mark.django_db(transaction=True)
def test_one_process_writes_at_a_time_so_that_mail_has_the_other(kari, place):
    ordering.order(about=place, period=THIS_YEAR, by=kari)
    written_beside = []

    def beside():
        try:
            written_beside.append(writing.write_waiting())
        finally:
            connection.close()

    with writing._alone():
        other = threading.Thread(target=beside)
        other.start()
        other.join()

    assert written_beside == [0]
    assert Report.objects.get().state == "ordered"


def test_a_run_begins_nothing_new_when_its_time_is_over(kari, place, monkeypatch):
    """Celery would end it in the middle of somebody else's report, which would be said to have failed."""
    monkeypatch.setattr(writing, "A_RUN", 0)
    for number in (2024, 2025):
        ordering.order(about=place, period=year(number), by=kari)

    assert [writing.write_waiting() for _run in range(3)] == [1, 1, 0]


def test_what_stops_three_times_is_given_up_in_words(kari, place):
    report = ordering.order(about=place, period=THIS_YEAR, by=kari)
    Report.objects.update(attempts=writing.MOST_ATTEMPTS)

    assert tasks.write_reports() == 0

    report.refresh_from_db()
    assert report.state == "failed"
    assert report.error


def test_what_goes_wrong_is_said_and_leaves_no_file(kari, place):
    report = ordering.order(about=place, period=THIS_YEAR, by=kari)
    with mock.patch("overview.reports.files.pdf", side_effect=RuntimeError("broken")):
        assert tasks.write_reports() == 0

    report.refresh_from_db()
    assert (report.state, report.files) == ("failed", [])
    assert report.error


def test_a_role_that_ended_before_the_writing_gets_no_report(kari, place):
    report = ordering.order(about=place, period=THIS_YEAR, by=kari)
    RoleTerm.objects.filter(person=kari).update(until=norwegian.today())

    tasks.write_reports()

    report.refresh_from_db()
    assert (report.state, report.files) == ("failed", [])


def test_a_role_that_ended_afterwards_closes_the_download(client, kari, place):
    report = written(place, kari)
    client.force_login(kari)
    assert client.get(f"/rapporter/{report.pk}/xlsx").status_code == 200

    RoleTerm.objects.filter(person=kari).update(until=norwegian.today())

    assert client.get(f"/rapporter/{report.pk}/xlsx").status_code == 403
    assert f"/rapporter/{report.pk}/xlsx" not in client.get(f"/rapporter/{report.pk}/").content.decode()


def test_the_page_follows_along_and_answers_204_while_nothing_is_new(client, kari, place):
    report = ordering.order(about=place, period=THIS_YEAR, by=kari)
    client.force_login(kari)
    page = client.get(f"/rapporter/{report.pk}/").content.decode()
    assert f"nytt/?v={report.version}" in page

    same = client.get(f"/rapporter/{report.pk}/nytt/?v={report.version}")
    Report.objects.update(state="under_way", progress=30, step="Skriver regnearket")
    moved = client.get(f"/rapporter/{report.pk}/nytt/?v={report.version}")

    assert same.status_code == 204
    assert moved.status_code == 200
    assert 'value="30"' in moved.content.decode()


def test_a_report_over_an_empty_period_says_so_and_is_no_error(kari, place):
    report = written(place, kari, Period(dt.date(2001, 1, 1), dt.date(2001, 1, 31)))

    lines = rows(book(report).worksheets[0])

    assert report.state == "done"
    assert [one for one in lines[3] if one] == ["Ingenting er notert i perioden."]


@pytest.mark.slow
def test_the_pdf_of_an_empty_period_is_a_pdf_that_says_so(kari, place):
    from overview.reports import files

    report = ordering.order(about=place, period=Period(dt.date(2001, 1, 1), dt.date(2001, 1, 31)), by=kari)

    said = content.of(report, kari, rights.Level.OWN)

    assert "Ingenting er notert i perioden." in files.html(said)
    assert files.pdf(said).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"periode": "fra-til"}, "Velg både den første og den siste dagen."),
        ({"periode": "fra-til", "fra": "2026-05-02", "til": "2026-05-01"}, "Velg en siste dag"),
        ({"periode": "fra-til", "fra": "0001-01-01", "til": "9999-12-31"}, "Velg en dag etter 2000"),
        (
            {"periode": "fra-til", "fra": "2026-05-01", "til": str(norwegian.today() + dt.timedelta(days=1))},
            "har vært",
        ),
        ({"periode": "i-fjor", "fra": "2026-05-01", "til": ""}, "Du har valgt dager også."),
        ({"periode": "fra-til", "fra": "i går", "til": "2026-05-01"}, "Skriv dagen som"),
        ({"periode": "i-ar", "om": "kommune-999999"}, "Velg en av dem på lista"),
    ],
)
def test_an_order_that_cannot_be_is_said_in_words(client, kari, place, said, words):
    client.force_login(kari)

    response = client.post("/rapporter/bestilling/", {"om": f"kommune-{place.pk}"} | said)

    assert response.status_code == 200
    assert words in response.content.decode()
    assert not Report.objects.exists()


def test_after_ninety_days_it_is_gone_with_its_files(kari, place):
    report, kept = written(place, kari), written(place, kari, year(2020))
    left = default_storage.save(f"rapporter/{report.pk}/left-behind.xlsx", ContentFile(b"x"))
    Report.objects.filter(pk=report.pk).update(finished_at=timezone.now() - KEPT - dt.timedelta(minutes=1))

    assert tasks.delete_reports() == 1

    assert list(Report.objects.all()) == [kept]
    assert not default_storage.exists(report.xlsx.name)
    assert not default_storage.exists(left)
    assert default_storage.exists(kept.xlsx.name)


def test_a_file_that_is_gone_from_the_storage_is_not_found(client, kari, place):
    report = written(place, kari)
    default_storage.delete(report.xlsx.name)
    client.force_login(kari)

    assert client.get(f"/rapporter/{report.pk}/xlsx").status_code == 404


def test_the_spreadsheet_holds_every_idea_of_the_municipality_and_no_formula(kari, place):
    factories.idea(place, title="=1+1")
    factories.idea(title="En annen kommunes")

    sheets = {sheet.title: rows(sheet) for sheet in book(written(place, kari)).worksheets}

    assert [line[1] for line in sheets["Ideer"][1:]] == ["'=1+1"]
    assert isinstance(sheets["Ideer"][1][2], dt.datetime)


def test_deleting_a_person_takes_the_reports_along(kari, place):
    from overview.reports import privacy

    report = written(place, kari)

    privacy.erase(kari, {kari.email})

    assert not Report.objects.exists()
    assert not default_storage.exists(report.xlsx.name)


def test_clearing_what_was_never_written_is_no_error(kari, place):
    keeping.clear(ordering.order(about=place, period=THIS_YEAR, by=kari))


def test_a_list_of_many_asks_as_little_as_one_of_few(client, kari, place, django_assert_max_num_queries):
    for number in range(30):
        Report.objects.create(
            municipality=place, since=dt.date(2000, 1, 1), until=dt.date(2000, 1, 2 + number % 28),
            ordered_by=kari, state="failed", error=str(number),
        )  # fmt: skip
    client.force_login(kari)

    with django_assert_max_num_queries(14):
        assert client.get("/rapporter/").status_code == 200


def test_hours_and_kroner_are_numbers_in_the_spreadsheet_and_words_on_paper(kari, place):
    from overview.reports import files

    ola = factories.broker("Ola Moen")
    factories.covering(ola, place)
    factories.talk(ola, place, half_hours=3)
    idea = factories.idea(place)
    idea.applications.create(elsewhere="RFF", amount=1_250_000, sent_on=norwegian.today())
    report = written(place, kari)

    found = {line[1]: line[2] for line in rows(book(report).worksheets[0]) if len(line) > 2}
    paper = files.html(content.of(report, kari, rights.Level.OWN))

    assert (found["Timer ført"], found["Søkt om, kroner"]) == (1.5, 1_250_000)
    assert [f'<td class="number">{words}</td>' in paper for words in ("1,5", "1\xa0250\xa0000")] == [True, True]


def test_the_page_of_what_one_may_have_a_report_about_leads_to_the_order(client, kari, place):
    osen = factories.MunicipalityFactory(slug="osen", name="Osen")
    officer = factories.officer("Nina Solem")
    link = f"/rapporter/?om=kommune-{place.pk}"

    def there(person, path):
        client.logout()
        if person:
            client.force_login(person)
        return (
            f'href="/rapporter/?om={"kommune" if "kommuner" in path else "partner"}-'
            in client.get(path).content.decode()
        )

    ida = factories.contact("Ida Foss", osen)
    assert [there(who, "/kommuner/frosta/") for who in (kari, officer, ida, None)] == [
        True, True, False, False,
    ]  # fmt: skip
    assert [there(who, "/partnere/ks/") for who in (officer, kari)] == [True, False]
    client.force_login(officer)
    assert f'<option value="kommune-{place.pk}" selected>' in client.get(link).content.decode()


def test_the_list_of_many_is_parted_by_what_they_are(client, kari):
    client.force_login(factories.officer("Nina Solem"))
    many = client.get("/rapporter/").content.decode()
    client.force_login(kari)
    few = client.get("/rapporter/").content.decode()

    assert [f'<optgroup label="{word}">' in many for word in ("Partnere", "Kommuner")] == [True, True]
    assert "<optgroup" not in few


def test_who_runs_the_portal_finds_the_reports_from_the_first_page(client):
    client.force_login(factories.person(is_superuser=True))

    assert 'href="/rapporter/"' in client.get("/").content.decode()
