"""A report that is done waits for whoever ordered it, on the first page and in «Dette venter», until it is opened."""

from __future__ import annotations

from unittest import mock

import pytest

from overview import tasks
from overview.brokering.brokering_report import year
from overview.reports import ordering
from overview.reports.models import Report
from partnership.common import contributions, norwegian, once
from tests import factories

pytestmark = pytest.mark.django_db
THIS_YEAR = year(norwegian.today().year)


@pytest.fixture
def place():
    return factories.MunicipalityFactory(slug="frosta", name="Frosta")


@pytest.fixture
def kari(place):
    return factories.contact("Kari Vik", place)


def items_of(person):
    return [item for item in contributions.waiting(person, norwegian.today()) if item.key.startswith("report:")]


def waits_for(person):
    return [item.title for item in items_of(person)]


def write(**pdf):
    with mock.patch("overview.reports.files.pdf", **(pdf or {"return_value": b"%PDF-1.7"})):
        tasks.write_reports()


def test_it_waits_from_when_it_is_done_until_it_is_opened_and_for_nobody_else(client, kari, place):
    report = ordering.order(about=place, period=THIS_YEAR, by=kari)
    client.force_login(kari)
    client.get(report.get_absolute_url())
    assert waits_for(kari) == []

    write()
    done = waits_for(kari)
    assert items_of(kari)[0].sentence.startswith(f"{THIS_YEAR}. Ligger her til ")
    page = client.get("/").content.decode()
    client.get(report.get_absolute_url())

    assert (done, waits_for(kari)) == (["Rapporten om Frosta er ferdig"], [])
    assert f'href="{report.get_absolute_url()}"' in page
    assert waits_for(factories.contact("Ida Foss", place)) == []


def test_who_follows_it_to_the_end_or_fetches_the_file_has_seen_it(client, kari, place):
    followed = ordering.order(about=place, period=THIS_YEAR, by=kari)
    fetched = ordering.order(about=place, period=year(2020), by=kari)
    client.force_login(kari)
    write()

    client.get(f"/rapporter/{followed.pk}/nytt/?v=ordered.0.0")
    client.get(f"/rapporter/{fetched.pk}/xlsx")

    assert waits_for(kari) == []


def test_one_that_was_not_made_waits_too_and_says_so(kari, place):
    ordering.order(about=place, period=THIS_YEAR, by=kari)

    write(side_effect=RuntimeError("broken"))

    assert waits_for(kari) == ["Rapporten om Frosta ble ikke laget"]


def test_records_for_the_archive_are_called_so(kari, place):
    ordering.order_archive(municipality=place, why="Årlig overføring", by=kari)

    write()

    assert waits_for(kari) == ["Uttrekket fra Frosta til arkivet er ferdig"]


def test_for_many_people_all_are_read_once(kari, place, django_assert_num_queries):
    from overview.reports.waiting import waiting

    others = [factories.contact(f"Kontakt {number}", place) for number in range(5)]
    for person in others:
        ordering.order(about=place, period=THIS_YEAR, by=person)
    Report.objects.update(state="failed", error="Noe gikk galt.")

    with once.for_many(), django_assert_num_queries(1):
        found = [len(list(waiting(person, norwegian.today()))) for person in (kari, *others)]

    assert found == [0, 1, 1, 1, 1, 1]
